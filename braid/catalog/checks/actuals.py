"""What was charged already: periods that are over, cells and awards that there are.

These are facts, not plans: what the law would have refused is told beside the plan, and no
mistake. A mistake is only what cannot have happened, or cannot be placed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from braid.catalog.checks.dates import calendar_of
from braid.catalog.checks.view import View
from braid.catalog.checks.words import day, plain, usd
from braid.periods import Calendar
from braid.problems import Problem, did_you_mean
from braid.reading.document import Path
from braid.schema.scenario import Actual, Actuals, Award, Cost

WHERE: Path = ("actuals",)
LEAVE_OUT = " Or leave the group out, where nobody knows whom a shared cost was for."


def check(view: View) -> Iterator[Problem]:
    """Every charge that cannot be one of a period that is over; awards that are overspent."""
    actuals = view.scenario.actuals
    if actuals is None:
        return
    calendar = calendar_of(view)
    misdated = [] if calendar is None else list(_as_of(view, actuals, calendar))
    yield from misdated
    costs = {cost.id: cost for _, cost in view.costs()}
    awards = {award.id: award for _, award in view.awards()}
    members = {group.id: (group.program, group.name or group.id) for _, group in view.groups()}
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for path, charge in view.charges():
        if calendar is not None and not misdated:
            yield from _period(view, path, charge, actuals, calendar)
        if charge.cost in costs:
            yield from _group(view, path, charge, costs[charge.cost], members)
        if charge.award in awards:
            yield from _award(view, path, charge, awards[charge.award])
            spent[charge.award] += charge.amount
    for where, award in view.awards():
        yield from _overspent(view, where, award, spent[award.id])


def _as_of(view: View, actuals: Actuals, calendar: Calendar) -> Iterator[Problem]:
    """Only whole periods are over."""
    ends = [period.last for period in calendar.periods]
    if actuals.as_of in ends:
        return
    where = (*WHERE, "as_of")
    horizon = f"{day(calendar.first)} to {day(calendar.last)}"
    earlier = [end for end in ends if end < actuals.as_of]
    if actuals.as_of > calendar.last or actuals.as_of < calendar.first:
        message = f"{day(actuals.as_of)} lies outside the horizon ({horizon})."
        remedy = f"Name the last day of a {calendar.length} of it, such as {ends[0]}."
    else:
        message = f"{day(actuals.as_of)} is not the last day of a {calendar.length}."
        following = next(end for end in ends if end > actuals.as_of)
        near = f"{earlier[-1]} or {following}" if earlier else f"{following}"
        remedy = f"Only whole periods can be over: {near}."
    yield view.problem("B280", message, remedy, where)


def _period(
    view: View, path: Path, charge: Actual, actuals: Actuals, calendar: Calendar
) -> Iterator[Problem]:
    period = calendar.period_of(charge.period)
    if period is not None and period.last <= actuals.as_of:
        return
    if period is None:
        message = f"{day(charge.period)} lies outside the horizon."
        remedy = (
            "What was charged before it belongs in the award's to_date."
            if charge.period < calendar.first
            else "Take the charge out."
        )
    else:
        message = (
            f"The {calendar.length} of {day(charge.period)} is not over: the charges are those up"
            f" to {day(actuals.as_of)}."
        )
        remedy = "Take the charge out, or name a later day as as_of."
    yield view.problem("B281", message, remedy, (*path, "period"))


def _group(
    view: View, path: Path, charge: Actual, cost: Cost, members: dict[str, tuple[str, str]]
) -> Iterator[Problem]:
    """A direct line is charged for one of its groups; a shared one may be."""
    where = (*path, "group")
    shared = cost.per_participant is None
    own = set(cost.groups) or {
        name for name, (program, _) in members.items()
        if not cost.program or program in cost.program
    }  # fmt: skip
    if charge.group is None and not shared:
        message = f"This charge of '{cost.id}' does not say for which group it was."
        shown = ", ".join(sorted(own)[:12])
        yield view.problem("B282", message, f"Name one of its groups: {shown}.", path)
    elif charge.group in members and charge.group not in own:
        message = f"Cost line '{cost.id}' is not for group '{charge.group}'."
        remedy = did_you_mean(charge.group, own)
        yield view.problem("B282", message, remedy + LEAVE_OUT * shared, where)


def _award(view: View, path: Path, charge: Actual, award: Award) -> Iterator[Problem]:
    """Only money that is there can have been charged; entitlements pay by formula."""
    stream = view.library.streams.get(award.stream)
    if stream is not None and stream.entitlement:
        message = f"Award '{award.id}' is an entitlement: what it pays is worked out, not charged."
        remedy = "Take the charge out."
    elif award.probability < 1:
        message = (
            f"Award '{award.id}' was charged, yet it is not committed (probability"
            f" {plain(award.probability)})."
        )
        remedy = "Write probability: 1 at the award, or take the charge out."
    elif award.status == "offered":
        message = f"Award '{award.id}' was charged, yet it is only offered."
        remedy = "Write status: accepted at the award, or take the charge out."
    else:
        return
    yield view.problem("B283", message, remedy, (*path, "award"))


def _overspent(view: View, path: Path, award: Award, charged: Decimal) -> Iterator[Problem]:
    before = sum((entry.amount for entry in award.to_date), Decimal(0))
    if not charged or award.amount is None or before + charged <= award.amount:
        return
    over = before + charged - award.amount
    message = (
        f"Award '{award.id}' was charged {usd(before + charged)}, {usd(over)} more than its"
        f" amount of {usd(award.amount)}."
    )
    more = "only program income that it may add" if award.program_income else "nothing more"
    remedy = f"The plan charges it {more}; settle the rest with the grantor."
    yield view.problem("B284", message, remedy, (*path, "amount"), "warning")
