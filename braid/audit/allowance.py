"""How many dollars a limit allows: its number, times a factor, for the part of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from braid.audit.books import Books
from braid.audit.pooling import pooled
from braid.audit.spending import OF_TIME, Key, Spending
from braid.catalog.facts import Subject
from braid.schema.rule_base import Bound
from braid.schema.scenario import Award, Cost, Group

Interval = tuple[date, date]
"""The first day, and the day after the last."""


def cents_allowed(
    spending: Spending,
    bound: Bound,
    key: Key,
    awards: tuple[Award, ...],
    strictest: Callable[[Iterable[Fraction]], Fraction] = min,
) -> Fraction | None:
    """Cents that a bound names for an instance; None where a number or a factor is not known."""
    inputs, stated = spending.inputs, dict(key)
    group = inputs.groups.get(str(stated.get("group")))
    line = inputs.costs.get(str(stated.get("line")))
    factor = _times(spending.books, bound, group, line)
    if factor is None:
        return None
    found = []
    for award in pooled(spending, key, awards, bound.usd, bound.yearly):
        cents = _cents(spending, bound, key, award, group)
        if cents is not None and bound.yearly:
            found.append(cents * factor * _part_of_year(spending, key, award, group, line))
        elif cents is not None:
            found.append(cents * factor)
    return strictest(found) if found else None


def _cents(
    spending: Spending, bound: Bound, key: Key, award: Award, group: Group | None
) -> Fraction | None:
    """Cents before factors: the number on the instance's day, or what the group states."""
    if bound.usd is None:
        return None if group is None else spending.books.attribute_cents(bound, group)
    day = spending.cost_day(key, award)
    number = spending.books.questions.number(bound.usd, award, day)
    return None if number is None else number * 100


def _times(books: Books, bound: Bound, group: Group | None, line: Cost | None) -> Fraction | None:
    """The factor that the group or the line states; 1 where the bound names none."""
    if bound.times is None:
        return Fraction(1)
    subject = Subject(group=group, line=line, day=group.start if group is not None else None)
    stated = books.questions.lookup(subject, "group")(bound.times)
    if isinstance(stated, bool) or not isinstance(stated, int | Decimal | Fraction):
        return None
    return max(Fraction(0), Fraction(stated))


def _part_of_year(
    spending: Spending, key: Key, award: Award, group: Group | None, line: Cost | None
) -> Fraction:
    """For how much of the instance's year the line goes on, in days."""
    named = [(d, value) for d, value in key if d in OF_TIME]
    if not named or line is None:
        return Fraction(1)
    dimension, year = named[0]
    intervals = _intervals(spending, group, line)
    days = 0
    for period in spending.inputs.calendar.periods:
        inside = _days_in(intervals, period.start, period.end)
        first = date.fromordinal(min(inside, default=1))
        if inside and spending.year(dimension, award, first) == year:
            days += len(inside)
    start = spending.cost_day(((dimension, year),), award)
    return Fraction(days, (start.replace(year=start.year + 1) - start).days)


def _intervals(spending: Spending, group: Group | None, line: Cost) -> list[Interval]:
    """When a line goes on: of a direct line, while its people are in training."""
    inputs = spending.inputs
    if line.per_participant is None:
        last = line.until or inputs.calendar.last
        return [(line.from_ or inputs.calendar.first, last + timedelta(days=1))]
    if group is not None:
        return [inputs.training(group)]
    return [inputs.training(inputs.groups[name]) for name in inputs.groups_of(line)]


def _days_in(intervals: list[Interval], start: date, end: date) -> frozenset[int]:
    """The days of a period, as ordinals, that lie in any of some intervals."""
    found: set[int] = set()
    for first, after in intervals:
        found.update(range(max(first, start).toordinal(), min(after, end).toordinal()))
    return frozenset(found)
