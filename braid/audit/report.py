"""Reporting: what it costs, who may pay for it, how much falls due."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from braid.audit.books import Books
from braid.audit.findings import Row, held, usd
from braid.catalog.law import HomedRule
from braid.record import record
from braid.schema.rules import Report


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """A row for each report that falls due, and one for each charge on its cost."""
    if not isinstance(homed.rule, Report):
        return
    yield held(books.reporting.by_rule[id(homed)])
    for booked in map(books.book, books.ledger.reporting):
        cell = booked.report
        if cell is None or homed.id not in cell.rules:
            continue
        amount = usd(booked.cents)
        allowed = amount if books.reporting.may_pay(booked.award, cell) else usd(0)
        says = "Charge for reporting that this money may not pay"
        yield Row(says, cell.cost, booked.where, amount, "<=", allowed)


@record
class Tally:
    """Reports of one rule for one award, stream or system: how many, hours and cents in all."""

    rule: str
    report: str
    cost: str
    count: int
    hours: Fraction
    cents: int


def tallies(books: Books) -> tuple[Tally, ...]:
    """What must be reported over the horizon, by rule and by who causes it."""
    found: dict[tuple[str, str, str], list[Fraction]] = {}
    for duty in books.reporting.duties:
        title = duty.homed.rule.report if isinstance(duty.homed.rule, Report) else ""
        sums = found.setdefault((duty.homed.id, title, duty.cost), [Fraction(0)] * 3)
        for index, amount in enumerate((Fraction(duty.count), duty.hours, Fraction(duty.cents))):
            sums[index] += amount
    return tuple(
        Tally(rule, title, cost, int(count), hours, int(cents))
        for (rule, title, cost), (count, hours, cents) in sorted(found.items())
    )
