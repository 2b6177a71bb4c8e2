"""Pell by terms and what goes back of it: kept in the folder, read back, audited to the cent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from braid.audit import audit_folder
from braid.catalog.load import load_inputs
from braid.plan.build import make_plan
from braid.plan.folder import read_plan, write_plan

RULES = Path(__file__).resolve().parents[2] / "rules"
# The maximum by two terms at three quarters of full time: 7,395 x 0.75 / 2 = $2,773.13 (rounded)
# for each of twenty. One in five leaves at a quarter of the training, in the middle of the first
# term: 2,773.13 x (1 - 0.2 x 0.5) = $2,495.81, and of the second 2,773.13 x 0.8 = $2,218.50. Back
# of the first go 20 x 277.32 = $5,546.40; the college charges 20 x 1,000 at the start and returns
# 0.5 x 0.2 x 20,000 = $2,000. The four may keep half of 4 x 2,773.13, which is more than the rest.
SCENARIO = """
name: Welding by semesters
horizon: {start: 2026-07-01, end: 2027-06-30, period: quarter}
organizations: [{id: college, type: public_college}]
programs:
  - id: welding
    weeks: 32
    terms: 2
    credit_hours: 30
    completion_rate: 0.8
    degree_program: true
    remedial_hours: 0
    outside_instruction_share: 0
    provider: {organization: college, title_iv_participation: true}
groups:
  - id: students
    program: welding
    participants: 20
    start: 2026-08-24
    enrollment_intensity: 0.75
    withdraw_at: 0.25
    fafsa_processed: true
    max_pell: true
    leu_percent: 0
    award_year_cost_of_attendance: 12000
    citizen_or_eligible_noncitizen: true
    in_secondary_school: false
    high_school_diploma: true
    aid_history_clear: true
    title_iv_checks: true
    pell_elsewhere: false
    highest_degree: none
costs:
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start, incurred_by: college}
  - {id: rent, category: transportation, per_participant: 6000, when: start, paid_by: student}
awards: [{id: pell, stream: pell, recipient: college}]
reporting: {hourly_rate: 0}
"""
ROW = "students,pell,2026-08-24,4.0000,0.5000,5546.40,2000.00,0.00,3546.40"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("back")
    (place / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    inputs, problems = load_inputs(place / "scenario.yaml", RULES)
    assert inputs is not None, problems
    plan = make_plan(inputs)
    assert plan.audit_passed, plan.audit_findings
    assert str(plan.summary.paid_by_entitlements) == "94286.20"
    assert write_plan(plan, place / "plan") == ()
    return place / "plan"


def test_the_table_says_what_goes_back(made: Path) -> None:
    assert (made / "refunds.csv").read_text(encoding="utf-8").splitlines()[1:] == [ROW]
    data = json.loads((made / "plan.json").read_text(encoding="utf-8"))
    assert [",".join(row.values()) for row in data["refunds"]] == [ROW]


def test_a_plan_that_was_read_back_reads_the_same(made: Path) -> None:
    plan, problems = read_plan(made)
    assert plan is not None, problems
    assert [",".join(row.values()) for row in plan.tables["refunds"].records()] == [ROW]


@pytest.mark.parametrize(
    "changed",
    [
        ROW.replace("5546.40", "5546.39"),
        ROW.replace("2000.00,0.00", "1999.99,0.01"),
        ROW.replace("0.00,3546.40", "0.01,3546.39"),
        ROW.replace("0.5000", "0.5001"),
        ROW.replace("4.0000", "4.0001"),
        "",
    ],
)
def test_a_cent_is_missed_by_the_audit(made: Path, changed: str) -> None:
    report, _ = audit_folder(made)
    assert report is not None
    assert report.passed, report.findings
    path = made / "refunds.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"{ROW}\n", f"{changed}\n" if changed else ""), encoding="utf-8")
    try:
        report, _ = audit_folder(made)
        assert report is not None
        assert not report.passed
    finally:
        path.write_text(text, encoding="utf-8")
