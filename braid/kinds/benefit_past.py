"""What was charged already on shared lines under a benefit rule: nobody says for which group.

So it is held against the parts of all groups together, beside the rows of each group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from braid.kinds.block import NOTHING, Block
from braid.kinds.past import Past
from braid.kinds.rows import Context

Split = Callable[[str, str], bool]
"""Whether a benefit rule splits what an award pays for a category of shared cost."""


def after_actuals(
    rule: str, pools: np.ndarray, context: Context, past: Past, split: Split
) -> Block:
    """Per award, stream, record system and in all: what the groups' parts leave for the rest."""
    block = Block("benefit", rule)
    charges, inputs, codes = past.whole.charges, context.inputs, context.codes
    for (line, year), charged in sorted(past.lines_and_years.items()):
        here = pools[(charges.line[pools] == line) & (charges.year[pools] == year)]
        category = inputs.costs[codes.lines[line]].category
        counted = [
            (award, cents) for award, cents in charged if split(codes.awards[award], category)
        ]
        for part in _parts(here, counted, context):
            if part.already:
                label = f"{codes.lines[line]} {year} {part.name}, what was charged counted in"
                _write(block, label, part, context, past)
    return block


class _Part(NamedTuple):
    """Charges that are held together against the parts of the groups whom they serve."""

    name: str
    members: np.ndarray
    already: int
    heads: np.ndarray | None
    """The head counts of every group; None where everybody counts."""


def _parts(here: np.ndarray, charged: list[tuple[int, int]], context: Context) -> Iterator[_Part]:
    """Each award, stream and record system, and all of them."""
    codes = context.codes
    award = context.as_ever.charges.award[here]
    all_awards = np.arange(len(codes.awards))
    stream = codes.stream_of.astype(np.int64)
    levels = (
        (all_awards, codes.awards, context.served_table[:, stream].T),
        (stream, codes.streams, context.served_table.T),
        (codes.system_of[stream].astype(np.int64), codes.systems, context.recorded_table.T),
        (np.zeros(len(codes.awards), dtype=np.int64), ("all federal",), None),
    )
    for scope, names, heads in levels:
        for value in np.unique(scope[award]).tolist():
            already = sum(cents for a, cents in charged if scope[a] == value)
            of_scope = None if heads is None else heads[value]
            yield _Part(names[value], here[scope[award] == value], already, of_scope)


def _write(block: Block, label: str, part: _Part, context: Context, past: Past) -> None:
    charges, spreads = past.whole.charges, past.whole.spreads
    cells: dict[int, set[int]] = {}
    for number in part.members.tolist():
        spread = int(charges.spread[number])
        found = spreads.cell[spreads.start[spread] : spreads.start[spread + 1]]
        cells.setdefault(int(charges.group[number]), set()).update(found.tolist())
    shares = {
        group: context.benefit_shares.of(tuple(sorted(own))).get(group, NOTHING)
        for group, own in sorted(cells.items())
    }
    whole = sum(shares.values(), Fraction(0))
    if part.already > whole:
        context.broken.append((f"{block.rule} {label}", part.already - whole))
    column = past.column[part.members]
    column = column[column >= 0]
    if not len(column):
        return
    left = max(Fraction(0), whole - part.already)
    row = block.row("<=", left if part.heads is None else NOTHING, label)
    one = np.ones(len(column), dtype=np.int64)
    block.add(row, column, one, one)
    if part.heads is None or not left:
        return
    people = [group.participants for group in context.inputs.groups.values()]
    for group, share in shares.items():
        if share:
            value = -share / people[group] * left / whole
            block.add_one(row, int(part.heads[group]), value)
