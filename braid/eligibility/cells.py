"""Cost lines become cells: line x group (or shared) x period (``docs/semantics.md``, section 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from braid.catalog.inputs import Inputs
from braid.periods import Calendar, Period, add_months
from braid.schema.scenario import Cost, Group, Moment

ORIGINS = ("state", "local", "private")


@dataclass(frozen=True)
class Piece:
    """One cell before it is numbered: what is due, when, and for whom."""

    line: str
    group: str | None
    period: int
    cents: int
    start: date
    end: date
    prior: tuple[int, int, int]


@dataclass(frozen=True)
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


def pieces(inputs: Inputs) -> Iterator[Piece]:
    """All cells of all cost lines, in order of line, group, period."""
    known = {name: presence(inputs, group) for name, group in inputs.groups.items()}
    for line in inputs.costs.values():
        if line.per_participant is not None:
            for name in inputs.groups_of(line):
                yield from _direct(inputs, line, inputs.groups[name], known[name])
        else:
            yield from _shared(inputs, line)


def _direct(inputs: Inputs, line: Cost, group: Group, there: Presence) -> Iterator[Piece]:
    unit = Fraction(line.per_participant or 0) * 100
    moments = list(_direct_moments(inputs, line, group, there))
    yield from _cut(line, group.id, unit, moments)


def _direct_moments(
    inputs: Inputs, line: Cost, group: Group, there: Presence
) -> Iterator[tuple[int, Fraction, date, date]]:
    """(period, weight in heads, from, to) of a direct line for one group."""
    calendar = inputs.calendar
    last = there.end - timedelta(days=1)
    if isinstance(line.when, tuple):
        for moment in _in_order(line.when):
            period = calendar.period_of(moment.date)
            if period is not None:
                heads = there.heads.get(period.index, Fraction(group.participants))
                day = moment.date
                yield period.index, Fraction(moment.share) * heads, day, day + timedelta(days=1)
        return
    if line.when == "start":
        period = calendar.period_of(there.start)
        if period is not None:
            heads = there.heads[period.index]
            yield period.index, heads, there.start, there.start + timedelta(days=1)
        return
    if line.when == "exit":
        period = calendar.period_of(last)
        if period is not None:
            rate = inputs.programs[group.program].completion_rate
            heads = Fraction(group.participants) * (Fraction(1) if rate is None else Fraction(rate))
            yield period.index, heads, last, last + timedelta(days=1)
        return
    days = (there.end - there.start).days
    for period in there.periods:
        start, end = max(period.start, there.start), min(period.end, there.end)
        heads = there.heads[period.index]
        if line.when == "every_period":
            yield period.index, heads, start, end
        else:
            yield period.index, heads * Fraction((end - start).days, days), start, end


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


def _shared(inputs: Inputs, line: Cost) -> Iterator[Piece]:
    calendar = inputs.calendar
    unit = Fraction(line.amount or 0) * 100
    first = line.from_ or calendar.first
    end = (line.until + timedelta(days=1)) if line.until else calendar.end
    moments = list(_shared_moments(calendar, line, first, end))
    yield from _cut(line, None, unit, moments)


def _shared_moments(
    calendar: Calendar, line: Cost, first: date, end: date
) -> Iterator[tuple[int, Fraction, date, date]]:
    """(period, weight in units of the amount, from, to) of a shared line."""
    one = timedelta(days=1)
    if isinstance(line.when, tuple):
        for moment in _in_order(line.when):
            period = calendar.period_of(moment.date)
            if period is not None:
                yield period.index, Fraction(moment.share), moment.date, moment.date + one
        return
    if line.when in ("start", "exit"):
        day = first if line.when == "start" else end - one
        period = calendar.period_of(day)
        if period is not None:
            yield period.index, Fraction(1), day, day + one
        return
    per = {"month": 1, "quarter": 3, "year": 12}.get(line.every)
    whole = Fraction(per) if per is not None else months_within(first, end)
    for period in calendar.periods:
        start, stop = max(period.start, first), min(period.end, end)
        if start < stop:
            yield period.index, months_within(start, stop) / whole, start, stop


def _in_order(moments: Iterable[Moment]) -> list[Moment]:
    return sorted(moments, key=lambda m: m.date)


def _cut(
    line: Cost,
    group: str | None,
    unit: Fraction,
    moments: list[tuple[int, Fraction, date, date]],
) -> Iterator[Piece]:
    """Exact amounts as whole cents by running totals; moments of one period become one cell."""
    running = Fraction(0)
    before = 0
    merged: dict[int, list[tuple[int, date, date]]] = {}
    for period, weight, start, end in moments:
        running += unit * weight
        upto = floor(running)
        merged.setdefault(period, []).append((upto - before, start, end))
        before = upto
    stated = [getattr(line.prior, origin) for origin in ORIGINS]
    shares = [Fraction(dollars) * 100 / unit for dollars in stated] if unit and any(stated) else []
    for period, parts in sorted(merged.items()):
        cents = sum(part[0] for part in parts)
        if cents <= 0:
            continue
        prior = tuple(floor(cents * share) for share in shares) or (0, 0, 0)
        yield Piece(
            line.id, group, period, cents, min(p[1] for p in parts), max(p[2] for p in parts),
            (prior[0], prior[1], prior[2]),
        )  # fmt: skip
