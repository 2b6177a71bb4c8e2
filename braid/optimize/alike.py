"""Columns and rows that nothing tells apart become one: a smaller program of the same value.

Each column has a weight, its largest value, and each row the weight of what can be in it. A class
of columns may become one column where, for each class of rows, (1) each row takes from the class
in proportion to its own weight and (2) the rows together ask the same of every column. Then a
point of the program, added up by class, is a point of the smaller one with the same value, and a
point of the smaller one, divided by weight, is a point of the program. A row's multiplier is that
of its class. So whole groups merge as well as cells of one group, and partnerships that are alike.

Classes are found by hashes of what columns and rows are made of (:mod:`braid.optimize.refining`;
for linear programs: Grohe, Kersting, Mladenov and Selman, 2014), and then verified without hashes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from braid.optimize.leftover import Leftover, leftover
from braid.optimize.program import Program
from braid.optimize.refining import mixed, refine
from braid.record import record

EQUAL = 1e-11
"""Relative; what differs by less are two floats of the same fraction."""
WORTHWHILE = 0.9
"""A smaller program must have at most so many of the columns."""
DROPPED = np.uint64(17)
"""The last bits of a float, which hashes do not see: they tell about eleven digits apart."""
HALF = np.uint64(2**16)


@record
class Alike:
    """A smaller program, and where each column and row of the program is in it (-1: nowhere).

    Columns whose bounds fix them are in it as constants, rows that every point keeps not at all.
    """

    program: Program
    column: np.ndarray
    row: np.ndarray
    part: np.ndarray
    """The share of each column in the sum of its class."""
    first: np.ndarray
    """A column of each class."""


def put_together(program: Program, costs: Sequence[np.ndarray] = ()) -> Alike | None:
    """The smaller program; None where it would not be much smaller.

    Columns are alike to ``costs`` too. Whole numbers that are not fixed stay by themselves.
    """
    terms = leftover(program)
    if not terms.rows.any():
        return None
    weight = np.where(np.isfinite(program.upper) & (program.upper > 0), program.upper, 1.0)
    size = np.bincount(
        terms.row, np.abs(terms.value) * weight[terms.column], minlength=len(terms.rows)
    )
    size[size == 0] = 1.0
    costs = (program.cost, *costs)
    of_columns, of_rows = _classes(program, costs, terms, weight, size)
    column, columns = _numbered(of_columns, terms.columns)
    row, rows = _numbered(of_rows, terms.rows)
    if len(columns) > WORTHWHILE * len(program.cost):
        return None
    part = _shares(weight, column, len(columns))
    share = _shares(size, row, len(rows))
    smaller = _smaller(program, terms, (column, columns, part), (row, rows, share))
    alike = Alike(smaller, column, row, part, columns)
    return alike if _verified(program, costs, terms, alike, share) else None


def _classes(
    program: Program, costs: Sequence[np.ndarray], terms: Leftover, weight: np.ndarray,
    size: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """The class of each column and each row, as far as hashes tell them apart."""
    of_row = mixed(_told(terms.lower / size) + np.uint64(3) * _told(terms.upper / size))
    of_column = np.uint64(5) * _told(program.lower / weight)
    of_column = mixed(of_column + np.uint64(7) * _told(program.upper / weight))
    for cost in costs:
        of_column = mixed(of_column + _told(cost))
    whole = np.flatnonzero(program.whole)
    of_column[whole] = mixed(of_column[whole] + whole.astype(np.uint64) + np.uint64(1))
    in_row = _told(terms.value * weight[terms.column] / size[terms.row])
    return refine(of_column, of_row, terms.row, terms.column, in_row, _told(terms.value))


def _first(ordered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct values of an ordered array, and where each begins."""
    begins = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    at = np.flatnonzero(begins)
    return ordered[at], at


def _told(values: np.ndarray) -> np.ndarray:
    """A hash of about eleven digits of each number."""
    bits = np.add(values, 0.0).view(np.uint64)  # -0.0 is 0.0
    return mixed((bits + HALF) >> DROPPED)


