"""A report that is due once an organization has spent so much federal money in a fiscal year.

The college's year begins on October 1. It spends $600 a year of federal money outside the plan and
$5,000 on the audit; the report is due from $10,000 on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from partnership import Paid, partnership, plan, read

from braid.audit import DueRow, audit_plan
from braid.catalog.inputs import Inputs

RULE = "{id: audit, kind: threshold, usd: %s, report: Single Audit%s}"
COLLEGE = {
    "id": "college", "fiscal_year_start": "10-01", "other_federal": 600,
    "single_audit_cost": 5000,
}  # fmt: skip
COSTS = "[{id: coach, category: case_management, amount: 40000, every: year}]"
DAYS = ("2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01")
AWARDS = """
- {id: grant, stream: fund, amount: 50000}
- {id: gift, stream: private, amount: 50000}
"""
YEARS = (date(2025, 10, 1), date(2026, 10, 1))


def case(
    usd: str = "10000", more: str = "", awards: str = AWARDS, college: Any = COLLEGE, **keys: Any
) -> Inputs:
    change = {"organizations": [college, {"id": "yard"}], "costs": read(COSTS)}
    return partnership(
        RULE % (usd, more), change={**change, "awards": read(awards)},
        streams={"private": {"origin": "private"}}, **keys,
    )  # fmt: skip


def coach(dollars: str, day: str = DAYS[1], award: str = "grant") -> Paid:
    return ("coach", "", day, award, dollars)


def row(start: date = YEARS[1], dollars: int = 5000, organization: str = "college") -> DueRow:
    last = date(start.year + 1, start.month, 1).toordinal() - 1
    due = date(start.year + 2, 6, 30) if start.month == 10 else date(start.year + 2, 3, 31)
    return DueRow(
        "Single Audit", organization, start, date.fromordinal(last), due, 1, dollars * 100
    )


def broken(inputs: Inputs, rows: tuple[DueRow, ...], *paid: Paid) -> set[str]:
    made = replace(plan(inputs, *paid), due=rows)
    return {f.rule for f in audit_plan(inputs, made).findings}


THREE = (coach("3000.00"), coach("3000.00", DAYS[2]))
"""$6,000 of the year from October 2026; with the rest $600 + 6,000 + 3,400."""


def test_due_from_the_amount_on_and_not_a_cent_before() -> None:
    at, below = coach("3400.00", DAYS[3]), coach("3399.99", DAYS[3])
    inputs = case()
    assert broken(inputs, (row(),), *THREE, at) == set()
    assert broken(inputs, (), *THREE, at) == {"fund/audit"}
    assert broken(inputs, (), *THREE, below) == set()
    assert broken(inputs, (row(),), *THREE, below) == {"fund/audit"}


@pytest.mark.parametrize(
    "wrong",
    [
        replace(row(), cents=500001), replace(row(), cents=0), replace(row(), count=2),
        replace(row(), due=date(2028, 6, 29)), replace(row(), last=date(2027, 9, 29)),
    ],
)  # fmt: skip
def test_its_cost_and_its_days(wrong: DueRow) -> None:
    at = coach("3400.00", DAYS[3])
    assert broken(case(), (wrong,), *THREE, at) == {"fund/audit"}


def test_each_fiscal_year_by_itself() -> None:
    july = coach("9400.00", DAYS[0])
    inputs = case()
    assert broken(inputs, (row(YEARS[0]),), july, *THREE) == set()
    assert broken(inputs, (row(YEARS[1]),), july, *THREE) == {"fund/audit"}
    assert broken(inputs, (row(YEARS[0]), row(YEARS[0])), july, *THREE) == {"fund/audit"}
    assert broken(inputs, (row(date(2027, 10, 1)),), *THREE) == {"thresholds"}
    assert broken(inputs, (replace(row(), report="Audit"),), *THREE) == {"thresholds"}
    assert broken(inputs, (row(organization="yard"),), *THREE) == {"thresholds"}


def test_only_money_of_the_origin_that_follows_the_rule() -> None:
    gift = coach("3400.00", DAYS[3], "gift")
    assert broken(case(), (), *THREE, gift) == set()
    # federal dollars in a private letter count only if the award follows the rule
    federal = AWARDS.replace("stream: private", "stream: private, origin: federal")
    assert broken(case(awards=federal), (), *THREE, gift) == set()
    own = AWARDS.replace("stream: fund", "stream: fund, origin: state")
    at = coach("3400.00", DAYS[3])
    assert broken(case(awards=own), (), *THREE, at) == set()
    named = case(awards=own, more=", origin: [federal, state]")
    assert broken(named, (row(),), *THREE, at) == set()


def test_whose_money_it_is() -> None:
    yard = AWARDS.replace("stream: fund", "stream: fund, recipient: yard")
    at = coach("3400.00", DAYS[3])
    inputs = case(awards=yard)
    assert broken(inputs, (), *THREE, at) == set()  # of the yard's year only 9,400
    more = coach("4000.00", DAYS[3])
    assert broken(inputs, (row(date(2026, 7, 1), 0, "yard"),), *THREE, more) == set()


def test_what_is_due_without_the_plan_costs_the_plan_nothing() -> None:
    alone = case(college={**COLLEGE, "other_federal": 10000})
    free = tuple(row(start, 0) for start in YEARS)
    assert broken(alone, free, *THREE) == set()
    assert broken(alone, free[:1], *THREE) == {"fund/audit"}
    assert broken(alone, (free[0], row()), *THREE) == {"fund/audit"}
    almost = case(college={**COLLEGE, "other_federal": Decimal("9999.99")})
    assert broken(almost, (row(),), *THREE) == set()


def test_earlier_spending_of_the_year_that_is_under_way() -> None:
    spent = AWARDS.replace("50000}", "50000, to_date: [{category: coach, amount: 3400}]}", 1)
    july = coach("6000.00", DAYS[0])
    assert broken(case(awards=spent), (row(YEARS[0]),), july) == set()
    assert broken(case(awards=spent), (), *THREE) == set()
    # the college's year begins with the horizon: what is not dated was spent in an earlier one
    new = {**COLLEGE, "fiscal_year_start": "07-01"}
    assert broken(case(awards=spent, college=new), (), july) == set()
    for day, due in (("2025-09-30", ()), ("2025-10-01", (row(YEARS[0]),))):
        dated = spent.replace("3400}", f"3400, date: {day}}}")
        assert broken(case(awards=dated), due, july) == set()


def test_the_number_of_the_first_day_of_the_year() -> None:
    usd = "{clock: fiscal_year, versions: [{from: 2020-01-01, value: 7000, cite: x},"
    usd += " {from: 2026-10-01, value: 10000, cite: x}]}"
    inputs = case(usd=usd)
    july = coach("6400.00", DAYS[0])
    assert broken(inputs, (row(YEARS[0]),), july, coach("6400.00")) == set()
    late = case(usd="7000", more=", from: 2026-10-01")
    assert broken(late, (row(),), july, coach("6400.00")) == set()


def test_two_rules_for_one_report_are_one() -> None:
    second = "{id: second, kind: threshold, usd: 8000, report: Single Audit, due_months: 6}"
    rules = [{**read(second), "why": "x", "cite": "x", "confidence": "verified",
              "reviewed": "2026-11-22"}]  # fmt: skip
    inputs = partnership(
        RULE % ("10000", ""),
        change={"organizations": [COLLEGE], "costs": read(COSTS),
                "awards": read("""
                - {id: grant, stream: fund, amount: 50000}
                - {id: more, stream: twin, amount: 50000}
                """)},
        streams={"twin": {"origin": "federal", "rules": rules}},
    )  # fmt: skip
    both = (coach("4000.00"), coach("3400.00", DAYS[2], "more"))
    early = replace(row(), due=date(2028, 3, 31))
    assert broken(inputs, (early,), *both) == set()
    assert broken(inputs, (), *both) == {"fund/audit"}
    assert broken(inputs, (row(),), *both) == {"fund/audit"}


def test_guidance_asks_for_nothing() -> None:
    inputs = case(more=", authority: guidance")
    assert broken(inputs, (), *THREE, coach("3400.00", DAYS[3])) == set()
