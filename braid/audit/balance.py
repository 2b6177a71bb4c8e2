"""Every cost equals its charges plus what is unfunded, to the cent; nothing is paid twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from braid.audit import order
from braid.audit.books import Books
from braid.audit.charges import Charge, Unfunded
from braid.audit.findings import HELD, Row, usd

Place = tuple[str, str, str, date]
"""Cost, group (empty when shared), category, first day of the period."""


def check_entries(books: Books) -> Iterator[Row]:
    """Charges name what exists, and are amounts that somebody pays."""
    for charge in books.strangers:
        says = "Charge that names what is not there (cost, group, category, period, award)"
        yield Row(says, charge.award, _of(charge), usd(charge.cents), "<=", usd(0))
        if charge.cents <= 0:
            yield Row(says, charge.award, _of(charge), usd(1), "<=", usd(0))
    for booked in books.booked:
        if booked.cents >= 0:
            yield HELD
            continue
        says = "Amount of a charge"
        yield Row(says, booked.award.id, booked.where, usd(booked.cents), ">=", usd(0))


def _of(entry: Charge | Unfunded) -> str:
    parts = (entry.cost, entry.group, entry.category, str(entry.period))
    return ", ".join(part for part in parts if part)


def _costs(books: Books) -> dict[Place, int]:
    """What every cell and every reporting cell costs."""
    found: dict[Place, int] = {}
    for (cost, group, period), cell in books.cells.items():
        found[cost, group, cell.line.category, period] = cell.gross
    for (cost, category, period), report in books.reporting.cells.items():
        found[cost, "", category, period] = report.cents
    return found


def check_balance(books: Books) -> Iterator[Row]:
    """No cell is paid beyond its cost; with stated unfunded dollars the two add up."""
    costs = _costs(books)
    paid: dict[Place, int] = {}
    for booked in books.booked:
        charge = booked.charge
        group = "" if booked.cell is None or not booked.cell.direct else charge.group
        place = (charge.cost, group, charge.category, charge.period)
        paid[place] = paid.get(place, 0) + charge.cents
    stated = books.plan.unfunded
    short: dict[Place, int] = {}
    for row in stated or ():
        place = (row.cost, row.group, row.category, row.period)
        short[place] = short.get(place, 0) + row.cents
        known = place in costs and row.cents >= 0
        if known:
            yield HELD
            continue
        yield Row("Unfunded dollars of a cost", row.cost, _of(row), usd(row.cents), "=", usd(0))
        if row.cents <= 0:
            yield Row("Unfunded dollars of a cost", row.cost, _of(row), usd(1), "<=", usd(0))
    for place, cost in costs.items():
        charged, unfunded = paid.get(place, 0), short.get(place, 0)
        if stated is not None and charged <= cost == charged + unfunded:
            yield HELD
            continue
        where = ", ".join(str(part) for part in place if part)
        if charged > cost:
            if not _named_by_order(books, place):
                says = "Charges on one cost"
                yield Row(says, place[0], where, usd(charged), "<=", usd(cost))
        elif stated is not None:
            says = "Charges plus unfunded dollars of one cost"
            yield Row(says, place[0], where, usd(charged + unfunded), "=", usd(cost))


def _named_by_order(books: Books, place: Place) -> bool:
    cell = books.cells.get((place[0], place[1], place[3]))
    return cell is not None and order.answers_for(books, cell)
