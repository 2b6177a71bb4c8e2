"""What each award is worth: the plan made again without it, every other rule and award as it is.

Each figure is that of a whole plan, audited, so that ``braid solve --without`` says the same. A
``quick`` ranking stops at the tiers of money, with people in fractions: it says nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Literal

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import landed, uncommitted, unsigned, without
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.optimize.engines import engine_named
from braid.optimize.program import Limits
from braid.optimize.tiers import tier_values
from braid.plan.build import make_plan
from braid.plan.dollars import Exact, Money, dollars, to_cent
from braid.plan.plan import Plan
from braid.record import record
from braid.schema.scenario import Award

RANKING_VERSION = 1
By = Literal["award", "stream"]
"""What is taken away at a time: an award, or all awards of a stream together."""


@record
class Standing:
    """What a plan reaches: the figures by which plans are compared.

    ``completely_funded`` is None in a quick ranking, which has no whole people.
    """

    unfunded: Money
    must_unfunded: Money
    overhead: Money
    completely_funded: int | None


@record
class Supposition:
    """A plan on other money: ``committed`` (the plan), ``landed`` or ``worst``.

    ``awards`` are those that the supposition adds (landed) or leaves out (worst).
    """

    name: str
    awards: tuple[str, ...]
    standing: Standing


@record
class Ranked:
    """An award and two plans: with it and without it; by stream, all awards of one.

    ``money`` is what is left of its amount, or what an entitlement pays (None where a quick
    ranking makes no plan to tell). ``lost`` is the coverage that goes with it: dollars unfunded
    without it less dollars unfunded with it. ``count`` is how many they are.
    """

    award: str
    stream: str
    status: str
    probability: Exact
    money: Money | None
    lost: Money
    lost_per_dollar: Exact | None
    people_lost: int | None
    overhead_saved: Money
    expected_loss: Money
    having: Standing
    lacking: Standing
    count: int = 1


@record
class Ranking:
    """The awards of a scenario (or its streams), the greatest loss first.

    ``stopped`` says at which limit the search for one of the plans ended, else it is empty.
    ``unranked`` are awards that were asked for, but are no part of a stream's committed money.
    """

    name: str
    without: tuple[str, ...]
    suppositions: tuple[Supposition, ...]
    awards: tuple[Ranked, ...]
    stopped: str = ""
    by: By = "award"
    quick: bool = False
    unranked: tuple[str, ...] = ()


@record
class Made:
    """What one supposition comes to, and the plan behind it unless the ranking is quick."""

    standing: Standing
    plan: Plan | None


class Unsound(Exception):
    """A plan on the way does not pass its audit; nothing can be said of any."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("a plan does not pass its audit")
        self.plan = plan


def rank(
    inputs: Inputs,
    *,
    solver: str = "highs",
    time_limit: float | None = None,
    whole_people: bool = False,
    told: Callable[[str], None] = lambda text: None,
    only: Collection[str] | None = None,
    by: By = "award",
    quick: bool = False,
) -> Ranking:
    """The awards of a scenario by what is lost without each; ``told`` hears of each plan made.

    A committed award is compared with the plan without it, any other one with the plan
    to which it is added. ``only`` names the awards that are asked for; by ``stream`` the committed
    ones among them go together. Raises :class:`Unsound`, and InputProblems as ``make_plan`` does.
    """
    known: dict[tuple[tuple[str, ...], tuple[str, ...]], Made] = {}
    chosen = [a for name, a in inputs.awards.items() if only is None or name in only]
    units, unranked = _units(chosen, inputs, by)
    plans = len(_asked(units, inputs))

    def made(landing: Iterable[str] = (), missing: Iterable[str] = (), said: str = "") -> Made:
        key = tuple(landing), tuple(missing)
        if key not in known:
            told(f"plan {len(known) + 1} of {plans}{said or _what(*key)}")
            supposed = without(landed(inputs, key[0]), key[1])
            if quick:
                known[key] = Made(standing_of_money(supposed, solver, time_limit), None)
                return known[key]
            plan = make_plan(
                supposed, solver=solver, time_limit=time_limit, whole_people=whole_people,
                explained=False,
            )  # fmt: skip
            if not plan.audit_passed:
                raise Unsound(plan)
            known[key] = Made(_standing(plan), plan)
        return known[key]

    now = made()
    found = []
    for name, members in units.items():
        ids = [award.id for award in members]
        if ids[0] in inputs.committed:
            found.append(_ranked(name, members, now, made((), ids, f", without {name}")))
        else:
            found.append(_ranked(name, members, made(ids), now))
    landing, failing = uncommitted(inputs), unsigned(inputs)
    suppositions = [Supposition("committed", (), now.standing)]
    if landing:
        best = made(landing=landing).standing
        suppositions.append(Supposition("landed", landing, best))
    if failing:
        worst = made(missing=failing) if set(failing) - set(landing) else now
        suppositions.append(Supposition("worst", failing, worst.standing))
    plans_made = [one.plan for one in known.values() if one.plan is not None]
    return Ranking(
        name=inputs.scenario.name,
        without=tuple(inputs.left_out),
        suppositions=tuple(suppositions),
        awards=tuple(sorted(found, key=_order)),
        stopped=next((plan.stopped for plan in plans_made if plan.stopped), ""),
        by=by,
        quick=quick,
        unranked=unranked,
    )


