"""What each award is worth: the plan made again without it, every other rule and award as it is.

Each figure is that of a whole plan, audited, so that ``braid solve --without`` says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import landed, uncommitted, unsigned, without
from braid.plan.build import make_plan
from braid.plan.plan import Exact, Money, Plan
from braid.record import record
from braid.schema.scenario import Award

RANKING_VERSION = 1
CENT = Decimal("0.01")


@record
class Standing:
    """What a plan reaches: the figures by which plans are compared."""

    unfunded: Money
    must_unfunded: Money
    overhead: Money
    completely_funded: int


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
    """An award and two plans: with it and without it.

    ``money`` is what is left of its amount, or what an entitlement pays. ``lost`` is the
    coverage that goes with it: dollars unfunded without it less dollars unfunded with it.
    """

    award: str
    stream: str
    status: str
    probability: Exact
    money: Money
    lost: Money
    lost_per_dollar: Exact | None
    people_lost: int
    overhead_saved: Money
    expected_loss: Money
    having: Standing
    lacking: Standing


@record
class Ranking:
    """All awards of a scenario, the greatest loss first.

    ``stopped`` says at which limit the search for one of the plans ended, else it is empty.
    """

    name: str
    without: tuple[str, ...]
    suppositions: tuple[Supposition, ...]
    awards: tuple[Ranked, ...]
    stopped: str = ""


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
) -> Ranking:
    """The awards of a scenario by what is lost without each; ``told`` hears of each plan made.

    A committed award is compared with the plan without it, any other one with the plan
    to which it is added. Raises :class:`Unsound`, and InputProblems as ``make_plan`` does.
    """
    known: dict[tuple[tuple[str, ...], tuple[str, ...]], Plan] = {}
    plans = 1 + len(inputs.awards) + _further(inputs)

    def plan(landing: Iterable[str] = (), missing: Iterable[str] = ()) -> Plan:
        key = tuple(landing), tuple(missing)
        if key not in known:
            told(f"plan {len(known) + 1} of {plans}{_what(*key)}")
            made = make_plan(
                without(landed(inputs, key[0]), key[1]), solver=solver, time_limit=time_limit,
                whole_people=whole_people, explained=False,
            )  # fmt: skip
            if not made.audit_passed:
                raise Unsound(made)
            known[key] = made
        return known[key]

    now = plan()
    found = [
        _ranked(award, now, plan(missing=[name]))
        if name in inputs.committed
        else _ranked(award, plan(landing=[name]), now)
        for name, award in inputs.awards.items()
    ]
    landing, failing = uncommitted(inputs), unsigned(inputs)
    suppositions = [Supposition("committed", (), _standing(now))]
    if landing:
        suppositions.append(Supposition("landed", landing, _standing(plan(landing=landing))))
    if failing:
        worst = plan(missing=failing) if set(failing) - set(landing) else now
        suppositions.append(Supposition("worst", failing, _standing(worst)))
    return Ranking(
        name=inputs.scenario.name,
        without=tuple(inputs.left_out),
        suppositions=tuple(suppositions),
        awards=tuple(sorted(found, key=_order)),
        stopped=next((made.stopped for made in known.values() if made.stopped), ""),
    )


def _order(ranked: Ranked) -> tuple[Decimal, int, str]:
    return -ranked.lost, -ranked.people_lost, ranked.award


def _further(inputs: Inputs) -> int:
    """Plans beside those of single awards: all landed, and the worst case."""
    landing, failing = uncommitted(inputs), unsigned(inputs)
    offers = set(failing) - set(landing)
    return (len(landing) > 1) + (bool(offers) and len(failing) > 1)


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


def _ranked(award: Award, with_it: Plan, without_it: Plan) -> Ranked:
    having, lacking = _standing(with_it), _standing(without_it)
    lost = lacking.unfunded - having.unfunded
    money = _money(award.id, with_it)
    doubt = (1 - award.probability) * lost
    return Ranked(
        award=award.id,
        stream=award.stream,
        status=award.status if award.probability == 1 else "uncommitted",
        probability=award.probability,
        money=money,
        lost=lost,
        lost_per_dollar=(lost / money).quantize(CENT, ROUND_HALF_UP) if money else None,
        people_lost=having.completely_funded - lacking.completely_funded,
        overhead_saved=having.overhead - lacking.overhead,
        expected_loss=doubt.quantize(CENT, ROUND_HALF_UP),
        having=having,
        lacking=lacking,
    )


def _money(name: str, plan: Plan) -> Money:
    """What is left of an award's amount when the horizon begins; what an entitlement pays."""
    (row,) = plan.tables["awards"].where("award", name).rows()
    cents = row["charged"] if row["cents"] is None else row["cents"] - row["to_date"]
    return Decimal(cents).scaleb(-2)
