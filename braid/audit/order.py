"""What an award pays only after others have paid, and whom it serves first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from braid.audit import full_cost, priority, used_up
from braid.audit.books import Books
from braid.audit.exact import Numbers
from braid.audit.findings import Row, held, usd
from braid.audit.full_cost import concerned, paid_later
from braid.catalog.law import HomedRule
from braid.schema.rules import Order


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Under the full-cost reading a row per group; after entitlements and awards rows per cell;
    who comes first, rows per award and cell."""
    rule = homed.rule
    if not isinstance(rule, Order):
        return
    if rule.reading == "full_cost":
        yield from full_cost.rows(homed, rule, books)
    elif rule.reading == "used_up":
        yield from used_up.rows(homed, rule, books)
    elif rule.reading == "priority":
        named = books.permissions.concerned(rule.for_)[books.columns.category]
        yield from priority.rows(homed, rule, books, named & books.columns.direct)
    else:
        yield from _remaining(homed, rule, books, books.ledger.touched)


def _remaining(homed: HomedRule, rule: Order, books: Books, cells: Numbers) -> Iterator[Row]:
    later_of = paid_later(homed, books)
    after = [a.id for a in books.entitlements.awards if a.stream in rule.after]
    applied = books.entitlements.applied
    cells = cells[concerned(rule, books)[cells]]
    for number in cells[later_of[cells] != 0].tolist():
        cell, later = books.columns.cells[number], int(later_of[number])
        first = sum(applied.get((award, cell.key), 0) for award in after)
        counted = int(first > 0)
        if later <= cell.gross - first:
            yield held(counted)
            continue
        where = ", ".join(str(part) for part in cell.key if part)
        says = "Charges beside an entitlement that pays first"
        right = usd(cell.gross - first)
        yield Row(says, where, where, usd(later), "<=", right, counted=counted)


def answers_for(books: Books, cell: int) -> bool:
    """Whether an order rule already names what is paid beyond a cell's cost."""
    return any(
        not row.holds
        for homed in books.inputs.law.of_kind("order")
        if isinstance(homed.rule, Order) and homed.rule.reading == "remaining"
        for row in _remaining(homed, homed.rule, books, np.array([cell]))
    )