def _numbered(classes: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The class of each place (-1 outside the mask) and each class's first place, in its order."""
    places = np.flatnonzero(mask)
    first = np.full(len(classes), -1)
    first[classes[places[::-1]]] = places[::-1]
    begins = np.sort(first[first >= 0])
    number = np.full(len(classes), -1)
    number[classes[begins]] = np.arange(len(begins))
    return np.where(mask, number[classes], -1), begins


def _shares(weight: np.ndarray, classes: np.ndarray, count: int) -> np.ndarray:
    """Each place's part of the weight of its class; 0 outside all classes."""
    inside = classes >= 0
    total = np.bincount(classes[inside], weight[inside], minlength=count)
    share = np.zeros(len(weight))
    share[inside] = weight[inside] / total[classes[inside]]
    return share


def _smaller(
    program: Program, terms: Leftover,
    of_columns: tuple[np.ndarray, np.ndarray, np.ndarray],
    of_rows: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> Program:  # fmt: skip
    """The program of the classes, each read from its first column or row."""
    column, columns, part = of_columns
    row, rows, share = of_rows
    first = np.zeros(len(row), dtype=bool)
    first[rows] = True
    here = np.flatnonzero(first[terms.row])
    key = row[terms.row[here]] * len(columns) + column[terms.column[here]]
    value = terms.value[here] * part[terms.column[here]] / share[terms.row[here]]
    places, sums = _summed(key, value)
    start = np.searchsorted(places // len(columns), np.arange(len(rows) + 1))
    return replace(
        program, cost=program.cost[columns], lower=program.lower[columns] / part[columns],
        upper=program.upper[columns] / part[columns], start=start,
        column=places % len(columns), value=sums, row_lower=terms.lower[rows] / share[rows],
        row_upper=terms.upper[rows] / share[rows], whole=program.whole[columns],
    )  # fmt: skip


def _summed(key: np.ndarray, value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct keys in order, and the sum of the values of each."""
    order = np.argsort(key, kind="stable")
    places, at = _first(key[order])
    return places, np.add.reduceat(value[order], at)


def _verified(
    program: Program, costs: Sequence[np.ndarray], terms: Leftover, alike: Alike, share: np.ndarray
) -> bool:
    """Whether all that the proof asks of the classes is so, whatever the hashes said."""
    small, inside = alike.program, terms.columns
    of, part = alike.column[inside], alike.part[inside]
    row, rows = alike.row[terms.rows], share[terms.rows]
    same = (
        *((cost[inside], cost[alike.first[of]]) for cost in costs),
        (program.lower[inside], small.lower[of] * part),
        (program.upper[inside], small.upper[of] * part),
        (terms.lower[terms.rows], small.row_lower[row] * rows),
        (terms.upper[terms.rows], small.row_upper[row] * rows),
    )
    if not all(_equal(one, other) for one, other in same):
        return False
    width = len(small.cost)
    places = small.row * width + small.column
    members = np.bincount(alike.row[terms.rows]), np.bincount(of, minlength=width)
    if (members[1][small.whole] > 1).any():
        return False
    # (1) each row of several takes from each class of columns in proportion to its weight
    several = members[0][alike.row[terms.row]] > 1
    here = terms.row[several]
    key, sums = _summed(
        here * width + alike.column[terms.column[several]],
        terms.value[several] * alike.part[terms.column[several]],
    )
    at, there = _at(places, alike.row[key // width] * width + key % width)
    expected = int((members[0][places // width] * (members[0][places // width] > 1)).sum())
    if not there or len(key) != expected:
        return False
    if not _equal(sums, small.value[at] * share[key // width]):
        return False
    # (2) the rows of each class together ask the same of each column of several
    several = members[1][alike.column[terms.column]] > 1
    here = terms.column[several]
    count = len(program.cost)
    key, sums = _summed(alike.row[terms.row[several]] * count + here, terms.value[several])
    at, there = _at(places, key // count * width + alike.column[key % count])
    of_places = members[1][places % width]
    if not there or len(key) != int((of_places * (of_places > 1)).sum()):
        return False
    return _equal(sums, small.value[at])


def _at(ordered: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, bool]:
    """Where the wanted values stand among ordered ones, and whether all are there."""
    if not len(wanted):
        return np.zeros(0, dtype=np.int64), True
    at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return at, bool((ordered[at] == wanted).all())


def _equal(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two arrays are the same but for the last digits of floats."""
    finite = np.isfinite(one)
    if not np.array_equal(one[~finite], other[~finite]):
        return False
    gap = np.abs(one[finite] - other[finite])
    return bool((gap <= EQUAL * np.abs(one[finite])).all())
