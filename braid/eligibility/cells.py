"""Cost lines become cells: line x group (or shared) x period (``docs/semantics.md``, section 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import floor, lcm
from typing import NamedTuple

import numpy as np

from braid.catalog.inputs import Inputs
from braid.kinds.tables import Cells
from braid.periods import Calendar, Period, add_months
from braid.record import record
from braid.schema.scenario import Cost, Group, Moment

ORIGINS = ("state", "local", "private")
_PLACES = ("kind", "line", "group", "period", "category", "start", "end", "award", "scope")


class Piece(NamedTuple):
    """One cell before it is numbered: what is due, when, and for whom."""

    line: str
    group: str | None
    period: int
    cents: int
    start: date
    end: date
    prior: tuple[int, int, int]


@record
class Presence:
    """When a group is there: its training dates and the heads in each period (exact)."""

    start: date
    end: date
    periods: tuple[Period, ...]
    heads: dict[int, Fraction]


def presence(inputs: Inputs, group: Group) -> Presence:
    """When a group is active, and with how many heads."""
    start, end = inputs.training(group)
    periods = tuple(p for p in inputs.calendar.periods if p.days_within(start, end) > 0)
    heads: dict[int, Fraction] = {}
    for k, period in enumerate(periods):
        share = group.active[min(k, len(group.active) - 1)] if group.active else 1
        heads[period.index] = Fraction(group.participants) * Fraction(share)
    return Presence(start, end, periods, heads)


class _Moment(NamedTuple):
    """A part of a line's cost: the period in which it falls, its weight, and its dates."""

    period: int
    weight: Fraction
    start: date
    end: date


class _Moments(NamedTuple):
    """Moments with whole weights, in parts of ``unit``: periods, weights, dates from and to."""

    unit: int
    parts: tuple[tuple[int, int, date, date], ...]


def pieces(inputs: Inputs, presences: Mapping[str, Presence]) -> Iterator[Piece]:
    """All cells of all cost lines, in order of line, group, period."""
    known: dict[tuple[object, ...], _Moments] = {}
    calendar = inputs.calendar
    for line in inputs.costs.values():
        direct = line.per_participant is not None
        amount = Fraction((line.per_participant if direct else line.amount) or 0) * 100
        stated = [getattr(line.prior, origin) for origin in ORIGINS]
        prior = [Fraction(usd) * 100 / amount for usd in stated] if amount and any(stated) else []
        first = line.from_ or calendar.first
        end = (line.until + timedelta(days=1)) if line.until else calendar.end
        for name in inputs.groups_of(line) if direct else (None,):
            key = (line.when, name) if name is not None else (line.when, line.every, first, end)
            moments = known.get(key)
            if moments is None:
                moments = known[key] = _whole(
                    _direct_moments(inputs, line, inputs.groups[name], presences[name])
                    if name is not None
                    else _shared_moments(calendar, line, first, end)
                )
            yield from _cut(line.id, name, amount, prior, moments)


def _whole(moments: Iterable[_Moment]) -> _Moments:
    """The moments with their weights over one denominator."""
    found = list(moments)
    unit = lcm(*(moment.weight.denominator for moment in found))
    return _Moments(unit, tuple(
        (m.period, m.weight.numerator * (unit // m.weight.denominator), m.start, m.end)
        for m in found
    ))  # fmt: skip


def _direct_moments(inputs: Inputs, line: Cost, group: Group, there: Presence) -> Iterator[_Moment]:
    """The moments of a direct line for one group, weighted in heads."""
    calendar = inputs.calendar
    last = there.end - timedelta(days=1)
    if isinstance(line.when, tuple):
        for moment in _in_order(line.when):
            period = calendar.period_of(moment.date)
            if period is not None:
                heads = there.heads.get(period.index, Fraction(group.participants))
                day, weight = moment.date, Fraction(moment.share) * heads
                yield _Moment(period.index, weight, day, day + timedelta(days=1))
        return
    if line.when == "start":
        period = calendar.period_of(there.start)
        if period is not None:
            heads = there.heads[period.index]
            yield _Moment(period.index, heads, there.start, there.start + timedelta(days=1))
        return
    if line.when == "exit":
        period = calendar.period_of(last)
        if period is not None:
            rate = inputs.programs[group.program].completion_rate
            heads = Fraction(group.participants) * (Fraction(1) if rate is None else Fraction(rate))
            yield _Moment(period.index, heads, last, last + timedelta(days=1))
        return
    days = (there.end - there.start).days
    for period in there.periods:
        start, end = max(period.start, there.start), min(period.end, there.end)
        heads = there.heads[period.index]
        if line.when == "every_period":
            yield _Moment(period.index, heads, start, end)
        else:
            yield _Moment(period.index, heads * Fraction((end - start).days, days), start, end)


def months_within(start: date, end: date) -> Fraction:
    """Calendar months of ``[start, end)``; a part of a month counts by its days."""
    total = Fraction(0)
    month = start.replace(day=1)
    while month < end:
        following = add_months(month, 1)
        inside = (min(end, following) - max(start, month)).days
        total += Fraction(max(0, inside), (following - month).days)
        month = following
    return total


def _shared_moments(calendar: Calendar, line: Cost, first: date, end: date) -> Iterator[_Moment]:
    """The moments of a shared line, weighted in units of the amount."""
    one = timedelta(days=1)
    if isinstance(line.when, tuple):
        for moment in _in_order(line.when):
            period = calendar.period_of(moment.date)
            if period is not None:
                yield _Moment(period.index, Fraction(moment.share), moment.date, moment.date + one)
        return
    if line.when in ("start", "exit"):
        day = first if line.when == "start" else end - one
        period = calendar.period_of(day)
        if period is not None:
            yield _Moment(period.index, Fraction(1), day, day + one)
        return
    per = {"month": 1, "quarter": 3, "year": 12}.get(line.every)
    whole = Fraction(per) if per is not None else months_within(first, end)
    for period in calendar.periods:
        start, stop = max(period.start, first), min(period.end, end)
        if start < stop:
            yield _Moment(period.index, months_within(start, stop) / whole, start, stop)


def _in_order(moments: Iterable[Moment]) -> list[Moment]:
    return sorted(moments, key=lambda m: m.date)


def _cut(
    line: str, group: str | None, amount: Fraction, prior: list[Fraction], moments: _Moments
) -> Iterator[Piece]:
    """Exact amounts as whole cents by running totals; moments of one period become one cell."""
    part, whole = amount.numerator, amount.denominator * moments.unit
    running = before = 0
    merged: dict[int, tuple[int, date, date]] = {}
    for period, weight, start, end in moments.parts:
        running += part * weight
        upto = running // whole
        cents = upto - before
        before = upto
        if period in merged:
            others, first, last = merged[period]
            cents, start, end = others + cents, min(first, start), max(last, end)
        merged[period] = cents, start, end
    for period in sorted(merged):
        cents, start, end = merged[period]
        if cents > 0:
            paid = [floor(cents * share) for share in prior] or (0, 0, 0)
            yield Piece(line, group, period, cents, start, end, (paid[0], paid[1], paid[2]))


def same_places(some: Cells, others: Cells) -> bool:
    """Whether cells are the same but for dollars."""
    return (
        len(some) == len(others)
        and all(np.array_equal(getattr(some, n), getattr(others, n)) for n in _PLACES)
        and (some.rule, some.home) == (others.rule, others.home)
    )
