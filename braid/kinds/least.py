"""What serving one participant takes at least: the cheapest direct cost, as far as rules allow."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.kinds.cost_share import cost_shares
from braid.kinds.entries import Entries
from braid.kinds.full_cost import least_left
from braid.kinds.grouping import Ranks, combined, ranked
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
    for at, share, gross in _least_shares(context):
        least[at] = min(least[at], share * gross / people[at // width(context)])
    for group, award, cents in least_left(context):
        at = group * width(context) + int(codes.stream_of[award])
        least[at] = min(least[at], cents)
    for at, cents in per_head_caps(context).items():
        if at in least:
            least[at] = min(least[at], cents)
    return least


def _least_shares(context: Context) -> Iterator[tuple[int, Fraction, int]]:
    """For each (group, stream) code and each share: of the cells with it the least gross cost."""
    found = context.once(cost_shares)
    cell, award = np.array(list(found), dtype=np.int64).reshape(-1, 2).T
    number: dict[int, int] = {}  # one share serves many cells: no need to compare them all
    which = np.array([number.setdefault(id(share), len(number)) for share in found.values()])
    each = {id(share): share for share in found.values()}
    at = (
        context.cells.group[cell].astype(np.int64) * width(context) + context.codes.stream_of[award]
    )
    pairs = ranked(combined([at, which]))
    gross = np.full(len(pairs.values), np.iinfo(np.int64).max)
    np.minimum.at(gross, pairs.rank, context.cells.gross[cell])
    shares = [each[key] for key in number]
    for first, cents in zip(pairs.first.tolist(), gross.tolist(), strict=True):
        yield int(at[first]), shares[which[first]], cents
