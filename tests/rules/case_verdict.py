"""Whether a case of a rule comes out as it says: what the auditor must say of its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from case_books import books_of, inputs_of, without
from case_entitled import planner_pays
from rule_cases import Case, CaseError, changed

from braid.audit import AuditReport, PlanUnderAudit
from braid.audit.books import Books
from braid.audit.report import tallies
from braid.audit.run import audit_books
from braid.audit.timeline import risks
from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.schema.rules import Order

ALLOWING = {"transfer": {"transfers", "award-amount"}, "income": {"income", "award-amount"}}
"""Kinds without which less is allowed, and the general checks that then find something."""
PERMISSION_KINDS = frozenset({"participant", "program", "employer", "award", "line"})


def run(case: Case, siblings: Sequence[Case] = ()) -> None:
    """Run a case; raise CaseError saying how it does not come out as it says.

    A plan that passes must put the rule to the test, unless one of its ``siblings`` does.
    """
    inputs = inputs_of(case)
    books = books_of(case, inputs)
    homed = _rule_of(case, inputs)
    asked = [key for key in ("passes", "breaks", "pays", "expects") if key in case.says]
    if not asked:
        raise CaseError("The case says neither passes, breaks, pays nor expects.")
    if "passes" in case.says:
        _passes(case, homed, books, siblings)
    if "breaks" in case.says:
        _breaks(case, homed, books)
    if "pays" in case.says:
        _pays(case, homed, books)
    if "expects" in case.says:
        _expects(case, books)


def _text(report: AuditReport) -> str:
    lines = [f"  finding: {finding}" for finding in report.findings]
    lines += [f"  warning: {warning}" for warning in report.warnings]
    return "\n".join(lines) or "  (no findings, no warnings)"


def _rule_of(case: Case, inputs: Inputs) -> HomedRule:
    """The rule that a case is about: in force, or removed by a waiver that the scenario names."""
    found = [r for r in inputs.law.rules if r.id == case.rule]
    if not found and case.says.get("passes") is True and inputs.scenario.rules.waivers:
        stricter = replace(case, scenario=changed(case.scenario, {"rules.waivers": []}))
        found = [r for r in inputs_of(stricter).law.rules if r.id == case.rule]
    if not found:
        raise CaseError(f"'{case.rule}' is not in force in this scenario.")
    return found[0]


def tests_its_rule(case: Case) -> bool:
    """Whether a case that passes puts its rule to the test."""
    books = books_of(case, inputs_of(case))
    return audit_books(books).checked.get(case.rule, 0) > 0


def _passes(case: Case, homed: HomedRule, books: Books, siblings: Sequence[Case]) -> None:
    report = audit_books(books)
    if not report.passed:
        raise CaseError(f"The plan should pass:\n{_text(report)}")
    if not homed.rule.binds and case.rule in {w.rule for w in report.warnings}:
        raise CaseError(f"The guidance should be silent:\n{_text(report)}")
    if (
        homed.kind in ALLOWING
        and audit_books(books_of(case, without(books.inputs, case.rule))).passed
    ):
        raise CaseError(f"Without {case.rule} the plan should not pass.")
    others = (s for s in siblings if s.rule == case.rule and s.says.get("passes") is True)
    if report.checked.get(case.rule, 0) == 0 and not any(map(tests_its_rule, others)):
        raise CaseError("The plan passes, but nothing in it puts this rule to the test.")


def _breaks(case: Case, homed: HomedRule, books: Books) -> None:
    report = audit_books(books)
    named = {f.rule for f in report.findings}
    if not named and case.rule in {w.rule for w in report.warnings}:
        named = {case.rule}
    if homed.kind in ALLOWING and named and named <= {case.rule, *ALLOWING[homed.kind]}:
        return
    if homed.kind == "refund":  # what the formula pays is more than what is left of it, too
        named -= {r.id for r in books.inputs.law.rules if r.kind == "formula"}
    if named != {case.rule}:
        raise CaseError(f"The audit should name {case.rule} and nothing else:\n{_text(report)}")
    relaxed = without(books.inputs, case.rule)
    after = audit_books(books_of(case, relaxed))
    left = {f.rule for f in after.findings}
    if isinstance(homed.rule, Order) and homed.rule.reading == "remaining":
        left -= {"balance"}  # a cost paid twice stays one: without the rule it is plain arithmetic
    if left or case.rule in {w.rule for w in after.warnings}:
        raise CaseError(f"Without {case.rule} the plan should pass:\n{_text(after)}")


def _cents(amount: Any) -> Fraction:
    return Fraction(amount) * 100


def _pays(case: Case, homed: HomedRule, books: Books) -> None:
    pays = case.says["pays"]
    inputs = books.inputs
    award, group = inputs.awards[str(pays["award"])], inputs.groups[str(pays["group"])]
    payments = [p.cents for p in books.entitlements.payments(award, group)]
    if sum(payments) != _cents(pays["per_participant"]):
        raise CaseError(f"The entitlement is {sum(payments) / 100:.2f} per participant.")
    if "payments" in pays and payments != [_cents(p) for p in pays["payments"]]:
        raise CaseError(f"The payments are {[p / 100 for p in payments]}.")
    planner_pays(books, pays, payments)
    relaxed = Books(without(inputs, case.rule), PlanUnderAudit(())).entitlements
    after = relaxed.payments(award, group)
    if homed.kind in PERMISSION_KINDS | {"exclusive"} and not payments and not after:
        raise CaseError(f"Without {case.rule} the entitlement should be more than nothing.")
    if homed.kind == "formula" and after:
        raise CaseError(f"Without {case.rule} there should be no entitlement.")
    if homed.kind == "refund":
        more = sum(p.cents for p in after) > sum(payments)
        if more != bool(pays.get("falls")):
            raise CaseError(
                f"Without {case.rule} the entitlement is {sum(p.cents for p in after)}."
            )


def _expects(case: Case, books: Books) -> None:
    expects = case.says["expects"]
    if not isinstance(expects, dict) or not set(expects) <= {"reports", "risk"}:
        raise CaseError("'expects' has 'reports' or 'risk'.")
    if not isinstance(expects.get("reports", []), list):
        raise CaseError("'reports' is a list: [{report: NAME, count: 4, hours: 16}]")
    for wanted in expects.get("reports") or ():
        found = [
            t
            for t in tallies(books)
            if t.rule == case.rule and wanted.get("report") in (None, t.report, t.rule)
            if wanted.get("award") in (None, *t.cost.split(":"))
        ]
        have = {"count": sum(t.count for t in found), "hours": sum(t.hours for t in found)}
        for key, amount in have.items():
            if key in wanted and Fraction(wanted[key]) != amount:
                raise CaseError(f"{case.rule}: {key} is {float(amount)}, not {wanted[key]}.")
    if "risk" in expects:
        risk = risks(books)
        total = Fraction(sum(risk.values()))
        if total != _cents(expects["risk"]):
            raise CaseError(f"The recapture risk is {float(total / 100):.2f}: {risk}.")
