"""A case of a rule as inputs and as a plan in the auditor's books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Any

from case_due import with_due
from case_money import with_money
from case_pledges import pledges_for
from pydantic import ValidationError
from rule_cases import Case, CaseError

from braid.audit import Charge, PlanUnderAudit
from braid.audit.benefit import benefit_of
from braid.audit.books import Books
from braid.audit.charges import Scope
from braid.audit.pooling import share_of_cost
from braid.audit.spending import Spending
from braid.catalog.inputs import Inputs
from braid.catalog.law import apply_law
from braid.catalog.library import Library, load_library, rules_directory
from braid.periods import program_year
from braid.schema.rules import Limit, Report
from braid.schema.scenario import Scenario


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
    """The case's plan in the auditor's books.

    Entitlements, served counts and pledges are filled in.
    """
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
    plan = replace(plan, served=_served(case, Books(inputs, plan)))
    books = Books(inputs, plan)
    pledges = pledges_for(books)
    books = Books(inputs, replace(plan, pledges=pledges)) if pledges else books
    return with_due(case, with_money(case, books))


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
                least = max([_least(books, group.id, members), *counts])
                found[key] = min(least, sum(counts))
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
    shares += _capped(books, group, streams)
    needed = [heads if whole <= 0 else ceil(cents * heads / whole) for cents, whole in shares]
    return min(heads, max(needed, default=0))


def _capped(books: Books, group: str, streams: set[str]) -> Iterator[tuple[int, Fraction]]:
    """Charges for a group by some streams that caps on a share of the cost count, and the caps."""
    for homed in books.inputs.law.of_kind("limit"):
        rule = homed.rule
        bound = rule.at_most if isinstance(rule, Limit) else None
        if (
            not isinstance(rule, Limit)
            or bound is None
            or bound.share is None
            or bound.of != "cost"
        ):
            continue
        spending = Spending(books, homed, rule)
        charges = spending.charges(spending.awards)
        paid: Counter[Any] = Counter()
        for row in charges[spending.taken(rule.spend, charges)].tolist():
            booked = books.book(row)
            cell = booked.cell
            if booked.award.stream in streams and cell is not None and cell.group is not None:
                paid[cell.key] += booked.cents if cell.group.id == group else 0
        for key, cents in paid.items():
            cell = books.cells[key]
            share = share_of_cost(books, homed, rule, bound.share, cell.start)
            if share is not None:
                yield cents, share * cell.gross
