"""All permission rules of an award asked of all lines and groups at once, and when that changes.

What each rule says comes from :class:`braid.eligibility.levels.RuleLevels`.
"""

from __future__ import annotations

from bisect import bisect_right
from copy import copy
from datetime import date
from functools import cached_property

import numpy as np

from braid.catalog.inputs import Inputs
from braid.eligibility.levels import PERMITTED, REFUSED, UNKNOWN, Levels, RuleLevels
from braid.eligibility.permissions import Asked, Permissions
from braid.kinds.permission import in_force
from braid.kinds.tables import Mask
from braid.schema.scenario import Award


class Verdicts:
    """What the rules of an award answer for every line, and for every group of every line."""

    def __init__(self, inputs: Inputs, asks: Permissions) -> None:
        self.inputs = inputs
        self.asks = asks
        alike = asks.conditions.alike
        self.lines, self.groups = alike.lines, alike.groups
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
        self.rules = RuleLevels(asks, self.line, self.group)
        self._known: dict[tuple[object, ...], Levels] = {}
        self._anybody: dict[int, tuple[Levels, Levels]] = {}
        self._days: dict[str, tuple[date, ...] | None] = {}
        self._of_days: dict[tuple[date, ...], list[tuple[date, Mask]]] = {}

    def enrolling(self, inputs: Inputs, asks: Permissions) -> Verdicts:
        """What the rules answer for the same scenario with other head counts."""
        if asks.count_people:
            return Verdicts(inputs, asks)
        found = copy(self)
        found.inputs, found.asks, found.rules = inputs, asks, self.rules.enrolling(asks)
        found.lines, found.groups = found.rules.lines, found.rules.groups
        return found

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
            if asked.categories is None or asked.categories & self.rules.categories
        ]

    def of_lines(self, award: Award, day: date) -> Levels:
        """For every line: what the rules of kind award and line say on ``day``."""
        level = np.zeros(len(self.lines), dtype=np.int8)
        for asked in self._relevant(award):
            if not asked.permission.per_group and in_force(asked.homed, day):
                said = self.rules.of_lines(asked, award, day)
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
        keys = tuple(self.rules.key(asked, award) for asked in rules)
        known = self._known.get(keys)
        if known is None:
            known = np.zeros(len(self.line), dtype=np.int8)
            for asked in rules:
                said = self.rules.of_pairs(asked, award, day)
                if asked.looks_at_group:
                    alone = self.rules.of_lines(asked, award, day, banned_only=True)
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
        known = self._anybody.get(id(pairs))
        if known is not None:
            return known[1]
        counts = np.concatenate([[0], np.cumsum(pairs == PERMITTED)])
        begin, end = self.first[:-1], self.first[1:]
        level = np.zeros(len(self.lines), dtype=np.int8)
        nobody = counts[end] == counts[begin]
        level[nobody] = REFUSED
        told = nobody & (end > begin)
        level[told] = pairs[begin[told]]
        self._anybody[id(pairs)] = pairs, level  # many awards share one array of answers
        return level

    def unrestricted(self, award: Award) -> Mask:
        """For every group: whether ``Permissions.unrestricted`` has nothing against it."""
        level = np.zeros(len(self.groups), dtype=np.int8)
        for asked in self.asks.book(award):
            if asked.categories is None and asked.homed.kind != "line":
                np.maximum(level, self.rules.unrestricted(asked, award), out=level)
        passes: Mask = (level == PERMITTED) & self._reached(award, self._homes[1])
        return passes
