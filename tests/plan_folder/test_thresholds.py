"""Audits that spending sets off: in the folder, read back, audited again, and told."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from braid.audit import audit_folder
from braid.catalog.load import load_inputs
from braid.plan.build import make_plan
from braid.plan.folder import read_plan, write_plan
from braid.plan.plan import Plan
from braid.render import thresholds
from braid.render.output import show

RULES = Path(__file__).resolve().parents[2] / "rules"
SCENARIO = """
name: A board near the single audit
horizon: {start: 2026-07-01, end: 2028-06-30, period: quarter}
organizations:
  - {id: board, other_federal: 985000, single_audit_cost: 20000}
  - {id: college, other_federal: 3000000, single_audit_cost: 50000}
programs:
  - {id: welding, weeks: 10, in_demand: true, provider: {organization: college, etpl: true}}
groups:
  - {id: first, program: welding, participants: 10, start: 2026-07-01, age: 30,
     work_authorized: true, selective_service: registered, training_need_determined: true,
     low_income: true}
costs:
  - {id: training, category: tuition_fees, per_participant: 1500, when: start}
awards:
  - {id: adult, stream: wioa_adult, recipient: board, subaward_of: state, amount: 90000,
     start: 2026-07-01}
  - {id: leaders, stream: perkins_state_leadership, recipient: college, amount: 5000,
     start: 2026-07-01}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    file = tmp_path_factory.mktemp("inputs") / "scenario.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    inputs, problems = load_inputs(file, RULES)
    assert inputs is not None, problems
    made = make_plan(inputs)
    assert made.audit_passed, made.audit_findings
    return made


@pytest.fixture
def folder(plan: Plan, tmp_path: Path) -> Path:
    assert not write_plan(plan, tmp_path / "plan")
    return tmp_path / "plan"


def rows(folder: Path) -> list[dict[str, str]]:
    table = csv.DictReader(io.StringIO((folder / "reports.csv").read_text(encoding="utf-8")))
    return [row for row in table if not row["award"] and not row["system"]]


def test_the_audits_are_reports_of_their_organizations(folder: Path) -> None:
    # 985,000 elsewhere and at least 15,000 of training: 1,000,000 in the first year. The college
    # has its audits whatever the plan does, so they cost the plan nothing.
    found = {(r["filed_by"], r["period_start"], r["due"], r["cost"]) for r in rows(folder)}
    assert found == {
        ("board", "2026-07-01", "2028-03-31", "20000.00"),
        ("college", "2026-07-01", "2028-03-31", "0.00"),
        ("college", "2027-07-01", "2029-03-31", "0.00"),
    }


def test_a_plan_that_is_read_back_is_the_same_and_passes_its_audit(
    plan: Plan, folder: Path
) -> None:
    again, problems = read_plan(folder)
    assert again is not None, problems
    assert again.thresholds == plan.thresholds
    report, more = audit_folder(folder)
    assert report is not None, more
    assert report.passed, report.findings


def test_an_audit_that_is_taken_out_is_a_finding(folder: Path) -> None:
    path = folder / "reports.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if ",board" not in line), encoding="utf-8")
    report, problems = audit_folder(folder)
    assert report is not None, problems
    rules = {finding.rule for finding in report.findings}
    assert rules == {"uniform_guidance/single-audit", "reports.csv"}


def test_a_plan_of_an_earlier_release_has_no_thresholds(folder: Path) -> None:
    data = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    del data["thresholds"]
    (folder / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    again, problems = read_plan(folder)
    assert again is not None, problems
    assert again.thresholds == ()


def told(plan: Plan) -> str:
    out = io.StringIO()
    show(lambda console: thresholds.thresholds(plan, console), out, 100)
    return " ".join(out.getvalue().split())


def test_who_needs_an_audit_and_how_near_others_are_is_told(plan: Plan) -> None:
    # 15,000 of training, eight hours for each of four reports at $55 an hour, 1,760, and 2.25
    # hours of records for each of ten people, 1,237.50; in the second year the reports alone.
    assert told(plan) == (
        "Audits by fiscal year $20,000 of this plan's making"
        " board needs a single audit for July 2026 to June 2027, due March 31, 2028: it spends"
        " $1,002,997.50, and from $1,000,000 on one is due; it costs $20,000."
        " board needs none for July 2027 to June 2028: it spends $986,760, $13,240 less than the"
        " $1,000,000 from which a single audit is due (it would cost $20,000). That is 98.7% of it,"
        " so little more spending makes it due."
        " college needs a single audit with or without this plan, for 2 years: due March 31, 2028"
        " and March 31, 2029."
    )
