"""Another solver finds the same dollars: CBC and SCIP, driven by PuLP, against HiGHS."""

from __future__ import annotations

import pytest
from test_scenario_goldens import ROOT, SCENARIOS, plan_of

from braid.catalog.load import load_inputs
from braid.plan.build import make_plan

EXPLAINED = "small-business-consortium"
"""Where CBC also finds what the explanations need: uncertain money and unsettled law."""
SCIP_ALWAYS = ("project-quest", "massachusetts-wctf")
"""Where `make test` asks SCIP; `make long` asks it everywhere."""


def agrees(solver: str, name: str, explained: bool = False) -> None:
    """A plan by another solver passes its audit, is proven best, and has the values of HiGHS."""
    inputs, _ = load_inputs(ROOT / "scenarios" / f"{name}.yaml", ROOT / "rules")
    assert inputs is not None
    other = make_plan(inputs, solver=solver, explained=explained)
    assert other.audit_passed, other.audit_findings
    assert not other.stopped  # every search came to its end
    values = [float(tier.solver_value) for tier in plan_of(name).tiers]
    assert [float(tier.solver_value) for tier in other.tiers] == pytest.approx(values, abs=0.005)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", SCENARIOS)
def test_cbc_reaches_the_same_tiers_as_highs_and_its_plan_passes(name: str) -> None:
    agrees("cbc", name, explained=name == EXPLAINED)


@pytest.mark.parametrize(
    "name",
    [n if n in SCIP_ALWAYS else pytest.param(n, marks=pytest.mark.long) for n in SCENARIOS],
)
def test_scip_reaches_the_same_tiers_as_highs_and_its_plan_passes(name: str) -> None:
    agrees("scip", name)
