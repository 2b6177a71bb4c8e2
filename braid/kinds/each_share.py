"""A share of a cost is a share of each person's cost: no stream counts fewer than it pays for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from braid.kinds.block import NOTHING, Block
from braid.kinds.entries import Entries
from braid.kinds.grouping import Ranks, combined, ranked
from braid.kinds.rows import Context


def per_person(
    rule: str, entries: Entries, cells: Ranks, most: Sequence[Fraction], context: Context
) -> Block:
    """One row per direct cell and stream, and per record system that several of them share.

    ``cells`` are those of the entries, ``most`` the cents that the limit allows on each.
    """
    block = Block("served", rule)
    whole = context.cells.cost[cells.values].tolist()
    # what allows the whole cost says no more than that charges are for those who are served
    less = np.array([cents < cost for cents, cost in zip(most, whole, strict=True)], dtype=bool)
    kept = np.flatnonzero(entries.direct & less[cells.rank])
    entries, place = entries.take(kept), cells.rank[kept]
    stream = context.codes.stream_of[entries.award] if len(kept) else kept
    tracked = np.flatnonzero(context.served_table[entries.group, stream] >= 0)
    if not len(tracked):
        return block
    entries, place, stream = entries.take(tracked), place[tracked], stream[tracked]
    pairs = ranked(combined([place, stream]))
    _rows(block, entries, place, context.served_table[entries.group, stream], pairs, most, context)
    system = context.codes.system_of[stream]
    shared = ranked(combined([place, system]))
    streams = np.bincount(shared.rank[pairs.first], minlength=len(shared.values))
    some = np.flatnonzero(streams[shared.rank] > 1)
    entries, place, system = entries.take(some), place[some], system[some]
    heads = context.recorded_table[entries.group, system]
    _rows(block, entries, place, heads, ranked(shared.rank[some]), most, context)
    return block


def _rows(
    block: Block, entries: Entries, place: np.ndarray, heads: np.ndarray, rows: Ranks,
    most: Sequence[Fraction], context: Context,
) -> None:  # fmt: skip
    """Charges of a row at most so many cents for each head: of the cell, over its participants."""
    count, first = len(rows.values), rows.first
    numbers = block.many("<=", [NOTHING] * count, ["a share for each"] * count)
    block.add(numbers[rows.rank], entries.column, entries.num, entries.den)
    people = [group.participants for group in context.inputs.groups.values()]
    groups, cells = entries.group[first].tolist(), place[first].tolist()
    each = [-most[cell] / people[group] for cell, group in zip(cells, groups, strict=True)]
    block.values(numbers, heads[first], each, np.arange(count))
