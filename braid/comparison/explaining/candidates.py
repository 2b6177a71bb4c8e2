"""Which changes could fund a line: what its refusals and what binds point to.

Nothing here changes a fact about a person or the law itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import uncommitted
from braid.plan.plan import Plan, Step
from braid.schema.scenario import Award, Group

Span = tuple[date, date]
"""The first and the last day of the periods in which something is unfunded."""
FLOORS = ("benefit", "limit", "order", "exclusive", "served")
"""Kinds of row in which head counts stand."""
WAIVERS = 12


def days_of(plan: Plan, cost: str, group: str) -> Span | None:
    """When a line (of a group) is unfunded."""
    rows = plan.tables["unfunded"].where("cost", cost).where("group", group)
    found = [plan.inputs.calendar.period_of(date.fromisoformat(p)) for p in rows["period"]]
    periods = [period for period in found if period is not None]
    if not periods:
        return None
    return min(p.start for p in periods), max(p.last for p in periods)


def raisable(inputs: Inputs) -> Iterator[Award]:
    """The awards of which more money could be asked for."""
    for name, award in inputs.committed.items():
        stream = inputs.law.streams[award.stream]
        if award.amount is not None and award.form == "cash" and stream.enabled:
            yield inputs.awards[name]


def alone(plan: Plan, cost: str, days: Span) -> Iterator[Step]:
    """Changes without new dollars of what is there: landing money, waivers, dates, slices."""
    inputs = plan.inputs
    home = inputs.partnership(cost)
    for name in uncommitted(inputs):
        if not home or inputs.owner(name) in ("", home):
            chance = f"{inputs.awards[name].probability:f}"
            yield Step("lands", name, chance, "1")
    yield from list(_waivers(inputs))[:WAIVERS]
    for award in raisable(inputs):
        yield from _dates(inputs, award, days)


def _waivers(inputs: Inputs) -> Iterator[Step]:
    """Waivers that a rule of these awards knows and the scenario does not have."""
    if inputs.library is None:
        return
    chosen = set(inputs.scenario.rules.waivers)
    followed = (homed for homed in inputs.law.rules if homed.awards and homed.rule.binds)
    names = dict.fromkeys(name for homed in followed for name in homed.rule.waivers)
    yield from (Step("waiver", name, "", name) for name in names if name not in chosen)


def _dates(inputs: Inputs, award: Award, days: Span) -> Iterator[Step]:
    """Dates that the award itself states, where no law asks for them.

    Money whose time the law counts from its start opens when it is appropriated, not earlier.
    """
    first, last = days
    start = award.start or inputs.calendar.first
    by_law = inputs.law.latest_end(award.id, start)
    if award.end is not None and award.end < last:
        latest = last if by_law is None else min(last, by_law - timedelta(days=1))
        if latest > award.end:
            yield Step("end", award.id, award.end.isoformat(), latest.isoformat())
    if by_law is not None or award.funding_year is not None:
        return
    if award.start is not None and award.start > first:
        yield Step("start", award.id, award.start.isoformat(), first.isoformat())
    opens = [one.from_ for one in award.slices if one.from_ > first]
    if opens:
        yield Step("slices", award.id, max(opens).isoformat(), first.isoformat())


def more_people(plan: Plan) -> Iterator[Group]:
    """The groups of which more could be enrolled, where a row with head counts binds."""
    rows = plan.tables["rules"]
    pairs = zip(rows["kind"], rows["binding"], strict=True)
    if any(kind in FLOORS and binds for kind, binds in pairs):
        for group in plan.inputs.scenario.groups:
            if group.seats is None or group.seats > group.participants:
                yield group


def fewer_people(plan: Plan, group: str) -> Iterator[Group]:
    """The group that a line is for, if fewer of it could be enrolled."""
    stated = plan.inputs.groups.get(group)
    if stated is not None and stated.participants > (stated.least or 1):
        yield stated
