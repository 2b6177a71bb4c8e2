"""Whole plans of the generated cases pass the audit: head counts, cents and every table.

And they say what they said when somebody looked at it last (``audited_plans.csv``): a quick way to
notice that a reason, a day or a cent has become another. ``REWRITE_GOLDENS=1 pytest
tests/oracle/test_audit.py`` keeps what plans say that pass.
"""

from pathlib import Path

import pytest
from kept_parts import Kept
from told_plan import told

from braid.plan.build import make_plan
from oracle.compare import case
from oracle.generated_past import has_past

SEEDS = [seed for seed in range(160) if not has_past(seed)]
KEPT = Kept(Path(__file__).parent / "audited_plans.csv", [f"generated {seed}" for seed in SEEDS])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_passes_the_audit_and_says_what_it_said(seed: int) -> None:
    plan = make_plan(case(seed))
    assert plan.audit_passed, plan.audit_findings
    KEPT.holds(f"generated {seed}", told(plan), lambda: plan.audit_passed)
