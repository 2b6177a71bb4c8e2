"""Whom streams serve together: where rules meet, counts of people by all that serve them.

Several rules on who serves whom may each hold for head counts though nobody could be named so that
all do. There the plan says how many each set of streams serves, and everything is asked of that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from braid.audit.exact import numbered, sums
from braid.audit.findings import Row, Sense, held, usd
from braid.reading.plan_form import READ_ALIKE
from braid.record import record
from braid.schema.scenario import Group

if TYPE_CHECKING:
    from braid.audit.books import Books

Streams = frozenset[str]


@record
class Linked:
    """Streams of a group that hang together by rules on who serves whom."""

    group: Group
    streams: Streams
    shut: Streams
    """Those that may serve nobody of it."""
    apart: frozenset[Streams]
    """Of each of these a person has one at most."""
    beside: frozenset[tuple[str, Streams]]
    """Whom the first serves, one of the others serves too."""

    @cached_property
    def counted(self) -> bool:
        """Whether one rule says all, so that nobody need be named."""
        several = any(len(others) > 1 for _, others in self.beside)
        return len(self.apart) + len(self.beside) == 1 and not several

    def permits(self, served: Streams) -> bool:
        """Whether a person may be served by all of these and none other of the linked streams."""
        return (
            bool(served)
            and served <= self.streams - self.shut
            and all(len(served & rivals) <= 1 for rivals in self.apart)
            and all(served & others for stream, others in self.beside if stream in served)
        )

    def shares(self, some: Streams) -> bool:
        """Whether each of some streams may serve somebody whom another of them serves too."""
        few = range(1, len(self.streams) + 1)
        every = (frozenset(one) for size in few for one in combinations(self.streams, size))
        several = [one & some for one in every if len(one & some) > 1 and self.permits(one)]
        return some <= self.streams and some == frozenset[str]().union(*several)


class Naming:
    """Who is served by what together, as the plan says or as one rule lets see."""

    def __init__(self, books: Books) -> None:
        self.books = books

    @cached_property
    def linked(self) -> tuple[Linked, ...]:
        """What hangs together, group by group."""
        return tuple(one for group in self.books.inputs.groups.values() for one in self._of(group))

    @cached_property
    def _linked_of(self) -> dict[str, list[Linked]]:
        """The same by group."""
        found: dict[str, list[Linked]] = {}
        for one in self.linked:
            found.setdefault(one.group.id, []).append(one)
        return found

    def _of(self, group: Group) -> Iterator[Linked]:
        apart, beside, shut = set[Streams](), set[tuple[str, Streams]](), set[str]()
        for streams, paid in self._rivals.get(group.id, ()):
            if paid:
                shut |= streams
            elif len(streams) > 1:
                apart.add(streams)
        for stream, others in self._partners.get(group.id, ()):
            beside.add((stream, others))
        apart = {one for one in apart if not any(one < other for other in apart)}
        beside = {
            (s, a) for s, a in beside if not any(s == t and b < a for t, b in beside)
        }  # fmt: skip
        left = [*apart, *(others | {stream} for stream, others in beside)]
        while left:
            own = left.pop()
            while near := [one for one in left if one & own]:
                left = [one for one in left if not one & own]
                own = own.union(*near)
            yield Linked(
                group, own, frozenset(shut), frozenset(one for one in apart if one <= own),
                frozenset(pair for pair in beside if pair[0] in own),
            )  # fmt: skip

    @cached_property
    def _rivals(self) -> dict[str, list[tuple[Streams, bool]]]:
        found: dict[str, list[tuple[Streams, bool]]] = {}
        for homed in self.books.inputs.law.of_kind("exclusive"):
            for group, streams, paid in self.books.people.rivals(homed):
                found.setdefault(group, []).append((frozenset(streams), paid))
        return found

    @cached_property
    def _partners(self) -> dict[str, list[tuple[str, Streams]]]:
        found: dict[str, list[tuple[str, Streams]]] = {}
        may_serve = self.books.people.may_serve
        for homed in self.books.inputs.law.of_kind("together"):
            for pair in self.books.people.together(homed):
                if pair.asked and (pair.group, pair.stream) in may_serve:
                    others = frozenset(pair.beside) - {pair.stream}
                    found.setdefault(pair.group, []).append((pair.stream, others))
        return found

    @cached_property
    def _said(self) -> dict[str, dict[Streams, int]]:
        """By group: how many each set of streams serves, as the plan says."""
        found: dict[str, dict[Streams, int]] = {}
        for (group, scope, name), count in self.books.plan.served.items():
            if scope == "streams":
                of = found.setdefault(group, {})
                of[frozenset(name.split("+"))] = of.get(frozenset(name.split("+")), 0) + count
        return found

    def people(self, one: Linked, streams: Iterable[str]) -> int:
        """Participants whom any of some linked streams serves."""
        wanted, group = frozenset(streams) & one.streams, one.group.id
        if not one.counted:
            said = self._said.get(group, {})
            return sum(n for served, n in said.items() if served & wanted)
        counts = {stream: self.books.served(group, stream) for stream in wanted}
        if one.apart:
            return sum(counts.values())
        return max(counts.values(), default=0)

    def served_together(
        self, group: Group, streams: Collection[str]
    ) -> Iterator[tuple[Streams, int]]:
        """Sets of some streams that rules link, and how many people any of a set serves."""
        for one in self._linked_of.get(group.id, ()):
            here = sorted(one.streams.intersection(streams))
            for size in range(2, len(here) + 1):
                for some in map(frozenset, combinations(here, size)):
                    yield some, self.people(one, some)

    def sharing(self, group: Group, streams: Collection[str]) -> Iterator[tuple[Streams, int]]:
        """Of these sets those of whose streams each may serve somebody together with another."""
        of = self._linked_of.get(group.id, ())
        for some, people in self.served_together(group, streams):
            if any(one.shares(some) for one in of):
                yield some, people

    def paid_by_others(self, group: str, stream: str) -> int | None:
        """Participants of a stream for whom others that serve with it pay; None: ask the counts."""
        for one in self._linked_of.get(group, ()):
            if stream in one.streams and not one.counted:
                others = {s for s, beside in self._partners.get(group, ()) if stream in beside}
                said = self._said.get(group, {})
                return sum(n for served, n in said.items() if stream in served and served & others)
        return None

    def rows(self) -> Iterator[Row]:
        """Every row about linked streams."""
        for group, said in sorted(self._said.items()):
            for served, count in sorted(said.items(), key=lambda pair: sorted(pair[0])):
                yield from self._permitted(group, served, count)
        for one in self.linked:
            if not one.counted:
                yield from self._counts(one)
            yield from self._dollars(one)
        for group in self.books.inputs.groups:
            yield from self._records(group)

    def _permitted(self, group: str, served: Streams, count: int) -> Iterator[Row]:
        named = (one for one in self._linked_of.get(group, ()) if not one.counted)
        if count > 0 and any(one.permits(served) for one in named):
            yield held(1)
            return
        says = "Participants of whom no rules say that these streams serve them together"
        name = "+".join(sorted(served))
        yield _heads(says, group, name, count, "<=" if count > 0 else ">=", 0)

    def _counts(self, one: Linked) -> Iterator[Row]:
        """Each stream serves as many as are named for it; all of them are people of the group."""
        group = one.group
        for stream in sorted(one.streams):
            said, named = self.books.served(group.id, stream), self.people(one, [stream])
            says = "Participants served against those of whom is said who serves them together"
            yield _heads(says, group.id, stream, said, "=", named)
        everybody = self.people(one, one.streams)
        says = "Participants of whom is said who serves them"
        name = "+".join(sorted(one.streams))
        yield _heads(says, group.id, name, everybody, "<=", group.participants)

    def _records(self, group: str) -> Iterator[Row]:
        """Whom several streams of a system serve has one record, whom any serves has one."""
        books = self.books
        here = self._linked_of.get(group, [])
        for system in sorted({books.streams.system[s] for one in here for s in one.streams}):
            members = set(books.streams.members(system))
            several = [one for one in here if len(members & one.streams) > 1]
            if not several:
                continue
            recorded = books.recorded(group, system)
            others = members.difference(*(one.streams for one in several))
            least = max(self.people(one, members) for one in several)
            most = sum(self.people(one, members) for one in several)
            most += sum(books.served(group, stream) for stream in others)
            says = "Participants with a record against those whom its streams serve"
            yield _heads(says, group, system, recorded, ">=", least)
            yield _heads(says, group, system, recorded, "<=", most)

    @cached_property
    def _paid(self) -> dict[str, dict[int, dict[str, int]]]:
        """By group and direct cell: cents that each stream pays of it."""
        books, ledger = self.books, self.books.ledger
        streams = sorted({award.stream for award in books.numbering.awards})
        number = {stream: n for n, stream in enumerate(streams)}
        stream_of = np.array([number[a.stream] for a in books.numbering.awards], dtype=np.int64)
        rows = np.flatnonzero(ledger.cell_group >= 0)
        cell, stream = ledger.cell[rows], stream_of[ledger.award[rows]]
        first, kind = numbered(cell, stream)
        cents = sums(kind, ledger.cents[rows], len(first)).tolist()
        found: dict[str, dict[int, dict[str, int]]] = {}
        columns = (ledger.cell_group[rows[first]], cell[first], stream[first])
        for of, at, by, paid in zip(*(c.tolist() for c in columns), cents, strict=True):
            cells = found.setdefault(books.numbering.groups[of].id, {})
            cells.setdefault(at, {})[streams[by]] = paid
        return found

    def _dollars(self, one: Linked) -> Iterator[Row]:
        """On each direct cell, streams together pay no more than the cost of whom they serve."""
        books, group = self.books, one.group
        counts: dict[tuple[str, ...], int] = {}
        holding = 0
        for number, paid in sorted(self._paid.get(group.id, {}).items()):
            by_stream = {s: paid[s] for s in sorted(paid) if s in one.streams}
            net = int(books.nets[number])
            for size in range(2, len(by_stream) + 1):
                for streams in combinations(by_stream, size):
                    left = sum(by_stream[stream] for stream in streams)
                    if streams not in counts:
                        counts[streams] = self.people(one, streams)
                    people = counts[streams]
                    if left * group.participants <= net * people:
                        holding += 1
                        continue
                    cell = books.columns.cells[number]
                    most = Fraction(net * people, group.participants)
                    says = f"Charges for participants against the cost of the {people} served"
                    where = f"{cell.line.id}, {group.id}, {cell.period.start}"
                    yield Row(says, "+".join(streams), where, usd(left), "<=", usd(most))
        yield held(holding)


def check(books: Books) -> Iterator[Row]:
    """Every row about whom streams serve together."""
    yield from (row._replace(since=READ_ALIKE) for row in books.naming.rows())


def _heads(says: str, group: str, name: str, left: int, sense: Sense, right: int) -> Row:
    return Row(says, name, group, Fraction(left), sense, Fraction(right), unit="participants")
