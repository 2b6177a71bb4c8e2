"""Pell Grants by terms, and what goes back when participants leave: to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from partnership import Paid, partnership, plan, read

from braid.audit import AuditReport, audit_plan
from braid.audit.books import Books
from braid.audit.charges import PlanUnderAudit, RefundRow
from braid.catalog.inputs import Inputs

PELL = """{id: award, kind: formula, formula: %s, numbers: {
  maximum: 7000, minimum: 740, lifetime_percent: 600%s}}"""
REFUND = "{id: back, kind: refund, earned_after: 0.60%s}"
SEPTEMBER = "2026-09-01"
COSTS = """
- {id: tuition, category: tuition_fees, per_participant: 9000, when: start}
"""


def pell(
    *rules: str, formula: str = "pell", numbers: str = "", program: str = "", award: str = "",
    costs: str = COSTS, **facts: Any,
) -> Inputs:  # fmt: skip
    group = {"id": "adults", "program": "pct", "participants": 10, "start": SEPTEMBER}
    change = {
        "horizon": {"start": "2026-07-01", "end": "2029-06-30", "period": "quarter"},
        "programs": read(f"""
        - {{id: pct, weeks: 40, provider: {{organization: college}}{program}}}
        """),
        "groups": [{**group, "sai": 0, **facts}],
        "costs": read(costs),
        "organizations": [{"id": "college"}, {"id": "shop"}],
        "awards": read(f"[{{id: aid, stream: fund, recipient: college{award}}}]"),
    }
    law = (PELL % (formula, numbers), *rules)
    return partnership(*law, change=change, stream={"entitlement": True})


def payments(inputs: Inputs) -> list[tuple[str, float]]:
    books = Books(inputs, PlanUnderAudit(()))
    found = books.entitlements.payments(inputs.awards["aid"], inputs.groups["adults"])
    return [(str(p.day), p.cents / 100) for p in found]


def amounts(inputs: Inputs) -> list[float]:
    return [dollars for _, dollars in payments(inputs)]


def test_a_payment_on_the_first_day_of_each_term() -> None:
    inputs = pell(program=", terms: 3")  # 280 days: floor of 93.3 and of 186.7
    first, second, third = ("2026-09-01", 3500.0), ("2026-12-03", 3500.0), ("2027-03-06", 3500.0)
    assert payments(inputs) == [first, second, third]


@pytest.mark.parametrize(
    ("intensity", "expected"),
    [
        (1, [3500.0, 3500.0, 3500.0]),
        (1.2, [3500.0, 3500.0, 3500.0]),
        (0.755, [2660.0, 2660.0, 2660.0]),  # rounded half up to 0.76
        (0.754, [2625.0, 2625.0, 2625.0]),
        (0.495, [1750.0, 1750.0, 1750.0]),
        (0, []),
    ],
)
def test_enrollment_intensity(intensity: float, expected: list[float]) -> None:
    stated = read(f"{intensity}")
    assert amounts(pell(program=", terms: 3", enrollment_intensity=stated)) == expected


def test_an_award_year_pays_half_as_much_again_by_terms() -> None:
    four = ", terms: 4"
    assert amounts(pell(program=four)) == [3500.0, 3500.0, 3500.0]
    assert amounts(pell(program=four, numbers=", year_round: 1.25")) == [3500.0, 3500.0, 1750.0]
    one = ", terms: 4, academic_year: {terms: 1}"
    less = pell(program=one, enrollment_intensity=read("0.49"))
    assert amounts(less) == [3430.0, 3430.0, 3430.0, 210.0]


def test_the_award_year_and_the_lifetime_are_those_of_each_payment() -> None:
    spring = {"start": "2027-03-01"}
    one = ", terms: 4, academic_year: {terms: 1}"
    late = pell(program=one, numbers=", year_round: 1", **spring)
    assert payments(late) == [("2027-03-01", 7000.0), ("2027-07-19", 7000.0)]
    assert amounts(pell(program=", terms: 3", leu_percent=500)) == [3500.0, 3500.0]
    assert amounts(pell(program=", terms: 3", leu_percent=540)) == [3500.0, 700.0]


def test_without_terms_it_is_paid_by_clock_hours() -> None:
    assert amounts(pell(program=", clock_hours: 450")) == [1750.0, 1750.0]
    assert amounts(pell()) == []
    ignored = pell(formula="pell_clock_hours", program=", terms: 3, clock_hours: 450")
    assert amounts(ignored) == [1750.0, 1750.0]


@pytest.mark.parametrize(
    ("withdraw_at", "expected"),
    [
        ("0.10", [2660.0, 2800.0]),  # 0.2 of the first half is earned; L 0.3 x 0.8
        ("0.30", [3500.0, 2450.0]),  # exactly 0.60 is not above 0.60: u = 0.4
        ("0.3001", [3500.0, 2450.0]),
        ("0.50", [3500.0, 2450.0]),
        ("0.80", [3500.0, 3080.0]),
        ("0.81", [3500.0, 3500.0]),
        ("0.90", [3500.0, 3500.0]),
    ],
)
def test_what_stays_when_some_leave(withdraw_at: str, expected: list[float]) -> None:
    inputs = pell(
        REFUND % "", program=", terms: 2, completion_rate: 0.7", withdraw_at=read(withdraw_at)
    )
    if withdraw_at == "0.10":
        expected = [2660.0, 2450.0]
    if withdraw_at == "0.30":
        expected = [3080.0, 2450.0]
    assert amounts(inputs) == expected


def test_nothing_goes_back_without_a_rate_a_point_or_a_rule_in_force() -> None:
    two, rate, point = ", terms: 2", ", completion_rate: 0.7", {"withdraw_at": read("0.10")}
    whole = [3500.0, 3500.0]
    assert amounts(pell(REFUND % "", program=two, **point)) == whole
    assert amounts(pell(REFUND % "", program=two + rate)) == whole
    assert amounts(pell(program=two + rate, **point)) == whole
    old = REFUND % ", until: 2026-09-01"
    assert amounts(pell(old, program=two + rate, **point)) == whole
    guidance = REFUND % ", authority: guidance"
    assert amounts(pell(guidance, program=two + rate, **point)) == whole
    earlier = "{id: all, kind: refund, earned_after: 0.10}"
    assert amounts(pell(REFUND % "", earlier, program=two + rate, **point)) == [3500.0, 2450.0]


LEFT = {"program": ", terms: 2, completion_rate: 0.7", "withdraw_at": read("0.10")}


def due(*dollars: str) -> tuple[Paid, ...]:
    return tuple(("tuition", "adults", "2026-07-01", "aid", d) for d in dollars)


def row(**other: Any) -> RefundRow:
    """Three of ten leave; 0.8 of the first 3,500 is not earned: 840 for each, 8,400 in all."""
    told = RefundRow(
        "adults", "aid", date(2026, 9, 1), Fraction(3), Fraction(1, 5), 840000, 840000, 0, 0
    )
    return replace(told, **other)


def audit(inputs: Inputs, charges: tuple[Paid, ...], *rows: RefundRow) -> AuditReport:
    return audit_plan(inputs, replace(plan(inputs, *charges), refunds=rows))


def rules_of(report: AuditReport) -> set[str]:
    return {finding.rule for finding in report.findings}


def test_a_cent_more_than_what_stays_is_found() -> None:
    inputs = pell(REFUND % "", **LEFT)
    exact = audit(inputs, due("51100.00"), row())  # ten times 2,660 and 2,450
    assert exact.passed
    assert exact.checked["fund/back"] == 7
    assert rules_of(audit(inputs, due("51100.01"), row())) == {"fund/award", "fund/back"}
    assert rules_of(audit(inputs, due("51099.99"), row())) == {"fund/award"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"returned": 840001},
        {"by_school": 839999},
        {"by_students": 1},
        {"kept": 1},
        {"leavers": Fraction(30001, 10000)},
        {"earned": Fraction(2001, 10000)},
    ],
)
def test_each_figure_of_the_table_is_checked(wrong: dict[str, Any]) -> None:
    inputs = pell(REFUND % "", **LEFT)
    assert rules_of(audit(inputs, due("51100.00"), row(**wrong))) == {"fund/back"}


def test_rows_are_neither_missing_nor_too_many() -> None:
    inputs, charges = pell(REFUND % "", **LEFT), due("51100.00")
    assert rules_of(audit(inputs, charges)) == {"fund/back"}
    assert rules_of(audit(inputs, charges, row(), row())) == {"refunds"}
    never = row(day=date(2027, 1, 19))  # to the second payment those who left have no claim
    assert rules_of(audit(inputs, charges, row(), never)) == {"refunds"}
    assert rules_of(audit(inputs, charges, row(), row(group="nobody"))) == {"refunds"}
    assert audit_plan(inputs, plan(inputs, *charges)).passed  # a plan may have no such table


def test_the_school_returns_its_charges_for_the_part_and_the_students_the_rest() -> None:
    costs = """
    - {id: tuition, category: tuition_fees, per_participant: 300, when: start}
    - {id: lab, category: books_supplies, per_participant: 50, when: start, incurred_by: shop}
    - {id: meals, category: housing_food, per_participant: 70, when: start, paid_by: student}
    - {id: later, category: tuition_fees, per_participant: 100,
       when: [{date: 2027-01-18, share: 0.4}, {date: 2027-01-19, share: 0.6}]}
    """
    inputs = pell(REFUND % "", costs=costs, **LEFT)
    charges = (
        ("tuition", "adults", "2026-07-01", "aid", "3000.00"),
        ("meals", "adults", "2026-07-01", "aid", "700.00"),
        ("later", "adults", "2027-01-01", "aid", "1000.00"),
    )
    # 0.8 x 0.3 of 10 x 400: the two moments are one cell, which begins in the first part;
    # the students keep half of 3 x 3,500
    told = row(by_school=96000, by_students=219000, kept=525000)
    assert audit(inputs, charges, told).passed
    wrong = row(by_school=72000, by_students=243000, kept=525000)
    assert rules_of(audit(inputs, charges, wrong)) == {"fund/back"}
    all_theirs = pell("{id: back, kind: refund, students_keep: 0}", costs=costs, **LEFT)
    assert audit(all_theirs, charges, row(by_school=96000, by_students=744000)).passed


def test_a_part_has_at_least_its_share_of_what_the_school_charges() -> None:
    costs = "[{id: tuition, category: tuition_fees, per_participant: 2000, when: exit}]"
    inputs = pell(REFUND % "", costs=costs, **LEFT)
    charges = (("tuition", "adults", "2027-04-01", "aid", "14000.00"),)  # for those who complete
    told = row(by_school=168000, by_students=147000, kept=525000)  # 0.24 x half of 14,000
    assert audit(inputs, charges, told).passed


def test_the_window_keeps_a_refund_out_with_its_payment() -> None:
    inputs = pell(REFUND % "", award=", start: 2026-10-01", **LEFT)
    assert amounts(inputs) == [2450.0]
    assert audit(inputs, ()).passed
