"""The planner and the textbook agree on generated portfolios; what is whose decides."""

from dataclasses import replace
from functools import cache

import pytest

from braid.catalog.inputs import Inputs
from braid.plan.build import make_plan
from oracle.adapter import planner_values
from oracle.compare import agree
from oracle.once import once
from oracle.portfolios import portfolio
from oracle.textbook import solve_textbook

SEEDS = range(80)
DECIDING = range(40, 80)
"""In which what a portfolio says decides soon."""
SLOW = {18}
"""A search over so many decisions that it takes as long as thirty other seeds."""
MARKED = [s if s < 25 and s not in SLOW else pytest.param(s, marks=pytest.mark.long) for s in SEEDS]


@cache
def case(seed: int) -> Inputs:
    return portfolio(seed)


@once
def portfolio_values(seed: int) -> dict[int, float]:
    return solve_textbook(case(seed), "HIGHS")


@pytest.fixture(scope="module", params=MARKED)
def seed(request):
    """Of a module, so that both tests of one seed follow each other and share its case."""
    return request.param


def test_the_planner_agrees_with_the_textbook(seed):
    assert planner_values(case(seed)) == pytest.approx(portfolio_values(seed), rel=0, abs=0.005)


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
        if without(case(seed)).scenario == case(seed).scenario:
            return False
        values = {t: v for t, v in portfolio_values(seed).items() if t != 6}
        other = {t: v for t, v in planner_values(without(case(seed))).items() if t != 6}
        return not agree(other, values)

    assert any(differs(seed) for seed in DECIDING)
