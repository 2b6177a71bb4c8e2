"""A shared cost is paid at most in proportion to the participants whom a stream serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from braid.audit.books import Booked, Books
from braid.audit.cells import Cell
from braid.audit.findings import HELD, Row, usd
from braid.audit.permission import in_force
from braid.catalog.law import HomedRule
from braid.periods import Period, program_year
from braid.schema.rules import Benefit
from braid.schema.scenario import Award, Cost, Group


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Every row of a benefit rule, on each shared line and program year that it touches."""
    rule = homed.rule
    if not isinstance(rule, Benefit):
        return
    touched: dict[tuple[str, int], None] = {}
    for award in homed.awards:
        for booked in books.by_award.get(award, ()):
            cell = booked.cell
            if cell is None or cell.direct or not in_force(rule, cell.start):
                continue
            if books.permissions.concerns(rule.for_, cell.line.category):
                touched[cell.line.id, program_year(cell.start)] = None
    for line, year in sorted(touched):
        yield from _LineYear(homed.awards, books, books.inputs.costs[line], year).rows()


@dataclass(frozen=True)
class _Part:
    """What one award pays of one group's part of a line in a year."""

    award: Award
    group: Group
    charges: tuple[Booked, ...]

    @property
    def cents(self) -> int:
        return sum(b.cents for b in self.charges)


