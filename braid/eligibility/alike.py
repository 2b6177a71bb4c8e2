"""Attributes as numbers: lines and groups that are alike to a condition are found at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from braid.catalog.facts import ENTITIES, Facts, Subject
from braid.schema.predicate import Predicate, attributes_of
from braid.schema.scenario import Cost, Group


class Alike:
    """The values of attributes for all lines and groups: equal values have equal numbers."""

    def __init__(self, facts: Facts, lines: Sequence[Cost], groups: Sequence[Group]) -> None:
        self.facts = facts
        self.lines = lines
        self.groups = groups
        self._known: dict[tuple[str, str, str], np.ndarray] = {}

    def of_line(self, entity: str, name: str) -> np.ndarray:
        """An attribute of every line."""
        return self._column(entity, name, "line", [Subject(line=line) for line in self.lines])

    def of_group(self, entity: str, name: str) -> np.ndarray:
        """An attribute of every group."""
        return self._column(entity, name, "group", [Subject(group=g) for g in self.groups])

    def _column(self, entity: str, name: str, by: str, subjects: Iterable[Subject]) -> np.ndarray:
        key = (entity, name, by)
        known = self._known.get(key)
        if known is None:
            known = _numbered(repr(self.facts.lookup(s, entity, name)) for s in subjects)
            self._known[key] = known
        return known

    def employer(self, line: np.ndarray, group: np.ndarray) -> np.ndarray:
        """The employer of pairs of lines and groups: the line's, else the group's."""
        stated = [line.employer is not None or line.borne_by is not None for line in self.lines]
        subjects = [Subject(line=line) for line in self.lines]
        subjects += [Subject(group=group) for group in self.groups]
        found = [self.facts.employer(s) for s in subjects]
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


def distinct(columns: Sequence[np.ndarray], count: int) -> tuple[np.ndarray, np.ndarray]:
    """The first place of each distinct combination, and for every place which one it has."""
    if not columns:
        return np.zeros(1, dtype=np.int64), np.zeros(count, dtype=np.int64)
    code = columns[0]
    for column in columns[1:]:
        code = code * (int(column.max()) + 1) + column
        _, code = np.unique(code, return_inverse=True)
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    return first, inverse
