"""What changed between two plans: in their inputs, and in dollars by award, line and unfunded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from braid.catalog.inputs import Inputs
from braid.plan.dollars import Exact, dollars
from braid.plan.plan import Plan
from braid.plan.tables import Table
from braid.record import record
from braid.schema.conflicts import TAKEN
from braid.schema.scenario import Award

SUMMARY = (
    "cost", "paid_by_entitlements", "funded", "unfunded", "must_unfunded", "lapses",
    "overhead_dollars", "completely_funded",
)  # fmt: skip
FOLLOWED: Mapping[str, tuple[str, ...]] = {
    "award": ("amount", "allocation", "stream", "status", "probability", "start", "end"),
    "cost line": (
        "per_participant", "amount", "every", "category", "priority", "from_", "until",
    ),
    "group": ("participants", "start", "end"),
}  # fmt: skip
"""The fields whose change is told one by one; any other change is told as such."""


@record
class InputChange:
    """A field that differs; ``before`` or ``after`` is empty where there was nothing.

    ``field`` is empty when the whole thing came or went, ``other`` when parts
    changed that are not followed one by one: ``after`` names them.
    """

    what: str
    id: str
    field: str
    before: str = ""
    after: str = ""


@record
class Change:
    """Dollars before and after: of an award, a line, or a number of the summary."""

    id: str
    before: Exact
    after: Exact

    @property
    def by(self) -> Decimal:
        """How much it rose; negative when it fell."""
        return self.after - self.before


@record
class Moved:
    """Dollars of a line that an award pays more (or, negative, less) than before."""

    cost: str
    award: str
    amount: Exact


@record
class Changes:
    """Everything that differs; tuples are empty where nothing does."""

    inputs: tuple[InputChange, ...]
    summary: tuple[Change, ...]
    awards: tuple[Change, ...]
    unfunded: tuple[Change, ...]
    left: tuple[Change, ...]
    lapses: tuple[Change, ...]
    moved: tuple[Moved, ...]

    @property
    def nothing(self) -> bool:
        """Whether the two plans are the same in all of this."""
        return not (self.inputs or self.summary or self.awards or self.unfunded or self.moved)


def what_changed(before: Plan, after: Plan) -> Changes:
    """The differences between two plans, the largest amounts first."""
    old, new = before.tables, after.tables
    since = told_from(before.inputs, after.inputs)
    pairs = ("cost", "award")
    moved = _differences(*(rows_from(t["charges"], since).sums(*pairs) for t in (old, new)))
    return Changes(
        inputs=tuple(_inputs(before.inputs, after.inputs)),
        summary=tuple(
            change for change in _summary(before, after, since) if change.before != change.after
        ),
        awards=_changes(_paid(before, since), _paid(after, since)),
        unfunded=_changes(*(rows_from(t["unfunded"], since).sums("cost") for t in (old, new))),
        left=_changes(_column(old["awards"], "left"), _column(new["awards"], "left")),
        lapses=_changes(_column(old["awards"], "lapses"), _column(new["awards"], "lapses")),
        moved=tuple(Moved(key[0], key[1], dollars(b - a)) for key, (a, b) in moved.items()),
    )


Cents = dict[tuple[str, ...], int]


def told_from(before: Inputs, after: Inputs) -> str:
    """The first day that both plans are about; empty where they are about all of the horizon."""
    days = [
        inputs.calendar.periods[inputs.closed].start.isoformat()
        if inputs.closed < len(inputs.calendar.periods)
        else inputs.calendar.end.isoformat()
        for inputs in (before, after)
        if inputs.closed
    ]
    return max(days, default="")


def rows_from(table: Table, since: str) -> Table:
    """The rows of a table that are about periods from a day on."""
    return table.kept(day >= since for day in table["period"]) if since else table


def _paid(plan: Plan, since: str) -> Cents:
    """What each award pays: what was charged already, and what is planned.

    Of entitlements, which are in no ledger, what they pay from the first day that is told of.
    """
    sums = dict(plan.tables["charges"].sums("award"))
    opened = rows_from(plan.tables["charges"], since).sums("award")
    for row in plan.tables["awards"].rows():
        if row["cents"] is None:
            sums[row["award"],] = opened.get((row["award"],), 0)
    for charge in plan.inputs.posted:
        sums[charge.award,] = sums.get((charge.award,), 0) + charge.cents
    return sums


def _summary(before: Plan, after: Plan, since: str) -> Iterable[Change]:
    """The numbers of the summary; where periods are over, of what both plans are about."""
    if not since:
        yield from (_number(name, before, after) for name in SUMMARY)
        return
    both = [_sums_since(plan, since) for plan in (before, after)]
    for name in both[0]:
        yield Change(name, both[0][name], both[1][name])
    yield _number("lapses", before, after)


def _sums_since(plan: Plan, since: str) -> dict[str, Decimal]:
    """Cost, unfunded cost and overhead from a day on."""
    tables = plan.tables
    paid = sum(rows_from(tables["charges"], since)["cents"])
    unfunded = sum(rows_from(tables["unfunded"], since)["cents"])
    reports = tables["reports"]
    overhead = sum(reports.kept(day >= since for day in reports["period_end"])["cost"])
    sums = {"cost": paid + unfunded, "unfunded": unfunded, "overhead_dollars": overhead}
    return {name: dollars(cents) for name, cents in sums.items()}


def _number(name: str, before: Plan, after: Plan) -> Change:
    values = (Decimal(getattr(plan.summary, name)) for plan in (before, after))
    return Change(name, *values)


def _column(awards: Table, name: str) -> Cents:
    pairs = zip(awards["award"], awards[name], strict=True)
    return {(award,): cents for award, cents in pairs if cents is not None}


def _differences(old: Cents, new: Cents) -> dict[tuple[str, ...], tuple[int, int]]:
    found = {k: (old.get(k, 0), new.get(k, 0)) for k in old.keys() | new.keys()}
    differing = [(k, v) for k, v in found.items() if v[0] != v[1]]
    return dict(sorted(differing, key=lambda item: (-abs(item[1][1] - item[1][0]), item[0])))


def _changes(old: Cents, new: Cents) -> tuple[Change, ...]:
    found = _differences(old, new).items()
    return tuple(Change(key[0], dollars(a), dollars(b)) for key, (a, b) in found)


def _inputs(before: Inputs, after: Inputs) -> Iterable[InputChange]:
    a, b = before.scenario, after.scenario
    for name in ("horizon", "partnership", "reporting", "objective"):
        if getattr(a, name) != getattr(b, name):
            yield InputChange("scenario", name, "other")
    if (before.closed, before.posted) != (after.closed, after.posted):
        yield InputChange("charges", "actuals", "as_of", _as_of(before), _as_of(after))
    if a.rules != b.rules:
        yield InputChange("scenario", "rules", "choice", _choice(a.rules), _choice(b.rules))
    yield from _readings(before, after)
    yield from _left_out(before, after)
    yield from _things("award", *_told_of(before, after))
    yield from _things("cost line", before.costs, after.costs)
    yield from _things("group", before.groups, after.groups)
    yield from _things("program", before.programs, after.programs)
    yield from _things("organization", before.organizations, after.organizations)
    yield from _rules(before, after)


def _as_of(inputs: Inputs) -> str:
    """The last day of the periods that are over; empty where none is."""
    return inputs.calendar.periods[inputs.closed - 1].last.isoformat() if inputs.closed else ""


def _readings(before: Inputs, after: Inputs) -> Iterable[InputChange]:
    """Readings of disputed law that differ; A is that of the rule files."""
    for name in sorted(before.readings.keys() | after.readings.keys()):
        old, new = before.readings.get(name, TAKEN), after.readings.get(name, TAKEN)
        if old != new:
            yield InputChange("reading", name, "reading", old, new)


def _left_out(before: Inputs, after: Inputs) -> Iterable[InputChange]:
    """Awards that one plan counts and the other leaves out, although both scenarios have them."""
    for name in sorted(before.left_out.keys() | after.left_out.keys()):
        if name in before.awards and name in after.left_out:
            yield InputChange("award", name, "left_out", "counted", "left out")
        elif name in before.left_out and name in after.awards:
            yield InputChange("award", name, "left_out", "left out", "counted")


def _told_of(before: Inputs, after: Inputs) -> tuple[dict[str, Award], dict[str, Award]]:
    """The awards of both scenarios, those left out among them, to compare as they are written."""
    return {**before.awards, **before.left_out}, {**after.awards, **after.left_out}


def _choice(rules: Any) -> str:
    return ", ".join([*([rules.state] if rules.state else []), *rules.waivers]) or "none"


def _things(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[InputChange]:
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield InputChange(what, name, "", before="was there")
        elif name not in old:
            yield InputChange(what, name, "", after="is new")
        elif old[name] != new[name]:
            followed = FOLLOWED.get(what, ())
            one, two = dict(old[name]), dict(new[name])
            differ = [k for k in sorted(one.keys() | two.keys()) if one.get(k) != two.get(k)]
            for field in (f for f in followed if f in differ):
                values = _text(one[field]), _text(two[field])
                yield InputChange(what, name, field.rstrip("_"), *values)
            rest = [field.rstrip("_") for field in differ if field not in followed]
            if rest:
                yield InputChange(what, name, "other", after=", ".join(rest))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _rules(before: Inputs, after: Inputs) -> Iterable[InputChange]:
    """Rules that were added, dropped or changed for both plans' awards; waivers included."""
    old, new = ({(r.id, r.home): r.rule for r in i.law.rules} for i in (before, after))
    same_streams = set(before.law.streams) & set(after.law.streams)
    homes = {r.id.partition("/")[0] for i in (before, after) for r in i.law.rules}
    gone = homes - same_streams  # with awards that came or went, which is told already
    for key in sorted(old.keys() | new.keys()):
        if key not in old or key not in new:
            if key[0].partition("/")[0] not in gone:
                yield InputChange(
                    "rule", key[0], "", "held" if key in old else "", "holds" if key in new else ""
                )
        elif old[key] != new[key]:
            yield InputChange("rule", key[0], "other")
