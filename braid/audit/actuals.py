"""What was charged already, held against the law: it is told, and nothing can repair it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from braid.audit import amounts, award, employer, line, participant, program, timeline
from braid.audit.books import Books
from braid.audit.findings import Row, usd
from braid.catalog.law import HomedRule

_REFUSING = {
    "award": award.check,
    "line": line.check,
    "participant": participant.check,
    "program": program.check,
    "employer": employer.check,
    "timeline": timeline.check,
}
"""The kinds of rule that let a charge be or not."""


def refused(homed: HomedRule, books: Books) -> Iterator[Row]:
    """A row for each actual that a rule would have refused."""
    check, past = _REFUSING.get(homed.kind), books.past.books
    if check is not None and past is not None:
        yield from map(_told, (row for row in check(homed, past) if not row.holds))


def check(books: Books) -> Iterator[Row]:
    """Actuals outside their award's own dates, or in another form than the line takes."""
    past = books.past.books
    if past is None:
        return
    for rows in (amounts.check_status(past), amounts.check_window(past)):
        yield from map(_told, (row for row in rows if not row.holds))
    last = books.inputs.calendar.periods[books.closed - 1].last
    for name in sorted(books.past.cents):
        stated = books.inputs.awards[name]
        if stated.amount is not None:
            there = int(stated.amount * 100) + books.funds.income(stated)
            spent = books.past.spent(stated)
            says = f"Spending of the award to {last}"
            yield Row(says, name, name, usd(spent), "<=", usd(there), counted=0, gentle=True)


def _told(row: Row) -> Row:
    return row._replace(says=f"Charged already: {row.says}", gentle=True, counted=0)


def check_budget(books: Books) -> Iterator[Row]:
    """The table of the budget against what was spent and what the plan charges."""
    stated = books.plan.budget
    if stated is None:
        return
    done, planned = _spent(books), _planned(books)
    wanted = {key for key in done.keys() | planned.keys() if done[key] or planned[key]}
    found = [(row.award, row.category) for row in stated]
    for key in sorted(wanted | set(found)):
        says = "Rows of the budget for this award and category"
        where, rows = " ".join(key), usd(100 * found.count(key))
        yield Row(says, key[0], where, rows, "=", usd(100 * (key in wanted)), "rows")
    for row in stated:
        key, where = (row.award, row.category), f"{row.award}, {row.category}"
        given = books.inputs.awards.get(row.award)
        says = "Budget: rows of an award with another stream"
        other = given is not None and given.stream != row.stream
        yield Row(says, row.award, where, usd(100 * other), "=", usd(0), "rows", counted=0)
        sums = (
            ("what was spent", row.actual, done[key]),
            ("what the plan charges", row.planned, planned[key]),
            ("both together", row.total, row.actual + row.planned),
        )
        for what, left, right in sums:
            yield Row(f"Budget: {what}", row.award, where, usd(left), "=", usd(right))


def _spent(books: Books) -> dict[tuple[str, str], int]:
    """Cents by award and category that were spent before the plan."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for stated in books.inputs.awards.values():
        for entry in stated.to_date:
            found[stated.id, entry.category] += int(entry.amount * 100)
    for charge in books.past.charges:
        found[charge.award, charge.category] += charge.cents
    return found


def _planned(books: Books) -> dict[tuple[str, str], int]:
    """Cents by award and category that the plan charges."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for charge in books.plan.charges:
        found[charge.award, charge.category] += charge.cents
    return found
