"""Fields of streams' own that a proposal changes, on cases that can be worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from reforms import reform, small

from braid.audit import audit_folder
from braid.catalog.load import load_inputs
from braid.catalog.proposals import Proposing
from braid.comparison.compare import compare
from braid.plan.build import make_plan
from braid.plan.folder import read_plan, write_plan
from braid.plan.plan import Plan

GROUND = "why: W, cite: C, confidence: verified, reviewed: 2026-11-22"
STREAMS = {
    # repaid 45 days after the month; at most 300 of care, by the set that it follows
    "later.yaml": f"""
stream: later
name: Later
origin: federal
follows: [capped]
payment: {{method: reimbursement, lag_days: 45}}
rules:
  - {{id: costs, kind: line, allow: [administration, care], {GROUND}}}
""",
    "dormant.yaml": f"""
stream: dormant
name: Dormant
origin: state
enabled: false
rules:
  - {{id: costs, kind: line, allow: [care], {GROUND}}}
""",
    "capped.yaml": f"""
set: capped
name: Capped
rules:
  - {{id: care, kind: limit, spend: {{category: care}}, at_most: {{usd: 300}}, {GROUND}}}
""",
    "kin.yaml": f"""
family: kin
name: Kin
rules:
  - {{id: both, kind: limit, spend: {{category: care}}, at_most: {{usd: 100}}, {GROUND}}}
""",
}
MONTHS = """
name: Months
horizon: {start: 2026-07-01, end: 2026-12-31, period: month}
organizations: [{id: board, cash: {opening: 200}}]
programs: [{id: welding, weeks: 10}]
groups: [{id: all, program: welding, participants: 10, start: 2026-07-01, end: 2026-10-31}]
costs: [{id: office, category: administration, amount: 1000, every: month, until: 2026-10-31}]
awards: AWARDS
reporting: {hourly_rate: 0.00}
"""
FOUR = "[{id: l, stream: later, amount: 4000, start: 2026-07-01}]"
TWO = (
    "[{id: l, stream: later, amount: 2000, start: 2026-07-01},"
    " {id: m, stream: later, amount: 2000, start: 2026-09-01OWN}]"
)
CARE = """
name: Care
horizon: {start: 2026-07-01, end: 2026-12-31, period: month}
organizations: [{id: board}]
programs: [{id: welding, weeks: 10}]
groups: [{id: all, program: welding, participants: 10, start: 2026-07-01, end: 2026-10-31}]
costs: [{id: care, category: care, amount: 1000, from: 2026-07-01, until: 2026-07-31}]
awards: [{id: l, stream: later, amount: 500, start: 2026-07-01},
  {id: d, stream: dormant, amount: 250, start: 2026-07-01}]
