"""What state, local or private money paid before may not move to this money."""

from __future__ import annotations

from collections.abc import Iterator

from braid.audit.books import Books
from braid.audit.cells import Cell
from braid.audit.findings import Row, usd
from braid.audit.permission import in_force, in_force_on
from braid.catalog.law import HomedRule
from braid.schema.base import Origin
from braid.schema.rules import Supplant
from braid.schema.scenario import Award


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Per cell: money that may not supplant leaves what was paid before."""
    rule = homed.rule
    if not isinstance(rule, Supplant):
        return
    columns = books.columns
    concerned = books.permissions.concerned(rule.for_)[columns.category]
    concerned &= in_force_on(rule, columns.start)
    touched = books.ledger.touched
    for number in touched[concerned[touched]].tolist():
        cell = columns.cells[number]
        prior = cell.prior(rule.protects)
        if prior == 0:
            continue
        left = _bound(books, homed, rule, number)
        if left == 0:
            continue
        right = max(0, books.net(cell) - prior)
        where = ", ".join(str(part) for part in cell.key if part)
        says = "Charges on a cost that other money paid before"
        yield Row(says, where, where, usd(left), "<=", usd(right))


def _bound(books: Books, homed: HomedRule, rule: Supplant, number: int) -> int:
    """What money that must leave in place what the rule protects pays of a cell."""
    ledger, cell, left = books.ledger, books.columns.cells[number], 0
    for charge in ledger.on_cell(number):
        award = books.numbering.awards[ledger.award[charge]]
        own = award.id in homed.awards or set(rule.protects) <= protected(books, award, cell)
        if own and not books.is_entitlement(award):
            left += int(ledger.cents[charge])
    return left


def protected(books: Books, award: Award, cell: Cell) -> set[Origin]:
    """The origins that the award's own rules together protect on the cell."""
    found: set[Origin] = set()
    for homed in books.permissions.rules(award, "supplant"):
        rule = homed.rule
        if (
            isinstance(rule, Supplant)
            and in_force(rule, cell.start)
            and books.permissions.concerns(rule.for_, cell.line.category)
        ):
            found |= set(rule.protects)
    return found
