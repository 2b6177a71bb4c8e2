"""Rows and amounts per person: head counts, dollars per participant, the guard of 2.2."""

from fractions import Fraction
from typing import Any

import pulp

from braid.schema.scenario import Award
from oracle.allowed import usd_each
from oracle.heads import strictest
from oracle.model import Charge, Model
from oracle.past import dollars_of
from oracle.selection import (
    award_key,
    awards_of,
    cell_key,
    cost_share,
    past_of,
    per_person,
    selects,
)


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
    each = strictest(1, [usd_each(m, homed, bound, a, charges[0]) for a in awards])
    if each is None:
        return
    each = max(Fraction(0), each - each_had(m, homed, charges[0]))
    num = pulp.lpSum(c.dollars for c in charges if selects(m, homed, homed.rule.spend, c))
    heads: Any = group.participants
    if homed.rule.counts == "own":
        if homed.home == "family":
            heads = m.recorded[group.id, m.service.system(award.stream)]
        else:
            heads = m.served[group.id, award.stream]
    m.add(num <= float(each) * heads)


def each_had(m: Model, homed: Any, charge: Charge) -> Fraction:
    """Dollars that each person of the group has had: what its instance was charged, evenly."""
    mine = award_key(m, homed, charge.award)
    awards = [a for a in awards_of(m, homed) if award_key(m, homed, a) == mine]
    done = past_of(m, homed, homed.rule.spend, awards, cell_key(m, homed, charge))
    return dollars_of(done) / m.inputs.groups[str(charge.group)].participants


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
                usd = usd_each(m, homed, bound, c.award, c)
                each = each if usd is None else min(each, usd)
        for homed in m.book.of("order"):
            if homed.rule.reading == "full_cost" and c.award.id in homed.awards:
                room = left_by(m, homed, group.id)
                if room and c.category in m.book.categories(homed.rule.for_):
                    each = min(each, room / group.participants)
        least.append(each)
    return min(least, default=Fraction(0))


def left_by(m: Model, homed: Any, group: str) -> Fraction | None:
    """Dollars that an entitlement leaves of a group's costs; None where it gives nothing."""
    rule, named = homed.rule, m.book.categories(homed.rule.for_)
    entitled = sum(m.entitlements.of_stream(s, group) for s in rule.after)
    gross = sum(c.gross for c in m.all_cells if c.group == group and c.category in named)
    return Fraction(max(0, gross - entitled), 100) if entitled else None
