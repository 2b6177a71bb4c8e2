"""After an entitlement, all of it held against the full cost: what later awards may pay at most.

What a group's entitlement leaves of its costs, it leaves of each person's: a stream pays no more
than that for each of those whom it serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds.block import NOTHING, Block
from braid.kinds.concerned import of_categories
from braid.kinds.entries import Entries
from braid.kinds.grouping import ranked
from braid.kinds.permission import concerned
from braid.kinds.rows import Context
from braid.kinds.tables import DIRECT
from braid.record import record
from braid.schema.rules import Order as Parameters


@record
class Left:
    """What an entitlement leaves of a group's costs to those who pay after it."""

    homed: HomedRule
    group: int
    cents: int
    entries: Entries
    """What may be charged later."""
    past: Entries | None
    """What has been."""

    @property
    def done(self) -> int:
        """Cents that were charged already."""
        return 0 if self.past is None else int(self.past.num.sum())


def left(rules: Iterable[HomedRule], context: Context) -> Iterator[Left]:
    """Each rule and group that is entitled to something and may be paid for afterwards."""
    codes, cells, entries = context.codes, context.cells, context.entries()
    for homed in rules:
        rule = homed.rule
        assert isinstance(rule, Parameters)
        later = [codes.award_index[a] for a in homed.awards if a in codes.award_index]
        named = concerned(homed, context.inputs.law.categories)
        of_kind = np.array([named is None or name in named for name in codes.categories])
        about = entries.direct & of_categories(homed, entries, context)
        about &= np.isin(entries.award, later)
        for number, group in enumerate(codes.groups):
            given = sum(context.entitled.get((group, stream), 0) for stream in rule.after)
            mask = about & (entries.group == number)
            if not given or not mask.any():
                continue
            here = (cells.kind == DIRECT) & (cells.group == number) & of_kind[cells.category]
            past = None
            if context.past is not None:
                past = context.past.entries
                mine = past.direct & (past.group == number) & np.isin(past.award, later)
                past = past.take(mine & of_kind[past.category])
            cents = max(0, int(cells.gross[here].sum()) - given)
            yield Left(homed, number, cents, entries.take(mask), past)


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """One row per rule and group that is entitled to something, and one for each who pays."""
    for homed in rules:
        block, each = Block("order", homed.id), Block("served", homed.id)
        for one in left((homed,), context):
            side = max(0, one.cents - one.done)
            row = block.row("<=", Fraction(side), context.codes.groups[one.group])
            block.add(row, one.entries.column, one.entries.num, one.entries.den)
            _for_each(each, one, context)
        yield block
        yield each


def _for_each(block: Block, one: Left, context: Context) -> None:
    """What each stream, and each record system of several, pays for each whom it serves."""
    codes, entries, past = context.codes, one.entries, one.past
    counted = context.served_table[one.group] >= 0
    entries = entries.take(counted[codes.stream_of[entries.award]])
    if past is not None:
        past = past.take(counted[codes.stream_of[past.award]])
    system_of = np.asarray(codes.system_of)
    for of_award, heads, several in (
        (codes.stream_of, context.served_table, False),
        (system_of[codes.stream_of], context.recorded_table, True),
    ):
        for scope in ranked(of_award[entries.award]).values.tolist() if len(entries) else ():
            mine = entries.take(of_award[entries.award] == scope)
            if several and len(ranked(codes.stream_of[mine.award]).values) < 2:
                continue
            done = 0 if past is None else int(past.num[of_award[past.award] == scope].sum())
            _row(block, one, mine, int(heads[one.group, scope]), done, context)


def _row(block: Block, one: Left, mine: Entries, column: int, done: int, context: Context) -> None:
    """Not where what these may pay for each is less anyway."""
    each = max(0, one.cents - done)
    if int(context.cells.cost[ranked(mine.cell).values].sum()) <= each:
        return
    people = context.inputs.groups[context.codes.groups[one.group]].participants
    row = block.row("<=", NOTHING, "a share for each")
    block.add(row, mine.column, mine.num, mine.den)
    block.add_one(row, column, Fraction(-each, people))


def least_left(context: Context) -> Iterator[tuple[int, int, Fraction]]:
    """Group, award and cents: what an entitlement leaves of one person's costs to the award."""
    rules = (h for h in context.inputs.law.of_kind("order") if _is_full_cost(h))
    for one in left(rules, context):
        people = context.inputs.groups[context.codes.groups[one.group]].participants
        for award in ranked(one.entries.award).values.tolist() if one.cents else ():
            yield one.group, award, Fraction(one.cents, people)


def _is_full_cost(homed: HomedRule) -> bool:
    return isinstance(homed.rule, Parameters) and homed.rule.reading == "full_cost"