def _units(
    chosen: Iterable[Award], inputs: Inputs, by: By
) -> tuple[dict[str, list[Award]], tuple[str, ...]]:
    """What is taken away together, by name; and awards that are no part of anything."""
    if by == "award":
        return {award.id: [award] for award in chosen}, ()
    found: dict[str, list[Award]] = {}
    for award in chosen:
        if award.id in inputs.committed:
            found.setdefault(award.stream, []).append(award)
    rest = tuple(award.id for award in chosen if award.id not in inputs.committed)
    return dict(sorted(found.items())), rest


def standing_of_money(
    inputs: Inputs, solver: str = "highs", time_limit: float | None = None
) -> Standing:
    """The tiers of money alone, before head counts and dollars are made whole."""
    model = build_model(build_ground(inputs))
    limits = Limits(seconds=time_limit)
    values = tier_values(model, engine_named(solver), limits, last="overhead")
    sure = Decimal(float(model.constants["overhead"] / 100))
    return Standing(
        to_cent(values["unfunded"]), to_cent(values["must"]),
        to_cent(Decimal(values["overhead"]) + sure), None,
    )  # fmt: skip


def _order(ranked: Ranked) -> tuple[Decimal, int, str]:
    return -ranked.lost, -(ranked.people_lost or 0), ranked.award


def _asked(
    units: dict[str, list[Award]], inputs: Inputs
) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The suppositions that a ranking makes: what lands, and what is missing."""
    ids = [tuple(award.id for award in members) for members in units.values()]
    found = {((), one) if one[0] in inputs.committed else (one, ()) for one in ids}
    landing, failing = uncommitted(inputs), unsigned(inputs)
    found |= {((), ()), (landing, ())}
    return found | ({((), failing)} if set(failing) - set(landing) else set())


def _what(landing: tuple[str, ...], missing: tuple[str, ...]) -> str:
    said = [
        f"{word} {', '.join(part)}"
        for word, part in (("with", landing), ("without", missing))
        if part
    ]
    return f", {' and '.join(said)}" if said else ""


def _standing(plan: Plan) -> Standing:
    s = plan.summary
    return Standing(s.unfunded, s.must_unfunded, s.overhead_dollars, s.completely_funded)


def _ranked(name: str, members: list[Award], with_it: Made, without_it: Made) -> Ranked:
    having, lacking = with_it.standing, without_it.standing
    lost = lacking.unfunded - having.unfunded
    moneys = [_money(award, with_it.plan) for award in members]
    known = [money for money in moneys if money is not None]
    money = sum(known, Decimal(0)) if len(known) == len(moneys) else None
    chance = members[0].probability
    people = None
    if having.completely_funded is not None and lacking.completely_funded is not None:
        people = having.completely_funded - lacking.completely_funded
    stated = {award.status for award in members}
    return Ranked(
        award=name,
        stream=members[0].stream,
        status=("/".join(sorted(stated))) if chance == 1 else "uncommitted",
        probability=chance,
        money=money,
        lost=lost,
        lost_per_dollar=to_cent(lost / money) if money else None,
        people_lost=people,
        overhead_saved=having.overhead - lacking.overhead,
        expected_loss=to_cent((1 - chance) * lost),
        having=having,
        lacking=lacking,
        count=len(members),
    )


def _money(award: Award, plan: Plan | None) -> Money | None:
    """What is left of an award's amount when the horizon begins; what an entitlement pays."""
    if plan is None:
        if award.amount is None:
            return None
        return award.amount - sum((entry.amount for entry in award.to_date), Decimal(0))
    (row,) = plan.tables["awards"].where("award", award.id).rows()
    cents = row["charged"] if row["cents"] is None else row["cents"] - row["to_date"]
    return dollars(cents)
