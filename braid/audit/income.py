"""Program income: what an award may spend with it, and what is told of an allowance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor

from braid.audit.amounts import within_funds
from braid.audit.books import Books
from braid.audit.charges import IncomeRow
from braid.audit.findings import Row, held, usd
from braid.audit.permission import in_force
from braid.catalog.law import HomedRule
from braid.periods import program_year
from braid.schema.money_rules import Income
from braid.schema.scenario import Award


def check(homed: HomedRule, books: Books) -> Iterator[Row]:
    """Charges against the amount with the income; each row of the table that the rule makes."""
    rule = homed.rule
    if not isinstance(rule, Income):
        return
    for name in homed.awards:
        award = books.inputs.awards[name]
        if books.funds.addition(award) is homed:
            says = "Charges against what is left of the award with its program income"
            yield within_funds(books, award, books.ledger.of_awards((name,)), says)
    expected = [row for row in rows_of(homed, books) if row.cents]
    yield from _compared(homed, books, expected)


def rows_of(homed: HomedRule, books: Books) -> Iterator[IncomeRow]:
    """What the table says of the awards that follow a rule."""
    rule, inputs = homed.rule, books.inputs
    for name in homed.awards:
        award = inputs.awards[name]
        if not isinstance(rule, Income) or not books.used(award):
            continue
        organization = inputs.recipient(award)
        if books.funds.addition(award) is homed:
            cents = books.funds.income(award)
            yield IncomeRow(name, organization, homed.id, None, None, cents)
        if rule.use == "allowance" and rule.usd is not None:
            for year, people in sorted(_paid(rule, books, award).items()):
                each = books.questions.number(rule.usd, award, date(year, 7, 1))
                cents = 0 if each is None else floor(each * people * 100)
                yield IncomeRow(name, organization, homed.id, year, people, cents)


def _paid(rule: Income, books: Books, award: Award) -> Counter[int]:
    """By award year: participants of the groups to whom an entitlement makes a payment."""
    found: Counter[int] = Counter()
    for group in books.inputs.groups.values():
        days = (p.day for p in books.entitlements.payments(award, group) if p.cents > 0)
        for year in {program_year(day) for day in days if in_force(rule, day)}:
            found[year] += group.participants
    return found


def _compared(homed: HomedRule, books: Books, expected: list[IncomeRow]) -> Iterator[Row]:
    if books.plan.income is None:
        yield held(len(expected))
        return
    stated: dict[tuple[str, int | None], list[IncomeRow]] = {}
    for row in books.plan.income:
        if row.rule == homed.id and row.award in homed.awards:
            stated.setdefault((row.award, row.year), []).append(row)
    for row in expected:
        found = stated.pop((row.award, row.year), [])
        where = row.award if row.year is None else f"{row.award}, year from July {row.year}"
        if len(found) != 1 or found[0].organization != row.organization:
            right = sum(one.organization == row.organization for one in found)
            says = "Rows on program income for this award, its recipient and the year"
            rows = Fraction(right if len(found) == 1 else len(found))
            yield Row(says, row.award, where, rows, "=", Fraction(1), "rows")
            continue
        told, people = (Fraction(one.people or 0) for one in (found[0], row))
        says = "People for whom an allowance is told"
        yield Row(says, row.award, where, told, "=", people, "participants", 0)
        yield Row("Program income", row.award, where, usd(found[0].cents), "=", usd(row.cents))
    for row in (one for rows in stated.values() for one in rows):
        says = "Program income that the rule does not give"
        yield Row(says, row.award, row.award, usd(max(1, abs(row.cents))), "<=", usd(0))


def check_strangers(books: Books) -> Iterator[Row]:
    """Rows on income that no rule of the award makes."""
    known = {
        (homed.id, name) for homed in books.inputs.law.of_kind("income") for name in homed.awards
    }
    for row in books.plan.income or ():
        if (row.rule, row.award) in known:
            yield held(1)
            continue
        says = "Program income by a rule that the award does not follow"
        yield Row(says, row.award, row.award, usd(max(1, abs(row.cents))), "<=", usd(0))
