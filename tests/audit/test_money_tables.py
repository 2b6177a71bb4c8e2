"""Each award's account and the dollars of the summary: one cent more or less is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from partnership import Paid, partnership, plan, read

from braid.audit import AwardRow, DueRow, audit_plan
from braid.audit.books import Books
from braid.audit.money_tables import totals
from braid.catalog.inputs import Inputs

JULY = "2026-07-01"
FEES = "{id: fees, kind: income, use: addition}"
FORM = "{id: form, kind: report, report: A form, every: year, hours: {floor: 1, planning: 2}}"
AUDIT = "{id: audit, kind: threshold, usd: 4000, report: Single Audit}"
AWARDS = """
- {id: grant, stream: fund, amount: 9000, program_income: 500, end: 2027-06-30,
   to_date: [{category: case_management, amount: 1000}]}
- {id: open, stream: fund, amount: 700}
- {id: offer, stream: fund, amount: 800, program_income: 90, status: offered, end: 2026-12-31}
- {id: hope, stream: fund, amount: 300, program_income: 50, probability: 0.5}
"""
PAID: tuple[Paid, ...] = (("tuition", "adults", JULY, "grant", "5000.00"),)
UNFUNDED = (("tuition", "adults", JULY, "5000.00"), ("coach", "", JULY, "4000.00"))
RIGHT = {
    # amount, to_date, charged, given, received, left, lapses
    "grant": AwardRow("grant", 900000, 100000, 500000, 0, 0, 350000, 350000),
    "open": AwardRow("open", 70000, 0, 0, 0, 0, 70000, 0),
    "offer": AwardRow("offer", 80000, 0, 0, 0, 0, 89000, 0),
    "hope": AwardRow("hope", 30000, 0, 0, 0, 0, 30000, 0),
}


def case(*rules: str, **change: Any) -> Inputs:
    return partnership(*rules or (FEES,), change={"awards": read(AWARDS), **change})


def broken(inputs: Inputs, **tables: Any) -> set[str]:
    made = plan(inputs, *PAID, unfunded=UNFUNDED, declined=["offer"])
    return {f.rule for f in audit_plan(inputs, replace(made, **tables)).findings}


def test_the_accounts_of_the_awards() -> None:
    assert broken(case(), awards=tuple(RIGHT.values())) == set()


@pytest.mark.parametrize("name", sorted(RIGHT))
@pytest.mark.parametrize("column", ["amount", "to_date", "charged", "left", "lapses"])
@pytest.mark.parametrize("cent", [-1, 1])
def test_a_cent_more_or_less(name: str, column: str, cent: int) -> None:
    rows = {**RIGHT, name: replace(RIGHT[name], **{column: getattr(RIGHT[name], column) + cent})}
    assert broken(case(), awards=tuple(rows.values())) == {"awards"}


def test_an_award_has_one_row() -> None:
    rows = tuple(RIGHT.values())
    assert broken(case(), awards=rows[:3]) == {"awards"}
    assert broken(case(), awards=(*rows, rows[0])) == {"awards"}
    assert broken(case(), awards=(*rows, replace(rows[0], award="grants"))) == {"awards"}


@pytest.mark.parametrize("column", ["amount", "left"])
def test_what_is_not_told(column: str) -> None:
    rows = {**RIGHT, "open": replace(RIGHT["open"], **{column: None})}
    assert broken(case(), awards=tuple(rows.values())) == {"awards"}


def test_an_award_without_an_amount_has_nothing_left() -> None:
    inputs = partnership(change={"awards": read("[{id: grant, stream: fund}]")})
    row = AwardRow("grant", None, 0, 500000, 0, 0, None, 0)
    assert broken_alone(inputs, row) == set()
    assert broken_alone(inputs, replace(row, left=0)) == {"awards"}
    assert broken_alone(inputs, replace(row, lapses=1)) == {"awards"}


def broken_alone(inputs: Inputs, row: AwardRow) -> set[str]:
    made = replace(plan(inputs, *PAID), awards=(row,))
    return {f.rule for f in audit_plan(inputs, made).findings}


# -- the summary ---------------------------------------------------------------------------

TOTALS = {
    "cost": 1400000, "paid_by_entitlements": 0, "funded": 500000, "unfunded": 900000,
    "overhead_dollars": 0, "lapses": 300000,
}  # fmt: skip


def test_the_dollars_of_the_summary() -> None:
    inputs = case("{id: no, kind: line, forbid: [child_care]}")
    assert broken(inputs, totals=TOTALS) == set()
    for name, cents in TOTALS.items():
        assert broken(inputs, totals={**TOTALS, name: cents + 1}) == {"summary"}
        assert broken(inputs, totals={name: cents}) == set()


def test_overhead_is_all_reporting_and_the_fees_of_audits() -> None:
    """Two awards file a form of two hours at $55; the college's audit costs $700 from $4,000 on."""
    college = {"id": "college", "single_audit_cost": 700}
    inputs = case(FORM, AUDIT, organizations=[college])
    days = (date(2026, 7, 1), date(2027, 6, 30), date(2028, 3, 31))
    due = (DueRow("Single Audit", "college", *days, 1, 70000),)
    made = replace(plan(inputs, *PAID, declined=["offer"]), due=due)
    books = Books(inputs, made)
    assert totals(books)["overhead_dollars"] == 2 * 11000 + 70000
    for cents, found in ((91999, {"summary"}), (92000, set()), (92001, {"summary"})):
        told = replace(made, totals={"overhead_dollars": cents})
        assert {f.rule for f in audit_plan(inputs, told).findings} == found
