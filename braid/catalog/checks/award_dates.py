"""When awards can be spent: within the horizon, and not later than the law allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from braid.catalog.checks.dates import calendar_of
from braid.catalog.checks.rule_sites import place_of_rule
from braid.catalog.checks.view import View
from braid.catalog.checks.words import day
from braid.catalog.law import HomedRule, Law, apply_law, from_the_end, moment, span_end
from braid.periods import Calendar
from braid.problems import Problem
from braid.reading.document import Path
from braid.schema.rules import Span, Timeline
from braid.schema.scenario import Award


def check(view: View) -> Iterator[Problem]:
    """Periods of performance that end before they start, lie outside, or are too long."""
    calendar = calendar_of(view)
    law = apply_law(view.scenario, view.library)
    for path, award in view.awards():
        if award.end is not None and award.start is not None and award.end < award.start:
            message = f"Award '{award.id}' ends before it starts on {day(award.start)}."
            yield view.problem("B210", message, "Correct one of the two dates.", (*path, "end"))
        elif calendar is not None:
            yield from _period(view, path, award, calendar, law)


def _period(
    view: View, path: Path, award: Award, calendar: Calendar, law: Law
) -> Iterator[Problem]:
    start = award.start or calendar.first
    latest = _latest(law, award, start)
    end = award.end
    if latest is not None and end is not None and end > latest[0]:
        last, homed = latest
        message = (
            f"Award '{award.id}' ends on {day(end)}, but the law ends it on {day(last)}"
            f" ({homed.id}, {homed.rule.cite})."
        )
        remedy = (
            f"Write end: {last.isoformat()}, or leave the end out. If the money belongs to a later"
            " year than its start, state funding_year."
        )
        see = place_of_rule(view, homed.id)
        yield view.problem("B214", message, remedy, (*path, "end"), see=see)
    by_law = latest[0] if latest is not None else calendar.last
    last_day = end if end is not None else by_law
    window = (start, last_day + timedelta(days=1))
    yield from _beyond_the_law(view, path, award, window, law, latest)
    if start > calendar.last or _last(law, award, window) < calendar.first:
        ends = (
            f"from {day(start)} to {day(last_day)}" if last_day >= start else f"from {day(start)}"
        )
        message = (
            f"Award '{award.id}' can be spent {ends}, outside the horizon"
            f" ({day(calendar.first)} to {day(calendar.last)})."
        )
        remedy = "Correct the dates, or take the award out."
        key = "start" if award.start is not None else "end"
        yield view.problem("B213", message, remedy, (*path, key))
        return
    for index, part in enumerate(award.slices):
        if part.from_ > last_day:
            message = (
                f"This slice opens on {day(part.from_)}, after the award ends ({day(last_day)})."
            )
            remedy = "Correct the slice's date or the award's end."
            where = (*path, "slices", index, "from")
            yield view.problem("B218", message, remedy, where)


def _latest(law: Law, award: Award, start: date) -> tuple[date, HomedRule] | None:
    """The last day on which the law lets an award be spent, with the rule that says so."""
    base = start
    if award.funding_year is not None:
        base = max(start, date(award.funding_year, 7, 1))
    found = [
        (span_end(rule.ends, base) - timedelta(days=1), homed)
        for homed, rule in law.timelines(award.id, start)
        if rule.ends is not None and not rule.for_ and _says(rule.ends)
    ]
    return min(found, key=lambda pair: (pair[0], pair[1].id)) if found else None


def _outlasting(law: Law, award: Award, start: date) -> list[tuple[HomedRule, Timeline]]:
    """The rules by which something may be paid after an award's end."""
    return [
        (homed, rule)
        for homed, rule in law.timelines(award.id, start)
        if rule.for_ and from_the_end(rule.ends)
    ]


def _last(law: Law, award: Award, window: tuple[date, date]) -> date:
    """The last day on which anything may be paid."""
    ends = [window[1]]
    for _, rule in _outlasting(law, award, window[0]):
        assert rule.ends is not None
        ends.append(moment(rule.ends, window, award.funding_year))
    return max(ends) - timedelta(days=1)


def _beyond_the_law(
    view: View, path: Path, award: Award, window: tuple[date, date], law: Law,
    latest: tuple[date, HomedRule] | None,
) -> Iterator[Problem]:  # fmt: skip
    """The award's own terms by which something is paid after the law ends the money."""
    if latest is None or latest[1].home == "award":
        return
    outlasting = _outlasting(law, award, window[0])
    expand = view.library.categories.expand
    lawful = [expand(rule.for_) for homed, rule in outlasting if homed.home != "award"]
    for homed, rule in outlasting:
        if homed.home != "award" or rule.ends is None:
            continue
        last = moment(rule.ends, window, award.funding_year) - timedelta(days=1)
        if last <= latest[0] or expand(rule.for_) <= frozenset().union(*lawful):
            continue
        message = (
            f"This lets {award.id} pay until {day(last)}, but the law ends its money on"
            f" {day(latest[0])} ({latest[1].id}, {latest[1].rule.cite})."
        )
        remedy = "Shorten it, or take it out: an award's terms can only be stricter than the law."
        number = [rule.id for rule in award.rules].index(homed.rule.id)
        where = (*path, "rules", number, "ends")
        see = place_of_rule(view, latest[1].id)
        yield view.problem("B332", message, remedy, where, see=see)


def _says(span: Span) -> bool:
    return any(getattr(span, unit) is not None for unit in Span.model_fields)
