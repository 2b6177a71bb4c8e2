"""Equal things brought together: codes of several columns, their ranks, an order without comparing.

Columns hold whole numbers, most of them codes of a narrow range: what is equal is then found
through a table of the range, and sorted by counting, both much faster than by comparing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

NARROW = 2**16
"""Ranks below this are sorted by counting (numpy's radix sort of 16 bits)."""

_WIDEST = 2**62


class Ranks(NamedTuple):
    """The distinct codes in ascending order, and for every place the rank of its code."""

    values: np.ndarray
    rank: np.ndarray

    @property
    def first(self) -> np.ndarray:
        """The first place of each distinct code."""
        places = np.empty(len(self.values), dtype=np.int64)
        places[self.rank[::-1]] = np.arange(len(self.rank))[::-1]
        return places

    def groups(self) -> tuple[np.ndarray, np.ndarray]:
        """All places in order of rank, and where each rank begins, with the end: one more."""
        bounds = np.zeros(len(self.values) + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.rank, minlength=len(self.values)), out=bounds[1:])
        return order(self.rank, len(self.values)), bounds

    def parts(self) -> Iterator[np.ndarray]:
        """The places of each distinct code, in order of code."""
        places, bounds = self.groups()
        for begin, end in pairwise(bounds.tolist()):
            yield places[begin:end]


def ranked(code: np.ndarray) -> Ranks:
    """The distinct codes and their ranks, as ``np.unique`` finds them."""
    if not len(code):
        return Ranks(code, np.empty(0, dtype=np.int64))
    low = int(code.min())
    span = int(code.max()) - low + 1
    if span > 4 * len(code) + NARROW:
        return Ranks(*np.unique(code, return_inverse=True))
    shifted = code - low
    there = np.zeros(span, dtype=bool)
    there[shifted] = True
    values = np.flatnonzero(there)
    rank = np.empty(span, dtype=np.int64)
    rank[values] = np.arange(len(values))
    return Ranks((values + low).astype(code.dtype), rank[shifted])


def combined(columns: Sequence[np.ndarray]) -> np.ndarray:
    """One code for each place of columns of equal length: ordered as by the columns in turn."""
    code = columns[0].astype(np.int64)
    for column in columns[1:]:
        if not len(code):
            break
        low = int(column.min())
        span = int(column.max()) - low + 1
        if max(-int(code.min()), int(code.max()) + 1) > _WIDEST // span:
            code, column = ranked(code).rank, ranked(column).rank
            low, span = 0, int(column.max()) + 1
        code = code * span + (column - low)
    return code


def sort(places: np.ndarray) -> np.ndarray:
    """Numbers in ascending order, made of a few runs that are in order already."""
    return np.sort(places, kind="stable")  # merges what is in order


def order(rank: np.ndarray, count: int) -> np.ndarray:
    """The places in order of their ranks, which are below ``count``; equal ones as they stand."""
    if count <= NARROW:
        return np.argsort(rank.astype(np.uint16), kind="stable")
    return np.argsort(rank, kind="stable")
