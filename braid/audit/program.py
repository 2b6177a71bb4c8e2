"""Which programs the money may pay for."""

from __future__ import annotations

from collections.abc import Iterator

from braid.audit.books import Books
from braid.audit.findings import Row
from braid.catalog.law import HomedRule


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """One row for each charge that the rule concerns."""
    return books.permitted.rows(homed, "Charge for a program that the money may not pay for")