class _LineYear:
    """One shared line in one program year."""

    def __init__(self, awards: Iterable[str], books: Books, line: Cost, year: int) -> None:
        self.own_awards = frozenset(awards)
        self.books = books
        self.line = line
        self.year = year
        self.where = f"{line.id}, program year {year}"
        self._windows: dict[str, set[Period]] = {}
        self._benefits: dict[tuple[str, frozenset[Period]], Fraction] = {}

    @cached_property
    def cells(self) -> list[Cell]:
        """The line's cells of the year, in order of time."""
        found = self.books.cells_of_line.get(self.line.id, ())
        return [c for c in found if program_year(c.start) == self.year]

    @cached_property
    def split(self) -> list[Booked]:
        """The charges that a benefit rule splits; those that are refused have other findings."""
        permissions = self.books.permissions
        return [
            booked
            for cell in self.cells
            for booked in self.books.on_cell.get(cell.key, ())
            if permissions.benefit_rules(booked.award, self.line, cell.start)
            and permissions.may_pay(booked.award, cell)
        ]

    @cached_property
    def parts(self) -> list[_Part]:
        """The charges by award and group."""
        found: dict[tuple[str, str], list[Booked]] = {}
        for booked in self.split:
            if booked.beneficiary is not None:
                found.setdefault((booked.award.id, booked.beneficiary.id), []).append(booked)
        return [
            _Part(charges[0].award, self.books.inputs.groups[group], tuple(charges))
            for (_, group), charges in sorted(found.items())
        ]

    def rows(self) -> Iterator[Row]:
        """Every row of the line's year that concerns awards under this rule."""
        for booked in self.split:
            if booked.award.id in self.own_awards:
                if booked.beneficiary is not None:
                    yield HELD
                    continue
                says = "Charge on a shared cost that names no group that benefits"
                yield Row(says, self.where, booked.where, usd(booked.cents), "<=", usd(0))
        own = [p for p in self.parts if p.award.id in self.own_awards]
        for part in own:
            yield from self._of_award(part)
            yield from self._one_share(part)
        for group in sorted({p.group.id for p in own}):
            yield from self._together([p for p in self.parts if p.group.id == group])

    def windows(self, awards: Iterable[Award]) -> dict[str, set[Period]]:
        """By award: the periods of the year whose cell it may pay under a benefit rule."""
        return {award.id: self._window(award) for award in awards}

    def _window(self, award: Award) -> set[Period]:
        known = self._windows.get(award.id)
        if known is None:
            permissions = self.books.permissions
            known = self._windows[award.id] = {
                cell.period
                for cell in self.cells
                if permissions.may_pay(award, cell)
                and permissions.benefit_rules(award, self.line, cell.start)
            }
        return known

    @cached_property
    def _weights(self) -> dict[int, tuple[dict[str, Fraction], Fraction]]:
        """By period's number: every group's weight in the line's cell, and the sum of all."""
        heads = self.books.heads
        groups = self.books.inputs.groups_of(self.line)
        periods = self.books.inputs.calendar.periods
        year = [t.index for t in periods if program_year(t.start) == self.year]
        found: dict[int, tuple[dict[str, Fraction], Fraction]] = {}
        for cell in self.cells:
            here = cell.period.index
            own = {g: heads.active[g][here] for g in groups if here in heads.active[g]}
            if sum(own.values()) == 0:
                own = {g: sum((heads.of(g, t) for t in year), Fraction(0)) for g in groups}
            found[here] = own, sum(own.values(), Fraction(0))
        return found

    def benefit(self, group: Group, periods: set[Period]) -> Fraction:
        """The group's part, in cents, of the line's cost in some periods of the year."""
        key = (group.id, frozenset(periods))
        known = self._benefits.get(key)
        if known is None:
            known = Fraction(0)
            for cell in self.cells:
                if cell.period in periods:
                    weights, everybody = self._weights[cell.period.index]
                    own = weights.get(group.id, 0)
                    known += cell.gross * own / everybody if own else 0
            self._benefits[key] = known
        return known

    def _of_award(self, part: _Part) -> Iterator[Row]:
        periods = self.windows([part.award])[part.award.id]
        each = self.benefit(part.group, periods) / part.group.participants
        most = each * self.books.served(part.group.id, part.award.stream)
        yield self._row(part.cents, most, f"{part.award.id} for {part.group.id}")

    def _together(self, parts: list[_Part]) -> Iterator[Row]:
        """Awards of one stream, streams of one system, and all awards: no person counts twice."""
        group = parts[0].group
        windows = self.windows(p.award for p in parts)
        streams = self.books.streams.system
        by_stream: dict[str, list[_Part]] = {}
        by_system: dict[str, list[_Part]] = {}
        for part in parts:
            by_stream.setdefault(part.award.stream, []).append(part)
            by_system.setdefault(streams[part.award.stream], []).append(part)
        for stream, some in sorted(by_stream.items()):
            served = self.books.served(group.id, stream)
            yield self._sum(some, windows, Fraction(served, group.participants), stream)
        for system, some in sorted(by_system.items()):
            recorded = self.books.recorded(group.id, system)
            yield self._sum(some, windows, Fraction(recorded, group.participants), system)
        yield self._sum(parts, windows, Fraction(1), "all awards")

    def _sum(
        self, parts: list[_Part], windows: dict[str, set[Period]], share: Fraction, name: str
    ) -> Row:
        group = parts[0].group
        periods = {t for part in parts for t in windows[part.award.id]}
        most = self.benefit(group, periods) * share
        return self._row(sum(p.cents for p in parts), most, f"{name} for {group.id}")

    def _row(self, cents: int, most: Fraction, instance: str) -> Row:
        says = "Charges on a shared cost against the part that benefits those served"
        return Row(says, f"{self.where}, {instance}", self.where, usd(cents), "<=", usd(most))

    def _one_share(self, part: _Part) -> Iterator[Row]:
        """Every period within a cent of the year's share of its cost."""
        periods = self.windows([part.award])[part.award.id]
        whole = sum(c.gross for c in self.cells if c.period in periods)
        paid: dict[Period, int] = {}
        for booked in part.charges:
            if booked.cell is not None:
                paid[booked.cell.period] = paid.get(booked.cell.period, 0) + booked.cents
        if whole == 0 or not paid:
            return
        cents = part.cents
        for cell in self.cells:
            if cell.period not in periods:
                continue
            gap = Fraction(abs(paid.get(cell.period, 0) * whole - cents * cell.gross), whole)
            if gap <= 1:
                yield HELD
                continue
            instance = f"{self.where}, {part.award.id} for {part.group.id}"
            where = f"{self.line.id}, {cell.period.start}"
            says = "Distance from one share of the cost through the year"
            yield Row(says, instance, where, usd(gap), "<=", usd(1))


def benefit_of(books: Books, line: str, year: int, group: str, awards: Iterable[Award]) -> Fraction:
    """A group's part, in cents, of a shared line in the periods that some awards may pay."""
    line_year = _LineYear((), books, books.inputs.costs[line], year)
    periods = {t for window in line_year.windows(awards).values() for t in window}
    return line_year.benefit(books.inputs.groups[group], periods)
