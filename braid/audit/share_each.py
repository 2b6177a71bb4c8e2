"""A share of a cost is a share of each person's cost: what a stream pays is for those it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from braid.audit.books import Books
from braid.audit.cells import Cell
from braid.audit.findings import Row, held, usd


def rows_for_each(
    books: Books, cell: Cell, charges: Iterable[int], most: Fraction
) -> Iterator[Row]:
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
