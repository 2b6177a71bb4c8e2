"""Of records that a family shares, a stream pays at most those of whom it serves itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from braid.audit.books import Books
from braid.audit.findings import Row, usd
from braid.audit.reach import record_name
from braid.audit.records import Duty, ReportKey
from braid.schema.rules import Report


def check(books: Books) -> Iterator[Row]:
    """One row for each stream that pays for records of a system in a period."""
    paid: dict[tuple[ReportKey, str], int] = {}
    charges = books.ledger.reporting
    falling = _falling(books) if charges else {}
    for booked in map(books.book, charges if falling else ()):
        cell, stream = booked.report, booked.award.stream
        system = books.streams.system.get(stream, "")
        if cell is None or cell.cost not in _names(books, system):
            continue
        key = (cell.cost, cell.category, cell.period)
        if key in falling:
            paid[key, stream] = paid.get((key, stream), 0) + booked.cents
    for (key, stream), cents in sorted(paid.items()):
        own = sum(
            (
                Fraction(duty.cents, duty.count) * books.served(duty.group, stream)
                for duty in falling[key]
            ),
            Fraction(0),
        )
        where = f"{key[0]}, {key[2]}"
        says = "Records paid by a stream against those of whom it serves"
        yield Row(says, stream, where, usd(cents), "<=", usd(own))


def _names(books: Books, system: str) -> set[str]:
    """What records with a system are booked as, in each partnership."""
    return {record_name(books.inputs, system, group) for group in books.inputs.groups}


def _falling(books: Books) -> dict[ReportKey, list[Duty]]:
    """The duties per participant of every reporting cell, those of single streams left out."""
    periods = books.inputs.calendar.periods
    found: dict[ReportKey, list[Duty]] = {}
    for duty in books.reporting.duties:
        rule = duty.homed.rule
        if duty.group and duty.homed.home == "family" and isinstance(rule, Report):
            key = (duty.cost, rule.classed, periods[duty.occurrence.period].start)
            found.setdefault(key, []).append(duty)
    return found
