"""What the planner permits in a case of a rule, beside what the auditor permits."""

from __future__ import annotations

import importlib.util

from case_books import inputs_of
from case_verdict import PERMISSION_KINDS
from rule_cases import Case

from braid.audit import PlanUnderAudit
from braid.audit.books import Books


def about_permission(case: Case) -> bool:
    """Whether a case is about a rule that says who may pay what."""
    found = [r for r in inputs_of(case).law.rules if r.id == case.rule]
    return bool(found) and found[0].kind in PERMISSION_KINDS


def planner_agrees(case: Case) -> list[str] | None:
    """Where the planner's possible charges differ from what the auditor permits.

    None while the planner cannot be asked. Shared costs under a benefit rule are left
    out: there the planner joins the award's permission with its beneficiaries'.
    """
    if importlib.util.find_spec("braid.eligibility.build") is None:
        return None
    from braid.eligibility.build import build_ground

    inputs = inputs_of(case)
    books = Books(inputs, PlanUnderAudit(()))
    permissions = books.permissions
    permitted = {
        (key, award.id)
        for key, cell in books.cells.items()
        if books.net(cell) > 0
        for award in inputs.awards.values()
        if not permissions.benefit_rules(award, cell.line, cell.start) or cell.direct
        if books.payable.may_pay(award, cell)
    }
    ground = build_ground(inputs)
    cells, charges, codes = ground.cells, ground.charges, ground.codes
    planned = set()
    for cell, award in zip(charges.cell.tolist(), charges.award.tolist(), strict=True):
        if cell >= 0 and cells.line[cell] >= 0:
            group = codes.groups[cells.group[cell]] if cells.group[cell] >= 0 else ""
            period = inputs.calendar.periods[cells.period[cell]].start
            planned.add(((codes.lines[cells.line[cell]], group, period), codes.awards[award]))
    found = [f"only the auditor permits {key} by {award}" for key, award in permitted - planned]
    found += [f"only the planner permits {key} by {award}" for key, award in planned - permitted]
    return sorted(found)
