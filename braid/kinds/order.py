"""This stream pays only what the earlier ones leave.

After an entitlement nothing is needed under the reading ``remaining``: it has been
applied before. Under ``full_cost`` the whole entitlement, the part paid to the student
included, is held against the full cost, for all later awards together.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds.rows import Block, Context
from braid.kinds.tables import DIRECT
from braid.schema.rules import Order as Parameters


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """One row per rule and group that is entitled to something."""
    codes, cells = context.codes, context.cells
    entries = context.entries()
    for homed in rules:
        rule = homed.rule
        assert isinstance(rule, Parameters)
        if rule.reading != "full_cost":
            continue
        later = [codes.award_index[a] for a in homed.awards if a in codes.award_index]
        named = context.inputs.law.categories.expand(rule.for_)
        of_kind = np.array([name in named for name in codes.categories])
        block = Block("order", homed.id)
        for number, group in enumerate(codes.groups):
            given = sum(context.entitled.get((group, stream), 0) for stream in rule.after)
            if not given:
                continue
            here = (cells.kind == DIRECT) & (cells.group == number) & of_kind[cells.category]
            side = max(0, int(cells.gross[here].sum()) - given)
            mask = (
                entries.direct
                & (entries.group == number)
                & of_kind[entries.category]
                & np.isin(entries.award, later)
            )
            if mask.any():
                row = block.row("<=", Fraction(side), group)
                block.add(row, entries.column[mask], entries.num[mask], entries.den[mask])
        yield block
