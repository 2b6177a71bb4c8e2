"""What awards give to one another and what comes in: kept in the folder, read back, audited."""

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
from braid.render import moved
from braid.render.output import show

RULES = Path(__file__).resolve().parents[2] / "rules"
SCENARIO = """
name: Adults and dislocated workers of one board
horizon: {start: 2026-07-01, end: 2027-06-30, period: quarter}
organizations: [{id: board, type: workforce_board}, {id: college, type: public_college}]
programs:
  - {id: welding, weeks: 10, in_demand: true, provider: {organization: college, etpl: true}}
groups:
  - id: workers
    program: welding
    participants: 10
    start: 2026-07-01
    age: 17
    work_authorized: true
    selective_service: registered
    training_need_determined: true
    dislocation: laid_off
costs:
  - {id: training, category: tuition_fees, per_participant: 2000, when: start}
awards:
  - id: adult
    stream: wioa_adult
    recipient: board
    amount: 15000
    start: 2026-07-01
    transfer_approved: true
  - id: dw
    stream: wioa_dislocated_worker
    recipient: board
    amount: 9000
    start: 2026-07-01
    program_income: 500.25
reporting: {hourly_rate: 0}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("moved")
    (place / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    inputs, problems = load_inputs(place / "scenario.yaml", RULES)
    assert inputs is not None, problems
    plan = make_plan(inputs)
    assert plan.audit_passed, plan.audit_findings
    assert write_plan(plan, place / "plan") == ()
    return place / "plan"


@pytest.fixture
def plan(folder: Path) -> Plan:
    found, problems = read_plan(folder)
    assert found is not None, problems
    return found


def table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text("utf-8"))))


def test_the_tables_say_what_moved_and_what_came_in(folder: Path) -> None:
    # Of ten at $2,000 the dislocated worker money pays 9,000 and the 500.25 that it earned; for
    # 20,000.00 it takes 10,499.75 of the adult money, which nobody here may get otherwise.
    adult, dw = table(folder, "awards")
    assert (adult["given"], adult["received"], adult["left"]) == ("10499.75", "0.00", "4500.25")
    assert (dw["given"], dw["received"], dw["left"]) == ("0.00", "10499.75", "0.00")
    assert table(folder, "income") == [
        {"award": "dw", "organization": "board", "rule": "wioa_title_i/program-income", "year": "",
         "people": "", "amount": "500.25"}
    ]  # fmt: skip
    said = json.loads((folder / "plan.json").read_text("utf-8"))
    assert said["transfers"] == [
        {"giver": "adult", "taker": "dw", "amount": "10499.75", "rules": ["wioa_adult_dw/transfer"]}
    ]
    assert said["income"] == table(folder, "income")


def test_a_plan_that_was_read_back_reads_the_same(plan: Plan) -> None:
    out = io.StringIO()
    show(lambda console: moved.moved(plan, console), out, 500)
    assert [line.strip() for line in out.getvalue().splitlines() if line.strip()] == [
        "What moves between awards  charges stand under the award that receives",
        "$10,499.75 from adult to dw. It needs that transfer approved is true, as the scenario"
        " states. With the Governor's approval a local board moves up to all of a program year's"
        " Adult or Dislocated Worker allocation to the other program. 29 USC 3173(b)(4); 20 CFR"
        " 683.130 [wioa_adult_dw/transfer]",
        "Income beside the awards",
        "$500.25 of program income may be spent beside dw. [wioa_title_i/program-income]",
    ]
    (gives,) = moved.moved_of_award(plan, "adult")
    receives, earns = moved.moved_of_award(plan, "dw")
    assert gives.startswith("It gives $10,499.75 to dw. It needs that")
    assert receives.startswith("It receives $10,499.75 from adult. It needs that")
    assert earns.startswith("$500.25 of program income")


def test_plans_from_before_transfers_are_read(folder: Path) -> None:
    path = folder / "plan.json"
    whole = path.read_text("utf-8")
    said = json.loads(whole)
    del said["transfers"]
    path.write_text(json.dumps(said), "utf-8")
    try:
        found, problems = read_plan(folder)
    finally:
        path.write_text(whole, "utf-8")
    assert found is not None, problems
    assert found.transfers == ()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("awards", "10499.75,0.00,4500.25", "10499.74,0.00,4500.26"),
        ("awards", "20000.00,0.00,10499.75,0.00", "20000.00,0.00,10499.74,-0.01"),
        ("income", "500.25", "500.26"),
    ],
)
def test_a_cent_less_does_not_pass_the_audit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.csv"
    whole = path.read_text("utf-8")
    assert whole.count(old) == 1
    report, _ = audit_folder(folder)
    assert report is not None
    assert report.passed
    path.write_text(whole.replace(old, new), "utf-8")
    try:
        report, _ = audit_folder(folder)
    finally:
        path.write_text(whole, "utf-8")
    assert report is not None
    assert not report.passed
