"""Who was paid for in periods that are over stays served (docs/semantics.md, section 17)."""

from collections import defaultdict
from fractions import Fraction
from math import floor
from typing import Any

import pulp

from oracle.benefit import charged_together, shared_before, sharing, within
from oracle.past import dollars_of
from oracle.reports import Head
from oracle.selection import awards_of, cost_share, selects
from oracle.together import together_rows


def still_served(m: Any) -> None:
    """z_gs >= k_gs, except where another row holds z_gs down."""
    held = held_down(m)
    kept = {}
    for head, z in m.served.items():
        people = max(paid_for(m, head), benefited(m, head))
        if people and head not in held:
            m.add(z >= people)
            kept[head] = benefited(m, head)
    years_of_the_kept(m, kept)


def paid_for(m: Any, head: Head) -> int:
    """k: as many as their part of one closed cell comes to, in whole cents."""
    group, stream = head
    everybody = m.inputs.groups[group].participants
    most = 0
    for over in {id(c.cell): c.cell for c in m.over if c.group == group}.values():
        able = [c for c in m.over if c.cell is over and c.award.stream == stream]
        each = [(charged(m, [c]), min(over.cents, share(m, c) * over.gross)) for c in able]
        for cents, cost in [*each, (charged(m, able), Fraction(over.cents))]:
            if cents > 0 and cost > 0:
                found = [k for k in range(everybody + 1) if floor(cost * k / everybody) <= cents]
                most = max(most, *found)
    return most


def benefited(m: Any, head: Head) -> int:
    """h: as few as may have had what was charged of a shared line's year for the group."""
    group, stream = head
    everybody = m.inputs.groups[group].participants
    rows = defaultdict(list)
    for b in m.benefits:
        if b.group == group and b.award.stream == stream:
            rows[b.line.id, b.year, ""].append(b)
            rows[b.line.id, b.year, b.award.id].append(b)
    most = 0
    for (_, year, _), members in rows.items():
        cells = list({id(c): c for b in members for c in b.cells}.values())
        lumps = lump_periods(m, members, cells)
        stands = sum((of_the_year(m, b, lumps) for b in members), Fraction(0))
        part = m.benefit_part(members[0].line, group, year, cells)
        fits = (k for k in range(everybody) if stands <= part * k / everybody)
        most = max(most, next(fits, everybody))
    return most


def named_before(m: Any, b: Any) -> dict[Any, Fraction]:
    """By period: dollars that the award was charged of the line's year for the group."""
    found: dict[Any, Fraction] = defaultdict(Fraction)
    for c in shared_before(m, b.line.id, b.year, "award", b.award.id):
        if c.group == b.group:
            found[c.cell.period.start] += dollars_of([c])
    return found


def lump_periods(m: Any, members: list[Any], cells: list[Any]) -> set[Any]:
    """Where more was charged than the group's part of the one cell, but for a cent of each."""
    sums: dict[Any, Fraction] = defaultdict(Fraction)
    for b in members:
        for period, dollars in named_before(m, b).items():
            sums[period] += dollars - Fraction(1, 100)
    found = set()
    for period, dollars in sums.items():
        here = [c for c in cells if c.period.start == period]
        b = members[0]
        if dollars > (m.benefit_part(b.line, b.group, b.year, here) if here else 0):
            found.add(period)
    return found


def of_the_year(m: Any, b: Any, lumps: set[Any]) -> Fraction:
    """Dollars of the whole of W for which those that were charged on its closed cells stand.

    A lump stands for itself.
    """
    over = [c for c in b.cells if not m.is_open(c)]
    if not sum(c.cents for c in over):
        return Fraction(0)
    paid = named_before(m, b)
    alone = sum((paid[t] - Fraction(1, 100) for t in paid if t in lumps), Fraction(0))
    evenly = sum((paid[t] for t in paid if t not in lumps), Fraction(0))
    evenly -= Fraction(sum(c.period.start not in lumps for c in over), 100)
    return alone + max(Fraction(0), evenly) * sum(c.cents for c in b.cells) / sum(
        c.cents for c in over
    )


def years_of_the_kept(m: Any, kept: dict[Head, int]) -> None:
    """X and A, of A as much as those bear who stay served anyway, at most the served's part."""
    rows: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for b in m.benefits:
        where = (b.line.id, b.year, b.group)
        rows[(*where, "award", b.award.id)].append(b)
        rows[(*where, "stream", b.award.stream)].append(b)
        rows[(*where, "system", m.service.system(b.award.stream))].append(b)
    for (line, year, group, scope, name), every in rows.items():
        system = m.service.system(every[0].award.stream)
        others = {s for g, s in m.served if g == group and m.service.system(s) == system}
        streams = others if scope == "system" else {every[0].award.stream}
        people = max((kept.get((group, s), 0) for s in streams), default=0)
        everybody = m.inputs.groups[group].participants
        count = m.served.get((group, every[0].award.stream))
        heads = m.recorded[group, name] if scope == "system" else count
        for members, cells in within(every):
            payers = {b.award.id for b in members}
            done = [c for c in shared_before(m, line, year, scope, name) if c.group == group]
            if len(cells) < len({id(c) for b in every for c in b.cells}):
                done = [c for c in done if c.award.id in payers]
            part = m.benefit_part(members[0].line, group, year, cells)
            before = min(dollars_of(done), part * people / everybody)
            if before:
                paid = pulp.lpSum(b.variable for b in members)
                m.add(paid + float(before) <= float(part) / everybody * heads)
    for one, together in sharing(m):
        people = max(kept.get((one.group, s), 0) for s in together)
        everybody = m.inputs.groups[one.group].participants
        for members, cells, done in charged_together(m, one, together):
            part = m.benefit_part(members[0].line, one.group, members[0].year, cells)
            before = min(dollars_of(done), part * people / everybody)
            if before:
                paid = pulp.lpSum(b.variable for b in members)
                most = float(part) / everybody * one.people(m, together)
                m.add(paid + float(before) <= most)


def charged(m: Any, able: list[Any]) -> int:
    """Cents of the actuals on a cell by the awards of some possible charges."""
    places = [(id(c.cell), c.award.id) for c in able]
    return sum(round(100 * c.variable) for c in m.past if (id(c.cell), c.award.id) in places)


def share(m: Any, charge: Any) -> Fraction:
    """The least share of the cost that any limit allows."""
    found = [Fraction(1)]
    for homed in m.book.of("limit"):
        bound = homed.rule.at_most
        if bound is None or bound.of != "cost" or homed.rule.spend is None:
            continue
        followers = {a.id for a in awards_of(m, homed)}
        if charge.award.id in followers and selects(m, homed, homed.rule.spend, charge):
            number = cost_share(m, homed, bound, 1, charge.day)
            found += [] if number is None else [number]
    return min(found)


def held_down(m: Any) -> set[Head]:
    """Head counts in rows that keep them low: of limits on people, apart, whole costs, together."""
    held = {head for head, _ in together_rows(m)}
    held |= {head for row in m.apart_rows for head in row.heads}
    held |= {row.head for row in m.whole_rows}
    for row in m.head_rows:
        for head in m.served:
            counted = (head[0], m.service.system(head[1])) if row.of_systems else head
            if counted in row.chosen:
                held.add(head)
    return held
