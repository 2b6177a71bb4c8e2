"""Run one case of a rule: a small scenario, a few charges, and what the auditor must say of it."""

from __future__ import annotations

import copy
import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Any

from pydantic import ValidationError

from braid.audit import AuditReport, Charge, PlanUnderAudit
from braid.audit.benefit import benefit_of
from braid.audit.books import Books
from braid.audit.charges import Scope
from braid.audit.report import tallies
from braid.audit.run import audit_books
from braid.audit.timeline import risks
from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule, apply_law
from braid.catalog.library import Library, load_library, rules_directory
from braid.periods import program_year
from braid.schema.rules import Order, Report
from braid.schema.scenario import Scenario

CASE_KEYS = frozenset(
    {
        "rule",
        "name",
        "change",
        "charges",
        "served",
        "passes",
        "breaks",
        "pays",
        "expects",
        "note",
        "without",
    }
)
PERMISSION_KINDS = frozenset({"participant", "program", "employer", "award", "line"})


class CaseError(Exception):
    """A case that does not say what it should, or does not come out as it says."""


@dataclass(frozen=True)
class Case:
    """One case as its file states it."""

    rule: str
    name: str
    scenario: dict[str, Any]
    charges: tuple[dict[str, Any], ...]
    served: Mapping[str, Mapping[str, Any]]
    says: Mapping[str, Any]

    @property
    def passing(self) -> bool:
        """Whether the case shows the rule kept."""
        return self.says.get("passes") is True or "expects" in self.says or self._pays > 0

    @property
    def failing(self) -> bool:
        """Whether the case shows the rule broken, or what would be absent without it."""
        if self.says.get("breaks") is True or "expects" in self.says:
            return True
        return "pays" in self.says and self._pays == 0

    @property
    def _pays(self) -> Fraction:
        pays = self.says.get("pays")
        return Fraction(pays["per_participant"]) if pays else Fraction(0)


def cases_of(data: Mapping[str, Any]) -> list[Case]:
    """Every case of a file, each with its own scenario."""
    base = data.get("base")
    if not isinstance(base, dict):
        raise CaseError("The file has no 'base' scenario.")
    found: list[Case] = []
    for entry in data.get("cases") or ():
        unknown = set(entry) - CASE_KEYS
        if unknown:
            named = ", ".join(sorted(unknown))
            raise CaseError(f"'{entry.get('name')}' has unknown keys: {named}.")
        scenario = changed(base, entry.get("change") or {})
        charges = entry["charges"] if "charges" in entry else data.get("charges")
        served = entry["served"] if "served" in entry else data.get("served")
        found.append(
            Case(entry["rule"], entry["name"], scenario, tuple(charges or ()), served or {}, entry)
        )
    return found


