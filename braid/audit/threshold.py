"""Reports that are due once an organization has spent so much in one of its fiscal years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from braid.audit.books import Books
from braid.audit.charges import DueRow
from braid.audit.findings import Row, held, usd
from braid.audit.permission import in_force
from braid.audit.selection import origin_of
from braid.catalog.law import HomedRule
from braid.periods import add_months, year_start
from braid.record import record
from braid.schema.money_rules import Threshold
from braid.schema.scenario import Award, Organization

A_DAY = timedelta(days=1)


@record
class Reached:
    """One organization in one fiscal year under the rules that ask for one report.

    ``spent`` and ``at`` are cents: what counts, and from what on the report is due; ``awards`` are
    those whose spending counts.
    """

    rules: tuple[str, ...]
    row: DueRow
    spent: int
    at: Fraction
    awards: tuple[str, ...]

    @property
    def is_due(self) -> bool:
        """Whether the report is due."""
        return self.spent >= self.at


def all_reached(books: Books) -> tuple[Reached, ...]:
    """Every organization and fiscal year that rules of this kind look at, in order."""
    if books.reached is None:
        books.reached = _all_reached(books)
    return books.reached


def _all_reached(books: Books) -> tuple[Reached, ...]:
    found: list[Reached] = []
    calendar = books.inputs.calendar
    for organization in books.inputs.organizations.values():
        month, day = (int(part) for part in organization.fiscal_year_start.split("-"))
        start = year_start(calendar.first, month, day)
        while start < calendar.end:
            following = date(start.year + 1, month, day)
            reports: dict[str, list[HomedRule]] = {}
            for homed in books.inputs.law.of_kind("threshold"):
                rule = homed.rule
                if isinstance(rule, Threshold) and in_force(rule, start):
                    reports.setdefault(rule.report, []).append(homed)
            for rules in reports.values():
                one = _reached(books, organization, (start, following), rules)
                found += [one] if one is not None else []
            start = following
    return tuple(found)


def _reached(
    books: Books, organization: Organization, year: tuple[date, date], rules: list[HomedRule]
) -> Reached | None:
    """What counts of a year under the rules that ask for one report; None if nobody asks."""
    counted: dict[str, Award] = {}
    numbers: list[Fraction] = []
    asking: list[str] = []
    terms: list[Threshold] = []
    for homed in rules:
        follows = frozenset(homed.awards)
        own = [a for a in books.received.get(organization.id, ()) if a.id in follows]
        own = [a for a in own if _is_of(books, a, organization)]
        if not own or not isinstance(homed.rule, Threshold):
            continue
        asking.append(homed.id)
        terms.append(homed.rule)
        counted |= {a.id: a for a in own if origin_of(books, a) in homed.rule.origin}
        found = (books.questions.number(homed.rule.usd, a, year[0]) for a in own)
        numbers += [number for number in found if number is not None]
    if not numbers:
        return None
    outside, at = int(organization.other_federal * 100), min(numbers) * 100
    spent = outside + sum(_spent(books, award, year) for award in counted.values())
    due = add_months(year[1], min(rule.due_months for rule in terms)) - A_DAY
    fee = int(organization.single_audit_cost * 100) if outside < at <= spent else 0
    row = DueRow(terms[0].report, organization.id, year[0], year[1] - A_DAY, due, 1, fee)
    return Reached(tuple(asking), row, spent, at, tuple(counted))


def _is_of(books: Books, award: Award, organization: Organization) -> bool:
    stream = books.inputs.law.streams.get(award.stream)
    return (
        award.id in books.inputs.committed
        and stream is not None
        and stream.enabled
        and books.inputs.recipient(award) == organization.id
    )


def _spent(books: Books, award: Award, year: tuple[date, date]) -> int:
    """Cents of an award in a fiscal year: charges, those of periods that are over, and earlier."""
    total = charged_in(books.past.together, (award.id,), year)
    total += _entitled_before(books, award, year)
    before = year[0] < books.inputs.calendar.first < year[1]
    for entry in award.to_date:
        counts = before if entry.date is None else year[0] <= entry.date < year[1]
        total += int(entry.amount * 100) if counts else 0
    return total


def charged_in(books: Books, awards: tuple[str, ...], year: tuple[date, date]) -> int:
    """Cents that some awards are charged on days from one to before another."""
    ledger = books.ledger
    rows = ledger.of_awards(awards)
    days = ledger.day[rows]
    inside = (days >= year[0].toordinal()) & (days < year[1].toordinal())
    return int(ledger.cents[rows[inside]].sum())


def _entitled_before(books: Books, award: Award, year: tuple[date, date]) -> int:
    """Cents that an entitlement pays on cells of periods that are over."""
    if not books.closed or not books.is_entitlement(award):
        return 0
    closed = (c for c in books.every_cell.cells if c.period.index < books.closed)
    mine = (c.key for c in closed if year[0] <= c.start < year[1])
    return sum(books.entitlements.applied.get((award.id, key), 0) for key in mine)


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Per organization and fiscal year: the report is there if it is due, and its cost is right."""
    stated: dict[tuple[str, str, date], list[DueRow]] = {}
    for said in books.plan.due or ():
        stated.setdefault(key_of(said), []).append(said)
    for one in all_reached(books):
        if one.rules[0] != homed.id:
            continue
        row, where = one.row, f"{one.row.organization}, year from {one.row.start}"
        if books.plan.due is None:
            yield held(1)
            continue
        found = stated.get(key_of(row), [])
        wanted = Fraction(int(one.is_due))
        spent = f"{row.report}: spending is {float(usd(one.spent)):,.2f}, due from"
        says = f"{spent} {float(usd(one.at)):,.2f} on; reports"
        yield Row(says, row.organization, where, Fraction(len(found)), "=", wanted, "rows")
        for other in found if one.is_due else ():
            yield from _compared(other, row, where)


def _compared(found: DueRow, right: DueRow, where: str) -> Iterator[Row]:
    """A row of the table against what it should be."""
    name = right.organization
    cents = usd(found.cents), usd(right.cents)
    yield Row(f"{right.report}: cost that is overhead", name, where, cents[0], "=", cents[1])
    count = Fraction(found.count), Fraction(right.count)
    yield Row(f"{right.report}: reports", name, where, count[0], "=", count[1], "rows", 0)
    late = abs((found.due - right.due).days) + abs((found.last - right.last).days)
    says = f"{right.report}: rows with another last day of the year or another due date"
    yield Row(says, name, where, Fraction(int(late > 0)), "=", Fraction(0), "rows", 0)


def key_of(row: DueRow) -> tuple[str, str, date]:
    """Which report of whom for which year a row is about."""
    return row.report, row.organization, row.start


def check_strangers(books: Books) -> Iterator[Row]:
    """Reports of organizations that no rule asks for, or that are there twice."""
    asked = {key_of(one.row) for one in all_reached(books)}
    for key, count in sorted(Counter(map(key_of, books.plan.due or ())).items()):
        if key in asked:
            yield held(1)
            continue
        says = f"{key[0]}: reports that no rule asks for"
        where = f"{key[1]}, year from {key[2]}"
        yield Row(says, key[1], where, Fraction(count), "=", Fraction(0), "rows")
