"""Whole plans of the generated cases pass the audit: head counts, cents and every table."""

import pytest

from braid.plan.build import make_plan
from oracle.compare import case
from oracle.generated_past import has_past

SEEDS = [seed for seed in range(160) if not has_past(seed)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_passes_the_audit(seed: int) -> None:
    plan = make_plan(case(seed), explained=False, unsettled=False)
    assert plan.audit_passed, plan.audit_findings
