"""Whoever a stream serves is served by one of some other streams too."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from braid.audit.books import Books
from braid.audit.findings import Row
from braid.catalog.law import HomedRule


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Per stream and group: no more people than the other streams serve."""
    for pair in books.people.together(homed):
        served = books.served(pair.group, pair.stream)
        others = sum(books.served(pair.group, name) for name in pair.beside)
        says = f"Participants served by {pair.stream}, but not by {' or '.join(pair.beside)} too"
        if pair.asked is None:
            says = "Participants of whom nobody knows whether another stream must serve them too"
        yield Row(
            says, pair.stream, pair.group, Fraction(served), "<=", Fraction(others),
            unit="participants", counted=int(served > 0 and pair.asked is True),
            gentle=pair.asked is None,
        )  # fmt: skip
