"""Whoever waits for another stream's award gets what that award cannot pay, or has run out of.

``sum of those who wait <= cost - r + r x (0/1: the earlier award has run out)``, where ``r`` is
what the earlier award may pay of the cost by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds.alone import TooLittle, part_alone
from braid.kinds.block import Block
from braid.kinds.caps import Caps
from braid.kinds.concerned import of_categories, on_days
from braid.kinds.entries import Entries
from braid.kinds.grouping import combined, ranked
from braid.kinds.rows import Context
from braid.kinds.running_out import RunningOut
from braid.schema.rules import Order as Parameters

Waiting = dict[int, list[tuple[str, Entries]]]
"""Earlier award -> the rules by which others wait for it, and their charges on its direct cells."""


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """A row for each earlier award and direct cost for which others wait."""
    waiting = _waiting(rules, context)
    if not waiting:
        return
    blocks = {homed.id: Block("order", homed.id) for homed in rules}
    too_little, caps = context.once(TooLittle), context.once(Caps)
    for award, found in sorted(waiting.items()):
        _write(blocks, award, found, RunningOut(context, blocks[found[0][0]], too_little, caps))
    yield from blocks.values()


def _write(
    blocks: dict[str, Block], award: int, found: list[tuple[str, Entries]], running: RunningOut
) -> None:
    """Whoever waits for the award on a cell is held back together, under the first of the rules."""
    context = running.context
    cell = np.concatenate([entries.cell for _, entries in found]).astype(np.int64)
    column = np.concatenate([entries.column for _, entries in found])
    rule = np.repeat(np.arange(len(found)), [len(entries) for _, entries in found])
    once = np.unique(combined([cell, column]), return_index=True)[1]
    of_cells = ranked(cell)
    first = np.full(len(of_cells.values), len(found))
    np.minimum.at(first, of_cells.rank, rule)
    parts = part_alone(context, award, of_cells.values)
    cost, row_of = context.cells.cost, np.full(len(of_cells.values), -1)
    for stop, alike in running.of(award, of_cells.values):
        for at in np.searchsorted(of_cells.values, alike).tolist() if not stop.already else ():
            number = int(of_cells.values[at])
            alone = parts.get(number, Fraction(int(cost[number])))
            if alone <= 0:
                continue
            block = blocks[found[first[at]][0]]
            side = int(cost[number]) - alone + alone * len(stop.unless)
            row_of[at] = block.row("<=", side, _label(context, number, award))
            stop.add_to(block, int(row_of[at]), -alone)
    for number, (name, _) in enumerate(found):
        mine = once[(first == number)[of_cells.rank[once]] & (row_of >= 0)[of_cells.rank[once]]]
        one = np.ones(len(mine), dtype=np.int64)
        blocks[name].add(row_of[of_cells.rank[mine]], column[mine], one, one)


def _label(context: Context, cell: int, award: int) -> str:
    cells, codes = context.cells, context.codes
    line, group = codes.lines[cells.line[cell]], codes.groups[cells.group[cell]]
    return f"{line} {group} period {cells.period[cell]} after {codes.awards[award]}"


def _waiting(rules: tuple[HomedRule, ...], context: Context) -> Waiting:
    found: Waiting = {}
    codes, direct = context.codes, context.entries().take(context.entries().direct)
    for homed in rules:
        rule = homed.rule
        assert isinstance(rule, Parameters)
        named = direct.take(of_categories(homed, direct, context) & on_days(homed, direct.start))
        follows = np.isin(codes.awards, homed.awards)
        held = np.zeros(len(context.charges), dtype=bool)
        held[named.column] = True
        for award, name in enumerate(codes.awards):
            stated = context.inputs.awards[name]
            if stated.stream not in rule.after or follows[award] or stated.form != "cash":
                continue
            own = context.of_award(award)
            beside = context.on_cells(np.unique(own.cell[held[own.column]]))
            waits = beside.take(held[beside.column] & follows[beside.award])
            if len(waits):
                found.setdefault(award, []).append((homed.id, waits))
    return found
