"""Dates of the law: one day too late, and what is recaptured."""

from __future__ import annotations

from typing import Any

import pytest
from partnership import broken, partnership, plan, read, report

from braid.audit.books import Books
from braid.audit.timeline import risks

LONG = {"horizon": {"start": "2026-07-01", "end": "2029-06-30", "period": "quarter"}}


def on(day: str, rule: str, *, terms: str = "", line: str = "") -> set[str]:
    """The rules that a charge on a day breaks."""
    costs = read(f"""
    - {{id: exam, category: certification_exam, per_participant: 10,
        when: [{{date: {day}, share: 1}}]{line}}}
    """)
    awards = read(f"[{{id: grant, stream: fund, amount: 1000, start: 2026-08-01{terms}}}]")
    inputs = partnership(rule, change={**LONG, "costs": costs, "awards": awards})
    period = next(c.period.start for c in Books(inputs, plan(inputs)).cells.values())
    return broken(inputs, ("exam", "adults", str(period), "grant", "100.00"))


@pytest.mark.parametrize(
    ("span", "last", "late"),
    [
        ("{program_years: 2}", "2028-06-30", "2028-07-01"),
        ("{federal_fiscal_years: 1}", "2026-09-30", "2026-10-01"),
        ("{months: 6}", "2027-01-31", "2027-02-01"),
    ],
)
def test_money_lives_to_the_end_of_its_span(span: str, last: str, late: str) -> None:
    rule = f"{{id: life, kind: timeline, ends: {span}}}"
    assert on(last, rule) == set()
    assert on(late, rule) == {"fund/life"}


def test_money_that_opens_early_counts_from_its_funding_year() -> None:
    rule = "{id: life, kind: timeline, ends: {program_years: 1}}"
    assert on("2027-07-01", rule) == {"fund/life"}
    assert on("2028-06-30", rule, terms=", funding_year: 2027") == set()


def test_where_obligation_counts_the_contract_s_day_decides() -> None:
    rule = "{id: life, kind: timeline, ends: {months: 6}, test: obligated, liquidate_days: 90}"
    signed = ", obligated: 2027-01-31"
    assert on("2027-04-30", rule, line=signed) == set()
    assert on("2027-05-02", rule, line=signed) == {"fund/life"}
    assert on("2027-04-30", rule, line=", obligated: 2027-02-01") == {"fund/life"}
    assert on("2027-04-30", rule, line=", obligated: 2026-07-31") == {"award-window"}


def recapture(kind: str) -> Any:
    rule = f"""{{id: spend, kind: timeline,
      obligate: {{share: 0.8, by: {{program_years: 1}}, recapture: {kind}}}}}"""
    costs = read("""
    - {id: early, category: tuition_fees, per_participant: 700, when: start}
    - {id: late, category: certification_exam, per_participant: 300,
       when: [{date: 2027-08-01, share: 1}]}
    """)
    awards = read("[{id: grant, stream: fund, amount: 10000}]")
    return partnership(rule, change={**LONG, "costs": costs, "awards": awards})


EARLY = ("early", "adults", "2026-07-01", "grant", "7000.00")


def test_automatic_recapture_takes_what_is_short_of_the_share() -> None:
    inputs = recapture("automatic")
    late = ("late", "adults", "2027-07-01", "grant", "2000.00")
    assert broken(inputs, EARLY, late) == set()
    assert broken(inputs, EARLY, (*late[:4], "2000.01")) == {"fund/spend"}


def test_a_risk_is_named_and_does_not_fail_the_plan() -> None:
    inputs = recapture("risk")
    found = report(inputs, EARLY)
    assert found.passed
    assert [(w.rule, w.by) for w in found.warnings] == [("fund/spend", 1000)]
    assert risks(Books(inputs, plan(inputs, EARLY))) == {"grant": 100000}


LATER = "{id: exams, kind: timeline, for: [certification_exam], ends: {days_after_end: 60}}"
TERM = ", end: 2027-01-31"


def test_a_category_may_be_paid_after_the_award_ends_and_no_longer() -> None:
    assert on("2027-04-01", LATER, terms=TERM) == set()
    assert on("2027-04-02", LATER, terms=TERM) == {"fund/exams"}


def test_other_categories_end_with_the_award() -> None:
    others = LATER.replace("certification_exam", "tuition_fees")
    assert on("2027-01-31", others, terms=TERM) == set()
    assert on("2027-02-01", others, terms=TERM) == {"award-window"}


@pytest.mark.parametrize(
    ("says", "day", "out"),
    [
        ("ends: {months: 3}", "2026-10-31", "2026-11-01"),
        ("ends: {days_after_end: -30}", "2027-01-01", "2027-01-02"),
        ("ends: {months_after_end: 1, federal_fiscal_years: 1}", "2026-09-30", "2026-10-01"),
        ("begins: {federal_fiscal_years: 1}", "2026-10-01", "2026-09-30"),
    ],
)
def test_a_category_has_a_window_of_its_own(says: str, day: str, out: str) -> None:
    rule = f"{{id: exams, kind: timeline, for: [certification_exam], {says}}}"
    assert on(day, rule, terms=TERM) == set()
    assert on(out, rule, terms=TERM) == {"fund/exams"}
    assert on(out, rule.replace("certification_exam", "tuition_fees"), terms=TERM) == set()


def test_contracts_of_one_category_are_paid_later() -> None:
    rule = """{id: signed, kind: timeline, for: [certification_exam], test: obligated,
      liquidate_days: 60}"""
    signed = ", obligated: 2027-01-31"
    assert on("2027-04-01", rule, terms=TERM, line=signed) == set()
    assert on("2027-04-02", rule, terms=TERM, line=signed) == {"fund/signed"}
    others = rule.replace("certification_exam", "tuition_fees")
    assert on("2027-04-01", others, terms=TERM, line=signed) == {"award-window"}


def test_a_window_counts_for_awards_that_start_while_its_rule_is_in_force() -> None:
    for date, broken_by in (("2026-08-01", set()), ("2026-08-02", {"award-window"})):
        dated = LATER.replace("kind:", f"from: {date}, kind:")
        assert on("2027-04-01", dated, terms=TERM) == broken_by


def test_what_is_left_for_later_is_capped_to_the_cent() -> None:
    costs = read("""
    - {id: early, category: tuition_fees, per_participant: 700, when: start}
    - {id: late, category: certification_exam, per_participant: 300,
       when: [{date: 2027-08-01, share: 1}]}
    """)
    awards = read("[{id: grant, stream: fund, amount: 10000}]")
    cap = """{id: carried, kind: limit, spend: {after: {program_years: 1}},
      at_most: {share: 0.20, of: award}}"""
    inputs = partnership(cap, change={**LONG, "costs": costs, "awards": awards})
    for amount, breaks in (("2000.00", set()), ("2000.01", {"fund/carried"})):
        late = ("late", "adults", "2027-07-01", "grant", amount)
        assert broken(inputs, EARLY, late) == breaks
