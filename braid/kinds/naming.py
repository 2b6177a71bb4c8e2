"""People named by the streams that serve them, where rules on who serves whom meet.

A head count says how many a stream serves, not whom. Where several rules of the kinds ``exclusive``
and ``together`` link streams, counts may keep each rule by itself though nobody could be named so
that all are kept. There each set of streams that may serve one person has a count of its own
(``docs/semantics.md``, section 15).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations

import numpy as np

from braid.kinds import exclusive, naming_shared, together
from braid.kinds.block import NOTHING, Block
from braid.kinds.entries import NOWHERE, Entries
from braid.kinds.grouping import ranked
from braid.kinds.rows import Context
from braid.record import record

Streams = frozenset[int]


@record
class Linked:
    """Streams of a group that rules link: of ``apart`` nobody has two, ``beside`` goes with one."""

    group: int
    streams: tuple[int, ...]
    shut: Streams
    """Those that may serve nobody: an entitlement serves everybody of the group in their place."""
    apart: tuple[Streams, ...]
    beside: tuple[tuple[int, Streams], ...]

    @property
    def plain(self) -> bool:
        """Whether counts that keep the one rule say all."""
        alone = len(self.apart) + len(self.beside) == 1
        return alone and all(len(others) == 1 for _, others in self.beside)

    def sets(self) -> Iterator[Streams]:
        """The sets of streams that may serve one person."""
        open_ = [stream for stream in self.streams if stream not in self.shut]
        for size in range(1, len(open_) + 1):
            yield from filter(self._permits, map(frozenset, combinations(open_, size)))

    def _permits(self, served: Streams) -> bool:
        return all(len(served & rivals) <= 1 for rivals in self.apart) and all(
            served & others for stream, others in self.beside if stream in served
        )


@record
class Named:
    """The people of a group by the linked streams that serve them, each set with its column."""

    group: int
    streams: tuple[int, ...]
    sets: Mapping[Streams, int]

    def hit(self, streams: Iterable[int]) -> list[int]:
        """The columns of those whom any of some streams serves."""
        wanted = frozenset(streams)
        return [column for served, column in self.sets.items() if served & wanted]


def linked(context: Context) -> tuple[Linked, ...]:
    """What rules link, group by group; rules that others imply are left out."""
    shut: dict[int, set[int]] = defaultdict(set)
    apart: dict[int, set[Streams]] = defaultdict(set)
    beside: dict[int, set[tuple[int, Streams]]] = defaultdict(set)
    for group, people, streams in exclusive.apart(context):
        if not people:
            shut[group].update(streams)
        elif len(streams) > 1:
            apart[group].add(frozenset(streams))
    for pair in context.once(together.pairs):
        beside[pair.group].add((pair.stream, frozenset(stream for stream, _ in pair.others)))
    found: list[Linked] = []
    for group in sorted({*apart, *beside}):
        largest = [a for a in apart[group] if not any(a < b for b in apart[group])]
        least = [
            (s, a) for s, a in beside[group] if not any(s == t and b < a for t, b in beside[group])
        ]
        largest.sort(key=sorted)
        least.sort(key=lambda pair: (pair[0], sorted(pair[1])))
        for own in _components([*largest, *({s, *others} for s, others in least)]):
            found.append(Linked(
                group, own, frozenset(shut[group]), tuple(a for a in largest if a & set(own)),
                tuple(pair for pair in least if pair[0] in own),
            ))  # fmt: skip
    return tuple(found)


def _components(links: Iterable[Iterable[int]]) -> list[tuple[int, ...]]:
    """Streams that hang together by links."""
    found: list[set[int]] = []
    for link in links:
        joined = set(link)
        for part in [part for part in found if part & joined]:
            found.remove(part)
            joined |= part
        found.append(joined)
    return sorted(tuple(sorted(part)) for part in found)


def named(context: Context) -> tuple[Named, ...]:
    """Where counts alone do not say enough: a count for each set of streams."""
    codes, groups, found = context.codes, list(context.inputs.groups.values()), []
    for links in context.once(linked):
        if links.plain:
            continue
        name, most = codes.groups[links.group], groups[links.group].participants
        sets = {}
        for served in links.sets():
            called = name_of(served, codes.streams)
            label = f"people of {name} served by {called} alone"
            sets[served] = context.people(f"people:{name}:{called}", most, label=label)
        found.append(Named(links.group, links.streams, sets))
    return tuple(found)


def name_of(served: Iterable[int], streams: tuple[str, ...]) -> str:
    """How ``groups.csv`` calls a set of streams."""
    return "+".join(streams[stream] for stream in sorted(served))


def served_otherwise(context: Context) -> Mapping[tuple[int, int], tuple[int, ...]]:
    """(group, stream) -> counts of those for whom another stream that it serves with pays."""
    partners: dict[tuple[int, int], set[int]] = defaultdict(set)
    for pair in context.once(together.pairs):
        for stream, _ in pair.others:
            partners[pair.group, stream].add(pair.stream)
    of = {(one.group, s): one for one in context.once(named) for s in one.streams}
    found = {}
    for (group, stream), others in partners.items():
        one = of.get((group, stream))
        if one is None:
            columns = [context.served[group, other] for other in others]
        else:
            columns = [c for served, c in one.sets.items() if stream in served and served & others]
        found[group, stream] = tuple(sorted(columns))
    return found


def rows(context: Context, direct: Entries) -> Block:
    """Counts are those of people with names; their records, and what is paid for them, too."""
    block = Block("served", "served-by-several")
    for one in context.once(named):
        _names(block, one, context)
    _records(block, context)
    payers = list(_payers(context))
    of_groups = ranked(direct.group)
    places = dict(zip(of_groups.values.tolist(), of_groups.parts(), strict=True)) if payers else {}
    for group, streams, columns in payers:
        own = direct.take(places.get(group, NOWHERE))
        _dollars(block, own, group, streams, columns, context)
    naming_shared.rows(block, payers, context)
    return block


def _names(block: Block, one: Named, context: Context) -> None:
    """Each stream's count, and everybody's."""
    name = context.codes.groups[one.group]
    for stream in one.streams:
        row = block.row("=", NOTHING, f"{name} {context.codes.streams[stream]}")
        block.add_one(row, context.served[one.group, stream], Fraction(100))
        for column in one.hit([stream]):
            block.add_one(row, column, Fraction(-100))
    people = context.inputs.groups[name].participants
    row = block.row("<=", Fraction(100 * people), f"{name} everybody")
    for column in one.sets.values():
        block.add_one(row, column, Fraction(100))
        context.whole.add(column)


def _records(block: Block, context: Context) -> None:
    """Who has a record: at least whom linked streams serve, at most everybody whom any serves."""
    codes = context.codes
    members: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for (group, stream), column in context.served.items():
        members[group, int(codes.system_of[stream])][stream] = column
    links: dict[int, list[Linked]] = defaultdict(list)
    for one in context.once(linked):
        links[one.group].append(one)
    names = {(one.group, one.streams): one for one in context.once(named)}
    for (group, system), served in sorted(members.items()):
        here = [one for one in links[group] if len(served.keys() & set(one.streams)) > 1]
        if not here:
            continue
        recorded, most = context.recorded[group, system], dict(served)
        label = f"{codes.groups[group]} {codes.systems[system]}"
        for one in here:
            own, least = served.keys() & set(one.streams), list[int]()
            if not one.plain:
                least = names[group, one.streams].hit(own)
                most = {s: c for s, c in most.items() if s not in own}
                most |= {-1 - column: column for column in least}
            elif one.apart:
                least = [served[stream] for stream in sorted(own)]
            else:  # who is served by the one is served by the other
                most.pop(one.beside[0][0])
            if least:
                row = block.row(">=", NOTHING, f"{label} at least")
                block.add_one(row, recorded, Fraction(100))
                for column in least:
                    block.add_one(row, column, Fraction(-100))
        row = block.row("<=", NOTHING, f"{label} at most")
        block.add_one(row, recorded, Fraction(100))
        for column in most.values():
            block.add_one(row, column, Fraction(-100))


def _payers(context: Context) -> Iterator[tuple[int, Streams, list[int]]]:
    """Group, streams that may serve the same people, and the counts of all whom they serve."""
    names = {(one.group, one.streams): one for one in context.once(named)}
    for one in context.once(linked):
        if one.plain:
            for stream, others in one.beside:
                columns = [context.served[one.group, other] for other in others]
                yield one.group, others | {stream}, columns
            continue
        people = names[one.group, one.streams]
        for size in range(2, len(one.streams) + 1):
            for streams in map(frozenset, combinations(one.streams, size)):
                both = [served & streams for served in people.sets if len(served & streams) > 1]
                if streams == frozenset().union(*both):  # else fewer of them say as much
                    yield one.group, streams, people.hit(streams)


def _dollars(
    block: Block, own: Entries, group: int, streams: Streams, columns: list[int],
    context: Context,
) -> None:  # fmt: skip
    """On each direct cell that all of some streams may pay: at most the cost of whom they serve.

    ``own`` are the direct charges for the group.
    """
    stream = context.codes.stream_of[own.award] if len(own) else own.award
    mine = np.flatnonzero(np.isin(stream, list(streams)))
    entries, stream = own.take(mine), stream[mine]
    cells = ranked(entries.cell)
    pays = np.zeros((len(cells.values), len(context.codes.streams)), dtype=bool)
    pays[cells.rank, stream] = True
    wanted = pays.sum(axis=1) == len(streams)
    if not wanted.any():
        return
    count = int(wanted.sum())
    numbers = np.full(len(cells.values), -1)
    numbers[wanted] = block.many("<=", [NOTHING] * count, ["served together"] * count)
    entries, row = entries.take(wanted[cells.rank]), numbers[cells.rank][wanted[cells.rank]]
    block.add(row, entries.column, entries.num, entries.den)
    name = context.codes.groups[group]
    people = np.full(count, context.inputs.groups[name].participants, dtype=np.int64)
    for column in columns:
        each = np.full(count, column, dtype=np.int64)
        block.add(numbers[wanted], each, -context.cells.cost[cells.values[wanted]], people)
