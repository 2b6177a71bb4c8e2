"""Cash: what organizations receive, pay and borrow, worked out again from the charges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

from braid.audit.books import Books
from braid.audit.charges import CashRow
from braid.audit.findings import Row, held, usd
from braid.schema.scenario import Award, Cash

FREE = 1
"""Money of streams that are restricted no more than this lends, unless its terms say otherwise."""


def check(books: Books) -> Iterator[Row]:
    """Each row of the table against the charges; a row for every period, and no other."""
    stated = books.plan.cash
    if stated is None:
        return
    expected = {(row.organization, row.period): row for row in _rows(books)}
    counted = Counter((row.organization, row.period) for row in stated)
    for key in sorted(expected.keys() | counted.keys()):
        says = "The table of cash for this organization and period"
        found, wanted = Fraction(counted[key]), Fraction(key in expected)
        yield Row(says, key[0], str(key[1]), found, "=", wanted, "rows")
    before = _openings(books)
    for row in sorted(stated, key=lambda row: (row.organization, row.period)):
        right = expected.get((row.organization, row.period))
        if right is not None:
            yield from _compared(row, right, before[row.organization])
            before[row.organization] = row.balance


def _openings(books: Books) -> dict[str, int]:
    organizations = books.inputs.organizations.values()
    return {o.id: int(o.cash.opening * 100) for o in organizations if o.cash is not None}


def _compared(row: CashRow, right: CashRow, before: int) -> Iterator[Row]:
    """A row against the charges; its balance against the one ``before`` it as it stands there."""
    where = f"{row.organization}, {row.period}"
    balance = before + row.received - row.paid
    sums = (
        ("Money received in a period", row.received, right.received),
        ("Money paid in a period", row.paid, right.paid),
        ("Balance at the end of a period", row.balance, balance),
        ("Bridge loan at the end of a period", row.loan, right.loan),
    )
    for says, found, wanted in sums:
        if found == wanted:
            yield held(1)
        else:
            yield Row(says, row.organization, where, usd(found), "=", usd(wanted))


def _rows(books: Books) -> Iterator[CashRow]:
    for organization in books.inputs.organizations.values():
        if organization.cash is not None:
            yield from _of_organization(books, organization.id, organization.cash)


def _of_organization(books: Books, name: str, cash: Cash) -> Iterator[CashRow]:
    periods = books.inputs.calendar.periods
    done = books.past.books
    received, paid, on_loan = ([0] * len(periods) for _ in range(3))
    for award in books.inputs.committed.values():
        if not _moves(books, award, name):
            continue
        out = _paid(books, award)
        owed = [0] * len(periods) if done is None else _paid(done, award)
        into, counts = _received(books, award, out, owed)
        for t in range(len(periods)):
            received[t] += into[t]
            paid[t] += out[t]
            on_loan[t] += out[t] - into[t] if counts else 0
    balance, short = int(cash.opening * 100), int(cash.minimum * 100) - int(cash.opening * 100)
    for t, total in enumerate(accumulate(on_loan)):
        if t < books.closed:
            continue
        balance += received[t] - paid[t]
        loan = max(0, total + short)
        yield CashRow(name, periods[t].start, received[t], paid[t], balance, loan)


def _moves(books: Books, award: Award, organization: str) -> bool:
    """Whether an award's money goes through the organization."""
    return (
        books.inputs.recipient(award) == organization
        and award.form == "cash"
        and books.inputs.law.streams[award.stream].enabled
        and not books.is_entitlement(award)
    )


def _paid(books: Books, award: Award) -> list[int]:
    """Cents charged to an award in each period."""
    ledger = books.ledger
    found: Counter[int] = Counter()
    rows = ledger.of_award.get(award.id)
    if rows is not None:
        days, cents = ledger.period[rows].tolist(), ledger.cents[rows].tolist()
        for day, amount in zip(days, cents, strict=True):
            found[day] += amount
    return [found[period.start.toordinal()] for period in books.inputs.calendar.periods]


def _received(
    books: Books, award: Award, paid: list[int], owed: list[int]
) -> tuple[list[int], bool]:
    """Cents that come in each period, and whether they and what is paid count for the loan.

    ``owed`` was paid in periods that are over; what came in them is in the opening balance.
    """
    stream = books.inputs.law.streams[award.stream]
    terms = award.payment if award.payment is not None else stream.payment
    if terms.method == "advance":
        return paid, False
    into = [0] * len(paid)
    if terms.method == "reimbursement":
        for t, period in enumerate(books.inputs.calendar.periods):
            there = _period_of(books, period.last + timedelta(days=terms.lag_days))
            if there is not None and there >= books.closed:
                into[there] += paid[t] + owed[t]
        return into, True
    lends = stream.restricted <= FREE if terms.lends is None else terms.lends
    lends = lends and not books.funds.moves(award)
    if books.used(award):
        spent = books.past.spent(award)
        for day, cents in _parts(books, award):
            rest = max(0, cents - spent)
            spent -= cents - rest
            there = _period_of(books, max(day, books.inputs.calendar.first))
            if there is not None and books.closed < len(into):
                into[max(there, books.closed)] += rest
    return into, lends


def _parts(books: Books, award: Award) -> list[tuple[date, int]]:
    """When which part of an award that comes up front is there, in order of time."""
    if award.amount is None:
        return []
    slices = award.slices
    if not slices:
        return [(books.inputs.window(award)[0], int(award.amount * 100))]
    return sorted((part.from_, int(part.amount * 100)) for part in slices)


def _period_of(books: Books, day: date) -> int | None:
    period = books.inputs.calendar.period_of(day)
    return None if period is None else period.index
