"""Rows of charges that stand as they are, or should not be there at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from braid.audit.exact import Flags, Numbers
from braid.audit.findings import Row, held, usd

if TYPE_CHECKING:
    from braid.audit.books import Books


def refusals(
    books: Books, rows: Numbers, allowed: Flags, says: str, instance: str | None = None
) -> Iterator[Row]:
    """Of each of some charges that is not allowed, that it should not be; the others hold."""
    refused = rows[~allowed].tolist()
    yield held(len(rows) - len(refused))
    for row in refused:
        booked = books.book(row)
        name = booked.award.id if instance is None else instance
        yield Row(says, name, booked.where, usd(booked.cents), "<=", usd(0))
