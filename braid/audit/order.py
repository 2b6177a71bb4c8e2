"""What an award pays only after others have paid, and whom it serves first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from braid.audit import priority, used_up
from braid.audit.books import Books
from braid.audit.exact import Cents, Flags, Numbers, sums
from braid.audit.findings import Row, held, usd
from braid.audit.permission import in_force_on
from braid.catalog.law import HomedRule
from braid.schema.rules import Order


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Under the full-cost reading a row per group; after entitlements and awards rows per cell;
    who comes first, rows per award and cell."""
    rule = homed.rule
    if not isinstance(rule, Order):
        return
    if rule.reading == "full_cost":
        yield from _full_cost(homed, rule, books)
    elif rule.reading == "used_up":
        yield from used_up.rows(homed, rule, books)
    elif rule.reading == "priority":
        named = books.permissions.concerned(rule.for_)[books.columns.category]
        yield from priority.rows(homed, rule, books, named & books.columns.direct)
    else:
        yield from _remaining(homed, rule, books, books.ledger.touched)


def _later(homed: HomedRule, books: Books) -> Cents:
    """What the awards that follow the rule pay of each cell."""
    ledger = books.ledger
    rows = ledger.of_awards(homed.awards)
    rows = rows[ledger.cell[rows] >= 0]
    return sums(ledger.cell[rows], ledger.cents[rows], len(books.columns))


def _concerned(rule: Order, books: Books) -> Flags:
    """Which direct cells the rule concerns."""
    columns = books.columns
    found = books.permissions.concerned(rule.for_)[columns.category] & columns.direct
    return found & in_force_on(rule, columns.start)


def _full_cost(homed: HomedRule, rule: Order, books: Books) -> Iterator[Row]:
    for group, later, left in full_costs(homed, rule, books):
        if later:
            says = "Charges for costs that an entitlement is meant for"
            yield Row(says, group, group, usd(later), "<=", usd(left))


def full_costs(homed: HomedRule, rule: Order, books: Books) -> Iterator[tuple[str, int, int]]:
    """Each group that is entitled to something: what later awards pay for it, and may pay."""
    later_of, gross_of = _of_groups(homed, rule, books)
    done_of = np.zeros(len(later_of), dtype=np.int64)
    if books.closed:  # costs of periods that are over count too
        gross_of = _of_groups(homed, rule, books.whole)[1]
    if books.past.books is not None:
        done_of = _of_groups(homed, rule, books.past.books)[0]
    for number, group in enumerate(books.numbering.groups):
        entitled = sum(
            books.entitlements.total(award, group)
            for award in books.entitlements.awards
            if award.stream in rule.after
        )
        if entitled:
            left = max(0, max(0, int(gross_of[number]) - entitled) - int(done_of[number]))
            yield group.id, int(later_of[number]), left


def _of_groups(homed: HomedRule, rule: Order, books: Books) -> tuple[Cents, Cents]:
    """By group: what the awards that follow the rule pay of its cells, and what these cost."""
    cells = np.flatnonzero(_concerned(rule, books))
    groups, count = books.columns.group[cells], len(books.numbering.groups)
    later_of = sums(groups, _later(homed, books)[cells], count)
    return later_of, sums(groups, books.columns.gross[cells], count)


def _remaining(homed: HomedRule, rule: Order, books: Books, cells: Numbers) -> Iterator[Row]:
    later_of = _later(homed, books)
    after = [a.id for a in books.entitlements.awards if a.stream in rule.after]
    applied = books.entitlements.applied
    cells = cells[_concerned(rule, books)[cells]]
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
