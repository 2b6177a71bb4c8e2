"""The independent auditor: every rule checked again on a finished plan, to the cent.

It shares the scenario, the law and the calendar with the planner and nothing
else. Its cells, entitlements, reports and limits are its own, written from
``docs/semantics.md``, in whole cents and exact fractions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from braid.audit.charges import (
    AwardRow,
    BudgetRow,
    CashRow,
    Charge,
    DueRow,
    IncomeRow,
    PlanUnderAudit,
    Pledge,
    Unfunded,
)
from braid.audit.findings import AuditReport, Finding
from braid.audit.run import audit_plan
from braid.audit.standing import Standing

if TYPE_CHECKING:
    from braid.audit.folder import audit_folder, read_plan

__all__ = [
    "AuditReport",
    "AwardRow",
    "BudgetRow",
    "CashRow",
    "Charge",
    "DueRow",
    "Finding",
    "IncomeRow",
    "PlanUnderAudit",
    "Pledge",
    "Standing",
    "Unfunded",
    "audit_folder",
    "audit_plan",
    "read_plan",
]


def __getattr__(name: str) -> Any:
    """What reads a plan's folder: a plan that was just made is audited without it."""
    if name not in ("audit_folder", "read_plan"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from braid.audit import folder

    return getattr(folder, name)
