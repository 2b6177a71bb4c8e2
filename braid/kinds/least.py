"""What serving one participant takes at least: the cheapest direct cost, as far as rules allow."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from braid.kinds.cost_share import cost_shares
from braid.kinds.entries import Entries
from braid.kinds.full_cost import least_left
from braid.kinds.grouping import Ranks, ranked
from braid.kinds.per_head import per_head_caps
from braid.kinds.rows import Context


def pairs_of(context: Context, direct: Entries) -> Ranks:
    """The (group, stream) pairs of direct charges: group times the number of streams + stream."""
    stream = context.codes.stream_of[direct.award] if len(direct.award) else direct.award
    return ranked(direct.group.astype(np.int64) * width(context) + stream)


def width(context: Context) -> int:
    """How many streams there are, at least one."""
    return max(1, len(context.codes.streams))


def least_costs(context: Context) -> dict[int, Fraction]:
    """(group, stream) code -> cents of the least direct cost of one participant."""
    context = context.as_ever
    codes, cells = context.codes, context.cells
    direct = context.entries().take(context.entries().direct)
    pairs = pairs_of(context, direct)
    people = [g.participants for g in context.inputs.groups.values()]
    whole = np.full(len(pairs.values), np.iinfo(np.int64).max)
    np.minimum.at(whole, pairs.rank, cells.cost[direct.cell])
    least = {
        at: Fraction(cents, people[at // width(context)])
        for at, cents in zip(pairs.values.tolist(), whole.tolist(), strict=True)
    }
    for (cell, award), share in context.once(cost_shares).items():
        group = int(cells.group[cell])
        at = group * width(context) + int(codes.stream_of[award])
        least[at] = min(least[at], share * int(cells.gross[cell]) / people[group])
    for group, award, cents in least_left(context):
        at = group * width(context) + int(codes.stream_of[award])
        least[at] = min(least[at], cents)
    for at, cents in per_head_caps(context).items():
        if at in least:
            least[at] = min(least[at], cents)
    return least
