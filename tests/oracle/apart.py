"""One stream or the other, all or nothing (docs/semantics.md, section 11)."""

from dataclasses import dataclass
from typing import Any

import pulp

from braid.schema.scenario import Award
from oracle.cells import Cell
from oracle.entitlements import Entitlements
from oracle.reports import Head, Service
from oracle.rulebook import Rulebook, in_force
from oracle.whose import home


@dataclass(frozen=True)
class Apart:
    """Of these heads, which all are of one group, at most so many are people of their own."""

    heads: tuple[Head, ...]
    most: int


@dataclass(frozen=True)
class Whole:
    """What a stream pays of a cell is the part of those whom it serves."""

    head: Head
    cell: Cell


def apart_rows(book: Rulebook, service: Service, entitlements: Entitlements) -> list[Apart]:
    """sum_T z_gs <= n_g, or 0 where an entitlement pays the group."""
    rows: list[Apart] = []
    for homed in book.of("exclusive"):
        if homed.rule.reading != "participants":
            continue
        members = book.set_apart(homed)
        for group in book.inputs.groups.values():
            there = homed.reach in ("", home(book.inputs, group.id))
            if not there or not in_force(homed.rule, group.start):
                continue
            heads = tuple((g, s) for g, s in service.heads if g == group.id and s in members)
            paid = any(entitlements.of_stream(s, group.id) > 0 for s in members)
            if len(heads) > 1 or (heads and paid):
                rows.append(Apart(heads, 0 if paid else group.participants))
    return rows


def whole_rows(
    book: Rulebook, service: Service, possible: list[tuple[Award, Cell]]
) -> list[Whole]:  # fmt: skip
    """sum_{a of s} x_ca = C_c / n_g z_gs on the cells that a follower of the rule may pay."""
    found: dict[tuple[Head, int], Whole] = {}
    for homed in book.of("exclusive"):
        if homed.rule.reading != "all_or_nothing":
            continue
        for award, cell in possible:
            concerned = book.concerns(homed.rule, cell.category)
            if award.id in homed.awards and concerned and in_force(homed.rule, cell.start):
                head = (str(cell.group), award.stream)
                if head in service.heads:
                    found[head, id(cell)] = Whole(head, cell)
    return list(found.values())


def add_apart(m: Any) -> None:
    """The rows between people, and those between people and dollars."""
    for apart in m.apart_rows:
        m.add(pulp.lpSum(m.served[head] for head in apart.heads) <= apart.most)
    for row in m.whole_rows:
        group, stream = row.head
        each = row.cell.cents / 100 / m.inputs.groups[group].participants
        paid = [c.dollars for c in m.by_cell[id(row.cell)] if c.award.stream == stream]
        m.add(pulp.lpSum(paid) == each * m.served[row.head])
