"""The auditor's own cells: every cost line cut by group and period, in whole cents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import floor, lcm

from braid.catalog.inputs import Inputs
from braid.periods import Period, add_months
from braid.record import record
from braid.schema.base import Origin
from braid.schema.scenario import Cost, Group, When

CellKey = tuple[str, str, date]
"""Cost line, group (empty when shared), first day of the period."""

PRIOR_ORIGINS: tuple[Origin, ...] = ("state", "local", "private")
_EVERY_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@record
class Cell:
    """The smallest thing that is paid for: gross cost in whole cents, dates ``[start, end)``."""

    line: Cost
    group: Group | None
    period: Period
    gross: int
    start: date
    end: date

    @cached_property
    def key(self) -> CellKey:
        """Line, group, period: the cell's name."""
        return self.line.id, self.group.id if self.group else "", self.period.start

    @property
    def direct(self) -> bool:
        """Whether the cell is for one group's own participants."""
        return self.group is not None

    def prior(self, origins: Iterable[Origin]) -> int:
        """Cents that these origins paid before, of the gross cost."""
        per = self.line.per_participant if self.direct else self.line.amount
        total = 0
        if not (self.line.prior.state or self.line.prior.local or self.line.prior.private):
            return total
        for origin in set(origins) & set(PRIOR_ORIGINS):
            dollars = getattr(self.line.prior, origin)
            total += floor(Fraction(self.gross) * Fraction(dollars) / Fraction(per)) if per else 0
        return total


@record
class Heads:
    """Participants of every group by period."""

    inputs: Inputs

    @cached_property
    def active(self) -> dict[str, dict[int, Fraction]]:
        """By group: heads in each active period of the horizon, by the period's number."""
        found: dict[str, dict[int, Fraction]] = {}
        for group in self.inputs.groups.values():
            start, end = self.inputs.training(group)
            touched = [t for t in self.inputs.calendar.periods if t.days_within(start, end) > 0]
            shares = group.active
            found[group.id] = {
                t.index: group.participants
                * (Fraction(shares[min(k, len(shares) - 1)]) if shares else Fraction(1))
                for k, t in enumerate(touched)
            }
        return found

    def of(self, group: str, period: int) -> Fraction:
        """Heads of a group that are active in a period."""
        return self.active[group].get(period, Fraction(0))

    def weights(
        self, groups: tuple[str, ...], period: int, year: tuple[int, ...]
    ) -> tuple[dict[str, int], int]:
        """How heads in a period compare, and their sum, in whole numbers of one unit.

        Where nobody is active, the year's heads stand for those of the period.
        """
        key = (groups, period, year)
        known = self._weights.get(key)
        if known is None:
            own = {g: self.active[g][period] for g in groups if period in self.active[g]}
            if not any(own.values()):
                own = {g: sum((self.of(g, t) for t in year), Fraction(0)) for g in groups}
            unit = lcm(*(heads.denominator for heads in own.values()))
            whole = {g: int(heads * unit) for g, heads in own.items()}
            known = self._weights[key] = whole, sum(whole.values())
        return known

    @cached_property
    def _weights(self) -> dict[tuple[object, ...], tuple[dict[str, int], int]]:
        return {}

    def completers(self, group: Group) -> Fraction:
        """Expected completers of a group."""
        rate = self.inputs.programs[group.program].completion_rate
        return group.participants * (Fraction(rate) if rate is not None else Fraction(1))


Share = tuple[Period, Fraction, date, date]
"""A period, its weight, and the dates of the cost in it."""


