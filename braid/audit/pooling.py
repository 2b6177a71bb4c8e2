"""Which awards have a say in the number of an instance of a limit, where theirs differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from braid.audit.books import Books
from braid.audit.permission import in_force
from braid.audit.spending import OF_AWARD, Key, Spending
from braid.catalog.facts import Subject
from braid.catalog.law import HomedRule
from braid.schema.base import Number, Versioned
from braid.schema.rules import Limit
from braid.schema.scenario import Award


def committed(books: Books, homed: HomedRule, rule: Limit) -> list[Award]:
    """The awards of a limit, those that the plan declines too; entitlements apart."""
    known = books.of_limits.get(id(homed))
    if known is None:
        names = homed.awards if rule.counts == "own" else tuple(books.inputs.committed)
        found = [books.inputs.committed[name] for name in names if name in books.inputs.committed]
        known = homed, [a for a in found if not books.is_entitlement(a)]
        books.of_limits[id(homed)] = known
    return known[1]


def strictest(books: Books, number: Number, asked: list[tuple[Award, date]]) -> Fraction | None:
    """The least of what a number is for several awards, each on a day; None if unknown to all."""
    found = [books.questions.number(number, award, day) for award, day in asked]
    return min((n for n in found if n is not None), default=None)


def share_of_cost(
    books: Books, homed: HomedRule, rule: Limit, share: Number, day: date
) -> Fraction | None:
    """The least share of a cost that any of a limit's awards may pay on a day."""
    awards = committed(books, homed, rule)
    if not isinstance(share, Versioned):
        awards = awards[:1]  # they all have the same
    return strictest(books, share, [(award, day) for award in awards])


def pooled(
    spending: Spending, key: Key, awards: tuple[Award, ...], number: Number | None, yearly: bool
) -> tuple[Award, ...]:
    """The awards that an instance pools; of one that charges decide, those that may be charged.

    One of them, where the number is the same for all.
    """
    found = spending.awards_in(key, awards)
    named = {dimension for dimension, _ in key}
    if not isinstance(number, Versioned) and not (yearly and "fiscal_year" in named):
        return found[:1]
    if len(found) < 2 or named <= set(OF_AWARD):
        return found
    return tuple(award for award in found if _may_be_charged(spending, key, award))


def _may_be_charged(spending: Spending, key: Key, award: Award) -> bool:
    return any(
        spending.key_of(award, subject) == key and has_its_parts(key, subject)
        for subject in subjects_of(spending, award)
        if subject.day is None or in_force(spending.rule, subject.day)
    )


def has_its_parts(key: Key, subject: Subject) -> bool:
    """What has no group or line is in no instance that is cut by it."""
    return all(value is not None for name, value in key if name in ("group", "line"))


def subjects_of(spending: Spending, award: Award) -> Iterator[Subject]:
    """Everything that an award may be charged for."""
    books = spending.books
    yield from on_lines(spending, award)
    for report in books.reporting.cells.values():
        if books.reporting.may_pay(award, report):
            yield Subject(None, None, award, report.period)
    past = books.past.books
    for kept in (books,) if past is None else (books, past):  # what is charged, may be or not
        for row in kept.ledger.of_awards((award.id,)).tolist():
            booked = kept.book(row)
            line = None if booked.cell is None else booked.cell.line
            day = date.fromordinal(int(kept.ledger.day[row]))
            yield Subject(booked.beneficiary, line, award, day)


def on_lines(spending: Spending, award: Award) -> Iterator[Subject]:
    """The costs of lines that are open to an award."""
    books, inputs = spending.books, spending.inputs
    columns, payable = books.columns, books.payable
    for number in payable.open_to(award).nonzero()[0].tolist():
        cell = columns.cells[number]
        if cell.direct:
            yield Subject(cell.group, cell.line, award, cell.start)
        elif books.permissions.benefit_rules(award, cell.line, cell.start):
            of_line = books.numbering.line[cell.line.id]
            qualify = payable.qualifying(award, of_line).tolist()
            members = zip(inputs.groups_of(cell.line), qualify, strict=True)
            for name in (name for name, does in members if does):
                yield Subject(inputs.groups[name], cell.line, award, cell.start)
        elif payable.qualifies(award, cell):
            yield Subject(None, cell.line, award, cell.start)
