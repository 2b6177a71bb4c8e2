"""What state, local or private money paid before may not move to this money."""

from __future__ import annotations

from collections.abc import Iterator

from braid.audit.books import Books
from braid.audit.cells import Cell
from braid.audit.findings import Row, usd
from braid.audit.permission import in_force
from braid.catalog.law import HomedRule
from braid.schema.rules import Supplant
from braid.schema.scenario import Award


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Per cell: money that may not supplant leaves what was paid before."""
    rule = homed.rule
    if not isinstance(rule, Supplant):
        return
    for key, charges in books.on_cell.items():
        cell = books.cells[key]
        if not in_force(rule, cell.start):
            continue
        if not books.permissions.concerns(rule.for_, cell.line.category):
            continue
        prior = cell.prior(rule.protects)
        if prior == 0:
            continue
        left = sum(
            b.cents
            for b in charges
            if b.award.id in homed.awards or _protects(books, b.award, cell, set(rule.protects))
            if not books.is_entitlement(b.award)
        )
        if left == 0:
            continue
        right = max(0, books.net(cell) - prior)
        where = ", ".join(str(part) for part in key if part)
        says = "Charges on a cost that other money paid before"
        yield Row(says, where, where, usd(left), "<=", usd(right))


def _protects(books: Books, award: Award, cell: Cell, origins: set[str]) -> bool:
    """Whether the award's own rules together protect all of these origins on the cell."""
    protected: set[str] = set()
    for homed in books.permissions.rules(award, "supplant"):
        rule = homed.rule
        if (
            isinstance(rule, Supplant)
            and in_force(rule, cell.start)
            and books.permissions.concerns(rule.for_, cell.line.category)
        ):
            protected |= set(rule.protects)
    return origins <= protected
