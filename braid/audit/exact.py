"""Exact sums over columns: whole cents in machine integers while they fit, else in Python's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
"""Numbers of things in their order (awards, cells, …), -1 for none; or days."""

Flags = NDArray[np.bool_]
"""Yes or no for each row."""

Names = NDArray[np.str_]

Cents = NDArray[Any]
"""Whole cents: 64-bit integers, or Python's integers where those might overflow."""

_ROOM = 2**62
_NARROW = 2**16
"""Kinds up to so many more than rows are numbered by a table of all that there could be."""


def whole(amounts: Iterable[int]) -> Cents:
    """A column of amounts of which no sum overflows."""
    listed = list(amounts)
    fits = sum(map(abs, listed)) < _ROOM
    return np.array(listed, dtype=np.int64 if fits else object)


def sums(places: Numbers, amounts: Cents, count: int) -> Cents:
    """What falls to each of ``count`` places, row by row."""
    found = np.zeros(count, dtype=amounts.dtype)
    np.add.at(found, places, amounts)
    return found


def times(left: Cents, right: Cents) -> Cents:
    """Products, row by row."""
    if len(left) and int(abs(left).max()) * int(abs(right).max()) >= _ROOM:
        left = left.astype(object)
    return left * right


def numbered(*columns: Numbers) -> tuple[Numbers, Numbers]:
    """Rows that are alike in every column: the first row of each kind, and every row's kind.

    Kinds are in the order of their columns' values, which are -1 or more.
    """
    mixed, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        width = int(column.max(initial=-1)) + 2
        if size * width >= _ROOM:
            kinds, mixed = np.unique(mixed, return_inverse=True)
            size = len(kinds)
        mixed, size = mixed * width + (column + 1), size * width
    if size > 4 * len(mixed) + _NARROW:
        _, first, kind = np.unique(mixed, return_index=True, return_inverse=True)
        return first.astype(np.int64), kind.astype(np.int64)
    place = np.full(size, -1, dtype=np.int64)
    place[mixed[::-1]] = np.arange(len(mixed))[::-1]
    there = np.flatnonzero(place >= 0)
    first = place[there]
    place[there] = np.arange(len(there))
    return first, place[mixed]
