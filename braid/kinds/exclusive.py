"""One stream or the other for a participant, or this stream for all of a person's cost or nothing.

Under ``participants`` nobody is served by two of the streams; of two entitlements the
larger stays. Under ``all_or_nothing`` a stream pays whole costs of those whom it serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds.block import NOTHING, Block
from braid.kinds.concerned import of_categories, on_days
from braid.kinds.entries import Entries
from braid.kinds.following import awards_following
from braid.kinds.grouping import Ranks, combined, ranked
from braid.kinds.permission import in_force
from braid.kinds.rows import Context
from braid.schema.rules import Exclusive as Parameters


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """Each rule's rows, over head counts, or over the direct costs that it names."""
    for homed in rules:
        rule = _parameters(homed)
        write = _people if rule.reading == "participants" else _whole_costs
        block = Block("exclusive", homed.id)
        write(block, homed, context)
        yield block


def streams_of(homed: HomedRule, inputs: Inputs) -> frozenset[str]:
    """The streams that a rule keeps apart, or that pay wholly; none when it binds nobody."""
    followers = frozenset(award.stream for award in awards_following(inputs, homed))
    return followers | frozenset(_parameters(homed).among) if followers else followers


def given_up(
    inputs: Inputs, group: str, cents: Mapping[str, int], first: Mapping[str, str]
) -> dict[str, str]:
    """The entitlement streams that give a group nothing beside a larger one, and by which rule.

    ``cents`` is what each stream gives the group, ``first`` the first award of each.
    """
    lost: dict[str, str] = {}
    start = inputs.groups[group].start
    left = {stream for stream, amount in cents.items() if amount > 0}
    for homed in _binding(inputs, "participants"):
        there = homed.reach in ("", inputs.partnership(group)) and in_force(homed, start)
        rivals = left & streams_of(homed, inputs) if there else set()
        if len(rivals) > 1:
            stays = min(rivals, key=lambda stream: (-cents[stream], first[stream]))
            left -= rivals - {stays}
            lost |= dict.fromkeys(rivals - {stays}, homed.id)
    return lost


def counted_streams(inputs: Inputs) -> frozenset[str]:
    """The streams whose participants are counted because a rule of this kind asks for it."""
    return frozenset().union(*(streams_of(homed, inputs) for homed in _binding(inputs)))


def _binding(inputs: Inputs, reading: str | None = None) -> Iterable[HomedRule]:
    for homed in inputs.law.of_kind("exclusive"):
        if reading in (None, _parameters(homed).reading):
            yield homed


def _parameters(homed: HomedRule) -> Parameters:
    assert isinstance(homed.rule, Parameters)
    return homed.rule


def held_down(context: Context) -> Iterator[int]:
    """The head counts that stand in rows of this kind."""
    for group, _, streams in apart(context):
        yield from (context.served[group, stream] for stream in streams)
    for homed in _binding(context.inputs, "all_or_nothing"):
        direct, pairs, chosen = _paid_wholly(homed, context)
        yield from _heads(direct, context)[pairs.first[chosen]].tolist()


def apart(context: Context) -> Iterator[tuple[int, int, list[int]]]:
    """Groups, how many of them some streams may serve together, and these streams."""
    for homed in _binding(context.inputs, "participants"):
        yield from _apart(homed, context)


def _people(block: Block, homed: HomedRule, context: Context) -> None:
    """Each group: those whom the streams serve are different people, as many as there are."""
    for group, people, streams in _apart(homed, context):
        row = block.row("<=", Fraction(100 * people), context.codes.groups[group])
        for stream in streams:
            column = context.served[group, stream]
            block.add_one(row, column, Fraction(100))
            context.whole.add(column)


def _apart(homed: HomedRule, context: Context) -> Iterator[tuple[int, int, list[int]]]:
    codes, among = context.codes, streams_of(homed, context.inputs)
    numbers = [number for number, name in enumerate(codes.streams) if name in among]
    for number in context.groups_of(homed.reach):
        name = codes.groups[number]
        group = context.inputs.groups[name]
        served = [stream for stream in numbers if (number, stream) in context.served]
        entitled = any(context.entitled.get((name, stream), 0) for stream in among)
        if not in_force(homed, group.start) or len(served) + entitled < 2 or not served:
            continue
        yield number, 0 if entitled else group.participants, served


def _whole_costs(block: Block, homed: HomedRule, context: Context) -> None:
    """Each direct cost: at least that of the people whom the stream serves.

    That it is not more, the rows of those who are served say.
    """
    codes, cells = context.codes, context.cells
    direct, pairs, chosen = _paid_wholly(homed, context)
    number = np.full(len(pairs.values), -1)
    first = pairs.first[chosen]
    cell, head = direct.cell[first], _heads(direct, context)[first]
    people = np.array([g.participants for g in context.inputs.groups.values()], dtype=np.int64)
    lines, groups, periods = cells.line[cell], cells.group[cell], cells.period[cell]
    labels = [
        f"{codes.lines[line]} {codes.groups[group]} period {period}"
        for line, group, period in zip(
            lines.tolist(), groups.tolist(), periods.tolist(), strict=True
        )
    ]
    number[chosen] = block.many(">=", [NOTHING] * len(chosen), labels)
    block.whole_cents.update(number[chosen].tolist())
    mine = np.flatnonzero(number[pairs.rank] >= 0)
    block.add(number[pairs.rank[mine]], direct.column[mine], direct.num[mine], direct.den[mine])
    block.add(number[chosen], head, -cells.cost[cell], people[groups])
    context.whole.update(head.tolist())


def _paid_wholly(homed: HomedRule, context: Context) -> tuple[Entries, Ranks, np.ndarray]:
    """Charges on the costs that a rule names, by cell and stream, and which of these it binds."""
    codes, entries = context.codes, context.entries()
    concerned = of_categories(homed, entries, context) & on_days(homed, entries.start)
    direct = entries.take(entries.direct & concerned)
    follow = np.array([award in homed.awards for award in codes.awards], dtype=bool)
    pairs = ranked(combined([direct.cell, _streams(direct, context)]))
    binds = np.zeros(len(pairs.values), dtype=bool)
    binds[pairs.rank[follow[direct.award] & (_heads(direct, context) >= 0)]] = True
    return direct, pairs, np.flatnonzero(binds)


def _streams(entries: Entries, context: Context) -> np.ndarray:
    return context.codes.stream_of[entries.award] if len(entries) else entries.award


def _heads(direct: Entries, context: Context) -> np.ndarray:
    """The head count of each direct charge's group in its stream, -1 where there is none."""
    found: np.ndarray = context.served_table[direct.group, _streams(direct, context)]
    return found
