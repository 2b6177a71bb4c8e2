"""Awards pay within their status, their own dates, their amount and their slices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from braid.audit.books import Books
from braid.audit.exact import Flags, Numbers
from braid.audit.findings import Row, usd
from braid.audit.refusals import refusals
from braid.schema.scenario import Award


def check_status(books: Books) -> Iterator[Row]:
    """Only committed awards of enabled streams pay, in cash unless the line takes other things."""
    ledger = books.ledger
    pays = np.zeros(len(ledger), dtype=bool)
    for name, rows in ledger.of_award.items():
        award = books.inputs.awards[name]
        if not books.used(award):
            continue
        pays[rows] = books.permissions.may_commit(award, None)
        of_lines = rows[ledger.cell[rows] >= 0]
        pays[of_lines] = books.permissions.may_commit_lines(award)[ledger.line[of_lines]]
        if books.is_entitlement(award):
            pays[of_lines] &= ledger.cell_group[of_lines] >= 0
            pays[of_lines] &= _has_formula(books, award, ledger.day[of_lines])
    says = "Charge of an award that is not committed, not used, or not in cash"
    yield from refusals(books, np.arange(len(ledger)), pays, says)


def _has_formula(books: Books, award: Award, days: Numbers) -> Flags:
    """On which days the award has a formula."""
    formula_of = books.entitlements.formula_of
    known = {d: formula_of(award, date.fromordinal(d)) is not None for d in set(days.tolist())}
    return np.array([known[day] for day in days.tolist()], dtype=bool)


def check_window(books: Books) -> Iterator[Row]:
    """Charges stay within the dates that the award itself states (or the horizon)."""
    ledger = books.ledger
    within = np.ones(len(ledger), dtype=bool)
    for name, rows in ledger.of_award.items():
        of_lines = rows[ledger.cell[rows] >= 0]
        award = books.inputs.awards[name]
        within[of_lines] = _in_own_window(books, award, ledger.cell[of_lines])
    says = "Charge outside the award's own dates"
    of_lines = np.flatnonzero(ledger.cell >= 0)
    yield from refusals(books, of_lines, within[of_lines], says)


def _in_own_window(books: Books, award: Award, some: Numbers) -> Flags:
    """Which of some cells lie in the award's own dates."""
    cells, timings = books.columns, books.permissions.timings
    start, end = timings.own(award).start.toordinal(), _own_end(books, award)
    obligated = by_obligation(books, award, some)
    # how long a bill may wait for its payment is for the timeline rule to say
    begins = start <= np.where(obligated, cells.obligated[some], cells.start[some])
    if end is None:
        return begins
    last = end.toordinal()
    over = ~np.where(obligated, cells.obligated[some] < last, cells.end[some] <= last)
    for category in timings.outlasting(award):  # of which a timeline rule says when they end
        over &= ~books.numbering.named((category,))[cells.category[some]]
    return begins & ~over


def by_obligation(books: Books, award: Award, some: Numbers) -> Flags:
    """Of which of some cells the day counts on which they were obligated."""
    timings, categories = books.permissions.timings, books.columns.category[some]
    found = np.full(len(some), timings.own(award).obligated)
    for category, timing in timings.apart(award).items():
        found[books.numbering.named((category,))[categories]] = timing.obligated
    return found


def _own_end(books: Books, award: Award) -> date | None:
    """The day after the award's stated end; the horizon's when nothing else ends it."""
    if award.end is not None:
        return award.end + timedelta(days=1)
    by_law = books.inputs.law.latest_end(award.id, books.inputs.window(award)[0])
    return None if by_law is not None else books.inputs.calendar.end


def check_amount(books: Books) -> Iterator[Row]:
    """Charges, earlier spending and what is given stay within each award's amount.

    For an award that may spend program income, the rule that says so answers.
    """
    for name, rows in books.ledger.of_award.items():
        award = books.inputs.awards[name]
        if award.amount is None or books.is_entitlement(award):
            continue
        if books.funds.addition(award) is None:
            says = "Charges against what is left of the award"
            yield within_funds(books, award, rows, says)


def within_funds(books: Books, award: Award, rows: Numbers, says: str) -> Row:
    """Charges of an award against all that it has for them."""
    spent = int(books.ledger.cents[rows].sum())
    there = books.funds.left(award, int((award.amount or 0) * 100)) + books.funds.moved(award)
    return Row(says, award.id, award.id, usd(spent), "<=", usd(there))


def check_slices(books: Books) -> Iterator[Row]:
    """Up to the end of each period only money that was there when the period began."""
    for name, rows in books.ledger.of_award.items():
        award = books.inputs.awards[name]
        if not award.slices:
            continue
        cents, days = books.ledger.cents[rows], books.ledger.period[rows]
        for period in books.inputs.calendar.periods[books.closed :]:
            there = sum(int(s.amount * 100) for s in award.slices if s.from_ <= period.start)
            spent = int(cents[days <= period.start.toordinal()].sum())
            says = "Charges to the end of a period against the slices that had begun"
            where = f"{name}, to {period.last}"
            there = books.funds.left(award, there)
            yield Row(says, name, where, usd(spent), "<=", usd(there))
