"""Some groups get what an award can pay for them before it pays for others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from braid.audit.books import Books
from braid.audit.exact import Cents, Flags, Numbers, sums
from braid.audit.findings import Row, held, usd
from braid.audit.permission import in_force_on
from braid.audit.running_out import Alone, RunningOut
from braid.audit.subjects import on_first_days
from braid.catalog.law import HomedRule
from braid.periods import program_year
from braid.record import record
from braid.schema.rules import Order
from braid.schema.scenario import Award

ROUNDING = 20
"""Cents that may be missing of a cost that is paid as far as it can be."""


def rows(homed: HomedRule, rule: Order, books: Books, named: Flags) -> Iterator[Row]:
    """Per award and cost of those who come first, where the award's stream pays for others.

    ``named`` are the direct cells of the categories that the rule is about.
    """
    by_stream: dict[str, list[Award]] = {}
    for name in homed.awards:
        award = books.inputs.committed.get(name)
        if award is not None and not books.is_entitlement(award):
            by_stream.setdefault(award.stream, []).append(award)
    for stream, awards in sorted(by_stream.items()):
        first, others = by_year(rule, books, awards[0])
        for year in sorted(first.keys() & others.keys()):
            case = _Case(
                books, awards, f"{stream}, program year {year}",
                named & np.isin(books.columns.group, first[year]),
                named & np.isin(books.columns.group, others[year]),
            )  # fmt: skip
            yield from case.rows()


def by_year(
    rule: Order, books: Books, award: Award
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """The groups that come first and the others, by the program year in which they start."""
    first: dict[int, list[int]] = {}
    others: dict[int, list[int]] = {}
    if rule.first is None:
        return first, others
    numbering = books.numbering
    groups = np.flatnonzero(numbering.groups_for(award) & in_force_on(rule, numbering.first_day))
    subjects = on_first_days(numbering, award, groups)
    comes_first = books.answers.true_of(rule.first, "group", subjects).tolist()
    for number, is_first in zip(groups.tolist(), comes_first, strict=True):
        of_year = first if is_first else others
        of_year.setdefault(program_year(numbering.groups[number].start), []).append(number)
    return first, others


@record
class _Case:
    """One stream's awards and one program year: cells of those who come first, and of others."""

    books: Books
    awards: list[Award]
    instance: str
    first: Flags
    others: Flags

    def rows(self) -> Iterator[Row]:
        """Nothing is asked while the awards pay nothing for the others."""
        ledger = self.books.ledger
        charges = ledger.of_awards(tuple(award.id for award in self.awards))
        charges = charges[ledger.cell[charges] >= 0]
        charges = charges[self.others[ledger.cell[charges]]]
        if not ledger.cents[charges].sum():
            return
        paid = _paid(self.books)
        for award in self.awards:
            if self.books.used(award):
                yield from self._of_award(award, charges, paid)

    def _of_award(self, award: Award, aside: Numbers, paid: Cents) -> Iterator[Row]:
        books = self.books
        cells = np.flatnonzero(self.first & books.payable.open_to(award) & (books.nets > 0))
        runs, alone = RunningOut(books, award, aside), Alone(books, award)
        out = runs.money(cells)
        yield held(int(np.count_nonzero(out)))
        for number in cells[~out].tolist():
            most = alone.most(number)
            if paid[number] + ROUNDING >= most or runs.capped(number):
                yield held(1)
                continue
            where = ", ".join(str(part) for part in books.columns.cells[number].key if part)
            says = f"Paid for those who come first, while {award.id} has money"
            yield Row(says, self.instance, where, usd(int(paid[number])), ">=", usd(most))


def _paid(books: Books) -> Cents:
    """Cents that all awards pay of each cell, entitlements apart."""
    ledger = books.ledger
    entitled = np.array([books.is_entitlement(award) for award in books.numbering.awards])
    charges = np.flatnonzero(ledger.cell >= 0)
    charges = charges[~entitled[ledger.award[charges]]]
    return sums(ledger.cell[charges], ledger.cents[charges], len(books.columns))
