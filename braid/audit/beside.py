"""Which money counts beside an award, and for which of its needs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from braid.audit.books import Books
from braid.audit.exact import Flags, Numbers, numbered
from braid.audit.pledges import Source
from braid.schema.money_rules import Beside, NeedPer
from braid.schema.scenario import Award

Key = tuple[int, ...]
"""One need of an award: numbers of its period (a day), line, cell, employer, as ``per`` says."""


def at(column: Numbers, places: Numbers) -> Numbers:
    """What a column has in some places; -1 where there is no place."""
    found = np.full(len(places), -1, dtype=np.int64)
    found[places >= 0] = column[places[places >= 0]]
    return found


class Offer(NamedTuple):
    """Money that may stand beside an award, for the need of a key."""

    source: Source
    key: Key
    cents: int


class BesideAward:
    """The money that counts beside one award, as one rule of it says."""

    def __init__(
        self, books: Books, award: Award, beside: Beside, per: tuple[NeedPer, ...]
    ) -> None:
        self.books = books
        self.award = award
        self.beside = beside
        self.per = tuple(part for part in dict.fromkeys(per) if part != "award")

    @cached_property
    def cells(self) -> Flags:
        """The cells whose charges count: in the award's window, of the right sort."""
        books, columns = self.books, self.books.columns
        near, categories = books.payable.near(self.award), books.numbering.categories
        category = columns.category[near]
        each = [books.permissions.timings.of(self.award, name) for name in categories]
        start = np.array([timing.start.toordinal() for timing in each])[category]
        end = np.array([timing.end.toordinal() for timing in each])[category]
        within = (start <= columns.start[near]) & (columns.start[near] < end)
        if self.beside.category is not None:
            within &= books.numbering.named(self.beside.category)[category]
        found: Flags = np.zeros(len(columns), dtype=bool)
        found[near] = within
        return (
            found
            if self.beside.category is not None
            else found & books.payable.by_rules(self.award)
        )

    @cached_property
    def awards(self) -> Flags:
        """The awards whose money counts: of those that are for somebody for whom this one is."""
        books, numbering = self.books, self.books.numbering
        near = np.array(books.near(self.award), dtype=np.int64)
        counts = books.pledges.counted[near] & (near != numbering.award[self.award.id])
        counts &= numbering.of_origin(self.beside.origin)[near]
        counts &= numbering.of_form(self.beside.form)[near]
        if self.beside.employer:
            counts &= books.pledges.of_awards[near] >= 0
        found: Flags = np.zeros(len(numbering.awards), dtype=bool)
        for number in near[counts].tolist():
            match_for = numbering.awards[number].match_for
            found[number] = match_for is None or self.award.id in match_for
        return found

    def keys(self, cells: Numbers, periods: Numbers) -> tuple[list[Key], Numbers]:
        """The keys of some charges, and of each the number of its key; -1 where it has none."""
        parts = []
        for part in self.per:
            of_cell = {
                "period": periods,
                "line": at(self.books.columns.line, cells),
                "cell": cells,
                "employer": at(self.books.pledges.employers, cells),
            }[part]
            parts.append(of_cell)
        if not parts:
            return [()], np.zeros(len(cells), dtype=np.int64)
        first, kind = numbered(*parts)
        keys = list(zip(*(part[first].tolist() for part in parts), strict=True))
        whole = np.array([-1 not in key for key in keys], dtype=bool)
        return keys, np.where(whole[kind], kind, -1) if len(kind) else kind

    def of_charges(self, awards: Numbers, cells: Numbers) -> tuple[list[Key], Numbers]:
        """The same of charges of some awards on some cells; -1 too where they do not count."""
        keys, kind = self.keys(cells, at(self.books.pledges.periods, cells))
        counts = (awards >= 0) & (cells >= 0)
        counts[counts] = self.awards[awards[counts]] & self.cells[cells[counts]]
        if self.beside.employer:
            whose = self.books.pledges.of_awards
            counts &= whose[awards] == at(self.books.pledges.employers, cells)
        return keys, np.where(counts, kind, -1)

    def of_rest(self, award: Award) -> Key | None:
        """The need that what an award gives in kind without a charge may serve."""
        if award.form != "in_kind" or not self.awards[self.books.numbering.award[award.id]]:
            return None
        own, other = (self.books.permissions.timings.own(a) for a in (self.award, award))
        if not (own.start < other.end and other.start < own.end):
            return None
        if not self.per:
            return ()
        employer = self.books.pledges.employer(award)
        return (employer,) if self.per == ("employer",) and employer >= 0 else None

    def offers(self) -> Iterator[Offer]:
        """Every charge, and all that is in kind, that may stand beside the award."""
        ledger = self.books.ledger
        rows = np.flatnonzero(ledger.cell >= 0)
        keys, kind = self.of_charges(ledger.award[rows], ledger.cell[rows])
        for row, number in zip(rows[kind >= 0].tolist(), kind[kind >= 0].tolist(), strict=True):
            cost, group, category, period, award, _, cents = ledger.entries[row]
            yield Offer((award, cost, group, category, period), keys[number], cents)
        for other in self.books.numbering.awards:
            key, rest = self.of_rest(other), self.books.pledges.in_kind(other)
            if key is not None and rest > 0:
                yield Offer((other.id, "", "", "", None), key, rest)
