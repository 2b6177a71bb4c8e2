"""Formulas of entitlements at their edges, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from braid.kinds.formulas import apprentice_credit, pell, yearly_credit

CREDIT = {
    "minimum": 500, "adult_cap": 800, "youth_cap": 900, "months": 6, "years": 2,
    "retention": 300, "retention_years": 1,
}  # fmt: skip
PELL = {"maximum": 7400, "minimum": 740, "sai_ineligible_at": 14800, "lifetime_percent": 600}


def numbers(stated: Mapping[str, int]) -> dict[str, Fraction]:
    return {name: Fraction(value) for name, value in stated.items()}


def credit(start: date, end: date, **facts: Any) -> list[tuple[int, int]]:
    """(year, cents) of each payment for two who cost $1,500 together in each year."""
    found = apprentice_credit.payments(
        lambda day: numbers(CREDIT), facts.get, start=start, end=end, participants=2,
        completion_rate=Fraction(1, 2), cost_of_year=lambda year: 150000,
    )  # fmt: skip
    return [(payment.day.year, payment.cents) for payment in found]


def test_a_first_year_of_too_few_months_does_not_end_the_credit() -> None:
    # three months of 2026, then two years of twelve: min($800, $1,500 / 2) in each; not in a third
    assert credit(date(2026, 10, 1), date(2030, 1, 1)) == [(2027, 75000), (2028, 75000)]


def test_six_months_are_enough_and_the_young_have_a_cap_of_their_own() -> None:
    assert credit(date(2026, 7, 1), date(2027, 1, 1)) == [(2026, 75000)]
    assert credit(date(2026, 7, 2), date(2027, 1, 1)) == []


def test_half_of_them_stay_for_the_one_year_of_retention() -> None:
    # training ends on the last day of 2026: $300 x 1/2 for 2027 and no more
    found = credit(date(2026, 1, 1), date(2027, 1, 1), kept_after_completion=True)
    assert found == [(2026, 75000), (2027, 15000)]


def test_training_that_ends_on_the_first_day_of_a_year_is_kept_after_that_year() -> None:
    # January 1, 2027 is the last day: twelve months of 2026, none of 2027, then $300 x 1/2 for 2028
    found = credit(date(2026, 1, 1), date(2027, 1, 2), kept_after_completion=True)
    assert found == [(2026, 75000), (2028, 15000)]


def test_a_fixed_credit_is_paid_for_three_years_that_have_enough_months() -> None:
    stated = numbers({"first": 700, "second": 300, "third": 100, "months": 6})

    def paid(start: date, end: date) -> list[tuple[int, int]]:
        found = yearly_credit.payments(lambda day: stated, start=start, end=end)
        return [(payment.day.year, payment.cents) for payment in found]

    assert paid(date(2026, 8, 1), date(2027, 2, 1)) == []  # five months and one
    assert paid(date(2026, 8, 1), date(2027, 7, 1)) == [(2027, 30000)]
    whole = [(2026, 70000), (2027, 30000), (2028, 10000)]
    assert paid(date(2026, 7, 1), date(2030, 1, 1)) == whole


def course(**change: Any) -> pell.Course:
    stated: dict[str, Any] = {
        "start": date(2026, 7, 1), "end": date(2026, 9, 30), "hours": Fraction(450),
        "weeks": Fraction(26), "year_hours": Fraction(900), "year_weeks": Fraction(26),
    }  # fmt: skip
    return pell.Course(**{**stated, **change})


def paid(formula: Any, of: pell.Course, **facts: Any) -> list[tuple[str, int]]:
    return [(p.day.isoformat(), p.cents) for p in formula(numbers(PELL), facts.get, of)]


def test_the_lesser_share_of_hours_and_weeks_counts() -> None:
    # a quarter of the year's hours in each half although half of its weeks; 91 days, so after 46
    found = paid(pell.clock_hours, course(), max_pell=True)
    assert found == [("2026-07-01", 185000), ("2026-08-16", 185000)]
    found = paid(pell.clock_hours, course(weeks=Fraction(13)), max_pell=True)
    assert found == [("2026-07-01", 185000), ("2026-08-16", 185000)]
    found = paid(pell.clock_hours, course(hours=Fraction(900), weeks=Fraction(13)), max_pell=True)
    assert found == [("2026-07-01", 185000), ("2026-08-16", 185000)]


@pytest.mark.parametrize(
    ("facts", "award"),
    [
        ({"sai": 14800}, 0), ({"sai": 14799, "min_pell": True}, 740), ({"sai": 14799}, 0),
        ({"sai": 6660}, 740), ({"sai": 6662, "min_pell": True}, 740), ({"sai": 6661}, 0),
        ({"sai": 12}, 7390), ({"sai": 13}, 7385), ({"sai": -1500}, 7400), ({}, None),
        ({"max_pell": True}, 7400), ({"max_pell": True, "cost_of_attendance": 5000}, 5000),
        ({"max_pell": True, "sai": 14800}, 0),
    ],
)  # fmt: skip
def test_the_scheduled_award_at_its_edges(facts: dict[str, Any], award: int | None) -> None:
    assert pell.scheduled_award(numbers(PELL), facts.get) == award


def test_what_was_used_of_a_lifetime_cuts_the_last_payments() -> None:
    # 540% of 600% are used: 60% of $7,400 = $4,440 are left, in terms of $3,700
    terms = course(terms=3, end=date(2027, 4, 1))
    found = paid(pell.terms, terms, max_pell=True, leu_percent=540)
    assert found == [("2026-07-01", 370000), ("2026-09-30", 74000), ("2026-12-30", 0)]
    found = paid(pell.terms, terms, max_pell=True, leu_percent=700)
    assert [cents for _, cents in found] == [0, 0, 0]
    # of 560% there are 20% left, $1,480
    facts = {"max_pell": True, "leu_percent": 540}
    shorter = pell.terms({**numbers(PELL), "lifetime_percent": Fraction(560)}, facts.get, terms)
    assert [payment.cents for payment in shorter] == [148000, 0, 0]


def test_where_a_rule_states_no_lifetime_600_percent_are_meant() -> None:
    stated = {name: value for name, value in numbers(PELL).items() if name != "lifetime_percent"}
    facts = {"max_pell": True, "leu_percent": 550}
    found = pell.terms(stated, facts.get, course(terms=2))
    assert [payment.cents for payment in found] == [370000, 0]


def test_a_year_pays_one_and_a_half_awards_and_intensity_is_rounded_to_a_percent() -> None:
    year = course(terms=4, end=date(2027, 6, 30))
    found = paid(pell.terms, year, max_pell=True)
    assert [cents for _, cents in found] == [370000, 370000, 370000, 0]
    found = paid(pell.terms, year, max_pell=True, enrollment_intensity="0.505")
    assert [cents for _, cents in found] == [188700] * 4  # 51% of $3,700
    found = paid(pell.terms, year, max_pell=True, enrollment_intensity=2)
    assert found[0] == ("2026-07-01", 370000)
