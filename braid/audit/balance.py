"""Every cost equals its charges plus what is unfunded, to the cent; nothing is paid twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from braid.audit import order
from braid.audit.books import Books
from braid.audit.charges import Charge, Unfunded
from braid.audit.exact import sums, whole
from braid.audit.findings import Row, held, usd

Place = tuple[str, str, str, date]
"""Cost, group (empty when shared), category, first day of the period."""


def check_entries(books: Books) -> Iterator[Row]:
    """Charges name what exists, and are amounts that somebody pays."""
    for charge in books.ledger.strangers:
        says = "Charge that names what is not there (cost, group, category, period, award)"
        yield Row(says, charge.award, _of(charge), usd(charge.cents), "<=", usd(0))
        if charge.cents <= 0:
            yield Row(says, charge.award, _of(charge), usd(1), "<=", usd(0))
    negative = np.flatnonzero(books.ledger.cents < 0).tolist()
    yield held(len(books.ledger) - len(negative))
    for row in negative:
        booked = books.book(row)
        says = "Amount of a charge"
        yield Row(says, booked.award.id, booked.where, usd(booked.cents), ">=", usd(0))


def _of(entry: Charge | Unfunded) -> str:
    parts = (entry.cost, entry.group, entry.category, str(entry.period))
    return ", ".join(part for part in parts if part)


def _costs(books: Books) -> dict[Place, int]:
    """What every cell and then every reporting cell costs."""
    found: dict[Place, int] = {}
    for (cost, group, period), cell in books.cells.items():
        found[cost, group, cell.line.category, period] = cell.gross
    for (cost, category, period), report in books.reporting.cells.items():
        found[cost, "", category, period] = report.cents
    return found


def check_balance(books: Books) -> Iterator[Row]:
    """No cell is paid beyond its cost; with stated unfunded dollars the two add up."""
    costs = _costs(books)
    places = list(costs)
    number = {place: n for n, place in enumerate(places)}
    stated = books.plan.unfunded
    short_of: list[int] = []
    short_cents: list[int] = []
    known = 0
    for row in stated or ():
        at = number.get((row.cost, row.group, row.category, row.period))
        if at is not None:
            short_of.append(at)
            short_cents.append(row.cents)
            if row.cents >= 0:
                known += 1
                continue
        yield Row("Unfunded dollars of a cost", row.cost, _of(row), usd(row.cents), "=", usd(0))
        if row.cents <= 0:
            yield Row("Unfunded dollars of a cost", row.cost, _of(row), usd(1), "<=", usd(0))
    yield held(known)
    ledger = books.ledger
    paid_of = np.where(ledger.cell < 0, len(books.columns) + ledger.report, ledger.cell)
    paid = sums(paid_of, ledger.cents, len(places))
    short = sums(np.array(short_of, dtype=np.int64), whole(short_cents), len(places))
    whole_cost = whole(costs.values())
    beyond = paid > whole_cost
    uneven = (paid + short != whole_cost) | beyond if stated is not None else beyond
    if stated is not None:
        yield held(int(np.count_nonzero(~uneven)))
    for n in np.flatnonzero(uneven).tolist():
        place, cost, charged, unfunded = places[n], int(whole_cost[n]), int(paid[n]), int(short[n])
        where = ", ".join(str(part) for part in place if part)
        if charged > cost:
            if not _named_by_order(books, place):
                says = "Charges on one cost"
                yield Row(says, place[0], where, usd(charged), "<=", usd(cost))
        else:
            says = "Charges plus unfunded dollars of one cost"
            yield Row(says, place[0], where, usd(charged + unfunded), "=", usd(cost))


def _named_by_order(books: Books, place: Place) -> bool:
    cell = books.columns.number.get((place[0], place[1], place[3]))
    return cell is not None and order.answers_for(books, cell)
