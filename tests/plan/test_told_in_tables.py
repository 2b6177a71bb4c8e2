"""Numbers of a plan's tables by hand, where a quarter is over and reports fall together."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from draft import draft, planned

from braid.catalog.load import load_inputs
from braid.plan.plan import Plan

QUARTER = """
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 250, when: every_period}
  - {id: coach, category: case_management, amount: 1200, every: quarter}
awards:
  - id: grant
    stream: fund
    amount: 30000
    to_date: [{category: child_care, amount: 100, obligated: 150}]
actuals:
  as_of: 2026-09-30
  charges:
    - {award: grant, cost: tuition, group: adults, period: 2026-07-01, amount: 2600.10}
    - {award: grant, cost: coach, period: 2026-07-01, amount: 1199.99}
streams:
  fund:
    origin: private
    rules:
      - {id: first, kind: report, report: Spent, every: quarter, hours: {floor: 1, planning: 2}}
      - {id: second, kind: report, report: Spent, every: quarter, hours: {floor: 1, planning: 3}}
      - {kind: timeline, obligate: {share: 0.9, by: {months: 6}}}
"""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned(draft(QUARTER))


def rows(plan: Plan, table: str) -> list[dict[str, Any]]:
    return plan.tables[table].rows()


def test_what_is_not_obligated_in_time_may_be_taken_back(plan: Plan) -> None:
    # of $27,000, by the end of 2026: $150 of before, $3,800.09 that were charged, and the $3,700
    # of a quarter with two reports of $100 and $150
    (award,) = rows(plan, "awards")
    in_time = 15000 + 380009 + 370000 + 25000
    assert award["recapture_risk"] == 2700000 - in_time


def test_two_reports_of_one_name_and_day_are_one_row(plan: Plan) -> None:
    told = [(r["period_start"], r["count"], r["hours"], r["cost"]) for r in rows(plan, "reports")]
    days = ("2026-10-01", "2027-01-01", "2027-04-01")
    assert told == [(day, Decimal(2), Decimal(5), 25000) for day in days]


def test_the_budget_adds_what_was_spent_before_to_what_was_charged(plan: Plan) -> None:
    told = {r["category"]: (r["actual"], r["planned"], r["total"]) for r in rows(plan, "budget")}
    assert told == {
        "administration": (0, 75000, 75000),
        "case_management": (119999, 360000, 479999),
        "child_care": (10000, 0, 10000),
        "tuition_fees": (260010, 750000, 1010010),
    }


def test_who_misses_a_part_of_a_line_is_not_completely_funded() -> None:
    # ten at $1,000 with $6,000: $4,000 are missing, which is four people's
    plan = planned(draft())
    assert plan.summary.completely_funded == 6
    plan = planned(draft("awards: [{id: grant, stream: fund, amount: 6000.01}]"))
    assert plan.summary.completely_funded == 6
    plan = planned(draft("awards: [{id: grant, stream: fund, amount: 999.99}]"))
    assert plan.summary.completely_funded == 0


def test_a_rule_that_cannot_be_held_for_want_of_a_fact_is_told() -> None:
    plan = planned(
        draft("""
awards:
  - {id: jobs_grant, stream: jobs, amount: 1000}
  - {id: trade_grant, stream: trade, amount: 8000}
streams:
  jobs: {}
  trade: {rules: [{kind: together, with: [jobs], who: {in_school: false}}]}
""")
    )
    (row,) = rows(plan, "problems")
    assert (row["code"], row["severity"], row["place"]) == ("B404", "warning", "")
    assert row["message"] == "trade/together is not held for adults: in_school is not stated."
    assert row["remedy"] == "State in_school, so that the plan keeps to the rule."


DATED = """
costs:
  - {id: coach, category: case_management, amount: 800, every: quarter}
  - {id: staff, category: backbone_staff, amount: 800, every: quarter}
actuals:
  as_of: 2026-09-30
  charges:
    - {award: grant, cost: coach, period: 2026-07-01, amount: 300}
    - {award: grant, cost: staff, period: 2026-07-01, amount: 200}
streams:
  fund:
    origin: private
    rules:
      - {id: no-coach, kind: line, forbid: [case_management], from: 2027-01-01}
      - {id: no-staff, kind: line, forbid: [backbone_staff], until: 2027-01-01}
"""


def test_what_was_charged_is_held_against_the_law_of_its_day() -> None:
    plan = planned(draft(DATED))
    told = [row["message"] for row in rows(plan, "problems")]
    assert told == [
        "$200.00 of staff was charged to grant from 2026-07-01 to 2026-09-30."
        " fund/no-staff refuses it: Because. 1 CFR 1"
    ]


def test_of_a_large_plan_it_is_told_what_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("braid.plan.build.EXPLAIN_UP_TO", 0)
    plan = planned(draft())
    assert plan.explanations == ()
    (row,) = rows(plan, "problems")
    assert (row["code"], row["severity"], row["place"], row["remedy"]) == ("", "note", "", "")
    what = "Prices, explanations, uncertain money and unsettled law: up to 0 possible charges."
    assert row["message"] == what


LEDGER = """
name: Ledger
horizon: {start: 2026-07-01, end: 2027-06-30}
programs: [{id: welding, weeks: 12}]
groups: [{id: autumn, program: welding, participants: 10, start: 2026-07-01}]
costs: [{id: gala, category: fundraising, amount: 900, every: quarter}]
awards: [{id: mill, stream: employer_contribution, amount: 2000}]
actuals:
  as_of: 2026-12-31
  charges:
    - {cost: gala, period: 2026-07-01, award: mill, amount: 300}
    - {cost: gala, period: 2026-10-01, award: mill, amount: 400}
"""


def test_a_charge_that_the_law_refuses_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    path.write_text(LEDGER)
    inputs, problems = load_inputs(path)
    assert inputs is not None, problems
    first, second = rows(planned(inputs), "problems")
    places = [row["place"].rpartition("/")[2] for row in (first, second)]
    assert places == ["ledger.yaml:11:7", "ledger.yaml:12:7"]
    assert first["message"].startswith(
        "$300.00 of gala was charged to mill from 2026-07-01 to 2026-09-30."
        " employer_contribution/workforce-purposes refuses it: "
    )
