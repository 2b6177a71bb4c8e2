"""Rows that every model has: balance, awards, slices, people served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import numpy as np

from braid.kinds import naming
from braid.kinds.block import NOTHING, Block
from braid.kinds.entries import Entries
from braid.kinds.grouping import combined, ranked
from braid.kinds.income import still_there
from braid.kinds.least import least_costs, pairs_of, width
from braid.kinds.naming import served_otherwise
from braid.kinds.paid_for import benefited, still_served
from braid.kinds.rows import Context
from braid.kinds.transfer import moves
from braid.schema.scenario import Award

A_CENT = 1
"""What was charged already for people are whole cents, less than a cent below what they cost."""


def core_blocks(
    context: Context,
    unfunded: int,
    report_prices: dict[int, list[tuple[int, Fraction]]],
    record_constants: dict[int, Fraction],
    shared_records: dict[int, list[tuple[int, int]]],
) -> Iterator[Block]:
    """All core rows; ``unfunded`` is the first such column, prices tie cells to 0/1 and heads."""
    yield _balance(context, unfunded, report_prices, record_constants)
    yield _awards(context)
    yield _slices(context)
    yield from _served(context)
    yield _own_records(context, shared_records)


def _own_records(context: Context, shared: dict[int, list[tuple[int, int]]]) -> Block:
    """Of records that a family shares, a stream pays at most those of whom it serves itself."""
    block = Block("served", "records-of-served")
    codes, entries = context.codes, context.entries()
    stream = codes.stream_of[entries.award] if len(entries.award) else entries.award
    scope = np.zeros(len(context.cells) + 1, dtype=np.int64)  # below 0: -1 - system
    scope[list(shared)] = context.cells.scope[list(shared)]
    paid = np.flatnonzero(scope[entries.cell] == -1 - codes.system_of[stream])
    found = ranked(combined([entries.cell[paid], stream[paid]]))
    for first, part in zip(found.first.tolist(), found.parts(), strict=True):
        here, s = entries.take(paid[part]), int(stream[paid[first]])
        row = block.row("<=", NOTHING, f"records {codes.streams[s]}")
        block.add(row, here.column, here.num, here.den)
        for group, cents in shared[int(here.cell[0])]:
            column = context.served.get((group, s))
            if column is not None and cents:
                block.add_one(row, column, Fraction(-cents))
    return block


def _balance(
    context: Context,
    unfunded: int,
    prices: dict[int, list[tuple[int, Fraction]]],
    constants: dict[int, Fraction],
) -> Block:
    """Charges plus unfunded make up every cell; reports' cost depends on use, records' on heads."""
    cells = context.cells
    block = Block("balance", "balance")
    sides: list[Fraction] = []
    labels: list[str] = []
    for k in range(len(cells)):
        tied = k in prices
        sides.append(constants.get(k, Fraction(0)) if tied else Fraction(int(cells.cost[k])))
        labels.append(f"cell {k}")
    numbers = block.many("=", sides, labels)
    entries = context.entries(by_period=True)
    block.add(numbers[entries.cell], entries.column, entries.num, entries.den)
    ones = np.ones(len(cells), dtype=np.int64)
    block.add(numbers, unfunded + np.arange(len(cells)), ones, ones)
    for k, terms in prices.items():
        for column, price in terms:
            block.add_one(int(numbers[k]), column, -price)
    return block


def _awards(context: Context) -> Block:
    """No award pays (and gives) more than is left of it and comes in, nothing unless it is used."""
    block = Block("award", "award-amount")
    costs = context.cells
    for number, name in enumerate(context.codes.awards):
        award = context.inputs.awards[name]
        mine = context.of_award(number)
        if award.amount is None:
            left = Fraction(int(context.charges.upper[mine.column].sum()))
        else:
            left = Fraction(still_there(context.inputs, award, int(award.amount * 100)))
        used = context.used.get(number)
        row = block.row("<=", Fraction(0) if used is not None else left, name)
        block.add(row, mine.column, mine.num, mine.den)
        for (giver, taker), column in context.once(moves).items():
            if number in (giver, taker):
                block.add_one(row, column, Fraction(1 if number == giver else -1))
        if used is None:
            continue
        block.add_one(row, used, -left)
        for line in ranked(mine.line).values:
            if line < 0:
                continue
            here = mine.take(mine.line == line)
            cost = int(costs.cost[costs.line == line].sum())
            tight = min(left, Fraction(cost))
            row = block.row("<=", Fraction(0), f"{name} {context.codes.lines[line]}")
            block.add(row, here.column, here.num, here.den)
            block.add_one(row, used, -tight)
    return block


def _slices(context: Context) -> Block:
    """Until a slice begins, only the earlier ones can pay."""
    block = Block("slice", "award-slices")
    periods = context.inputs.calendar.periods
    for number, name in enumerate(context.codes.awards):
        award = context.inputs.awards[name]
        if not award.slices or award.amount is None:
            continue
        for period in periods:
            open_now = _open(award, period.start)
            following = periods[period.index + 1] if period.index + 1 < len(periods) else None
            if following is not None and _open(award, following.start) == open_now:
                continue  # the last period before the next slice says it all
            if open_now >= int(award.amount * 100):
                continue
            mine = context.of_award(number, by_period=True)
            by_then = mine.take(mine.period <= period.index)
            side = Fraction(still_there(context.inputs, award, open_now))
            row = block.row("<=", side, f"{name} through {period.last}")
            block.add(row, by_then.column, by_then.num, by_then.den, by_then.cell)
    return block


def _open(award: Award, day: date) -> int:
    """Cents of an award's slices that have begun on ``day``."""
    return sum(int(s.amount * 100) for s in award.slices if s.from_ <= day)


