"""What serving one person costs a stream at least."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import numpy as np

from braid.audit.allowance import cents_allowed
from braid.audit.books import Books
from braid.audit.cells import Cell
from braid.audit.exact import Cents, Flags, Numbers
from braid.audit.full_cost import concerned, left_for_each
from braid.audit.permission import in_force, in_force_on
from braid.audit.pooling import share_of_cost
from braid.audit.selection import selects
from braid.audit.spending import Key, Spending
from braid.audit.standing import Cap
from braid.catalog.facts import Subject
from braid.catalog.law import HomedRule
from braid.schema.base import Number, Versioned
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit, Order
from braid.schema.scenario import Award


class Least:
    """Cents for one person by the cheapest direct cell that a stream may pay."""

    def __init__(self, books: Books) -> None:
        self.books = books.whole
        self._selected: dict[tuple[int, int], Flags] = {}
        self._spending: dict[int, Spending] = {}  # which keeps its rule, and so its identity
        self._allowed: dict[tuple[int, str, Key], Fraction | None] = {}
        self._concerned: dict[int, tuple[HomedRule, Flags]] = {}
        self._shares: dict[tuple[int, int], tuple[HomedRule, Fraction | None]] = {}
        self._alone: dict[str, tuple[Award]] = {}

    def of_stream(
        self, stream: str, awards: list[Award], wanted: list[bool]
    ) -> list[Fraction | None]:
        """By group: the least of its direct cells; None where the stream may pay none."""
        columns, groups = self.books.columns, self.books.numbering.groups
        found: list[Fraction | None] = [None] * len(groups)
        possible = columns.direct & (self.books.nets > 0)
        possible &= np.array([*wanted, False])[columns.group]
        payable = [(award, self._payable(award)) for award in awards]
        each_of = [(award, cells[possible[cells]]) for award, cells in payable]
        each_of = [(award, cells) for award, cells in each_of if len(cells)]
        every = np.unique(np.concatenate([columns.group[:0], *(cells for _, cells in each_of)]))
        for group, net in _cheapest(columns.group[every], self.books.nets[every]).items():
            found[group] = Fraction(net, groups[group].participants)
        for award, cells in each_of:
            for group, each in (*self._capped(award, cells), *self._left(award, cells)):
                known = found[group]
                found[group] = each if known is None else min(known, each)
        return found

    def _left(self, award: Award, cells: Numbers) -> Iterator[tuple[int, Fraction]]:
        """What entitlements leave of one person's costs among some cells, by group."""
        columns, groups = self.books.columns, self.books.numbering.groups
        for homed in self.books.permissions.rules(award, "order"):
            rule = homed.rule
            if not isinstance(rule, Order) or rule.reading != "full_cost":
                continue
            there = set(columns.group[cells[concerned(rule, self.books)[cells]]].tolist())
            for group, cents in left_for_each(homed, rule, self.books):
                if cents and group in there:
                    yield group, Fraction(cents, groups[group].participants)

    def _payable(self, award: Award) -> Numbers:
        """The cells that the award may pay, and those that it pays, in order.

        A charge that is refused has findings of its own: here it counts as possible.
        """
        payable, ledger = self.books.payable, self.books.ledger
        found = payable.open_to(award).copy()
        paid = ledger.cell[ledger.of_awards((award.id,))]
        found[paid[paid >= 0]] = True
        return np.flatnonzero(found)

    def _capped(self, award: Award, cells: Numbers) -> Iterator[tuple[int, Fraction]]:
        """What caps on what one participant costs leave of some cells, by group."""
        columns, numbering = self.books.columns, self.books.numbering
        categories = columns.category[cells]
        for category in np.unique(categories).tolist():
            mine = cells[categories == category]
            for cap in self.books.limits_per_person(award, numbering.categories[category]):
                homed, rule, bound = cap
                some = mine[in_force_on(rule, columns.start[mine])]
                some = some[self._reached(homed, some)]
                some = some[self._takes(rule, award, some)]
                if bound.share is not None and bound.of == "cost":
                    yield from self._by_share(homed, rule, bound.share, some)
                if {"participant", "credential"} & set(rule.per):
                    yield from self._by_person(award, cap, some)

    def _reached(self, homed: HomedRule, cells: Numbers) -> Flags:
        """Which cells are of groups that a limit concerns."""
        known = self._concerned.get(id(homed))
        if known is None:
            groups = self.books.numbering.groups
            reached = [self.books.reaches(homed, group) for group in groups]
            known = self._concerned[id(homed)] = homed, np.array(reached, dtype=bool)
        return known[1][self.books.columns.group[cells]]

    def _by_share(
        self, homed: HomedRule, rule: Limit, number: Number, cells: Numbers
    ) -> Iterator[tuple[int, Fraction]]:
        """Cents for one person by the cheapest of some cells whose cost may be paid in part."""
        columns, groups = self.books.columns, self.books.numbering.groups
        days = columns.start[cells]
        if not isinstance(number, Versioned):
            days = days[:1].repeat(len(days))  # it is the same on all of them
        for day in np.unique(days).tolist():
            name = (id(homed), day)
            if name not in self._shares:
                share = share_of_cost(self.books, homed, rule, number, date.fromordinal(day))
                self._shares[name] = homed, share
            share = self._shares[name][1]
            some = cells[days == day] if share is not None else cells[:0]
            for group, gross in _cheapest(columns.group[some], columns.gross[some]).items():
                yield group, (share or 0) * Fraction(gross, groups[group].participants)

    def _by_person(self, award: Award, cap: Cap, cells: Numbers) -> Iterator[tuple[int, Fraction]]:
        """Cents that a cap allows for one person by each of some cells."""
        homed, rule, bound = cap
        books = self.books
        for number in cells.tolist():
            group = int(books.columns.group[number])
            of, cell = books.numbering.groups[group], books.columns.cells[number]
            each = self._each(award, homed, rule, bound, Subject(of, cell.line, award, cell.start))
            if each is not None:
                completing = books.completion(of) if "credential" in rule.per else 1
                yield group, each * completing

    def _each(
        self, award: Award, homed: HomedRule, rule: Limit, bound: Bound, subject: Subject
    ) -> Fraction | None:
        """Cents that a cap allows an award for each person."""
        spending = self._spending.get(id(homed))
        if spending is None:
            spending = self._spending[id(homed)] = Spending(self.books, homed, rule)
        key = spending.key_of(award, subject)
        name = (id(homed), award.id, key)
        if name not in self._allowed:
            alone = self._alone.setdefault(award.id, (award,))
            self._allowed[name] = cents_allowed(spending, bound, key, alone)
        return self._allowed[name]

    def share_of(self, award: Award, number: int) -> Fraction:
        """The least share of a direct cell's cost that caps on the award's charge leave."""
        books, cell = self.books, self.books.columns.cells[number]
        found = [Fraction(1)]
        for homed, rule, bound in self._caps_on(award, cell, number):
            if bound.share is not None and bound.of == "cost":
                share = share_of_cost(books, homed, rule, bound.share, cell.start)
                found += [] if share is None else [share]
        return min(found)

    def _caps_on(self, award: Award, cell: Cell, number: int) -> Iterator[Cap]:
        """The caps on what one participant costs that concern an award's charge on a cell."""
        for homed, rule, bound in self.books.limits_per_person(award, cell.line.category):
            if cell.group is None or not in_force(rule, cell.start):
                continue
            if self.books.reaches(homed, cell.group) and self._selects(rule, award)[number]:
                yield homed, rule, bound

    def _selects(self, rule: Limit, award: Award) -> Flags:
        """Which direct cells the selector of a cap takes."""
        payer = self.books.numbering.award[award.id]
        known = self._selected.get((id(rule), payer))
        if known is None:
            known = self.books.columns.direct
            some = np.flatnonzero(known)
            known[some] = self._takes(rule, award, some)
            self._selected[id(rule), payer] = known
        return known

    def _takes(self, rule: Limit, award: Award, cells: Numbers) -> Flags:
        """Which of some direct cells the selector of a cap takes."""
        if rule.spend is None:
            return np.ones(len(cells), dtype=bool)
        books, columns = self.books, self.books.columns
        subjects = columns.subjects(books.numbering.award[award.id], cells)
        return selects(books, rule.spend, subjects, subjects.group, columns.category[cells])


def _cheapest(groups: Numbers, cents: Cents) -> dict[int, int]:
    """The least of some amounts, by group."""
    found: dict[int, int] = {}
    for group, amount in zip(groups.tolist(), cents.tolist(), strict=True):
        found[group] = min(amount, found.get(group, amount))
    return found
