"""The permission rules asked of all lines and groups at once.

A condition sees a line and a group only through the attributes that it names, so it is
asked once for each distinct combination of their values and the answer holds for all that
share them. The answers are those of :class:`braid.eligibility.permissions.Permissions`,
which says for one case at a time which rule refuses and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from braid.catalog.facts import ENTITIES, Subject
from braid.catalog.inputs import Inputs
from braid.eligibility.permissions import Asked, Permissions
from braid.kinds.line import category_allowed
from braid.kinds.permission import in_force
from braid.kinds.tables import Mask
from braid.schema.predicate import Predicate, attributes_of
from braid.schema.scenario import Award

_OF_GROUP = frozenset({"group", "program", "provider"})
_OF_AWARD = frozenset({"award", "organization", "recipient"})


class Verdicts:
    """What the rules of an award answer for every line, and for every group of every line."""

    def __init__(self, inputs: Inputs, asks: Permissions) -> None:
        self.inputs = inputs
        self.asks = asks
        self.facts = asks.conditions.facts
        self.lines = tuple(inputs.costs.values())
        self.groups = tuple(inputs.groups.values())
        index = {name: k for k, name in enumerate(inputs.groups)}
        members = [[index[g] for g in inputs.groups_of(line)] for line in self.lines]
        sizes = [len(m) for m in members]
        self.first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        """Where the pairs of each line begin: line k has pairs ``first[k]`` to ``first[k + 1]``."""
        self.line = np.repeat(np.arange(len(self.lines)), sizes)
        self.group = np.array([g for m in members for g in m], dtype=np.int64)
        self._code = self.line * len(self.groups) + self.group
        self._categories = frozenset(line.category for line in self.lines)
        self._known: dict[tuple[object, ...], Mask] = {}
        self._attributes: dict[tuple[str, str, str], np.ndarray] = {}
        self._employers: np.ndarray | None = None

    def pairs(self, line: np.ndarray, group: np.ndarray) -> np.ndarray:
        """The numbers of (line, group) pairs."""
        code = line.astype(np.int64) * len(self.groups) + group
        return np.searchsorted(self._code, code)

    def days(self, award: Award) -> tuple[date, ...] | None:
        """The days on which the award's answers change; None when each day must be asked."""
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

    def of_lines(self, award: Award, day: date) -> Mask:
        """For every line: no rule of kind award or line refuses it on ``day``."""
        ok = np.ones(len(self.lines), dtype=bool)
        for asked in self._relevant(award):
            if not asked.permission.per_group and in_force(asked.homed, day):
                ok &= self._line_rule(asked, award, day)
        return ok

    def of_pairs(self, award: Award, day: date) -> Mask:
        """For every pair: no rule of kind participant, program or employer refuses it on ``day``."""
        rules = [
            asked
            for asked in self._relevant(award)
            if asked.permission.per_group and in_force(asked.homed, day)
        ]
        keys = tuple(self._key(asked, award) for asked in rules)
        known = self._known.get(keys)
        if known is None:
            known = np.ones(len(self.line), dtype=bool)
            for asked in rules:
                known &= self._pair_rule(asked, award, day)
            self._known[keys] = known
        return known

    def anybody(self, pairs: Mask) -> Mask:
        """For every line: one of its groups passes, or it has none."""
        counts = np.concatenate([[0], np.cumsum(pairs)])
        passed = counts[self.first[1:]] - counts[self.first[:-1]]
        return (passed > 0) | (self.first[1:] == self.first[:-1])

    def unrestricted(self, award: Award) -> Mask:
        """For every group: what ``Permissions.unrestricted`` answers on its first day is nothing."""
        ok = np.ones(len(self.groups), dtype=bool)
        starts = [group.start for group in self.groups]
        for asked in self.asks.book(award):
            if asked.categories is not None or asked.homed.kind == "line":
                continue
            key = ("unrestricted", self._key(asked, award))
            known = self._known.get(key)
            if known is None:
                known = self._unrestricted_rule(asked, award, starts)
                self._known[key] = known
            ok &= known
        return ok

    # -- one rule ----------------------------------------------------------------

    def _key(self, asked: Asked, award: Award) -> object:
        """One answer serves all awards unless the condition looks at the award."""
        predicate = getattr(asked.homed.rule, asked.permission.field)
        if predicate is not None and self.asks.conditions.depends_on_award(
            predicate, asked.permission.entity
        ):
            return asked.homed.id, award.id
        return asked.homed.id

    def _line_rule(self, asked: Asked, award: Award, day: date) -> Mask:
        key = ("line", self._key(asked, award))
        known = self._known.get(key)
        if known is not None:
            return known
        ok = np.ones(len(self.lines), dtype=bool)
        if asked.homed.kind == "line":
            allowed = {
                c: category_allowed(asked.homed, c, self.asks.conditions) for c in self._categories
            }
            ok &= np.array([allowed[line.category] for line in self.lines])
        predicate = getattr(asked.homed.rule, asked.permission.field)
        concerned = np.flatnonzero(self._concerned(asked))
        if predicate is not None and len(concerned):
            columns = [
                self._of_line(entity, name)[concerned]
                for entity, name in _names(predicate, asked.permission.entity)
                if entity not in _OF_AWARD
            ]
            first, inverse = _distinct(columns, len(concerned))
            truth = [
                asked.permission.verdict(
                    asked.homed, self.asks.conditions, group=None,
                    line=self.lines[concerned[k]], award=award, day=day,
                ).permits
                for k in first
            ]  # fmt: skip
            ok[concerned] &= np.array(truth)[inverse]
        self._known[key] = ok
        return ok

    def _pair_rule(self, asked: Asked, award: Award, day: date) -> Mask:
        key = ("pair", self._key(asked, award))
        known = self._known.get(key)
        if known is not None:
            return known
        ok = np.ones(len(self.line), dtype=bool)
        predicate = getattr(asked.homed.rule, asked.permission.field)
        concerned = np.flatnonzero(self._concerned(asked)[self.line])
        if predicate is not None and len(concerned):
            columns = []
            for entity, name in _names(predicate, asked.permission.entity):
                if entity in _OF_GROUP:
                    columns.append(self._of_group(entity, name)[self.group[concerned]])
                elif entity == "line":
                    columns.append(self._of_line(entity, name)[self.line[concerned]])
                elif entity == "employer":
                    columns.append(self._employer()[concerned])
            first, inverse = _distinct(columns, len(concerned))
            truth = [
                asked.permission.verdict(
                    asked.homed, self.asks.conditions,
                    group=self.groups[self.group[concerned[k]]],
                    line=self.lines[self.line[concerned[k]]], award=award, day=day,
                ).permits
                for k in first
            ]  # fmt: skip
            ok[concerned] = np.array(truth)[inverse]
        self._known[key] = ok
        return ok

    def _unrestricted_rule(self, asked: Asked, award: Award, starts: Sequence[date]) -> Mask:
        ok = np.ones(len(self.groups), dtype=bool)
        held = np.flatnonzero([in_force(asked.homed, day) for day in starts])
        predicate = getattr(asked.homed.rule, asked.permission.field)
        if predicate is None or not len(held):
            return ok
        entity = asked.permission.entity
        columns = [
            self._of_group(head, name)[held]
            for head, name in _names(predicate, entity)
            if head not in _OF_AWARD
        ]
        if self.asks.conditions.depends_on_day(predicate, entity):
            columns = [held]
        first, inverse = _distinct(columns, len(held))
        truth = [
            asked.permission.verdict(
                asked.homed, self.asks.conditions, group=self.groups[held[k]], line=None,
                award=award, day=starts[held[k]],
            ).permits
            for k in first
        ]  # fmt: skip
        ok[held] = np.array(truth)[inverse]
        return ok

    def _concerned(self, asked: Asked) -> Mask:
        if asked.categories is None:
            return np.ones(len(self.lines), dtype=bool)
        return np.array([line.category in asked.categories for line in self.lines], dtype=bool)

    # -- attributes as numbers -----------------------------------------------------

    def _of_line(self, entity: str, name: str) -> np.ndarray:
        return self._column(entity, name, "line", [Subject(line=line) for line in self.lines])

    def _of_group(self, entity: str, name: str) -> np.ndarray:
        return self._column(entity, name, "group", [Subject(group=g) for g in self.groups])

    def _column(
        self, entity: str, name: str, by: str, subjects: Iterable[Subject]
    ) -> np.ndarray:
        """The values of an attribute as numbers: equal values have equal numbers."""
        key = (entity, name, by)
        known = self._attributes.get(key)
        if known is None:
            known = _numbered(repr(self.facts.lookup(s, entity, name)) for s in subjects)
            self._attributes[key] = known
        return known

    def _employer(self) -> np.ndarray:
        """The employer of every pair: the line's, else the group's."""
        if self._employers is None:
            stated = np.array([
                line.employer is not None or line.borne_by is not None for line in self.lines
            ])  # fmt: skip
            subjects = [Subject(line=line) for line in self.lines]
            subjects += [Subject(group=group) for group in self.groups]
            found = [self.facts.employer(s) for s in subjects]
            code = _numbered(e.id if e is not None else "" for e in found)
            of_line, of_group = code[: len(self.lines)], code[len(self.lines) :]
            self._employers = np.where(
                stated[self.line], of_line[self.line], of_group[self.group]
            )
        return self._employers


def _names(predicate: Predicate, entity: str) -> list[tuple[str, str]]:
    """(entity, attribute) of everything that a condition asks about."""
    out: list[tuple[str, str]] = []
    for name in attributes_of(predicate):
        head, _, rest = name.partition(".")
        out.append((head, rest) if rest and head in ENTITIES else (entity, name))
    return out


def _numbered(values: Iterable[str]) -> np.ndarray:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(v, len(numbers)) for v in values], dtype=np.int64)


def _distinct(columns: Sequence[np.ndarray], count: int) -> tuple[np.ndarray, np.ndarray]:
    """The first place of each distinct combination, and for every place which one it has."""
    if not columns:
        return np.zeros(1, dtype=np.int64), np.zeros(count, dtype=np.int64)
    code = columns[0]
    for column in columns[1:]:
        code = code * (int(column.max()) + 1) + column
        _, code = np.unique(code, return_inverse=True)
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    return first, inverse
