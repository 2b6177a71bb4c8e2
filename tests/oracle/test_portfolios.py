"""The planner and the textbook agree on generated portfolios; what is whose decides."""

from dataclasses import replace
from functools import cache

import pytest

from braid.catalog.inputs import Inputs
from braid.plan.build import make_plan
from oracle.adapter import planner_values
from oracle.compare import agree
from oracle.portfolios import portfolio
from oracle.textbook import solve_textbook

SEEDS = range(80)
MARKED = [s if s < 24 else pytest.param(s, marks=pytest.mark.long) for s in SEEDS]


@cache
def case(seed: int) -> Inputs:
    return portfolio(seed)


@cache
def textbook_values(seed: int) -> dict[int, float]:
    return solve_textbook(case(seed), "HIGHS")


@pytest.mark.parametrize("seed", MARKED)
def test_the_planner_agrees_with_the_textbook(seed):
    assert planner_values(case(seed)) == pytest.approx(textbook_values(seed), rel=0, abs=0.005)


@pytest.mark.parametrize("seed", MARKED)
def test_a_plan_of_a_portfolio_passes_its_audit(seed):
    plan = make_plan(case(seed), explained=False)
    assert plan.audit_passed, plan.audit_findings


@pytest.mark.parametrize("part", ["fairness", "reserved"])
def test_what_a_portfolio_says_decides(part):
    def without(inputs: Inputs) -> Inputs:
        update = {"fairness": None}
        if part == "reserved":
            awards = inputs.scenario.awards
            update = {"awards": tuple(a.model_copy(update={"partnership": None}) for a in awards)}
        return replace(inputs, scenario=inputs.scenario.model_copy(update=update))

    def differs(seed: int) -> bool:
        values = {t: v for t, v in textbook_values(seed).items() if t != 6}
        other = {t: v for t, v in planner_values(without(case(seed))).items() if t != 6}
        return not agree(other, values)

    assert any(differs(seed) for seed in SEEDS)
