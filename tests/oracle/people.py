"""Rows and amounts per person: head counts, dollars per participant, the guard of 2.2."""

from fractions import Fraction
from typing import Any

import pulp

from braid.schema.scenario import Award
from oracle.facts import Subject, attribute
from oracle.heads import strictest
from oracle.model import Charge, Model
from oracle.selection import awards_of, cost_share, per_person, selects


def limit_heads(m: Model) -> None:
    """Heads selected <= count, or <= share of the heads of the base."""
    for row in m.head_rows:
        heads = m.recorded if row.of_systems else m.served
        chosen = pulp.lpSum(heads[h] for h in row.chosen)
        if row.base:
            m.add(chosen <= float(row.number) * pulp.lpSum(heads[h] for h in row.base))
        else:
            m.add(chosen <= float(row.number))


def dollars_per_person(
    m: Model, homed: Any, bound: Any, awards: list[Award], charges: list[Charge]
) -> None:
    """usd x z_gs (x completion rate); for all awards x the group's participants."""
    if not charges or charges[0].group is None:
        return
    award = charges[0].award
    group = m.inputs.groups[charges[0].group]
    abouts = [Subject(group.start, a, group) for a in awards]
    each = strictest(1, [usd_each(m, homed, bound, about) for about in abouts])
    if each is None:
        return
    num = pulp.lpSum(c.dollars for c in charges if selects(m, homed, homed.rule.spend, c))
    heads: Any = group.participants
    if homed.rule.counts == "own":
        if homed.home == "family":
            heads = m.recorded[group.id, m.service.system(award.stream)]
        else:
            heads = m.served[group.id, award.stream]
    m.add(num <= float(each) * heads)


def usd_each(m: Model, homed: Any, bound: Any, about: Subject) -> Fraction | None:
    """Dollars per participant that a bound allows; None when unknown."""
    if bound.attribute is not None:
        stated = attribute(about.group, bound.attribute.removeprefix("group."))
        if stated is None:
            return None
        each = max(Fraction(0), Fraction(stated) - Fraction(bound.minus))
    else:
        each = m.book.facts.number(bound.usd, about)
    if each is not None and "credential" in homed.rule.per:
        assert about.group is not None
        each *= m.cohorts.completion_rate(about.group)
    return each


def guard(m: Model, charges: list[Charge]) -> Fraction:
    """m of a (group, stream): the least that a served participant must be paid on a direct cell."""
    least: list[Fraction] = []
    for c in charges:
        group = m.inputs.groups[c.group]
        each = Fraction(c.cell.cents, 100 * group.participants)
        for homed in m.book.of("limit"):
            bound = homed.rule.at_most
            if bound is None or not any(c.award.id == a.id for a in awards_of(m, homed)):
                continue
            if homed.rule.spend is None or not selects(m, homed, homed.rule.spend, c):
                continue
            if bound.of == "cost":
                share = cost_share(m, homed, bound, 1, c.day)
                if share is not None:
                    each = min(each, share * Fraction(c.cell.gross, 100 * group.participants))
            elif per_person(homed):
                usd = usd_each(m, homed, bound, Subject(group.start, c.award, group))
                each = each if usd is None else min(each, usd)
        least.append(each)
    return min(least, default=Fraction(0))