def _served(context: Context) -> Iterator[Block]:
    """People served carry charges: what is paid for a cell is at most the cost of the served."""
    yield _links(context)
    entries, codes = context.entries(), context.codes
    direct = entries.take(entries.direct)
    stream = codes.stream_of[direct.award] if len(direct.award) else direct.award
    systems = codes.system_of[stream] if len(stream) else stream
    block = Block("served", "served")
    _grouped(block, direct, stream, context.served_table, context)
    per_system = np.zeros((len(codes.groups), max(1, len(codes.systems))), dtype=np.int64)
    for group, s in context.served:
        per_system[group, codes.system_of[s]] += 1
    several = per_system[direct.group, systems] > 1 if len(stream) else stream > 0
    _grouped(block, direct.take(several), systems[several], context.recorded_table, context)
    yield block
    yield naming.rows(context, direct)
    yield _guard(context, direct)
    yield still_served(context)


def _grouped(
    block: Block, entries: Entries, scope: np.ndarray, heads: np.ndarray, context: Context
) -> None:
    """One row per distinct (cell, scope): charges at most the cell's cost per head times heads."""
    keep = np.flatnonzero(heads[entries.group, scope] >= 0)
    if not len(keep):
        return
    entries, scope = entries.take(keep), scope[keep]
    pairs = ranked(combined([entries.cell, scope]))
    numbers = block.many("<=", [NOTHING] * len(pairs.values), ["served"] * len(pairs.values))
    block.add(numbers[pairs.rank], entries.column, entries.num, entries.den)
    cell, scope = entries.cell[pairs.first], scope[pairs.first]
    group = context.cells.group[cell]
    participants = [g.participants for g in context.inputs.groups.values()]
    people = np.array(participants, dtype=np.int64)[group]
    block.add(numbers, heads[group, scope], -context.cells.cost[cell], people)


