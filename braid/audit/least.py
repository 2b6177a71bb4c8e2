"""What serving one person costs a stream at least."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.audit.allowance import cents_allowed
from braid.audit.books import Books
from braid.audit.cells import Cell
from braid.audit.exact import Flags, Numbers
from braid.audit.full_cost import concerned, left_for_each
from braid.audit.permission import in_force, in_force_on
from braid.audit.pooling import share_of_cost
from braid.audit.selection import selects
from braid.audit.spending import Key, Spending
from braid.audit.standing import Cap
from braid.catalog.facts import Subject
from braid.catalog.law import HomedRule
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
        self._alone: dict[str, tuple[Award]] = {}

    def of_stream(
        self, stream: str, awards: list[Award], wanted: list[bool]
    ) -> list[Fraction | None]:
        """By group: the least of its direct cells; None where the stream may pay none."""
        columns, groups = self.books.columns, self.books.numbering.groups
        found: list[Fraction | None] = [None] * len(groups)
        possible = columns.direct & (self.books.nets > 0)
        possible &= np.array([*wanted, False])[columns.group]
        plain = np.zeros(len(columns), dtype=bool)
        for award in awards:
            cells = self._payable(award)
            cells = cells[possible[cells]]
            capped = self._capped(award, cells)
            plain[cells[~capped]] = True
            for number in cells[capped].tolist():
                group, each = int(columns.group[number]), self._least(award, number)
                known = found[group]
                found[group] = each if known is None else min(known, each)
        for group, net in _cheapest(self.books, np.flatnonzero(plain)).items():
            each = Fraction(net, groups[group].participants)
            known = found[group]
            found[group] = each if known is None else min(known, each)
        for award in awards:
            cells = self._payable(award)
            for group, each in self._left(award, cells[possible[cells]]):
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
        near = payable.near(award)
        paid = ledger.cell[ledger.of_awards((award.id,))]
        return np.union1d(near[payable.open_to(award)[near]], paid[paid >= 0])

    def _capped(self, award: Award, cells: Numbers) -> Flags:
        """Of which cells a cap of the award may be on what one participant costs."""
        columns, found = self.books.columns, np.zeros(len(cells), dtype=bool)
        categories = columns.category[cells]
        for category in np.unique(categories).tolist():
            mine = categories == category
            name = self.books.numbering.categories[category]
            for _, rule, _ in self.books.limits_per_person(award, name):
                asked = in_force_on(rule, columns.start[cells])
                found |= mine & asked & self._selects(rule, award)[cells]
        return found

    def _least(self, award: Award, number: int) -> Fraction:
        """Cents that serving one person by this cell takes at least."""
        books, cell = self.books, self.books.columns.cells[number]
        group = books.numbering.groups[books.columns.group[number]]
        least = Fraction(int(books.nets[number]), group.participants)
        for homed, rule, bound in self._caps_on(award, cell, number):
            if bound.share is not None and bound.of == "cost":
                share = share_of_cost(books, homed, rule, bound.share, cell.start)
                if share is not None:
                    least = min(least, share * Fraction(cell.gross, group.participants))
            if {"participant", "credential"} & set(rule.per):
                subject = Subject(group, cell.line, award, cell.start)
                each = self._each(award, homed, rule, bound, subject)
                if each is not None:
                    completing = books.completion(group) if "credential" in rule.per else 1
                    least = min(least, each * completing)
        return least

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
            columns = self.books.columns
            known = columns.direct
            if rule.spend is not None and len(columns):
                some = np.flatnonzero(columns.direct)
                subjects, category = columns.subjects(payer).at(some), columns.category[some]
                taken = selects(self.books, rule.spend, subjects, subjects.group, category)
                known[some] = taken
            self._selected[id(rule), payer] = known
        return known


def _cheapest(books: Books, cells: Numbers) -> dict[int, int]:
    """The least net cost of each group's cells."""
    found: dict[int, int] = {}
    groups, nets = books.columns.group[cells].tolist(), books.nets[cells].tolist()
    for group, net in zip(groups, nets, strict=True):
        found[group] = min(net, found.get(group, net))
    return found
