"""Money that comes because other money is spent: match, and reimbursements without a ceiling.

A fixed grant that takes the place of an open-ended reimbursement no longer draws a dollar for
each dollar that others spend; a merged grant may stop asking for match.
"""

from __future__ import annotations

from braid.plan.plan import Plan


def pledged(plan: Plan) -> int:
    """Whole cents of non-federal money that stand beside awards as their match."""
    inputs = plan.inputs
    rows = plan.tables["pledges"].rows()
    return sum(
        row["cents"] for row in rows if inputs.origin(inputs.awards[row["award"]]) != "federal"
    )


def drawn(plan: Plan) -> int:
    """Whole cents charged to awards that pay a share of what others spend."""
    law = plan.inputs.law
    paying = {award for homed in law.of_kind("reimbursement") for award in homed.awards}
    return sum(row["charged"] for row in plan.tables["awards"].rows() if row["award"] in paying)
