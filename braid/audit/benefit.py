"""A shared cost is paid at most in proportion to the participants whom a stream serves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from braid.audit.benefit_before import Before, charged_before, moved, used_before
from braid.audit.books import Books
from braid.audit.findings import Row, held, usd
from braid.audit.paid_for import kept
from braid.audit.permission import in_force_on
from braid.audit.refusals import refusals
from braid.audit.unions import Window, together
from braid.catalog.law import HomedRule
from braid.periods import program_year
from braid.reading.plan_form import READ_ALIKE
from braid.record import record
from braid.schema.rules import Benefit
from braid.schema.scenario import Award, Cost, Group


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Every row of a benefit rule, on each shared line and program year that it touches."""
    rule = homed.rule
    if not isinstance(rule, Benefit):
        return
    past, closed, stay, books = books.past, books.closed, kept(books, LineYear), books.whole
    columns = books.columns
    concerned = books.permissions.concerned(rule.for_)[columns.category] & ~columns.direct
    concerned &= in_force_on(rule, columns.start)
    cells = books.ledger.cell[books.ledger.of_awards(homed.awards)]
    cells = np.unique(cells[cells >= 0])
    touched = {
        (columns.cells[cell].line.id, program_year(columns.cells[cell].start))
        for cell in cells[concerned[cells]].tolist()
    }
    own = frozenset(homed.awards)
    for line, year in sorted(touched):
        line_year = LineYear(own, books, books.inputs.costs[line], year, closed)
        line_year.before = charged_before(line_year, past.books)
        yield from line_year.rows()
        yield from used_before(line_year, stay)


@record
class Part:
    """What one award pays of one group's part of a line in a year: cents by cell."""

    award: Award
    group: Group
    paid: dict[int, int] = field(default_factory=dict)

    @property
    def cents(self) -> int:
        return sum(self.paid.values())