reporting: {hourly_rate: 0.00}
"""
ADVANCE = (
    "changes:\n"
    "  - {stream: later, field: payment.method, was: reimbursement, becomes: advanceDAYS}\n"
    "  - {stream: later, field: payment.lag_days, was: 45, becomes: nullDAYS}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rules = tmp_path / "rules"
    rules.mkdir()
    for name, text in STREAMS.items():
        (rules / name).write_text(text.lstrip("\n"), encoding="utf-8")
    return tmp_path


def plan_of(folder: Path, scenario: str, changes: str = "", expected: str = "") -> Plan:
    """The audited plan of a scenario under changes, with a remark that it is to make."""
    path = small(folder, scenario)
    proposing = Proposing((reform(folder, changes),)) if changes else None
    inputs, problems = load_inputs(path, folder / "rules", proposing=proposing)
    assert inputs is not None, [str(problem) for problem in problems]
    assert list(inputs.remarks) == [expected][: bool(expected)]
    plan = make_plan(inputs, explained=False)
    assert plan.audit_passed, plan.audit_findings
    return plan


def loans(plan: Plan) -> list[int]:
    """The loan of each month in whole dollars."""
    return [int(row["loan"]) // 100 for row in plan.tables["cash"].rows()]


def change(field: str, was: str, becomes: str, stream: str = "later", more: str = "") -> str:
    return (
        f"changes: [{{stream: {stream}, field: {field}, was: {was}, becomes: {becomes}{more}}}]\n"
    )


def test_money_that_comes_in_advance_needs_no_bridge(folder: Path) -> None:
    scenario = MONTHS.replace("AWARDS", FOUR)
    # Today July's $1,000 come in September: $200 are there, the rest is borrowed.
    today = plan_of(folder, scenario)
    assert loans(today) == [800, 1800, 1800, 1800, 800, 0]
    reformed = plan_of(folder, scenario, ADVANCE.replace("DAYS", ""))
    assert loans(reformed) == [0] * 6
    assert today.summary.funded == reformed.summary.funded == 4000


def test_a_claim_that_is_paid_sooner_lowers_the_bridge_by_a_claim(folder: Path) -> None:
    sooner = change("payment.lag_days", "45", "15")
    assert loans(plan_of(folder, MONTHS.replace("AWARDS", FOUR), sooner)) == [800] * 4 + [0] * 2


def test_the_whole_field_at_once(folder: Path) -> None:
    whole = change("payment", "{method: reimbursement, lag_days: 45}", "{method: advance}")
    assert loans(plan_of(folder, MONTHS.replace("AWARDS", FOUR), whole)) == [0] * 6


def test_from_a_day_on_it_is_the_payment_of_awards_that_begin_then(folder: Path) -> None:
    dated = ADVANCE.replace("DAYS", ", from: 2026-09-01")
    # l pays July and August, repaid in September and October; m pays the rest in advance.
    plan = plan_of(folder, MONTHS.replace("AWARDS", TWO.replace("OWN", "")), dated)
    assert loans(plan) == [800, 1800, 800, 0, 0, 0]
    terms = {a.id: a.payment and a.payment.method for a in plan.inputs.scenario.awards}
    assert terms == {"l": None, "m": "advance"}


def test_an_awards_own_terms_stay(folder: Path) -> None:
    own = TWO.replace("OWN", ", payment: {method: reimbursement, lag_days: 45}")
    remark = "m has terms of payment of its own, which stay."
    plan = plan_of(folder, MONTHS.replace("AWARDS", own), ADVANCE.replace("DAYS", ""), remark)
    # now l comes in advance and m, for September and October, in November and December
    assert loans(plan) == [0, 0, 800, 1800, 800, 0]


def test_what_a_change_of_payment_does_not_do_is_told(folder: Path) -> None:
    late = ADVANCE.replace("DAYS", ", from: 2026-10-01")
    remark = "No award of later begins on the days of its new payment."
    plan = plan_of(folder, MONTHS.replace("AWARDS", FOUR), late, remark)
    assert loans(plan) == [800, 1800, 1800, 1800, 800, 0]
    nobody = "No organization states its cash: how money arrives changes nothing."
    plan_of(folder, CARE, ADVANCE.replace("DAYS", ""), nobody)
    unused = "No award here follows alpha: what changes there does nothing."
    plan_of(folder, CARE, change("restricted", "5", "1", "alpha"), unused)


def test_a_stream_that_is_not_in_force_is_enabled(folder: Path) -> None:
    # Today the award of 250 pays nothing; Later pays 300 of the care.
    assert plan_of(folder, CARE).summary.funded == 300
    enabled = change("enabled", "false", "true", "dormant")
    assert plan_of(folder, CARE, enabled).summary.funded == 550


def test_a_stream_that_is_no_longer_in_force_has_no_reports(folder: Path) -> None:
    rule = folder / "rules" / "later.yaml"
    report = (
        "{id: yearly, kind: report, report: Quarterly report, per: award, every: quarter, "
        "hours: {planning: 2, floor: 1}"
    )
    rule.write_text(
        rule.read_text(encoding="utf-8") + f"  - {report}, {GROUND}}}\n", encoding="utf-8"
    )
    paid = CARE.replace("0.00}", "50.00}")
    assert plan_of(folder, paid).summary.overhead_hours > 0
    plan = plan_of(folder, paid, change("enabled", "true", "false"))
    assert plan.summary.overhead_hours == 0
    assert not write_plan(plan, folder / "plan")
    report_of, problems = audit_folder(folder / "plan")
    assert report_of is not None, problems
    assert report_of.findings == ()


@pytest.mark.parametrize("edit", ["loses: [capped]", "was: [capped], becomes: null"])
def test_a_stream_that_no_longer_follows_a_set(folder: Path, edit: str) -> None:
    free = f"changes: [{{stream: later, field: follows, {edit}}}]\n"
    assert plan_of(folder, CARE, free).summary.funded == 500


def test_a_stream_that_joins_a_family(folder: Path) -> None:
    joined = change("family", "null", "kin")
    assert plan_of(folder, CARE, joined).summary.funded == 100


def test_the_folder_keeps_it_and_its_audit_knows_it(folder: Path) -> None:
    plan = plan_of(folder, MONTHS.replace("AWARDS", FOUR), ADVANCE.replace("DAYS", ""))
    assert not write_plan(plan, folder / "plan")
    (folder / "reform.yaml").unlink()
    report, problems = audit_folder(folder / "plan")
    assert report is not None, problems
    assert report.passed
    again, problems = read_plan(folder / "plan")
    assert again is not None, problems
    assert loans(again) == [0] * 6


def test_comparing_says_which_change_did_what(folder: Path) -> None:
    path = small(folder, CARE)
    both = (
        (
            change("enabled", "false", "true", "dormant")
            + "  - {stream: later, field: follows, loses: [capped]}\n"
        )
        .replace("changes: [{", "changes:\n  - {")
        .replace("}]\n", "}\n", 1)
    )
    inputs, _ = load_inputs(path, folder / "rules")
    assert inputs is not None
    found = compare({"care": inputs}, [reform(folder, both)])
    told = {(e.part, e.says): e.changes["unfunded"] for e in found.effects if e.money == "own"}
    assert told["changes-1", ("dormant: enabled false becomes true",)] == -250
    assert told["changes-2", ("later: follows loses capped",)] == -200


def test_a_stream_that_is_no_longer_in_force_pays_nothing(folder: Path) -> None:
    ended = change("enabled", "true", "false")
    assert plan_of(folder, CARE, ended).summary.funded == 0
