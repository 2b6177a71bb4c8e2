"""Classes of columns and rows that what they are made of tells apart: "color refinement".

Each class has a color, each row the sum of its terms' values times their columns' colors, and each
column likewise. A class whose members differ in their sums falls into parts, of which one keeps
the color: so only what left its class is told to its neighbors in the next round. Colors and
values are hashes, so equal sums may deceive; different ones do not.
"""

from __future__ import annotations

import numpy as np

ROUNDS = 60


def refine(
    of_column: np.ndarray, of_row: np.ndarray, row: np.ndarray, column: np.ndarray,
    in_row: np.ndarray, in_column: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """The class of each column and each row: whole numbers from 0 on.

    ``of_column`` and ``of_row`` are hashes of what they are by themselves; of each term ``row`` and
    ``column`` are its place, ``in_row`` and ``in_column`` hashes of what it is for either.
    """
    columns, rows = _Side(of_column), _Side(of_row)
    for _ in range(ROUNDS):
        told = columns.told(column, in_row, row, len(of_row))
        new = rows.split(told)
        told = rows.told(row, in_column, column, len(of_column))
        if not columns.split(told) and not new:
            break
    return columns.classes, rows.classes


def mixed(numbers: np.ndarray) -> np.ndarray:
    """A hash of 64 bits of each whole number."""
    found = numbers.astype(np.uint64)  # a copy, which the steps change in place
    shifted = found >> np.uint64(30)
    for shift, factor in ((27, 0xBF58476D1CE4E5B9), (31, 0x94D049BB133111EB)):
        found ^= shifted
        found *= np.uint64(factor)
        np.right_shift(found, np.uint64(shift), out=shifted)
    found ^= shifted
    return found


class _Side:
    """All columns, or all rows: the class of each, and what their neighbors know of it."""

    def __init__(self, hashes: np.ndarray) -> None:
        self.classes: np.ndarray = np.unique(hashes, return_inverse=True)[1]
        self._known = np.zeros(len(hashes), dtype=np.uint64)

    def told(
        self, place: np.ndarray, value: np.ndarray, neighbor: np.ndarray, neighbors: int
    ) -> np.ndarray:
        """By how much the sums of all neighbors change, by what they do not know yet."""
        color = mixed(np.arange(1, self.classes.max(initial=0) + 2))[self.classes]
        more = color - self._known
        self._known = color
        sums = np.zeros(neighbors, dtype=np.uint64)
        changed = more != 0
        if not changed.all():
            terms = np.flatnonzero(changed[place])
            place, value, neighbor = place[terms], value[terms], neighbor[terms]
        np.add.at(sums, neighbor, more[place] * value)
        return sums

    def split(self, sums: np.ndarray) -> bool:
        """Whether classes fall into parts, by how much the sums of their members change."""
        there = np.flatnonzero(sums)
        of = self.classes[there]
        key = mixed(sums[there]) ^ mixed(of)
        _, first, part, sizes = np.unique(
            key, return_index=True, return_inverse=True, return_counts=True
        )
        # what did not change keeps the class; else the largest part does
        count = int(self.classes.max(initial=-1)) + 1
        changed = np.bincount(of, minlength=count)
        whole = changed == np.bincount(self.classes, minlength=count)
        owner = of[first]
        by_owner = np.lexsort((sizes, owner))
        largest = by_owner[np.diff(owner[by_owner], append=-1) != 0]
        number = np.full(len(owner), -1)
        keeps = largest[whole[owner[largest]]]
        number[keeps] = owner[keeps]
        parted = np.flatnonzero(number < 0)
        number[parted] = np.arange(count, count + len(parted))
        self.classes[there] = number[part]
        return len(parted) > 0
