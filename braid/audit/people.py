"""Whom streams may serve at all, and who must be served by several of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from braid.audit.exact import whole
from braid.audit.permission import in_force
from braid.audit.streams import exclusive_streams, streams_together
from braid.catalog.law import HomedRule
from braid.record import record
from braid.schema.rules import Exclusive, Together
from braid.schema.scenario import Award, Group

if TYPE_CHECKING:
    from braid.audit.books import Books


@record
class Enrolled:
    """A stream, a group, and the streams of which some must serve whom the stream serves.

    ``asked`` is None where nobody knows whether the rule is about the group.
    """

    stream: str
    group: str
    beside: tuple[str, ...]
    asked: bool | None


class People:
    """Groups that streams may serve."""

    def __init__(self, books: Books) -> None:
        self.books = books

    @cached_property
    def may_serve(self) -> frozenset[tuple[str, str]]:
        """Groups and tracked streams that have a cost to pay of them, or enrol them without."""
        books, found = self.books.whole, set()
        columns, groups = books.every_cell, books.numbering.groups
        payable, applied = books.payable, books.entitlements.applied_to
        costs = columns.direct & (
            columns.gross > whole(applied.get(c.key, 0) for c in columns.cells)
        )
        for stream in books.streams.tracked:
            awards = [books.inputs.awards[name] for name in books.streams.awards[stream]]
            pays = costs & np.logical_or.reduce([payable.open_to(a) for a in awards])
            found |= {(groups[n].id, stream) for n in set(columns.group[pays].tolist())}
            if books.inputs.law.streams[stream].served == "enrolled":
                near = self.by_owner(awards)
                found |= {(g.id, stream) for g in groups if self.open_to(near, g)}
        return frozenset(pair for pair in found if books.streams.counts(*pair))

    def by_owner(self, awards: list[Award]) -> dict[str, list[Award]]:
        """Some awards by the partnership that they are for; empty text for shared money."""
        found: dict[str, list[Award]] = {}
        for award in awards:
            found.setdefault(self.books.inputs.owner(award.id), []).append(award)
        return found

    def open_to(self, awards: dict[str, list[Award]], group: Group) -> bool:
        """Whether a group passes the unrestricted rules of any of a stream's awards, by owner."""
        homes = {"", self.books.inputs.partnership(group.id)}
        return any(
            self._passes_unrestricted(award, group)
            for home in homes
            for award in awards.get(home, ())
        )

    def _passes_unrestricted(self, award: Award, group: Group) -> bool:
        permissions = self.books.permissions
        return permissions.is_committed(award) and all(
            permissions.holds(
                homed, award=award, line=None, group=group, category=None, day=group.start
            )
            for kind in ("award", "participant", "program", "employer")
            for homed in permissions.rules(award, kind)
        )

    def rivals(self, homed: HomedRule) -> Iterator[tuple[str, tuple[str, ...], bool]]:
        """Groups, streams of which a person has one at most, and whether an entitlement is that."""
        books, rule = self.books, homed.rule
        if not isinstance(rule, Exclusive) or rule.reading != "participants":
            return
        streams = exclusive_streams(books.inputs, homed)
        for group in books.inputs.groups.values():
            there = homed.reach in ("", books.inputs.partnership(group.id))
            if there and in_force(rule, group.start):
                served = tuple(s for s in streams if (group.id, s) in self.may_serve)
                yield group.id, served, self._paid(streams, group)

    def together(self, homed: HomedRule) -> list[Enrolled]:
        """What a rule on streams that serve together asks, by stream and group."""
        rule = homed.rule
        if not isinstance(rule, Together):
            return []
        streams, others = streams_together(self.books.inputs, homed)
        found = []
        for stream in streams:
            for group in self.books.inputs.groups.values():
                beside = tuple(s for s in others if (group.id, s) in self.may_serve)
                if not beside or not in_force(rule, group.start) or self._paid(others, group):
                    continue
                asked = self._concerns(homed, rule, stream, group)
                if asked is not False:
                    found.append(Enrolled(stream, group.id, beside, asked))
        return found

    def _concerns(self, homed: HomedRule, rule: Together, stream: str, group: Group) -> bool | None:
        """Whether a rule is about a group, asked for the stream's first award that follows it."""
        if rule.who is None:
            return True
        committed = self.books.inputs.committed
        following = [committed[name] for name in sorted(homed.awards) if name in committed]
        award = next(a for a in following if a.stream == stream)
        return self.books.questions.ask(
            rule.who, "group", award=award, group=group, line=None, day=group.start
        )

    def _paid(self, streams: tuple[str, ...], group: Group) -> bool:
        """Whether an entitlement among some streams pays the group."""
        return any((stream, group.id) in self.books.entitlements.paid for stream in streams)

    @cached_property
    def _with(self) -> dict[tuple[str, str], frozenset[str]]:
        """By group and stream: the streams whose people it serves together with them."""
        found: dict[tuple[str, str], frozenset[str]] = {}
        for homed in self.books.inputs.law.of_kind("together"):
            for pair in self.together(homed):
                for name in pair.beside if pair.asked else ():
                    key = (pair.group, name)
                    found[key] = found.get(key, frozenset()) | {pair.stream}
        return found

    def paid_by_others(self, group: str, stream: str) -> int:
        """Participants whom other streams serve together with one, so that it need pay nothing."""
        named = self.books.naming.paid_by_others(group, stream)
        if named is not None:
            return named
        return sum(self.books.served(group, name) for name in self._with.get((group, stream), ()))
