"""What state, local or private money paid before may not move to a stream that supplements only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds.block import Block
from braid.kinds.grouping import ranked
from braid.kinds.permission import concerned
from braid.kinds.rows import Context
from braid.schema.rules import Supplant as Parameters

ORIGINS = ("state", "local", "private")


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """On each cell: awards that protect an origin pay together at most what it did not pay."""
    if not rules or not context.cells.prior.any():
        return
    entries = context.entries(by_period=True)
    protected: dict[int, list[tuple[frozenset[str], frozenset[str] | None]]] = {}
    for homed in rules:
        rule = homed.rule
        assert isinstance(rule, Parameters)
        names = concerned(homed, context.inputs.law.categories)
        for award in homed.awards:
            if award in context.codes.award_index:
                number = context.codes.award_index[award]
                protected.setdefault(number, []).append((frozenset(rule.protects), names))
    block = Block("supplant", rules[0].id)
    categories = context.codes.categories
    prior_of = np.asarray(context.cells.prior.any(axis=1))
    paid_before = np.flatnonzero(prior_of[entries.cell])
    of_cells = ranked(entries.cell[paid_before])
    of_categories: dict[str, list[tuple[frozenset[str], np.ndarray]]] = {}
    for cell, at in zip(of_cells.values.tolist(), of_cells.parts(), strict=True):
        at_cell = entries.take(paid_before[at])
        category = categories[context.cells.category[cell]]
        if category not in of_categories:
            of_categories[category] = list(_protecting(category, protected, context))
        for origins, awards in of_categories[category]:
            prior = sum(
                int(context.cells.prior[cell, k]) for k, o in enumerate(ORIGINS) if o in origins
            )
            bound = at_cell.take(awards[at_cell.award])
            if prior == 0 or not len(bound):
                continue
            side = max(0, int(context.cells.cost[cell]) - prior)
            line = context.codes.lines[context.cells.line[cell]]
            row = block.row("<=", Fraction(side), f"{line} period {context.cells.period[cell]}")
            block.add(row, bound.column, bound.num, bound.den, bound.cell)
            block.cell_of[row] = cell
    yield block


def _protecting(
    category: str, protected: Mapping[int, list[tuple[frozenset[str], frozenset[str] | None]]],
    context: Context,
) -> Iterator[tuple[frozenset[str], np.ndarray]]:  # fmt: skip
    """Each set of origins that some award protects on costs of a category, and who protects it."""
    here = {
        number: frozenset().union(*(o for o, names in found if names is None or category in names))
        for number, found in protected.items()
    }
    for origins in sorted({o for o in here.values() if o}, key=sorted):
        yield origins, context.among([n for n, o in here.items() if origins <= o])
