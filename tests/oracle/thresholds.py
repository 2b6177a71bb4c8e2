"""Reports that are due once an organization has spent so much (docs/semantics.md, section 14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from braid.schema.scenario import Award, Organization
from oracle.facts import Subject
from oracle.model import Model
from oracle.past import dollars_of
from oracle.rows import most, total
from oracle.rulebook import in_force


@dataclass
class Audit:
    """One organization in one fiscal year, and the rules that ask for one report."""

    organization: Organization
    start: date
    end: date
    awards: list[Award]
    usd: Fraction


def add_thresholds(m: Model) -> None:
    """E_oy <= usd - 0.01 + (M - usd + 0.01) b_oy, and what b costs."""
    for one in audits(m):
        cost = float(one.organization.single_audit_cost)
        outside = Fraction(one.organization.other_federal)
        ids = {a.id for a in one.awards}
        charges = [c for c in m.charges if c.award.id in ids and one.start <= c.day < one.end]
        sure = float(outside + certain(m, one))
        cells = {id(c.cell): c.cell for c in charges}
        greatest = sure + sum(most(m, cell) for cell in cells.values())
        if cost == 0 or outside >= one.usd or greatest < one.usd:
            continue
        if sure >= one.usd:
            m.fees.append(cost)
            continue
        due = m.variable("b", 1, whole=True)
        m.fees.append(cost * due)
        below = float(one.usd - Fraction(1, 100))
        m.add(total(charges) + sure <= below + (greatest - below) * due)


def audits(m: Model) -> Iterator[Audit]:
    """Every organization, fiscal year and report that rules ask for."""
    for organization in m.inputs.organizations.values():
        for start, end in years(m, organization):
            asked: dict[str, list[Any]] = {}
            for homed in m.book.of("threshold"):
                mine = [a for a in m.book.followers(homed) if recipient(m, a) == organization.id]
                if mine and in_force(homed.rule, start):
                    asked.setdefault(homed.rule.report, []).append((homed, mine))
            for rules in asked.values():
                numbers = [
                    m.book.facts.number(homed.rule.usd, Subject(start, a))
                    for homed, mine in rules
                    for a in mine
                ]
                counted = {
                    a.id: a
                    for homed, mine in rules
                    for a in mine
                    if m.book.origin(a) in homed.rule.origin
                }
                known = [n for n in numbers if n is not None]
                if known:
                    awards = list(counted.values())
                    yield Audit(organization, start, end, awards, min(known))


def recipient(m: Model, award: Award) -> str:
    """Who receives the award."""
    return m.inputs.recipient(award)


def years(m: Model, organization: Organization) -> Iterator[tuple[date, date]]:
    """The organization's fiscal years that touch the horizon."""
    month, day = (int(part) for part in organization.fiscal_year_start.split("-"))
    for year in range(m.inputs.calendar.first.year - 1, m.inputs.calendar.last.year + 1):
        start, end = date(year, month, day), date(year + 1, month, day)
        if start < m.inputs.calendar.end and m.inputs.calendar.first < end:
            yield start, end


def certain(m: Model, one: Audit) -> Fraction:
    """What no choice changes: entitlements, what was charged, what was spent before."""
    ids = {a.id for a in one.awards}
    entitled = sum(
        (
            Fraction(applied.cents, 100)
            for applied in m.entitlements.applied
            if applied.award.id in ids and one.start <= applied.cell.start < one.end
        ),
        Fraction(0),
    )
    charged = [c for c in m.past if c.award.id in ids and one.start <= c.day < one.end]
    spent = sum(
        (
            Fraction(entry.amount)
            for award in one.awards
            for entry in award.to_date
            if (
                one.start < m.inputs.calendar.first < one.end
                if entry.date is None
                else one.start <= entry.date < one.end
            )
        ),
        Fraction(0),
    )
    return entitled + dollars_of(charged) + spent
