"""Who was paid for in periods that are over stays served (docs/semantics.md, section 17)."""

from fractions import Fraction
from math import floor
from typing import Any

from oracle.reports import Head
from oracle.selection import awards_of, cost_share, selects
from oracle.together import together_rows


def still_served(m: Any) -> None:
    """z_gs >= k_gs, except where another row holds z_gs down."""
    held = held_down(m)
    for head, z in m.served.items():
        people = paid_for(m, head)
        if people and head not in held:
            m.add(z >= people)


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
