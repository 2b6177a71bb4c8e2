"""Entitlements are applied exactly as their formula says: no cent more, no cent elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from braid.audit.books import Books
from braid.audit.findings import Row, held, usd
from braid.catalog.law import HomedRule
from braid.schema.rules import Formula
from braid.schema.scenario import Award


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Per group and cell: what the award pays is what the formula applies."""
    if not isinstance(homed.rule, Formula):
        return
    for name in homed.awards:
        award = books.inputs.awards[name]
        yield held(len(books.entitlements.entitled(award)))
        cells, paid = books.columns.cells, _paid(books, award)
        open_cells = books.columns.number  # of periods that are over nothing is charged again
        applied = books.entitlements.applied.items()
        due = {key: c for (a, key), c in applied if a == name and key in open_cells}
        numbers = {books.columns.number[key] for key in due} | set(paid)
        for cell_key in sorted((cells[number].key for number in numbers), key=str):
            where = ", ".join(str(part) for part in cell_key if part)
            left = paid.get(books.columns.number[cell_key], 0)
            right = due.get(cell_key, 0)
            if left == right:
                yield held(1)
                continue
            says = "What the entitlement pays"
            yield Row(says, name, where, usd(left), "=", usd(right))


def _paid(books: Books, award: Award) -> dict[int, int]:
    """What an entitlement pays of each cell; where another rule already refuses that, nothing."""
    ledger, columns = books.ledger, books.columns
    refused = ~books.payable.unrefused(award) | ~columns.direct
    refused[columns.direct] |= books.entitlements.barred(award)[columns.group[columns.direct]]
    for name, group in books.entitlements.given_way:
        if name == award.id:
            refused |= columns.group == books.numbering.group[group]
    rows = ledger.of_awards((award.id,))
    rows = rows[ledger.cell[rows] >= 0]
    rows = rows[~refused[ledger.cell[rows]]]
    found: dict[int, int] = {}
    for cell, cents in zip(ledger.cell[rows].tolist(), ledger.cents[rows].tolist(), strict=True):
        found[cell] = found.get(cell, 0) + cents
    return found
