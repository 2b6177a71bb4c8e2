"""Attributes as numbers: lines and groups that are alike to a condition are found at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from braid.catalog.facts import ENTITIES, Facts, Subject
from braid.kinds.grouping import Ranks, combined, ranked
from braid.schema.predicate import Predicate, attributes_of


class Alike:
    """The values of attributes for all lines and groups: equal values have equal numbers."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.lines = tuple(facts.inputs.costs.values())
        self.groups = tuple(facts.inputs.groups.values())
        self._known: dict[tuple[str, str, str], np.ndarray] = {}

    def enrolling(self, facts: Facts, following: frozenset[str]) -> Alike:
        """The same with other head counts; columns that do not follow from these are kept."""
        found = Alike(facts)
        found._known = {
            key: column
            for key, column in self._known.items()
            if following.isdisjoint(key[1].split("."))
        }
        return found

    @cached_property
    def _of_lines(self) -> list[Subject]:
        return [Subject(line=line) for line in self.lines]

    @cached_property
    def _of_groups(self) -> list[Subject]:
        return [Subject(group=group) for group in self.groups]

    def of_line(self, entity: str, name: str) -> np.ndarray:
        """An attribute of every line."""
        return self._column(entity, name, "line", self._of_lines)

    def of_group(self, entity: str, name: str) -> np.ndarray:
        """An attribute of every group."""
        return self._column(entity, name, "group", self._of_groups)

    def _column(self, entity: str, name: str, by: str, subjects: Iterable[Subject]) -> np.ndarray:
        key = (entity, name, by)
        known = self._known.get(key)
        if known is None:
            lookup = self.facts.lookup
            known = _numbered(repr(lookup(subject, entity, name)) for subject in subjects)
            self._known[key] = known
        return known

    def employer(self, line: np.ndarray, group: np.ndarray) -> np.ndarray:
        """The employer of pairs of lines and groups: the line's, else the group's."""
        stated = [line.employer is not None or line.borne_by is not None for line in self.lines]
        found = [self.facts.employer(s) for s in [*self._of_lines, *self._of_groups]]
        code = _numbered(e.id if e is not None else "" for e in found)
        of_line, of_group = code[: len(self.lines)], code[len(self.lines) :]
        own = np.array(stated, dtype=bool)[line]
        return np.asarray(np.where(own, of_line[line], of_group[group]))


def names(predicate: Predicate, entity: str) -> list[tuple[str, str]]:
    """(entity, attribute) of everything that a condition asks about."""
    out: list[tuple[str, str]] = []
    for name in attributes_of(predicate):
        head, _, rest = name.partition(".")
        out.append((head, rest) if rest and head in ENTITIES else (entity, name))
    return out


def _numbered(values: Iterable[str]) -> np.ndarray:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(v, len(numbers)) for v in values], dtype=np.int64)


def distinct(columns: Sequence[np.ndarray], count: int) -> Ranks:
    """The distinct combinations of the columns among ``count`` places; without any, one for all."""
    return ranked(combined(columns) if columns else np.zeros(count, dtype=np.int64))
