"""What the auditor is handed of a plan while it is made: all that it would read of a folder.

Where the auditor is told nothing it compares nothing, so a part left out is a check left out.
"""

from __future__ import annotations

from dataclasses import fields

import pytest
from draft import draft

from braid.audit.charges import PlanUnderAudit
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.optimize.engines import engine_named
from braid.optimize.tiers import optimize
from braid.plan.build import make_plan
from braid.plan.handing import under_audit
from braid.plan.plan import Plan
from braid.plan.solution import solution_of

LATER = {"totals", "budget"}
"""What is worked out of the audited plan, and held against it when a folder is audited."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    """$6,000 for tuition of $10,000: two rows of charges or more, and the rest unfunded."""
    return make_plan(draft("awards: [{id: grant, stream: fund, amount: 6000}]"))


@pytest.fixture(scope="module")
def handed(plan: Plan) -> PlanUnderAudit:
    """The same plan in the auditor's hands."""
    engine = engine_named("highs")
    model = build_model(build_ground(plan.inputs))
    return under_audit(solution_of(model, optimize(model, engine), engine), plan.tables)


def test_no_part_is_kept_from_it(handed: PlanUnderAudit) -> None:
    kept = {field.name for field in fields(handed) if getattr(handed, field.name) is None}
    assert kept <= LATER


def test_it_is_handed_the_tables_row_by_row(handed: PlanUnderAudit, plan: Plan) -> None:
    assert sum(charge.cents for charge in handed.charges) == 6000_00
    assert handed.unfunded is not None
    assert sum(row.cents for row in handed.unfunded) == 4000_00
    for part in ("charges", "unfunded", "cash", "awards", "pledges", "income", "refunds"):
        assert len(getattr(handed, part)) == len(plan.tables[part]), part
