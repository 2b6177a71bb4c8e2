"""Limits that are a share of the cost: rows per cell, and the least share for each charge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import numpy as np

from braid.catalog.law import HomedRule
from braid.catalog.values import value_at
from braid.kinds import selection
from braid.kinds.block import Block
from braid.kinds.each_share import per_person
from braid.kinds.entries import Entries
from braid.kinds.grouping import ranked
from braid.kinds.limit_awards import awards_of
from braid.kinds.limit_scope import ANYTHING, entries_of
from braid.kinds.rows import Context
from braid.schema.base import Versioned
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit as Parameters


def per_cell(
    block: Block, homed: HomedRule, rule: Parameters, bound: Bound, context: Context
) -> Iterator[Block]:
    """A share of the cost: one row per cell, over all awards of the limit; a block per person."""
    if bound.share is None:
        return
    entries = entries_of(homed, rule, bound, context, by_period=True)
    entries = entries.take(entries.line >= 0)
    entries = entries.take(selection.selected(rule.spend or ANYTHING, entries, context))
    if not len(entries):
        return
    cells = ranked(entries.cell)
    shares = _shares(homed, rule, bound, cells.values, context)
    if None in shares:  # of these cells nothing is known: they have no row
        known = np.array([share is not None for share in shares])
        entries = entries.take(known[cells.rank])
        cells = ranked(entries.cell)
    sides: list[Fraction] = []
    labels: list[str] = []
    known_shares = [share for share in shares if share is not None]
    for cell, share in zip(cells.values.tolist(), known_shares, strict=True):
        sides.append(share * int(context.cells.gross[cell]))
        line, group = context.cells.line[cell], context.cells.group[cell]
        who = context.codes.groups[group] if group >= 0 else "shared"
        labels.append(f"{context.codes.lines[line]} {who} period {context.cells.period[cell]}")
    numbers = block.many("<=", sides, labels)
    block.cell_of.update(zip(numbers.tolist(), cells.values.tolist(), strict=True))
    block.add(numbers[cells.rank], entries.column, entries.num, entries.den, entries.cell)
    yield per_person(homed.id, entries, cells, sides, context)


def _shares(
    homed: HomedRule, rule: Parameters, bound: Bound, cells: np.ndarray, context: Context
) -> list[Fraction | None]:
    """The share that a limit allows of each of some cells: the strictest of all its awards."""
    if not isinstance(bound.share, Versioned):
        return [None if bound.share is None else Fraction(bound.share)] * len(cells)
    awards = [context.inputs.awards[a] for a in awards_of(homed, bound, context)]
    on_day: dict[int, Fraction | None] = {}
    starts = context.cells.start[cells].tolist()
    for start in set(starts):
        day = date.fromordinal(start)
        held = [value_at(bound.share, context.conditions.clock(a, day)) for a in awards]
        on_day[start] = min((share for share in held if share is not None), default=None)
    return [on_day[start] for start in starts]


def cost_shares(context: Context) -> dict[tuple[int, int], Fraction]:
    """(cell, award) -> the least share of the cost that the award may pay of a direct cell."""
    out: dict[tuple[int, int], Fraction] = {}
    for homed in context.inputs.law.of_kind("limit"):
        rule = homed.rule
        assert isinstance(rule, Parameters)
        bound = rule.at_most
        if bound is None or bound.of != "cost" or bound.share is None:
            continue
        entries = entries_of(homed, rule, bound, context, by_period=False)
        entries = entries.take(entries.direct)
        for cell, award, share in shares_of(homed, rule, bound, entries, context):
            out[cell, award] = min(share, out.get((cell, award), share))
    return out


def shares_of(
    homed: HomedRule, rule: Parameters, bound: Bound, entries: Entries, context: Context
) -> Iterator[tuple[int, int, Fraction]]:
    """(cell, award, share of the cost) of those of some charges that a limit selects."""
    entries = entries.take(selection.selected(rule.spend or ANYTHING, entries, context))
    shares = _shares(homed, rule, bound, entries.cell, context)
    places = zip(entries.cell.tolist(), entries.award.tolist(), shares, strict=True)
    yield from ((cell, award, share) for cell, award, share in places if share is not None)