def _links(context: Context) -> Block:
    """Served in a stream means recorded in its system; nobody is served by what is not used."""
    block = Block("served", "served-links")
    codes = context.codes
    awards_of: dict[int, list[int]] = {}
    for award, of in enumerate(codes.stream_of.tolist() if context.used else ()):
        awards_of.setdefault(of, []).append(award)
    streams: dict[tuple[int, int], list[int]] = {}
    for (group, stream), column in sorted(context.served.items()):
        streams.setdefault((group, int(codes.system_of[stream])), []).append(column)
    for (group, stream), column in sorted(context.served.items()):
        system = int(codes.system_of[stream])
        alone = len(streams[group, system]) == 1
        label = "served is recorded" if alone else "served within recorded"
        row = block.row("=" if alone else "<=", NOTHING, label)
        block.add_one(row, column, Fraction(100))
        block.add_one(row, context.recorded[group, system], Fraction(-100))
        _when_used(
            block, "served only when used", group, column, awards_of.get(stream, []), context
        )
    of_systems: dict[int, list[int]] = {}
    for s, of in awards_of.items():
        of_systems.setdefault(int(codes.system_of[s]), []).extend(of)
    for (group, system), column in sorted(context.recorded.items()):
        served = streams.get((group, system), [])
        if len(served) == 1:
            continue  # its records are those of the one stream
        row = block.row("<=", NOTHING, "recorded within served")
        block.add_one(row, column, Fraction(100))
        for one in served:
            block.add_one(row, one, Fraction(-100))
        awards = of_systems.get(system, [])
        _when_used(block, "recorded only when used", group, column, awards, context)
    return block


def _when_used(
    block: Block, label: str, group: int, column: int, awards: list[int], context: Context
) -> None:
    """A head count is 0 where all its awards are offers and none of them is taken."""
    name = context.codes.groups[group]
    reach = context.inputs.may_reach
    if not any(a in context.used for a in awards):
        return
    awards = sorted(a for a in awards if reach(context.codes.awards[a], name))
    if awards and all(a in context.used for a in awards):
        people = context.inputs.groups[context.codes.groups[group]].participants
        row = block.row("<=", NOTHING, label)
        block.add_one(row, column, Fraction(100))
        for award in awards:
            block.add_one(row, context.used[award], Fraction(-100 * people))


def _guard(context: Context, direct: Entries) -> Block:
    """Served means paid for: at least one least direct cost of each person is the stream's.

    Who is served by another stream that asks for enrolment with this one is paid for by that one;
    whom shared costs of closed periods were for was served already.
    """
    block = Block("served", "served-direct")
    codes, inputs = context.codes, context.inputs
    pairs = pairs_of(context, direct)
    members = dict(zip(pairs.values.tolist(), pairs.parts(), strict=True))
    least, otherwise = context.once(least_costs), context.once(served_otherwise)
    before = context.once(benefited)
    for (group, s), column in sorted(context.served.items()):
        if inputs.law.streams[codes.streams[s]].served != "direct":
            continue
        at = group * width(context) + s
        if at not in least or least[at] <= 0:
            continue
        already = _charged_directly(context, group, s)
        spared = Fraction(already + A_CENT if already else 0)
        of_before = least[at] * before.get((group, s), 0)
        row = block.row(">=", -max(spared, of_before), f"{codes.groups[group]} {codes.streams[s]}")
        block.whole_cents.add(row)
        if spared > of_before:
            block.rounding[row] = -A_CENT
        if at in members:
            paid = direct.take(members[at])
            block.add(row, paid.column, paid.num, paid.den)
        block.add_one(row, column, -least[at])
        for other in sorted(otherwise.get((group, s), ())):
            block.add_one(row, other, least[at])
    return block


def _charged_directly(context: Context, group: int, stream: int) -> int:
    """Cents that a stream's awards were charged for a group itself in periods that are over."""
    if context.past is None:
        return 0
    found = context.past.entries
    mine = found.direct & (found.group == group)
    return int(found.num[mine & (context.codes.stream_of[found.award] == stream)].sum())
