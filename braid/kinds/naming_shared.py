"""Shared costs of a year, paid by streams that may serve the same people: no part is paid twice.

Each stream pays at most the part of those whom it serves (``benefit``), and each record system the
part of those whom it records. Where rules link streams of several systems, they pay together at
most the part of all whom they serve, each of these counted once; what they were charged already is
counted in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import numpy as np

from braid.kinds.benefit import benefit_rule, opened_of
from braid.kinds.benefit_past import Left, Members, in_time
from braid.kinds.block import NOTHING, Block
from braid.kinds.grouping import combined, ranked
from braid.kinds.paid_for import kept
from braid.kinds.past import Past
from braid.kinds.rows import Context
from braid.kinds.tables import Spreads
from braid.kinds.unions import Span, days, unions

Payers = tuple[int, frozenset[int], list[int]]
"""A group, streams that may serve the same people, and the counts of all whom they serve."""


def rows(block: Block, payers: Iterable[Payers], context: Context) -> None:
    """A row for each line, year and set of streams, and for those who pay among fewer cells."""
    ever, codes = context.as_ever, context.codes
    charges = ever.charges
    pools = np.flatnonzero(charges.spread >= 0)
    if not len(pools):
        return
    stream = codes.stream_of[charges.award]
    for group, streams, columns in payers:
        mine = pools[(charges.group[pools] == group) & np.isin(stream[pools], list(streams))]
        places = ranked(combined([charges.line[mine], charges.year[mine]]))
        for part in places.parts() if len(mine) else ():
            here = mine[part]
            for window, some in _within(here, charges.spread, ever.spreads):
                if set(stream[some].tolist()) == streams:
                    _row(block, group, window, some, columns, context)
        if context.past is not None:
            _after_actuals(block, (group, streams, columns), mine, context, context.past)


def _within(
    pools: np.ndarray, spread: np.ndarray, spreads: Spreads
) -> Iterator[tuple[Span, np.ndarray]]:
    """Cells over which some charges run that meet, and the charges that lie within."""
    spans = [
        frozenset(spreads.cell[spreads.start[k] : spreads.start[k + 1]].tolist())
        for k in spread[pools].tolist()
    ]
    whole = frozenset[int]().union(*spans)
    for union in dict.fromkeys((whole, *unions(spans))):
        yield union, pools[[span <= union for span in spans]]


def _row(
    block: Block, group: int, window: Span, some: np.ndarray, columns: list[int], context: Context
) -> None:
    """Charges at most the part of those served, as the rows of ``benefit`` have it."""
    ever, codes = context.as_ever, context.codes
    side, column = NOTHING, some
    num = den = np.ones(len(some), dtype=np.int64)
    if context.past is not None:
        opened = opened_of(some, ever, context, context.past)
        side, column = sum(opened.more, NOTHING), opened.column
        num, den = opened.num, opened.den
    if not len(column):
        return
    line, name = codes.lines[ever.charges.line[some[0]]], codes.groups[group]
    label = f"{line} {name} {days(ever.cells, window)} together"
    row = block.row("<=", side, label)
    block.add(np.full(len(column), row), column, num, den)
    part = context.benefit_shares.of(sorted(window)).get(group, NOTHING)
    for count in columns:
        each = part / context.inputs.groups[name].participants
        block.add_one(row, count, Fraction(-each))


def _after_actuals(
    block: Block, payers: Payers, mine: np.ndarray, context: Context, past: Past
) -> None:
    """What earlier charges of the streams for the group leave of the part of whom they serve.

    ``mine`` are their shared charges for it, those of periods that are over among them.
    """
    group, streams, _ = payers
    charges, codes, inputs = past.whole.charges, context.codes, context.inputs
    for (line, year), charged in sorted(past.lines_and_years.items()):
        category = inputs.costs[codes.lines[line]].category
        own = [
            charge
            for charge in charged
            if charge.group == group
            and codes.stream_of[charge.award] in streams
            and benefit_rule(inputs, codes.awards[charge.award], category) is not None
        ]
        here = mine[(charges.line[mine] == line) & (charges.year[mine] == year)]
        for label, some, already in in_time("together", here, own, context) if own else ():
            if set(codes.stream_of[charges.award[some]].tolist()) == streams:
                part = _members(payers, label, some, already, context)
                name = f"{codes.lines[line]} {year} {label}, what was charged counted in"
                Left(part, name, context, past).write(block)


def _members(
    payers: Payers, name: str, some: np.ndarray, already: dict[int, int], context: Context
) -> Members:
    group, streams, columns = payers
    stay = context.once(kept)
    people = max(stay.get((group, stream), 0) for stream in streams)
    return Members(name, some, already, {group: columns}, {group: people})
