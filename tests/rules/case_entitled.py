"""What an entitlement pays in a case, and what goes back of it: the planner beside the auditor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from rule_cases import CaseError

from braid.audit.books import Books
from braid.audit.charges import RefundRow
from braid.audit.run import audit_books
from braid.eligibility.build import build_ground
from braid.eligibility.ground import Ground

AMOUNTS = ("returned", "by_school", "by_students", "kept")


def planner_pays(books: Books, pays: Mapping[str, Any], payments: list[int]) -> None:
    """Fail unless the planner pays what the auditor says, and gives back what the case says."""
    ground = build_ground(books.inputs)
    award, group = str(pays["award"]), str(pays["group"])
    found = [e for e in ground.entitled if (e.award, e.group) == (award, group)]
    planned = [p.cents for e in found for p in e.payments]
    if planned != payments:
        raise CaseError(f"The planner pays {planned}, the auditor {payments}.")
    if "refunds" in pays:
        _goes_back(ground, award, group, pays["refunds"])
    _audited(books, ground)


def _goes_back(ground: Ground, award: str, group: str, wanted: list[Mapping[str, Any]]) -> None:
    found = [
        {"leavers": r.leavers, "earned": r.earned}
        | {name: Fraction(getattr(r, name), 100) for name in AMOUNTS}
        for r in ground.refunds
        if (r.award, r.group) == (award, group)
    ]
    told = [{name: Fraction(str(row[name])) for name in row} for row in wanted]
    cut = [{name: row[name] for name in told[k]} for k, row in enumerate(found[: len(told)])]
    if len(found) != len(told) or cut != told:
        shown = [{name: float(value) for name, value in row.items()} for row in found]
        raise CaseError(f"What goes back is {shown}.")


def _audited(books: Books, ground: Ground) -> None:
    """The auditor finds what the planner tells of what goes back right."""
    rows = tuple(
        RefundRow(
            r.group, r.award, r.day, _written(r.leavers), _written(r.earned), r.returned,
            r.by_school, r.by_students, r.kept,
        )
        for r in ground.refunds
    )  # fmt: skip
    report = audit_books(Books(books.inputs, replace(books.plan, refunds=rows)))
    asks = {r.id for r in books.inputs.law.rules if r.kind == "refund"} | {"refunds"}
    wrong = [finding for finding in report.findings if finding.rule in asks]
    if wrong:
        raise CaseError("\n".join(map(str, wrong)))


def _written(value: Fraction) -> Fraction:
    return Fraction(int(value * 10_000 + Fraction(1, 2)), 10_000)
