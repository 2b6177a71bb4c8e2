"""The horizon, and when groups train within it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from braid.catalog.checks.view import View
from braid.catalog.checks.words import day, usd
from braid.periods import Calendar
from braid.problems import Problem
from braid.reading.document import Path
from braid.schema.scenario import Cost, Group, Horizon, Program

MAX_PERIODS = 1200
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def check(view: View) -> Iterator[Problem]:
    """Ends before starts, training outside the horizon, more periods than there is room for."""
    horizon = view.horizon
    if horizon is not None and horizon.end < horizon.start:
        message = (
            f"The horizon ends on {day(horizon.end)}, before it starts on {day(horizon.start)}."
        )
        remedy = "Exchange the two dates, or correct the year."
        yield view.problem("B210", message, remedy, ("horizon", "end"))
    elif horizon is not None and periods_of(horizon) > MAX_PERIODS:
        message = f"The horizon has more than {MAX_PERIODS:,} periods."
        remedy = "Plan fewer years, or by quarter or year."
        yield view.problem("B216", message, remedy, ("horizon",))
    programs = {program.id: program for _, program in view.programs()}
    calendar = calendar_of(view)
    for path, group in view.groups():
        if group.end is not None and group.end < group.start:
            message = f"Group '{group.id}' ends before it starts on {day(group.start)}."
            yield view.problem("B210", message, "Correct one of the two dates.", (*path, "end"))
            continue
        program = programs.get(group.program)
        if calendar is None or (program is None and group.end is None):
            continue
        yield from _training(view, path, group, training(group, program), calendar, programs)


def periods_of(horizon: Horizon) -> int:
    """About how many periods a horizon has."""
    months = (horizon.end.year - horizon.start.year) * 12 + horizon.end.month - horizon.start.month
    return months // _MONTHS[horizon.period] + 1


def calendar_of(view: View) -> Calendar | None:
    """The horizon cut into periods; None if there is no sensible one."""
    horizon = view.horizon
    if horizon is None or horizon.end < horizon.start or periods_of(horizon) > MAX_PERIODS:
        return None
    return Calendar(horizon.start, horizon.end, horizon.period)


def training(group: Group, program: Program | None) -> tuple[date, date]:
    """The half-open dates of a group's training; without an end its program is needed."""
    if group.end is not None:
        return group.start, group.end + timedelta(days=1)
    assert program is not None
    days = int((program.weeks * 7).to_integral_value(rounding="ROUND_CEILING"))
    return group.start, group.start + timedelta(days=days)


def _training(
    view: View,
    path: Path,
    group: Group,
    dates: tuple[date, date],
    calendar: Calendar,
    programs: dict[str, Program],
) -> Iterator[Problem]:
    start, end = dates
    last = end - timedelta(days=1)
    horizon = f"the horizon ({day(calendar.first)} to {day(calendar.last)})"
    if last < calendar.first or start > calendar.last:
        message = f"Group '{group.id}' trains from {day(start)} to {day(last)}, outside {horizon}."
        remedy = "Correct the dates, extend the horizon, or take the group out."
        yield view.problem("B211", message, remedy, (*path, "start"))
        return
    periods = [p for p in calendar.periods if p.days_within(start, end) > 0]
    if len(group.active) > len(periods):
        message = (
            f"'active' has {len(group.active)} shares, but group '{group.id}' is in training in"
            f" {len(periods)} period{'s' if len(periods) > 1 else ''} of the horizon."
        )
        yield view.problem(
            "B217", message, "Give one for each period.", (*path, "active"), "warning"
        )
    if start >= calendar.first and last <= calendar.last:
        return
    lost = _lost(view, group, dates, calendar, programs)
    edge = "begins before" if start < calendar.first else "ends after"
    message = f"The training of group '{group.id}' ({day(start)} to {day(last)}) {edge} {horizon}"
    message += f": {usd(lost)} of its cost falls away." if lost else "."
    remedy = "Extend the horizon, or leave it so if another plan carries that part."
    key = "start" if start < calendar.first or group.end is None else "end"
    yield view.problem("B212", message, remedy, (*path, key), "warning")


def _lost(
    view: View,
    group: Group,
    dates: tuple[date, date],
    calendar: Calendar,
    programs: dict[str, Program],
) -> Fraction:
    """Dollars of the group's direct lines that fall outside the horizon."""
    start, end = dates
    wide = Calendar(
        min(start, calendar.first), max(end - timedelta(days=1), calendar.last), calendar.length
    )
    total = Fraction(0)
    for _, cost in view.costs():
        if cost.per_participant is None or not _is_for(cost, group):
            continue
        heads = Fraction(group.participants) * _share_outside(cost, group, dates, calendar, wide)
        if cost.when == "exit" and group.program in programs:
            rate = programs[group.program].completion_rate
            heads *= 1 if rate is None else Fraction(rate)
        total += Fraction(cost.per_participant) * heads
    return total


def _is_for(cost: Cost, group: Group) -> bool:
    if cost.groups:
        return group.id in cost.groups
    return not cost.program or group.program in cost.program


def _share_outside(
    cost: Cost, group: Group, dates: tuple[date, date], calendar: Calendar, wide: Calendar
) -> Fraction:
    """The part of a direct line, in units of all heads, that falls outside the horizon."""
    start, end = dates
    if isinstance(cost.when, tuple):
        return Fraction(0)  # dates outside are reported where they stand
    if cost.when in ("start", "exit"):
        moment = start if cost.when == "start" else end - timedelta(days=1)
        return Fraction(0 if calendar.first <= moment <= calendar.last else 1)
    found = Fraction(0)
    active = [p for p in wide.periods if p.days_within(start, end) > 0]
    for number, period in enumerate(active):
        inside = period.days_within(max(start, calendar.first), min(end, calendar.end))
        outside = period.days_within(start, end) - inside
        present = group.active[min(number, len(group.active) - 1)] if group.active else 1
        if cost.when == "every_period":
            found += Fraction(present) if inside == 0 else 0
        else:
            found += Fraction(present) * Fraction(outside, (end - start).days)
    return found
