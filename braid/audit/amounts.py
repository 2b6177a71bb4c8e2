"""Awards pay within their status, their own dates, their amount and their slices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from braid.audit.books import Booked, Books
from braid.audit.findings import HELD, Row, usd
from braid.schema.scenario import Award


def check_status(books: Books) -> Iterator[Row]:
    """Only committed awards of enabled streams pay, in cash unless the line takes other things."""
    for booked in books.booked:
        award = booked.award
        line = booked.cell.line if booked.cell else None
        pays = books.used(award) and books.permissions.may_commit(award, line)
        if books.is_entitlement(award) and booked.cell is not None:
            formula = books.entitlements.formula_of(award, booked.day)
            pays = pays and formula is not None and booked.cell.direct
        if pays:
            yield HELD
            continue
        says = "Charge of an award that is not committed, not used, or not in cash"
        yield Row(says, award.id, booked.where, usd(booked.cents), "<=", usd(0))


def check_window(books: Books) -> Iterator[Row]:
    """Charges stay within the dates that the award itself states (or the horizon)."""
    for booked in books.booked:
        if booked.cell is not None:
            if _in_own_window(books, booked):
                yield HELD
                continue
            says = "Charge outside the award's own dates"
            yield Row(says, booked.award.id, booked.where, usd(booked.cents), "<=", usd(0))


def _in_own_window(books: Books, booked: Booked) -> bool:
    cell, award = booked.cell, booked.award
    if cell is None:
        return True
    timing = books.permissions.timing(award)
    end = _own_end(books, award)
    if not timing.obligated:
        return timing.start <= cell.start and (end is None or cell.end <= end)
    day = cell.line.obligated or cell.start
    # how long a bill may wait for its payment is for the timeline rule to say
    return timing.start <= day and (end is None or day < end)


def _own_end(books: Books, award: Award) -> date | None:
    """The day after the award's stated end; the horizon's when nothing else ends it."""
    if award.end is not None:
        return award.end + timedelta(days=1)
    by_law = books.inputs.law.latest_end(award.id, books.inputs.window(award)[0])
    return None if by_law is not None else books.inputs.calendar.end


def check_amount(books: Books) -> Iterator[Row]:
    """Charges and earlier spending stay within each award's amount."""
    for name, charges in books.by_award.items():
        award = books.inputs.awards[name]
        if award.amount is None or books.is_entitlement(award):
            continue
        left = int(award.amount * 100) - _earlier(award)
        spent = sum(b.cents for b in charges)
        says = "Charges against what is left of the award"
        yield Row(says, name, name, usd(spent), "<=", usd(left))


def _earlier(award: Award) -> int:
    return sum(int(spent.amount * 100) for spent in award.to_date)


def check_slices(books: Books) -> Iterator[Row]:
    """Up to the end of each period only money that was there when the period began."""
    for name, charges in books.by_award.items():
        award = books.inputs.awards[name]
        if not award.slices:
            continue
        for period in books.inputs.calendar.periods:
            there = sum(int(s.amount * 100) for s in award.slices if s.from_ <= period.start)
            spent = sum(b.cents for b in charges if b.charge.period <= period.start)
            says = "Charges to the end of a period against the slices that had begun"
            where = f"{name}, to {period.last}"
            yield Row(says, name, where, usd(spent), "<=", usd(there - _earlier(award)))
