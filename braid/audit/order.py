"""What an award pays only after entitlements have paid."""

from __future__ import annotations

from collections.abc import Iterator

from braid.audit.books import Booked, Books
from braid.audit.cells import Cell
from braid.audit.findings import Row, usd
from braid.audit.permission import in_force
from braid.catalog.law import HomedRule
from braid.schema.rules import Order


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Under the full-cost reading a row per group; else a row per cell that an entitlement paid."""
    rule = homed.rule
    if not isinstance(rule, Order):
        return
    if rule.reading == "full_cost":
        yield from _full_cost(homed, rule, books)
    else:
        for key, charges in books.on_cell.items():
            yield from _remaining(homed, rule, books, books.cells[key], charges)


def _full_cost(homed: HomedRule, rule: Order, books: Books) -> Iterator[Row]:
    for group in books.inputs.groups.values():
        cells = [
            cell
            for cell in books.direct_cells.get(group.id, ())
            if in_force(rule, cell.start)
            and books.permissions.concerns(rule.for_, cell.line.category)
        ]
        later = sum(
            b.cents
            for cell in cells
            for b in books.on_cell.get(cell.key, ())
            if b.award.id in homed.awards
        )
        if later == 0:
            continue
        entitled = sum(
            books.entitlements.total(award, group)
            for award in books.entitlements.awards
            if award.stream in rule.after
        )
        right = max(0, sum(cell.gross for cell in cells) - entitled)
        says = "Charges for costs that an entitlement is meant for"
        yield Row(says, group.id, group.id, usd(later), "<=", usd(right), counted=entitled > 0)


def _remaining(
    homed: HomedRule, rule: Order, books: Books, cell: Cell, charges: tuple[Booked, ...]
) -> Iterator[Row]:
    if not cell.direct or not in_force(rule, cell.start):
        return
    if not books.permissions.concerns(rule.for_, cell.line.category):
        return
    first = sum(
        books.entitlements.applied.get((award.id, cell.key), 0)
        for award in books.entitlements.awards
        if award.stream in rule.after
    )
    later = sum(b.cents for b in charges if b.award.id in homed.awards)
    if later == 0:
        return
    where = ", ".join(str(part) for part in cell.key if part)
    says = "Charges beside an entitlement that pays first"
    yield Row(says, where, where, usd(later), "<=", usd(cell.gross - first), counted=first > 0)


def answers_for(books: Books, cell: Cell) -> bool:
    """Whether an order rule already names what is paid beyond a cell's cost."""
    charges = books.on_cell.get(cell.key, ())
    return any(
        not row.holds
        for homed in books.inputs.law.of_kind("order")
        if isinstance(homed.rule, Order) and homed.rule.reading == "remaining"
        for row in _remaining(homed, homed.rule, books, cell, charges)
    )
