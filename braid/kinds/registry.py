"""The registry of kinds: adding one is a file here, a file in ``audit/``, parameters, and a line.

``PERMISSIONS`` say who may pay what; ``ROWS`` add rows to the model; ``NEEDS`` ask for
others' money beside an award, which is pledged for all of them together; formulas,
timelines and reports also shape the tables before there is a model.
"""

from __future__ import annotations

from braid.kinds import (
    award,
    benefit,
    employer,
    exclusive,
    limit,
    line,
    match,
    order,
    participant,
    program,
    reimbursement,
    supplant,
    threshold,
    timeline,
    together,
    transfer,
)
from braid.kinds.needs import NeedKind
from braid.kinds.permission import Permission
from braid.kinds.rows import RowKind

PERMISSIONS: dict[str, Permission] = {
    "award": award.PERMISSION,
    "participant": participant.PERMISSION,
    "program": program.PERMISSION,
    "employer": employer.PERMISSION,
    "line": line.PERMISSION,
}

ROWS: dict[str, RowKind] = {
    "limit": limit.rows,
    "order": order.rows,
    "supplant": supplant.rows,
    "benefit": benefit.rows,
    "timeline": timeline.rows,
    "exclusive": exclusive.rows,
    "together": together.rows,
    "threshold": threshold.rows,
    "transfer": transfer.rows,
}

NEEDS: dict[str, NeedKind] = {
    "match": match.demands,
    "reimbursement": reimbursement.demands,
}

TABLES: frozenset[str] = frozenset({"formula", "income", "refund", "report"})
"""Kinds that write no rows: entitlements, what goes back of them, income, reporting cells."""

ALL: frozenset[str] = frozenset(PERMISSIONS) | frozenset(ROWS) | frozenset(NEEDS) | TABLES