@record
class Spread:
    """How a cost falls on periods: ``upto[k]`` of ``whole`` in the first k + 1 of them."""

    dates: tuple[tuple[Period, date, date], ...]
    upto: tuple[int, ...]
    whole: int

    def cents(self, amount: Fraction) -> list[int]:
        """Whole cents in each period of an amount of cents for every unit of weight."""
        top, below = amount.numerator, amount.denominator * self.whole
        reached = [top * weight // below for weight in self.upto]
        return [after - before for before, after in zip((0, *reached), reached, strict=False)]


def all_cells(inputs: Inputs, heads: Heads) -> dict[CellKey, Cell]:
    """Every cell of a scenario that costs at least a cent, by its key, in order."""
    found: dict[CellKey, Cell] = {}
    known: dict[tuple[str, When], Spread] = {}  # lines with the same ``when`` fall alike
    shared: dict[tuple[object, ...], Spread] = {}
    for line in inputs.costs.values():
        if line.per_participant is not None:
            cents = Fraction(line.per_participant) * 100
            when = line.when or "training"
            for name in inputs.groups_of(line):
                group = inputs.groups[name]
                spread = known.get((name, when))
                if spread is None:
                    spread = known[name, when] = _spread(_direct_shares(inputs, heads, when, group))
                _add(found, line, group, cents, spread)
        elif line.amount is not None:
            falls = (line.when, line.every, line.from_, line.until)
            spread = shared.get(falls)
            if spread is None:
                spread = shared[falls] = _spread(_shared_shares(inputs, line))
            _add(found, line, None, Fraction(line.amount) * 100, spread)
    return found


def _add(
    found: dict[CellKey, Cell], line: Cost, group: Group | None, cents: Fraction, spread: Spread
) -> None:
    for (period, start, end), amount in zip(spread.dates, spread.cents(cents), strict=True):
        if amount > 0:
            cell = Cell(line, group, period, amount, start, end)
            found[cell.key] = cell


def _spread(shares: list[Share]) -> Spread:
    merged = _merged(shares)
    whole = lcm(*(weight.denominator for _, weight, _, _ in merged))
    weights = (int(weight * whole) for _, weight, _, _ in merged)
    dates = tuple((period, start, end) for period, _, start, end in merged)
    return Spread(dates, tuple(accumulate(weights)), whole)


def _merged(shares: list[Share]) -> list[Share]:
    """One share per period, in order of time; its dates reach from the first to the last."""
    by_period: dict[int, Share] = {}
    for period, weight, start, end in shares:
        if period.index in by_period:
            _, other, first, last = by_period[period.index]
            weight, start, end = weight + other, min(start, first), max(end, last)
        by_period[period.index] = (period, weight, start, end)
    return [by_period[index] for index in sorted(by_period)]


def _on_day(inputs: Inputs, day: date, weight: Fraction) -> list[Share]:
    period = inputs.calendar.period_of(day)
    return [] if period is None else [(period, weight, day, day + timedelta(days=1))]


def _direct_shares(inputs: Inputs, heads: Heads, when: When, group: Group) -> list[Share]:
    start, end = inputs.training(group)
    active = heads.active[group.id]
    shares: list[Share] = []
    if not isinstance(when, str):
        for moment in when:
            period = inputs.calendar.period_of(moment.date)
            if period is not None:
                there = active.get(period.index, Fraction(group.participants))
                shares += _on_day(inputs, moment.date, Fraction(moment.share) * there)
        return shares
    if when == "start":
        return _on_day(inputs, start, active[min(active)]) if active else []
    if when == "exit":
        return _on_day(inputs, end - timedelta(days=1), heads.completers(group))
    days = (end - start).days
    shares = []
    for t in inputs.calendar.periods:
        if t.index in active:
            part = Fraction(t.days_within(start, end), days) if when == "training" else Fraction(1)
            shares.append((t, active[t.index] * part, max(start, t.start), min(end, t.end)))
    return shares


def _shared_shares(inputs: Inputs, line: Cost) -> list[Share]:
    calendar = inputs.calendar
    start = line.from_ or calendar.first
    last = line.until or calendar.last
    if line.when == "start":
        return _on_day(inputs, start, Fraction(1))
    if line.when == "exit":
        return _on_day(inputs, last, Fraction(1))
    if line.when is not None and not isinstance(line.when, str):
        return [s for m in line.when for s in _on_day(inputs, m.date, Fraction(m.share))]
    end = last + timedelta(days=1)
    spans = [
        (t, max(start, t.start), min(end, t.end))
        for t in calendar.periods
        if t.days_within(start, end) > 0
    ]
    months = [months_between(begin, stop) for _, begin, stop in spans]
    whole = months_between(start, end)  # what lies outside the horizon falls away
    if line.every != "once":
        whole = Fraction(_EVERY_MONTHS[line.every])
    return [(t, n / whole, begin, stop) for (t, begin, stop), n in zip(spans, months, strict=True)]


def months_between(start: date, end: date) -> Fraction:
    """Calendar months of ``[start, end)``; part of a month counts by its days."""
    total = Fraction(0)
    while start < end:
        month = start.replace(day=1)
        following = add_months(month, 1)
        stop = min(end, following)
        total += Fraction((stop - start).days, (following - month).days)
        start = stop
    return total