class LineYear:
    """One shared line in one program year."""

    def __init__(
        self, awards: frozenset[str], books: Books, line: Cost, year: int, closed: int = 0
    ) -> None:
        self.closed = closed
        self.own_awards = awards
        self.books = books
        self.line = line
        self.year = year
        self.where = f"{line.id}, program year {year}"
        self.before: Before = {}
        self._windows: dict[str, Window] = {}
        self._parts_of: dict[tuple[str, Window], int] = {}

    @cached_property
    def cells(self) -> list[int]:
        """The line's cells of the year, in order of time."""
        cells = self.books.columns.cells
        found = self.books.cells_of_line.get(self.line.id, ())
        return [n for n in found if program_year(cells[n].start) == self.year]

    def _splits(self, award: Award, cell: int) -> bool:
        """Whether a benefit rule splits what an award may pay of a cell."""
        start = self.books.columns.cells[cell].start
        if not self.books.permissions.benefit_rules(award, self.line, start):
            return False
        return bool(self.books.payable.open_to(award)[cell])

    @cached_property
    def split(self) -> list[int]:
        """The charges that a benefit rule splits; those that are refused have other findings."""
        awards, payer = self.books.numbering.awards, self.books.ledger.award
        return [
            charge
            for cell in self.cells
            for charge in self.books.ledger.on_cell(cell)
            if cell in self.window(awards[payer[charge]])
        ]

    @cached_property
    def parts(self) -> list[Part]:
        """The charges by award and group."""
        ledger, numbering = self.books.ledger, self.books.numbering
        found: dict[tuple[int, int], Part] = {}
        rows = np.array(self.split, dtype=np.int64)
        columns = (ledger.award, ledger.group, ledger.cell, ledger.cents)
        for award, group, cell, cents in zip(*(c[rows].tolist() for c in columns), strict=True):
            if group >= 0:
                part = found.get((award, group))
                if part is None:
                    part = Part(numbering.awards[award], numbering.groups[group])
                    found[award, group] = part
                part.paid[cell] = part.paid.get(cell, 0) + cents
        return [found[key] for key in sorted(found)]

    def rows(self) -> Iterator[Row]:
        """Every row of the line's year that concerns awards under this rule."""
        ledger = self.books.ledger
        awards = self.books.numbering.awards
        own_charges = [c for c in self.split if awards[ledger.award[c]].id in self.own_awards]
        charges = np.array(own_charges, dtype=np.int64)
        says = "Charge on a shared cost that names no group that benefits"
        yield from refusals(self.books, charges, ledger.group[charges] >= 0, says, self.where)
        by_group: dict[str, list[Part]] = {}
        for part in self.parts:
            by_group.setdefault(part.group.id, []).append(part)
        own = [p for p in self.parts if p.award.id in self.own_awards]
        for part in own:
            yield self._of_award(part)
            yield from self._one_share(part)
        for group in sorted({p.group.id for p in own}):
            yield from self._together(by_group[group])

    def window(self, award: Award) -> Window:
        """The cells of the year that an award may pay under a benefit rule."""
        known = self._windows.get(award.id)
        if known is None:
            known = frozenset(cell for cell in self.cells if self._splits(award, cell))
            self._windows[award.id] = known
        return known

    @cached_property
    def whole(self) -> int:
        """In how many parts a cent is cut, so that every group's part of it is a whole number."""
        return lcm(*(everybody for _, everybody in self._weighed.values() if everybody))

    @cached_property
    def _weighed(self) -> dict[int, tuple[dict[str, int], int]]:
        """By cell: every group's weight in it, and the weight of all, in whole numbers."""
        if self.line.basis != "participants":
            return dict.fromkeys(self.cells, self._by_other_basis)
        columns, calendar = self.books.columns, self.books.inputs.calendar
        year = tuple(t.index for t in calendar.periods if program_year(t.start) == self.year)
        groups = self.books.inputs.groups_of(self.line)
        return {
            cell: self.books.heads.weights(groups, columns.cells[cell].period.index, year)
            for cell in self.cells
        }

    @property
    def _by_other_basis(self) -> tuple[dict[str, int], int]:
        """The units of another basis that the line states: hours, space, and the like."""
        stated = {name: Fraction(units) for name, units in self.line.weights.items()}
        unit = lcm(*(units.denominator for units in stated.values()))
        whole = {name: int(units * unit) for name, units in stated.items()}
        return whole, sum(whole.values())

    def parts_of(self, group: Group, window: Window) -> int:
        """The group's part, in parts of ``whole``, of the line's cost in some cells of the year."""
        key = (group.id, window)
        known = self._parts_of.get(key)
        if known is None:
            cells, known = self.books.columns.cells, 0
            for cell in window:
                weights, everybody = self._weighed[cell]
                own = weights.get(group.id, 0)
                if own:
                    known += cells[cell].gross * own * (self.whole // everybody)
            self._parts_of[key] = known
        return known

    def _of_award(self, part: Part) -> Row:
        served = self.books.served(part.group.id, part.award.stream)
        window = self.window(part.award)
        return self._row([part], window, served, part.award.id, moved(self, part.group, part.award))

    def _together(self, parts: list[Part]) -> Iterator[Row]:
        """Awards of one stream, streams of one system, and all awards: no person counts twice."""
        group = parts[0].group
        books, system = self.books, self.books.streams.system
        by_stream: dict[str, list[Part]] = {}
        by_system: dict[str, list[Part]] = {}
        for part in parts:
            by_stream.setdefault(part.award.stream, []).append(part)
            by_system.setdefault(system[part.award.stream], []).append(part)
        for stream, some in sorted(by_stream.items()):
            yield from self._sums(some, books.served(group.id, stream), stream, (stream,))
        for name, some in sorted(by_system.items()):
            people, streams = books.recorded(group.id, name), books.streams.members(name)
            yield from self._sums(some, people, name, streams)
        yield from self._sums(parts, group.participants, "all awards", system)
        for linked, people in books.naming.served_together(group, by_stream):
            some = [part for part in parts if part.award.stream in linked]
            for row in self._sums(some, people, " + ".join(sorted(linked)), linked):
                yield row._replace(since=READ_ALIKE)

    def _sums(
        self, parts: list[Part], people: int, name: str, streams: Collection[str]
    ) -> Iterator[Row]:
        """What awards pay together of their cells, and those of them that pay among fewer cells.

        Who pays nothing makes no room for others.
        """
        group = parts[0].group
        for window in together(self.window(part.award) for part in parts):
            some = [part for part in parts if self.window(part.award) <= window]
            more = moved(self, group, streams=streams, within=window)
            row = self._row(some, window, people, name, more)
            if not row.holds and self._year_holds(parts, people, name, streams):
                row = row._replace(since=READ_ALIKE)
            yield row

    def _year_holds(
        self, parts: list[Part], people: int, name: str, streams: Collection[str]
    ) -> bool:
        """Whether what awards pay is no more than the part in all cells that any may pay."""
        awards = [a for a in self.books.inputs.committed.values() if a.stream in streams]
        window = self.open_to(awards, parts[0].group.id)
        window = window.union(*(self.window(part.award) for part in parts))
        more = moved(self, parts[0].group, streams=streams)
        return self._row(parts, window, people, name, more).holds

    def open_to(self, awards: Iterable[Award], group: str) -> Window:
        """The cells of the year that any of some awards may pay for a group."""
        books = self.books
        line = books.numbering.line[self.line.id]
        at = books.numbering.members(line).tolist().index(books.numbering.group[group])
        found: set[int] = set()
        for award in awards:
            has_z = (group, award.stream) in books.people.may_serve
            if self.window(award) and has_z and books.payable.qualifying(award, line)[at]:
                found |= self.window(award)
        return frozenset(found)

    def _row(
        self, parts: list[Part], window: Window, people: int, name: str, more: Fraction
    ) -> Row:
        """``more`` are cents beside the part, where whole cents may have moved."""
        group = parts[0].group
        cents: Fraction | int = sum(part.cents for part in parts)
        if self.closed:  # a charge stands for as much of the periods that are over
            cents = sum((part.cents / self.still(part.award) for part in parts), -more)
        most, each = self.parts_of(group, window) * people, self.whole * group.participants
        if cents * each <= most:
            return held(1)
        says = "Charges on a shared cost against the part that benefits those served"
        instance = f"{self.where}, {name} for {group.id}"
        return Row(says, instance, self.where, usd(cents), "<=", usd(Fraction(most, each)))

    def still(self, award: Award) -> Fraction:
        """The part of an award's cells of the year, by what they cost, that is not over."""
        cells = [self.books.columns.cells[number] for number in self.window(award)]
        whole = sum(cell.gross for cell in cells)
        left = sum(cell.gross for cell in cells if cell.period.index >= self.closed)
        return Fraction(left, whole) if left else Fraction(1)

    def _one_share(self, part: Part) -> Iterator[Row]:
        """Every period within a cent of the year's share of its cost."""
        cells, cents = self.books.columns.cells, part.cents
        window = {n for n in self.window(part.award) if cells[n].period.index >= self.closed}
        whole = sum(cells[n].gross for n in window)
        if whole == 0 or not part.paid:
            return
        for number in self.cells:
            if number not in window:
                continue
            cell = cells[number]
            gap = abs(part.paid.get(number, 0) * whole - cents * cell.gross)
            if gap <= whole:
                yield held(1)
                continue
            instance = f"{self.where}, {part.award.id} for {part.group.id}"
            where = f"{self.line.id}, {cell.period.start}"
            says = "Distance from one share of the cost through the year"
            yield Row(says, instance, where, usd(Fraction(gap, whole)), "<=", usd(1))


def benefit_of(books: Books, line: str, year: int, group: str, awards: Iterable[Award]) -> Fraction:
    """A group's part, in cents, of a shared line in the periods that some awards may pay."""
    line_year = LineYear(frozenset(), books.whole, books.inputs.costs[line], year)
    window = frozenset(cell for award in awards for cell in line_year.window(award))
    return Fraction(line_year.parts_of(books.inputs.groups[group], window), line_year.whole)
