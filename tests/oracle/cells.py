"""Cells: line x group (or shared) x period in whole cents (docs/semantics.md, section 2)."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from braid.catalog.inputs import Inputs
from braid.periods import Period
from braid.schema.scenario import Cost, Group

DAY = timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass
class Cell:
    """What must be paid. ``cents`` falls by what entitlements pay; ``gross`` does not."""

    line: Cost
    group: str | None
    period: Period
    start: date
    end: date
    gross: int
    cents: int
    prior: dict[str, int]

    @property
    def category(self) -> str:
        """The kind of cost."""
        return self.line.category

    @property
    def direct(self) -> bool:
        """Whether the cell belongs to one group."""
        return self.group is not None


@dataclass
class Part:
    """A weight of a line in one period, with its dates."""

    period: Period
    weight: Fraction
    start: date
    end: date


class Cohorts:
    """Heads of groups over time."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.periods = inputs.calendar.periods
        self.known: dict[str, list[Period]] = {}

    def active_periods(self, group: Group) -> list[Period]:
        """The horizon's periods that the group's training touches."""
        if group.id not in self.known:
            start, end = self.inputs.training(group)
            active = [t for t in self.periods if t.start < end and start < t.end]
            self.known[group.id] = active
        return self.known[group.id]

    def heads(self, group: Group, period: Period) -> Fraction:
        """n_gt: heads active in a period; 0 when the group is not active then."""
        active = self.active_periods(group)
        if period not in active:
            return Fraction(0)
        if not group.active:
            return Fraction(group.participants)
        k = min(active.index(period), len(group.active) - 1)
        return group.participants * Fraction(group.active[k])

    def completers(self, group: Group) -> Fraction:
        """Expected completers of a group."""
        return group.participants * self.completion_rate(group)

    def completion_rate(self, group: Group) -> Fraction:
        """The program's completion rate; 1 when not stated."""
        rate = self.inputs.programs[group.program].completion_rate
        return Fraction(1) if rate is None else Fraction(rate)


def all_cells(inputs: Inputs) -> list[Cell]:
    """Every cell that is not zero, in order of line, group, period."""
    cohorts = Cohorts(inputs)
    cells: list[Cell] = []
    for line in inputs.costs.values():
        if line.per_participant is not None:
            for name in inputs.groups_of(line):
                parts = direct_parts(cohorts, line, inputs.groups[name])
                cells += in_cents(line, name, line.per_participant, parts)
        else:
            cells += in_cents(line, None, line.amount, shared_parts(inputs, line))
    return cells


def in_cents(line: Cost, group: str | None, unit: object, parts: Iterable[Part]) -> list[Cell]:
    """Running totals rounded down; zero cells are dropped."""
    rate = 100 * Fraction(unit)  # type: ignore[arg-type]
    cells: list[Cell] = []
    running = Fraction(0)
    for part in sorted(parts, key=lambda p: p.start):
        before, running = running, running + rate * part.weight
        cents = floor(running) - floor(before)
        if cents > 0:
            prior = {
                origin: floor(cents * 100 * Fraction(getattr(line.prior, origin)) / rate)
                for origin in ("state", "local", "private")
            }
            cells.append(Cell(line, group, part.period, part.start, part.end, cents, cents, prior))
    return cells


def direct_parts(cohorts: Cohorts, line: Cost, group: Group) -> list[Part]:
    """The weights of a direct line for one group."""
    start, end = cohorts.inputs.training(group)
    days = (end - start).days
    active = cohorts.active_periods(group)
    when = line.when or "training"
    if isinstance(when, tuple):
        return moments(cohorts, line, group)
    if when == "start":
        here = [t for t in active if t.start <= start < t.end]
        return [Part(t, cohorts.heads(group, t), start, start + DAY) for t in here]
    if when == "exit":
        last = end - DAY
        here = [t for t in active if t.start <= last < t.end]
        return [Part(t, cohorts.completers(group), last, end) for t in here]
    parts = []
    for t in active:
        heads = cohorts.heads(group, t)
        share = Fraction(t.days_within(start, end), days) if when == "training" else 1
        parts.append(Part(t, heads * share, max(start, t.start), min(end, t.end)))
    return parts


def moments(cohorts: Cohorts, line: Cost, group: Group | None) -> list[Part]:
    """The weights of a line that states its dates; those of one period are one cell."""
    parts: dict[int, Part] = {}
    assert isinstance(line.when, tuple)
    for moment in sorted(line.when, key=lambda m: m.date):
        for t in cohorts.periods:
            if t.start <= moment.date < t.end:
                heads = Fraction(1)
                if group is not None:
                    active = t in cohorts.active_periods(group)
                    heads = cohorts.heads(group, t) if active else Fraction(group.participants)
                part = parts.setdefault(t.index, Part(t, Fraction(0), moment.date, moment.date))
                part.weight += heads * Fraction(moment.share)
                part.end = moment.date + DAY
    return list(parts.values())


def shared_parts(inputs: Inputs, line: Cost) -> list[Part]:
    """The weights of a shared line: months inside each period, per the unit of ``every``."""
    calendar = inputs.calendar
    first = line.from_ or calendar.first
    end = (line.until or calendar.last) + DAY
    if isinstance(line.when, tuple):
        return moments(Cohorts(inputs), line, None)
    if line.when in ("start", "exit"):
        day = first if line.when == "start" else end - DAY
        return [
            Part(t, Fraction(1), day, day + DAY) for t in calendar.periods if t.start <= day < t.end
        ]
    parts = []
    for t in calendar.periods:
        start, stop = max(first, t.start), min(end, t.end)
        if start < stop:
            parts.append(Part(t, months(start, stop), start, stop))
    whole = months(first, end) if line.every == "once" else MONTHS[line.every]
    for part in parts:
        part.weight /= whole
    return parts


def months(start: date, end: date) -> Fraction:
    """Calendar months of ``[start, end)``; a part of a month counts by its days."""
    total = Fraction(0)
    month = start.replace(day=1)
    while month < end:
        length = monthrange(month.year, month.month)[1]
        following = month + timedelta(days=length)
        inside = (min(end, following) - max(start, month)).days
        total += Fraction(inside, length)
        month = following
    return total
