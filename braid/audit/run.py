"""The audit of one plan: every rule and every general check, findings and counts."""

from __future__ import annotations

from collections.abc import Iterable

from braid.audit import actuals
from braid.audit.books import Books
from braid.audit.charges import PlanUnderAudit
from braid.audit.findings import AuditReport, Finding, Row, finding_of
from braid.audit.registry import GENERAL, KINDS, ONLY_BINDING
from braid.audit.standing import Standing
from braid.catalog.inputs import Inputs
from braid.catalog.pausing import without_collector


def audit_plan(
    inputs: Inputs, plan: PlanUnderAudit, standing: Standing | None = None
) -> AuditReport:
    """Check every rule in force on a plan, in exact arithmetic.

    ``standing`` may be that of a scenario with awards of other sizes and the same law.
    """
    return audit_books(Books(inputs, plan, standing))


@without_collector
def audit_books(books: Books) -> AuditReport:
    """The same for books that are open already."""
    findings: list[Finding] = []
    warnings: list[Finding] = []
    checked: dict[str, int] = {}

    def take(rows: Iterable[Row], rule: str, citation: str, binds: bool) -> None:
        counted = 0
        for row in rows:
            counted += row.counted
            if not row.holds:
                forgiven = row.gentle or not binds
                (warnings if forgiven else findings).append(finding_of(row, rule, citation))
        checked[rule] = checked.get(rule, 0) + counted

    for name, check in GENERAL.items():
        checked[name] = 0
        take(check(books), name, "", True)
    for homed in books.inputs.law.rules:
        checked.setdefault(homed.id, 0)
        if homed.rule.binds or homed.kind not in ONLY_BINDING:
            rows = KINDS[homed.kind](homed, books)
            take(rows, homed.id, homed.rule.cite, homed.rule.binds)
            take(actuals.refused(homed, books), homed.id, homed.rule.cite, homed.rule.binds)
    return AuditReport(tuple(findings), tuple(warnings), checked)
