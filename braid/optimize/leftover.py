"""What is left of a program when what says nothing is dropped.

Columns that their bounds fix are constants. A row that its columns' bounds imply, or another row,
is no row. Every point of what is left is one of the program, and their multipliers are 0.
"""

from __future__ import annotations

import numpy as np

from braid.optimize.program import Program
from braid.record import record

SAME = 1e-13
"""Relative: two floats of one fraction."""


@record
class Leftover:
    """The terms that matter, row by row, with the sides and bounds that remain."""

    row: np.ndarray
    column: np.ndarray
    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    """Sides of the rows."""
    rows: np.ndarray
    columns: np.ndarray
    """Masks of what is left."""


def leftover(program: Program) -> Leftover:
    """What is left once fixed columns are constants and rows that cannot be broken are dropped."""
    count = len(program.row_lower)
    row, column, value = program.row, program.column, program.value
    fixed = program.lower == program.upper
    constant = fixed[column]
    moved = np.bincount(
        row[constant], value[constant] * program.lower[column[constant]], minlength=count
    )
    lower, upper = program.row_lower - moved, program.row_upper - moved
    kept = ~constant & (value != 0)
    row, column, value = row[kept], column[kept], value[kept]
    rising = value > 0
    low, high = program.lower[column], program.upper[column]
    most = np.bincount(row, value * np.where(rising, high, low), minlength=count)
    least = np.bincount(row, value * np.where(rising, low, high), minlength=count)
    rows = (most > upper) | (least < lower)
    rows &= ~_said_by_others(program, (row, column, value), lower, upper)
    kept = rows[row]
    return Leftover(row[kept], column[kept], value[kept], lower, upper, rows, ~fixed)


def _said_by_others(
    program: Program, terms: tuple[np.ndarray, np.ndarray, np.ndarray], lower: np.ndarray,
    upper: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Mask of the rows ``x <= c z`` that a row ``x + ... <= d z`` implies, where d is no more.

    So what one award pays of a cell for those served is at most what all of the stream do.
    """
    row, column, value = terms
    count, columns = len(lower), len(program.cost)
    falling = value < 0
    size = np.bincount(row, minlength=count)
    below = np.bincount(row[(program.lower < 0)[column]], minlength=count) > 0
    form = (np.bincount(row[falling], minlength=count) == 1) & np.isneginf(lower) & ~below
    by, most = np.zeros(count, dtype=np.int64), np.ones(count)
    falls = np.flatnonzero(falling)
    by[row[falls]], most[row[falls]] = column[falls], -value[falls]
    rising = np.flatnonzero(form[row] & ~falling)
    row, column = row[rising], column[rising]
    key, ratio = by[row] * columns + column, most[row] / value[rising]
    long = np.flatnonzero(((size > 2) & (upper <= 0))[row])
    short = np.flatnonzero(((size == 2) & (upper >= 0))[row])
    said = np.zeros(count, dtype=bool)
    if not len(long) or not len(short):
        return said
    long = long[np.argsort(key[long], kind="stable")]
    at = np.flatnonzero(np.diff(key[long], prepend=-1))
    keys, least = key[long][at], np.minimum.reduceat(ratio[long], at)
    place = np.minimum(np.searchsorted(keys, key[short]), len(keys) - 1)
    implied = (keys[place] == key[short]) & (least[place] <= ratio[short] * (1 + SAME))
    said[row[short[implied]]] = True
    return said