def changed(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario with changes: dotted paths, list items by id, null removes, ``+`` appends."""
    data = copy.deepcopy(dict(base))
    for path, value in change.items():
        _change(data, path.replace("+", "").split("."), copy.deepcopy(value), "+" in path, path)
    return data


def _change(at: Any, steps: list[str], value: Any, append: bool, path: str) -> None:
    *way, last = steps
    for step in way:
        at = _item(at, step, path) if isinstance(at, list) else at.setdefault(step, {})
    if append:
        at.setdefault(last, []).extend(value if isinstance(value, list) else [value])
    elif isinstance(at, list):
        place = at.index(_item(at, last, path))
        at[place : place + 1] = [] if value is None else [value]
    elif value is None:
        at.pop(last, None)
    else:
        at[last] = value


def _item(items: list[Any], name: str, path: str) -> Any:
    for item in items:
        if isinstance(item, dict) and str(item.get("id", item.get("organization"))) == name:
            return item
    if name.isdigit() and int(name) < len(items):
        return items[int(name)]
    raise CaseError(f"'{path}': there is no '{name}'.")


@lru_cache(maxsize=64)
def _library(streams: frozenset[str], state: str | None) -> Library:
    library, problems = load_library(rules_directory(), streams, state)
    errors = [p for p in problems if p.severity == "error"]
    if library is None or errors:
        text = "\n".join(f"{p.place}: {p.message} {p.remedy}" for p in errors)
        raise CaseError(f"The rule files have problems:\n{text}")
    return library


def inputs_of(case: Case) -> Inputs:
    """The validated scenario of a case with its law."""
    try:
        scenario = Scenario.model_validate(case.scenario)
    except ValidationError as error:
        raise CaseError(f"The scenario is not right: {error}") from error
    library = _library(frozenset(a.stream for a in scenario.awards), scenario.rules.state)
    for award in scenario.awards:
        if award.stream not in library.streams:
            raise CaseError(f"There is no stream '{award.stream}'.")
    inputs = Inputs(scenario, apply_law(scenario, library))
    for rule in case.says.get("without", ()):  # rules that would say no as well
        inputs = without(inputs, rule)
    return inputs


def without(inputs: Inputs, rule: str) -> Inputs:
    """The same inputs with one rule taken out of the law."""
    law = inputs.law
    kept = tuple(r for r in law.rules if r.id != rule)
    return Inputs(inputs.scenario, replace(law, rules=kept))


def books_of(case: Case, inputs: Inputs) -> Books:
    """The case's plan in the auditor's books; entitlements and served counts are filled in."""
    charges = [_charge(entry, inputs) for entry in case.charges]
    stated = {c.award for c in charges}
    empty = Books(inputs, PlanUnderAudit(()))
    due = empty.entitlements
    for (award, key), cents in due.applied.items():
        if award not in stated:
            cell = empty.cells[key]
            stream = inputs.awards[award].stream
            charges.append(Charge(key[0], key[1], cell.line.category, key[2], award, stream, cents))
    dead = {a.id for a in due.awards if not inputs.law.of_kind("formula", a.id)}
    charges = [c for c in charges if c.award not in dead]
    offered = {a.id for a in inputs.awards.values() if a.status == "offered"}
    declined = frozenset(offered - {c.award for c in charges})
    plan = PlanUnderAudit(tuple(charges), {}, declined)
    return Books(inputs, replace(plan, served=_served(case, Books(inputs, plan))))


def _charge(entry: Mapping[str, Any], inputs: Inputs) -> Charge:
    name, award = str(entry["cost"]), inputs.awards.get(str(entry["award"]))
    if award is None:
        raise CaseError(f"A charge names the award '{entry['award']}', which is not there.")
    cents = Fraction(entry["amount"]) * 100
    if cents.denominator != 1:
        raise CaseError(f"{entry['amount']} is not in whole cents.")
    line = inputs.costs.get(name)
    category = entry.get("category") or (line.category if line else _classed(name, inputs))
    group, period = str(entry.get("group") or ""), date.fromisoformat(str(entry["period"]))
    return Charge(name, group, str(category), period, award.id, award.stream, int(cents))


def _classed(cost: str, inputs: Inputs) -> str:
    for homed in inputs.law.rules:
        if isinstance(homed.rule, Report) and cost.endswith(f":{homed.id}"):
            return homed.rule.classed
    return "participant_records" if cost.startswith("record:") else ""


def _served(case: Case, books: Books) -> dict[tuple[str, Scope, str], int]:
    """Stated counts; else the least whole number that the charges need."""
    systems = books.streams.system
    stated: dict[tuple[str, Scope, str], int] = {}
    for group, counts in case.served.items():
        for name, count in counts.items():
            scope: Scope = "stream" if name in systems else "system"
            stated[group, scope, name] = int(count)
    found: dict[tuple[str, Scope, str], int] = dict(stated)
    for stream in sorted(books.streams.tracked):
        for group in books.inputs.groups.values():
            key: tuple[str, Scope, str] = (group.id, "stream", stream)
            if key not in stated:
                found[key] = _least(books, group.id, {stream})
    for system in sorted({systems[s] for s in books.streams.tracked}):
        members = {s for s in books.streams.tracked if systems[s] == system}
        for group in books.inputs.groups.values():
            key = (group.id, "system", system)
            if key not in stated and members != {system}:
                counts = [found[group.id, "stream", s] for s in members]
                found[key] = max([_least(books, group.id, members), *counts])
    return found


def _least(books: Books, group: str, streams: set[str]) -> int:
    """The least count of a group under which its charges by some streams fit."""
    heads = books.inputs.groups[group].participants
    direct: dict[Any, int] = {}
    shared: dict[Any, int] = {}
    for booked in books.booked:
        if booked.award.stream in streams and booked.cell is not None:
            if booked.cell.group is not None and booked.cell.group.id == group:
                direct[booked.cell.key] = direct.get(booked.cell.key, 0) + booked.cents
            elif booked.beneficiary is not None and booked.beneficiary.id == group:
                key = (booked.cell.line.id, program_year(booked.cell.start))
                shared[key] = shared.get(key, 0) + booked.cents
    shares = [(cents, Fraction(books.net(books.cells[key]))) for key, cents in direct.items()]
    for (line, year), cents in shared.items():
        awards = [a for a in books.inputs.committed.values() if a.stream in streams]
        shares.append((cents, benefit_of(books, line, year, group, awards)))
    needed = [heads if whole <= 0 else ceil(cents * heads / whole) for cents, whole in shares]
    return min(heads, max(needed, default=0))


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
    others = (s for s in siblings if s.rule == case.rule and s.says.get("passes") is True)
    if report.checked.get(case.rule, 0) == 0 and not any(map(tests_its_rule, others)):
        raise CaseError("The plan passes, but nothing in it puts this rule to the test.")


def _breaks(case: Case, homed: HomedRule, books: Books) -> None:
    report = audit_books(books)
    named = {f.rule for f in report.findings}
    if not named and case.rule in {w.rule for w in report.warnings}:
        named = {case.rule}
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
    relaxed = Books(without(inputs, case.rule), PlanUnderAudit(())).entitlements
    after = relaxed.payments(award, group)
    if homed.kind in PERMISSION_KINDS and not payments and not after:
        raise CaseError(f"Without {case.rule} the entitlement should be more than nothing.")
    if homed.kind == "formula" and after:
        raise CaseError(f"Without {case.rule} there should be no entitlement.")


def _expects(case: Case, books: Books) -> None:
    expects = case.says["expects"]
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
        if permissions.may_pay(award, cell)
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
