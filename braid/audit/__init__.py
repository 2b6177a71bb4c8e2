"""The independent auditor: every rule checked again on a finished plan, to the cent.

It shares the scenario, the law and the calendar with the planner and nothing
else. Its cells, entitlements, reports and limits are its own, written from
``docs/semantics.md``, in whole cents and exact fractions.
"""

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
from braid.audit.folder import audit_folder, read_plan
from braid.audit.run import audit_plan
from braid.audit.standing import Standing

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
