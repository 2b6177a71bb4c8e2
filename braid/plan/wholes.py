"""Arithmetic on arrays of whole numbers that never overflows.

An array holds 64-bit integers where they suffice, and Python's own (``dtype=object``, slower)
where they do not: the same expressions work on both. Floats only decide which it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from braid.kinds.block import LARGEST

EXACT = 2**53
"""Up to here every whole number is a float."""


def narrow(numbers: Sequence[int]) -> np.ndarray:
    """An array of whole numbers, in 64 bits if all of them fit."""
    largest = max(max(numbers, default=0), -min(numbers, default=0))
    return np.array(numbers, dtype=np.int64 if largest < LARGEST else object)


def times(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The products of two arrays of the same length."""
    if _plain(one, other) and _fit(one.astype(float) * other):
        product: np.ndarray = one * other
        return product
    large: np.ndarray = one.astype(object) * other.astype(object)
    return large


def minus(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The differences of two arrays of the same length."""
    if _plain(one, other) and _fit(one.astype(float) - other):
        difference: np.ndarray = one - other
        return difference
    large: np.ndarray = one.astype(object) - other.astype(object)
    return large


def sums(terms: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The sum of each row's terms, from ``start[k]`` up to ``start[k + 1]``: at least one."""
    first = start[:-1]
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    if _plain(terms) and not _fit(np.add.reduceat(np.abs(terms.astype(float)), first)):
        terms = terms.astype(object)
    added: np.ndarray = np.add.reduceat(terms, first)
    return added


def quotients(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The floats nearest to the quotients of two arrays of the same length."""
    if all(_plain(part) and np.abs(part).max(initial=0) <= EXACT for part in (one, other)):
        near: np.ndarray = one / other
        return near
    exact: np.ndarray = one.astype(object) / other.astype(object)
    return exact.astype(float)


def _plain(*arrays: np.ndarray) -> bool:
    return all(array.dtype != object for array in arrays)


def _fit(about: np.ndarray) -> bool:
    return bool(np.abs(about).max(initial=0.0) < LARGEST)
