"""A share of a cost is a share of each person's cost: what a stream pays is for those it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from braid.audit.books import Books
from braid.audit.cells import Cell
from braid.audit.findings import Row, held, usd
from braid.audit.pooling import share_of_cost
from braid.audit.spending import Spending
from braid.schema.base import Number


def shares_of_costs(spending: Spending, number: Number) -> Iterator[Row]:
    """Per cell: what the limit's awards pay, all together and for each whom a stream serves."""
    books = spending.books
    ledger, columns = books.ledger, books.columns
    charges = spending.charges(spending.awards)
    charges = charges[ledger.cell[charges] >= 0]
    charges = charges[spending.taken(spending.rule.spend, charges)]
    on_cell: dict[int, list[int]] = {}
    for charge, place in zip(charges.tolist(), ledger.cell[charges].tolist(), strict=True):
        on_cell.setdefault(place, []).append(charge)
    for place, paying in on_cell.items():
        cell = columns.cells[place]
        share = share_of_cost(books, spending.homed, spending.rule, number, cell.start)
        if share is None:
            continue
        left = int(ledger.cents[paying].sum())
        most = share * cell.gross
        yield from _for_each(books, cell, paying, most)
        if left <= most:
            yield held(1)
            continue
        named = [f"cost {cell.line.id}", f"period {cell.period.start}"]
        named += [f"group {cell.group.id}"] if cell.group is not None else []
        instance, says = ", ".join(named), "Spending that the limit counts against the cost"
        yield Row(says, instance, instance, usd(left), "<=", usd(most))


def _for_each(books: Books, cell: Cell, charges: Iterable[int], most: Fraction) -> Iterator[Row]:
    """Of a cell on which a cap allows ``most`` cents: what each stream and each system may pay.

    ``charges`` are those that the cap counts there.
    """
    group = cell.group
    if group is None or most >= books.net(cell):
        return
    paid: Counter[tuple[str, str]] = Counter()
    for charge in charges:
        stream = books.numbering.awards[books.ledger.award[charge]].stream
        if books.streams.counts(group.id, stream):
            cents = int(books.ledger.cents[charge])
            paid["stream", stream] += cents
            paid["system", books.streams.system[stream]] += cents
    for (scope, name), cents in sorted(paid.items()):
        counted = books.served if scope == "stream" else books.recorded
        heads = counted(group.id, name)
        right = most * heads / group.participants
        if cents <= right:
            yield held(1)
            continue
        says = f"Charges against this share of the cost of the {heads} who are served"
        where = f"{cell.line.id}, {group.id}, {cell.period.start}"
        yield Row(says, name, where, usd(cents), "<=", usd(right))
