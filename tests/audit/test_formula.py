"""Entitlements: what the formulas pay, where it goes, and that a plan applies it to the cent."""

from __future__ import annotations

from typing import Any

import pytest
from partnership import broken, partnership, read

from braid.audit.books import Books
from braid.audit.charges import PlanUnderAudit
from braid.catalog.inputs import Inputs

PELL = """{id: award, kind: formula, formula: pell_clock_hours, numbers: {
  maximum: 7395, minimum: 740, sai_ineligible_at: 14790, lifetime_percent: 600}}"""
CREDIT = """{id: credit, kind: formula, formula: apprentice_credit, numbers: {
  minimum: 1000, adult_cap: 4000, youth_cap: 6000, months: 7, years: 4,
  retention: {clock: tax_year, versions: [{from: 2020-01-01, value: 900, cite: x},
                                          {from: 2028-12-31, value: 1000, cite: x}]},
  retention_years: 2}}"""
YEARLY = """{id: credit, kind: formula, formula: yearly_credit, numbers: {
  first: 3000, second: 2500, third: 1000, months: 12}}"""


def pell(
    hours: int = 320, weeks: int = 10, more: str = "", rule: str = PELL, books: str = "shop",
    **facts: Any,
) -> Inputs:  # fmt: skip
    group = {"id": "adults", "program": "pct", "participants": 2, "start": "2026-09-01"}
    change = {
        "horizon": {"start": "2026-07-01", "end": "2028-06-30", "period": "quarter"},
        "programs": [{"id": "pct", "weeks": weeks, "clock_hours": hours,
                      "provider": {"organization": "college"}}],
        "groups": [{**group, **facts}],
        "costs": read(f"""
        - {{id: books, category: books_supplies, per_participant: 500, when: start,
           incurred_by: {books}}}
        - {{id: tuition, category: tuition_fees, per_participant: 1200, when: start}}
        - {{id: rent, category: housing_food, per_participant: 800, when: start, paid_by: student,
           incurred_by: shop}}
        """),
        "organizations": [{"id": "college"}, {"id": "shop"}],
        "awards": read(f"[{{id: aid, stream: fund, recipient: college{more}}}]"),
    }  # fmt: skip
    return partnership(rule, change=change, stream={"entitlement": True})


def payments(inputs: Inputs) -> list[float]:
    books = Books(inputs, PlanUnderAudit(()))
    award, group = inputs.awards["aid"], inputs.groups["adults"]
    return [p.cents / 100 for p in books.entitlements.payments(award, group)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"sai": 0}, [1314.67, 1314.67]),  # 7395 x 160/900, rounded half up
        ({"sai": -1500}, [1314.67, 1314.67]),
        ({"sai": 1000}, [1136.89, 1136.89]),
        ({"sai": 1002}, [1136.89, 1136.89]),  # 6393 becomes 6395
        ({"sai": 1003}, [1136.00, 1136.00]),  # 6392 becomes 6390
        ({"sai": 6655}, [131.56, 131.56]),  # 740 left, exactly the minimum
        ({"sai": 6656}, []),
        ({"sai": 6656, "min_pell": True}, [131.56, 131.56]),
        ({"sai": 14789, "min_pell": True}, [131.56, 131.56]),
        ({"sai": 14790, "min_pell": True}, []),
        ({"max_pell": True}, [1314.67, 1314.67]),
        ({}, []),
        ({"sai": 0, "cost_of_attendance": 3600}, [640.00, 640.00]),
        ({"sai": 0, "leu_percent": 570}, [1314.67, 903.83]),  # 30% of 7395 is 2218.50
        ({"sai": 0, "leu_percent": 600}, []),
    ],
)
def test_pell_by_clock_hours(facts: dict[str, Any], expected: list[float]) -> None:
    assert payments(pell(**facts)) == expected


def test_weeks_bind_when_they_are_fewer() -> None:
    assert payments(pell(hours=599, weeks=14, sai=0)) == [1990.96, 1990.96]  # 7395 x 7/26


def test_an_award_year_pays_one_scheduled_award() -> None:
    facts = {"sai": 0, "start": "2026-07-01"}
    assert payments(pell(hours=1200, weeks=34, **facts)) == [4835.19, 2559.81]
    two_years = {"sai": 0, "start": "2027-03-01"}
    assert payments(pell(hours=1200, weeks=36, **two_years)) == [4930.00, 4930.00]


def test_the_window_cuts_payments() -> None:
    assert payments(pell(sai=0, more=", end: 2026-10-05")) == [1314.67]
    assert payments(pell(sai=0, more=", end: 2026-10-06")) == [1314.67, 1314.67]


DUE = (
    ("tuition", "adults", "2026-07-01", "aid", "2400.00"),
    ("rent", "adults", "2026-07-01", "aid", "1600.00"),
)
"""Of two times 2,629.34 the tuition takes 2,400, the rent 1,600; the rest is the students'."""


