"""A scenario after two quarters, with a ledger in which one charge broke a rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden import matches_golden
from test_scenario_goldens import text_of, usd

from braid.catalog.ledger import Ledger
from braid.catalog.load import load_inputs
from braid.plan.build import make_plan
from braid.plan.plan import Plan

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
GOLDEN = Path(__file__).parent / "golden" / "after"
NAME, AS_OF = "small-business-consortium", "2026-12-31"


@pytest.fixture(scope="module")
def plan() -> Plan:
    ledger = Ledger(str(SCENARIOS / f"{NAME}-ledger.csv"), AS_OF)
    inputs, problems = load_inputs(SCENARIOS / f"{NAME}.yaml", ledger=ledger)
    assert inputs is not None, [str(problem) for problem in problems]
    return make_plan(inputs)


def text_after(plan: Plan) -> str:
    """As of the other scenarios, with the budget and what breaks a rule."""
    out = [text_of(plan), "budget: actual, planned, award and category"]
    for row in plan.tables["budget"].rows():
        out.append(f"{usd(row['actual'])} {usd(row['planned'])}  {row['award']} {row['category']}")
    found = [row for row in plan.tables["problems"].rows() if row["code"] in ("B402", "B403")]
    out += ["", "what breaks a rule", *(f"{row['code']} {row['message']}" for row in found)]
    return "\n".join(out) + "\n"


def test_the_rest_of_the_plan_is_the_one_that_was_read(plan: Plan) -> None:
    assert plan.audit_passed, plan.audit_findings
    matches_golden(GOLDEN / f"{NAME}.txt", text_after(plan))


def test_the_budget_adds_up_to_the_ledger_and_the_plan(plan: Plan) -> None:
    budget, charged = plan.tables["budget"], sum(charge.cents for charge in plan.inputs.posted)
    assert sum(budget["actual"]) == charged == 14671072
    assert sum(budget["planned"]) == sum(plan.tables["charges"]["cents"])
    assert min(plan.tables["charges"]["period"]) == "2027-01-01"
