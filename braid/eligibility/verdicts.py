"""The permission rules asked of all lines and groups at once.

A condition sees a line and a group only through the attributes that it names, so it is
asked once for each distinct combination of their values and the answer holds for all that
share them. The answers are those of :class:`braid.eligibility.permissions.Permissions`,
which says for one case at a time which rule refuses and why.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from braid.catalog.inputs import Inputs
from braid.eligibility.permissions import Asked, Permissions
from braid.kinds.alike import distinct, names
from braid.kinds.line import category_allowed
from braid.kinds.permission import Verdict, in_force
from braid.kinds.tables import Mask
from braid.schema.scenario import Award

Levels = NDArray[np.int8]
"""What rules say of many cases: PERMITTED, UNKNOWN (only facts are missing) or REFUSED."""

PERMITTED, UNKNOWN, REFUSED = 0, 1, 2

_OF_GROUP = frozenset({"group", "program", "provider"})
_OF_AWARD = frozenset({"award", "organization", "recipient"})


class Verdicts:
    """What the rules of an award answer for every line, and for every group of every line."""

    def __init__(self, inputs: Inputs, asks: Permissions) -> None:
        self.inputs = inputs
        self.asks = asks
        self.alike = asks.conditions.alike
        self.lines, self.groups = self.alike.lines, self.alike.groups
        index = {name: k for k, name in enumerate(inputs.groups)}
        self._index = {name: k for k, name in enumerate(inputs.costs)}, index
        members = [[index[g] for g in inputs.groups_of(line)] for line in self.lines]
        sizes = [len(m) for m in members]
        self.first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        """Where the pairs of each line begin: line k has pairs ``first[k]`` to ``first[k + 1]``."""
        self.line = np.repeat(np.arange(len(self.lines)), sizes)
        self.group = np.array([g for m in members for g in m], dtype=np.int64)
        self._code = self.line * len(self.groups) + self.group
        each = [line.per_participant is not None for line in self.lines]
        self.direct = np.array(each, dtype=bool)
        self._categories = frozenset(line.category for line in self.lines)
        self._known: dict[tuple[object, ...], Levels] = {}
        self._days: dict[str, tuple[date, ...] | None] = {}
        self._of_days: dict[tuple[date, ...], list[tuple[date, Mask]]] = {}
        self._concerns: dict[frozenset[str], Mask] = {}

    @cached_property
    def _employers(self) -> np.ndarray:
        return self.alike.employer(self.line, self.group)

    def pairs(self, line: np.ndarray, group: np.ndarray) -> np.ndarray:
        """The numbers of (line, group) pairs."""
        code = line.astype(np.int64) * len(self.groups) + group
        return np.asarray(np.searchsorted(self._code, code))

    def days(self, award: Award) -> tuple[date, ...] | None:
        """The days on which the award's answers change; None when each day must be asked."""
        if award.id not in self._days:
            self._days[award.id] = self._days_of(award)
        return self._days[award.id]

    def _days_of(self, award: Award) -> tuple[date, ...] | None:
        found: set[date] = set()
        for asked in self._relevant(award):
            predicate = getattr(asked.homed.rule, asked.permission.field)
            if predicate is not None and self.asks.conditions.depends_on_day(
                predicate, asked.permission.entity
            ):
                return None
            rule = asked.homed.rule
            found |= {day for day in (rule.from_, rule.until) if day is not None}
        return tuple(sorted(found))

    def _relevant(self, award: Award) -> list[Asked]:
        """The award's rules that can refuse any of the scenario's lines."""
        return [
            asked
            for asked in self.asks.book(award)
            if asked.categories is None or asked.categories & self._categories
        ]

    def of_lines(self, award: Award, day: date) -> Levels:
        """For every line: what the rules of kind award and line say on ``day``."""
        level = np.zeros(len(self.lines), dtype=np.int8)
        for asked in self._relevant(award):
            if not asked.permission.per_group and in_force(asked.homed, day):
                said = self._line_rule(asked, award, day)
                if asked.looks_at_group:  # of direct lines the pairs are asked
                    said = np.where(self.direct, PERMITTED, said)
                np.maximum(level, said, out=level)
        level[~self._reached(award, self._homes[0])] = REFUSED
        return level

    @cached_property
    def _homes(self) -> tuple[np.ndarray, np.ndarray]:
        """The partnership of every line, and of every group."""
        of = self.inputs.partnership
        place = self._places
        lines = [place.get(of(c.id), -2) for c in self.lines]
        groups = [place.get(of(g.id), -2) for g in self.groups]
        return np.array(lines, dtype=np.int64), np.array(groups, dtype=np.int64)

    @cached_property
    def _places(self) -> dict[str, int]:
        """The partnerships of a portfolio by number."""
        return {member.id: k for k, member in enumerate(self.inputs.partnerships)}

    def _reached(self, award: Award, homes: np.ndarray) -> Mask:
        owner = self.inputs.owner(award.id)
        if not owner:
            return np.ones(len(homes), dtype=bool)
        found: Mask = homes == self._places.get(owner, -1)
        return found

    def of_pairs(self, award: Award, day: date) -> Levels:
        """For every pair: what the rules of kind participant, program and employer say."""
        rules = [
            asked
            for asked in self._relevant(award)
            if (asked.permission.per_group or asked.looks_at_group) and in_force(asked.homed, day)
        ]
        keys = tuple(self._key(asked, award) for asked in rules)
        known = self._known.get(keys)
        if known is None:
            known = np.zeros(len(self.line), dtype=np.int8)
            for asked in rules:
                said = self._pair_rule(asked, award, day)
                if asked.looks_at_group:
                    alone = self._line_rule(asked, award, day, banned_only=True)
                    said = np.maximum(said, alone[self.line])
                    said = np.where(self.direct[self.line], said, PERMITTED)
                np.maximum(known, said, out=known)
            self._known[keys] = known
        return known

    def of_shared(self, award: Award) -> Levels:
        """For every pair: what the group is told on its own first day, as shared lines ask."""
        level = np.zeros(len(self.line), dtype=np.int8)
        days = self.days(award)
        if days is None:
            for pair in np.flatnonzero(~self.direct[self.line]).tolist():
                group = self.groups[self.group[pair]]
                line = self.lines[self.line[pair]]
                refused = self.asks.of_group(award, line, group.id, group.start)
                unknown = bool(refused) and all(no.unknown for no in refused)
                level[pair] = UNKNOWN if unknown else REFUSED if refused else PERMITTED
            return level
        said = [(here, self.of_pairs(award, day)) for day, here in self._regimes(days)]
        key = ("shared", days, *(id(answers) for _, answers in said))
        if key not in self._known:
            for here, answers in said:
                level[here] = answers[here]
            self._known[key] = level
        return self._known[key]

    def _regimes(self, days: tuple[date, ...]) -> list[tuple[date, Mask]]:
        """Between days on which answers change: the first start, and whose pairs they are."""
        if days not in self._of_days:
            bounds = np.array([day.toordinal() for day in days], dtype=np.int64)
            starts = np.array([group.start.toordinal() for group in self.groups], dtype=np.int64)
            regimes = np.searchsorted(bounds, starts, side="right")
            of_pairs = regimes[self.group]
            numbers, first = np.unique(regimes, return_index=True)
            self._of_days[days] = [
                (self.groups[at].start, of_pairs == number)
                for number, at in zip(numbers.tolist(), first.tolist(), strict=True)
            ]
        return self._of_days[days]

    def permits(self, award: Award, line: str, group: str, day: date) -> bool | None:
        """Whether the rules let an award pay a line for a group; None when it must be asked."""
        days = self.days(award)
        if days is None:
            return None
        key = ("permits", award.id, bisect_right(days, day))
        if key not in self._known:
            of_lines, of_pairs = self.of_lines(award, day), self.of_pairs(award, day)
            self._known[key] = np.maximum(of_lines[self.line], of_pairs)
        code = self._index[0][line] * len(self.groups) + self._index[1][group]
        return bool(self._known[key][np.searchsorted(self._code, code)] == PERMITTED)

    def anybody(self, pairs: Levels) -> Levels:
        """For every line: permitted when one of its groups passes, else what the first is told."""
        counts = np.concatenate([[0], np.cumsum(pairs == PERMITTED)])
        begin, end = self.first[:-1], self.first[1:]
        level = np.zeros(len(self.lines), dtype=np.int8)
        nobody = counts[end] == counts[begin]
        level[nobody] = REFUSED
        told = nobody & (end > begin)
        level[told] = pairs[begin[told]]
        return level

    def unrestricted(self, award: Award) -> Mask:
        """For every group: whether ``Permissions.unrestricted`` has nothing against it."""
        level = np.zeros(len(self.groups), dtype=np.int8)
        starts = [group.start for group in self.groups]
        for asked in self.asks.book(award):
            if asked.categories is not None or asked.homed.kind == "line":
                continue
            key = ("unrestricted", self._key(asked, award))
            known = self._known.get(key)
            if known is None:
                known = self._unrestricted_rule(asked, award, starts)
                self._known[key] = known
            np.maximum(level, known, out=level)
        passes: Mask = (level == PERMITTED) & self._reached(award, self._homes[1])
        return passes

    # -- one rule ----------------------------------------------------------------

    def _key(self, asked: Asked, award: Award) -> object:
        """One answer serves all awards unless the condition looks at the award."""
        predicate = getattr(asked.homed.rule, asked.permission.field)
        if predicate is not None and self.asks.conditions.depends_on_award(
            predicate, asked.permission.entity
        ):
            return asked.homed.id, award.id
        return asked.homed.id

    def _line_rule(
        self, asked: Asked, award: Award, day: date, *, banned_only: bool = False
    ) -> Levels:
        key = ("banned" if banned_only else "line", self._key(asked, award))
        known = self._known.get(key)
        if known is not None:
            return known
        level = np.zeros(len(self.lines), dtype=np.int8)
        predicate = getattr(asked.homed.rule, asked.permission.field)
        concerned = np.flatnonzero(self._concerned(asked))
        if predicate is not None and len(concerned) and not banned_only:
            columns = [
                self.alike.of_line(entity, name)[concerned]
                for entity, name in names(predicate, asked.permission.entity)
                if entity not in _OF_AWARD
            ]
            cases = distinct(columns, len(concerned))
            truth = [
                asked.permission.verdict(
                    asked.homed, self.asks.conditions, group=None,
                    line=self.lines[concerned[k]], award=award, day=day,
                )
                for k in cases.first.tolist()
            ]  # fmt: skip
            level[concerned] = _levels(truth)[cases.rank]
        if asked.homed.kind == "line":
            allowed = {
                c: category_allowed(asked.homed, c, self.asks.conditions) for c in self._categories
            }
            banned = np.array([not allowed[line.category] for line in self.lines], dtype=bool)
            level[banned & self._concerned(asked)] = REFUSED
        self._known[key] = level
        return level

    def _pair_rule(self, asked: Asked, award: Award, day: date) -> Levels:
        key = ("pair", self._key(asked, award))
        known = self._known.get(key)
        if known is not None:
            return known
        level = np.zeros(len(self.line), dtype=np.int8)
        predicate = getattr(asked.homed.rule, asked.permission.field)
        concerned = np.flatnonzero(self._concerned(asked)[self.line])
        if predicate is not None and len(concerned):
            columns = []
            for entity, name in names(predicate, asked.permission.entity):
                if entity in _OF_GROUP:
                    columns.append(self.alike.of_group(entity, name)[self.group[concerned]])
                elif entity == "line":
                    columns.append(self.alike.of_line(entity, name)[self.line[concerned]])
                elif entity == "employer":
                    columns.append(self._employers[concerned])
            cases = distinct(columns, len(concerned))
            truth = [
                asked.permission.verdict(
                    asked.homed, self.asks.conditions,
                    group=self.groups[self.group[concerned[k]]],
                    line=self.lines[self.line[concerned[k]]], award=award, day=day,
                )
                for k in cases.first.tolist()
            ]  # fmt: skip
            level[concerned] = _levels(truth)[cases.rank]
        self._known[key] = level
        return level

    def _unrestricted_rule(self, asked: Asked, award: Award, starts: Sequence[date]) -> Levels:
        level = np.zeros(len(self.groups), dtype=np.int8)
        held = np.flatnonzero([in_force(asked.homed, day) for day in starts])
        predicate = getattr(asked.homed.rule, asked.permission.field)
        if predicate is None or not len(held):
            return level
        entity = asked.permission.entity
        columns = [
            self.alike.of_group(head, name)[held]
            for head, name in names(predicate, entity)
            if head not in _OF_AWARD
        ]
        if self.asks.conditions.depends_on_day(predicate, entity):
            columns = [held]
        cases = distinct(columns, len(held))
        truth = [
            asked.permission.verdict(
                asked.homed, self.asks.conditions, group=self.groups[held[k]], line=None,
                award=award, day=starts[held[k]],
            )
            for k in cases.first.tolist()
        ]  # fmt: skip
        level[held] = _levels(truth)[cases.rank]
        return level

    def _concerned(self, asked: Asked) -> Mask:
        if asked.categories is None:
            return np.ones(len(self.lines), dtype=bool)
        if asked.categories not in self._concerns:
            named = [line.category in asked.categories for line in self.lines]
            self._concerns[asked.categories] = np.array(named, dtype=bool)
        return self._concerns[asked.categories]


def _levels(verdicts: Sequence[Verdict]) -> Levels:
    found = [PERMITTED if v.permits else UNKNOWN if v.unknown else REFUSED for v in verdicts]
    return np.array(found, dtype=np.int8)