def test_the_school_comes_first_then_the_student_s_own_costs() -> None:
    inputs = pell(sai=0)
    tuition, rent = DUE
    assert broken(inputs, tuition, rent) == set()
    assert broken(inputs, tuition, (*rent[:4], "1599.99")) == {"fund/award"}
    assert broken(inputs, (*tuition[:4], "2399.99"), rent) == {"fund/award"}
    books = ("books", "adults", "2026-07-01", "aid", "1.00")
    assert broken(inputs, tuition, rent, books) == {"fund/award"}


def test_what_the_formula_names_is_paid_before_the_school_s_other_charges() -> None:
    """A payment of 640 for each of two: less than tuition and books, which fall due together."""
    first = PELL.removesuffix("}") + ", first: [tuition_fees]}"
    facts = {"sai": 0, "cost_of_attendance": 1800}
    tuition = ("tuition", "adults", "2026-07-01", "aid", "1280.00")
    books = ("books", "adults", "2026-07-01", "aid", "1000.00")
    left = (*tuition[:4], "280.00")

    assert broken(pell(rule=first, books="college", **facts), tuition) == set()
    assert broken(pell(rule=first, books="college", **facts), books, left) == {"fund/award"}
    assert broken(pell(books="college", **facts), books, left) == set()


def test_who_gets_no_entitlement_breaks_the_rule_that_says_so() -> None:
    rule = "{id: citizen, kind: participant, who: {citizen: true}}"
    inputs = pell(sai=0)
    gated = partnership(
        PELL, rule, change=inputs.scenario.model_dump(by_alias=True), stream={"entitlement": True}
    )
    assert broken(gated, DUE[0]) == {"fund/citizen"}
    assert broken(gated) == set()


def apprentices(start: str, end: str, cost: int, law: str = CREDIT, **facts: Any) -> Inputs:
    group = {"id": "adults", "program": "welding", "participants": 2, "start": start, "end": end}
    change = {
        "horizon": {"start": "2026-07-01", "end": "2029-12-31", "period": "quarter"},
        "groups": [{**group, **facts}],
        "costs": read(f"""
        - {{id: wages, category: ojt_wages, per_participant: {cost}, when: every_period,
            borne_by: yard}}
        - {{id: tuition, category: tuition_fees, per_participant: 50, when: start}}
        """),
        "partnership": {"employers": [{"id": "yard"}]},
        "awards": [{"id": "aid", "stream": "fund"}],
    }
    return partnership(law, change=change, stream={"entitlement": True})


def test_a_tax_credit_counts_full_months_by_tax_year() -> None:
    assert payments(apprentices("2027-01-01", "2027-07-31", 400)) == [1200.0]
    assert payments(apprentices("2027-01-01", "2027-07-30", 400)) == []
    assert payments(apprentices("2027-01-01", "2027-12-31", 100)) == [1000.0]
    assert payments(apprentices("2027-01-01", "2027-12-31", 1100)) == [4000.0]
    youth = apprentices("2027-01-01", "2027-12-31", 1600, youth_apprentice=True)
    assert payments(youth) == [6000.0]
    assert payments(apprentices("2027-01-01", "2028-12-31", 400)) == [1600.0, 1600.0]


def test_a_tax_credit_goes_on_for_those_who_complete_and_stay() -> None:
    kept = apprentices("2026-01-01", "2026-12-31", 400, kept_after_completion=True)
    assert payments(kept) == [1000.0, 900.0, 1000.0]
    assert payments(apprentices("2026-01-01", "2026-12-31", 400)) == [1000.0]
    over_new_year = apprentices("2026-01-01", "2027-01-01", 400, kept_after_completion=True)
    assert payments(over_new_year) == [1000.0, 1000.0, 1000.0]  # of 2026, 2028 and 2029
    outlast = apprentices("2026-01-01", "2028-12-31", 100, kept_after_completion=True)
    assert payments(outlast) == [1000.0, 1000.0, 1000.0, 1000.0]  # 2030 is beyond the horizon


def test_a_yearly_credit_counts_from_the_first_year_and_pays_whole_ones() -> None:
    def of(start: str, end: str) -> list[float]:
        return payments(apprentices(start, end, 400, law=YEARLY))

    assert of("2026-01-01", "2028-12-31") == [3000.0, 2500.0, 1000.0]
    assert of("2026-01-02", "2028-12-31") == [2500.0, 1000.0]
    assert of("2026-01-01", "2027-12-30") == [3000.0]
    assert of("2025-12-31", "2028-12-31") == [2500.0, 1000.0]  # 2028 is the fourth year


def test_a_tax_credit_pays_what_the_employer_bears_in_that_year() -> None:
    inputs = apprentices("2027-01-01", "2027-12-31", 1100)
    quarters = ("2027-01-01", "2027-04-01", "2027-07-01", "2027-10-01")
    paid = ["2200.00", "2200.00", "2200.00", "1400.00"]
    charges = [("wages", "adults", q, "aid", p) for q, p in zip(quarters, paid, strict=True)]
    assert broken(inputs, *charges) == set()
    assert broken(inputs, *charges[:3], (*charges[3][:4], "1400.01")) == {"fund/credit"}
    assert broken(inputs, *charges[:3]) == {"fund/credit"}
