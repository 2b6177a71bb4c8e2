"""One permission rule asked of all lines and groups at once.

A condition sees a line and a group only through the attributes that it names, so it is
asked once for each distinct combination of their values and the answer holds for all that
share them. The answers are those of :class:`braid.eligibility.permissions.Permissions`,
which says for one case at a time which rule refuses and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from braid.eligibility.permissions import Asked, Permissions
from braid.kinds.alike import distinct, names
from braid.kinds.concerned import on_days
from braid.kinds.line import category_allowed
from braid.kinds.permission import Verdict
from braid.kinds.tables import Mask
from braid.schema.scenario import Award

Levels = NDArray[np.int8]
"""What rules say of many cases: PERMITTED, UNKNOWN (only facts are missing) or REFUSED."""

PERMITTED, UNKNOWN, REFUSED = 0, 1, 2

_OF_GROUP = frozenset({"group", "program", "provider"})
_OF_AWARD = frozenset({"award", "organization", "recipient"})


class RuleLevels:
    """What a rule answers for every line, for every group, and for some pairs of both."""

    def __init__(self, asks: Permissions, line: np.ndarray, group: np.ndarray) -> None:
        """``line`` and ``group`` are the numbers of those that are asked about as pairs."""
        self.asks = asks
        self.alike = asks.conditions.alike
        self.lines, self.groups = self.alike.lines, self.alike.groups
        self.line, self.group = line, group
        self.categories = frozenset(line.category for line in self.lines)
        self._known: dict[tuple[object, ...], Levels] = {}
        self._concerns: dict[frozenset[str], Mask] = {}

    def enrolling(self, asks: Permissions) -> RuleLevels:
        """The same answers with other head counts, of which no rule asks."""
        found = copy(self)
        found.asks, found.alike = asks, asks.conditions.alike
        found.lines, found.groups = found.alike.lines, found.alike.groups
        return found

    @cached_property
    def _employers(self) -> np.ndarray:
        return self.alike.employer(self.line, self.group)

    def key(self, asked: Asked, award: Award) -> object:
        """One answer serves all awards unless the condition looks at the award."""
        predicate = getattr(asked.homed.rule, asked.permission.field)
        if predicate is not None and self.asks.conditions.depends_on_award(
            predicate, asked.permission.entity
        ):
            return asked.homed.id, award.id
        return asked.homed.id

    def of_lines(
        self, asked: Asked, award: Award, day: date, *, banned_only: bool = False
    ) -> Levels:
        """For every line: what the rule says, or only whether it forbids the category."""
        key = ("banned" if banned_only else "line", self.key(asked, award))
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
                c: category_allowed(asked.homed, c, self.asks.conditions) for c in self.categories
            }
            categories, of_lines = self._category
            banned = np.array([not allowed[c] for c in categories], dtype=bool)[of_lines]
            level[banned & self._concerned(asked)] = REFUSED
        self._known[key] = level
        return level

    def of_pairs(self, asked: Asked, award: Award, day: date) -> Levels:
        """For every pair: what the rule says."""
        key = ("pair", self.key(asked, award))
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

    def unrestricted(self, asked: Asked, award: Award) -> Levels:
        """For every group: what the rule says of it alone, without a line, on its first day."""
        key = ("unrestricted", self.key(asked, award))
        known = self._known.get(key)
        if known is not None:
            return known
        level = np.zeros(len(self.groups), dtype=np.int8)
        held = np.flatnonzero(on_days(asked.homed, self._starts))
        predicate = getattr(asked.homed.rule, asked.permission.field)
        self._known[key] = level
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
                award=award, day=self.groups[held[k]].start,
            )
            for k in cases.first.tolist()
        ]  # fmt: skip
        level[held] = _levels(truth)[cases.rank]
        return level

    @cached_property
    def _starts(self) -> np.ndarray:
        """The first day of every group."""
        return np.array([group.start.toordinal() for group in self.groups], dtype=np.int64)

    @cached_property
    def _category(self) -> tuple[list[str], np.ndarray]:
        """The categories of all lines, and the place of each line's among them."""
        categories = sorted(self.categories)
        place = {name: k for k, name in enumerate(categories)}
        return categories, np.array([place[line.category] for line in self.lines], dtype=np.int64)

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
