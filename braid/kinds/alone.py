"""How much of a direct cost an award may pay by itself, and when too little of it is left."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from braid.kinds.block import NOTHING
from braid.kinds.cost_share import shares_of
from braid.kinds.least import least_costs, width
from braid.kinds.limit_scope import held
from braid.kinds.permission import concerned
from braid.kinds.rows import Context
from braid.kinds.supplant import ORIGINS
from braid.schema.rules import Limit, Supplant

A_DOLLAR = Fraction(100)
"""Cents: what has less than a dollar left is used up."""


def part_alone(context: Context, award: int, cells: np.ndarray) -> dict[int, Fraction]:
    """Of some direct cells those that an award may not pay wholly by itself: cents that it may."""
    of_cells = context.cells
    most: dict[int, Fraction] = {}
    asked = np.zeros(len(of_cells) + 1, dtype=bool)  # the last is no cell
    asked[cells] = True
    name = context.codes.awards[award]
    law, own = context.inputs.law, context.of_award(award)
    for homed in law.of_kind("limit", name):
        rule = homed.rule
        assert isinstance(rule, Limit)
        bound = rule.at_most
        if bound is None or bound.of != "cost" or bound.share is None:
            continue
        entries = held(homed, rule, bound, context, own)
        entries = entries.take(asked[entries.cell])
        for cell, _, share in shares_of(homed, rule, bound, entries, context):
            _cut(most, cell, share * int(of_cells.gross[cell]))
    for homed in law.of_kind("supplant", name):
        rule = homed.rule
        assert isinstance(rule, Supplant)
        named = concerned(homed, law.categories)
        prior = of_cells.prior[cells][:, [origin in rule.protects for origin in ORIGINS]].sum(1)
        for cell, before in zip(cells[prior > 0].tolist(), prior[prior > 0].tolist(), strict=True):
            if named is None or context.codes.categories[of_cells.category[cell]] in named:
                _cut(most, cell, Fraction(int(of_cells.cost[cell]) - before))
    return {
        cell: max(NOTHING, cents) for cell, cents in most.items() if cents < of_cells.cost[cell]
    }


def _cut(most: dict[int, Fraction], cell: int, cents: Fraction) -> None:
    most[cell] = min(cents, most.get(cell, cents))


class TooLittle:
    """Cents of an award that count as nothing: a dollar, or what one more person would take.

    A stream that serves whole people leaves up to one person's least cost unspent.
    """

    def __init__(self, context: Context) -> None:
        inputs, codes = context.inputs, context.codes
        homes = [inputs.partnership(name) for name in codes.groups]
        self._least: dict[tuple[int, str], Fraction] = {}
        for code, cents in context.once(least_costs).items():
            group, stream = divmod(code, width(context))
            if (group, stream) in context.served:
                for owner in {"", homes[group]}:  # shared money is for everybody
                    known = self._least.get((stream, owner), A_DOLLAR)
                    self._least[stream, owner] = max(cents, known)
        self._streams = codes.stream_of
        self._owners = [inputs.owner(name) for name in codes.awards]

    def of_award(self, award: int) -> Fraction:
        """Cents of an award that are too little to go on with."""
        return self._least.get((int(self._streams[award]), self._owners[award]), A_DOLLAR)
