"""The small partnerships of the kinds, planned: what each comes to, and every table audited.

``golden/plans.txt`` has the best that there is for each, which follows from its arithmetic.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from audited import audited
from draft import draft

from braid.plan.plan import Plan

GOLDEN = Path(__file__).parent / "golden"
COMES_TO = dict(
    line.split(": ", 1) for line in (GOLDEN / "plans.txt").read_text(encoding="utf-8").splitlines()
)


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.yaml")))
def test_its_plan_is_as_good_and_all_tables_pass_the_audit(name: str) -> None:
    plan = audited(draft((GOLDEN / f"{name}.yaml").read_text(encoding="utf-8")))
    assert COMES_TO[name] == comes_to(plan)


def comes_to(plan: Plan) -> str:
    """What every plan that is as good has in common, short of what is 0."""
    tiers = [f"{t.value} {t.name}" + (f" ({t.note})" if t.note else "") for t in plan.tiers]
    left = [told for told in tiers if not told.startswith("0 ")] or ["nothing is missing"]
    return f"{plan.summary.funded} funded, {', '.join(left)}"
