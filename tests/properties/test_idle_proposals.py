"""A proposal that changes nothing changes nothing: the same charges, people, reports and money."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "proposals"))

from reforms import reform, small

from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.catalog.proposals import Proposing
from braid.plan.build import make_plan
from braid.plan.plan import Plan
from braid.schema.proposal import Money

ROOT = Path(__file__).parents[2]
GROUND = "why: W, cite: C, confidence: verified, reviewed: 2026-11-22"
IDLE = {
    "nothing": "",
    "after the last charge": "changes: [{rule: alpha/half, field: at_most.share, was: 0.50,"
    " becomes: 0.05, from: 2028-01-01}]\n",
    "an end after the last charge": "removes: [{rules: [alpha/half], from: 2028-01-01}]\n",
    "a limit beyond all money": "adds: [{to: alpha, rules: [{id: far, kind: limit,"
    f" spend: {{category: tuition}}, at_most: {{usd: 1000000}}, {GROUND}}}]}}]\n",
    "as much money": "funding: [{streams: [alpha, beta, half, free], times: 1}]\n",
}


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Plan]:
    """The small scenario, and its plan."""
    folder = tmp_path_factory.mktemp("idle")
    return folder, make_plan(inputs_of(small(folder)), explained=False)


def inputs_of(path: Path, proposing: Proposing | None = None) -> Inputs:
    """The inputs of a scenario, under a proposal if one is given."""
    rules = path.parent / "rules"
    rules = rules if rules.is_dir() else ROOT / "rules"
    inputs, problems = load_inputs(path, rules, proposing=proposing)
    assert inputs is not None, [str(problem) for problem in problems]
    return inputs


@pytest.mark.parametrize("money", ["own", "equal"])
@pytest.mark.parametrize("text", IDLE.values(), ids=IDLE)
def test_an_idle_proposal_is_todays_plan(
    today: tuple[Path, Plan], tmp_path: Path, text: str, money: Money
) -> None:
    folder, plan = today
    proposing = Proposing((reform(tmp_path, text),), money)
    under = make_plan(inputs_of(folder / "small.yaml", proposing), explained=False)
    assert under.summary == plan.summary
    differing = [n for n, t in plan.tables.items() if t.records() != under.tables[n].records()]
    assert set(differing) <= {"rules"}  # which has rules that are new, or that end


def test_an_empty_proposal_leaves_a_shipped_scenario_and_its_law_alone(tmp_path: Path) -> None:
    path = ROOT / "scenarios" / "project-quest.yaml"
    under = inputs_of(path, Proposing((reform(tmp_path, ""),), "own"))
    assert under.law == inputs_of(path).law
    assert under.scenario == inputs_of(path).scenario
