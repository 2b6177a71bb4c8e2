"""What pays after others, and who comes first: one file for each reading but the entitlements'.

After an entitlement nothing is needed under the reading ``remaining``: it has been
applied before. Under ``full_cost`` the whole entitlement, the part paid to the student
included, is held against the full cost, for all later awards together.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds import priority, used_up
from braid.kinds.block import Block
from braid.kinds.concerned import of_categories
from braid.kinds.permission import concerned
from braid.kinds.rows import Context
from braid.kinds.tables import DIRECT
from braid.schema.rules import Order as Parameters


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """The rows of all orders, reading by reading; none where nobody follows one that needs them."""
    yield from _full_cost(_of_reading(rules, "full_cost"), context)
    yield from used_up.rows(_of_reading(rules, "used_up"), context)
    yield from priority.rows(_of_reading(rules, "priority"), context)


def _of_reading(rules: tuple[HomedRule, ...], reading: str) -> tuple[HomedRule, ...]:
    return tuple(h for h in rules if isinstance(h.rule, Parameters) and h.rule.reading == reading)


def _full_cost(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """One row per rule and group that is entitled to something."""
    codes, cells = context.codes, context.cells
    entries = context.entries()
    for homed in rules:
        rule = homed.rule
        assert isinstance(rule, Parameters)
        later = [codes.award_index[a] for a in homed.awards if a in codes.award_index]
        named = concerned(homed, context.inputs.law.categories)
        of_kind = np.array([named is None or name in named for name in codes.categories])
        about = entries.direct & of_categories(homed, entries, context)
        about &= np.isin(entries.award, later)
        block = Block("order", homed.id)
        for number, group in enumerate(codes.groups):
            given = sum(context.entitled.get((group, stream), 0) for stream in rule.after)
            if not given:
                continue
            here = (cells.kind == DIRECT) & (cells.group == number) & of_kind[cells.category]
            already = 0
            if context.past is not None:
                found = context.past.entries
                mine = found.direct & (found.group == number) & np.isin(found.award, later)
                already = int(found.num[mine & of_kind[found.category]].sum())
            side = max(0, max(0, int(cells.gross[here].sum()) - given) - already)
            mask = about & (entries.group == number)
            if mask.any():
                row = block.row("<=", Fraction(side), group)
                block.add(row, entries.column[mask], entries.num[mask], entries.den[mask])
        yield block
