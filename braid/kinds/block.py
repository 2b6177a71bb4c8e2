"""Blocks of exact rows, as the kinds write them.

A row is ``sum(coefficient * variable) <= | >= | = side`` over whole cents and
heads. Coefficients and sides are exact fractions (numerator and denominator);
the model derives its floats from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

import numpy as np

from braid.record import record

Sense = Literal["<=", ">=", "="]

NOTHING = Fraction(0)

WIDE = 0
"""A denominator that says: the numerator is a place in the list of wide fractions."""

LARGEST = 2**62

EACH_CHARGE = None
"""Whole cents may miss a row by less than a cent for each charge, as rounding them down does."""

Terms = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Rows, columns, numerators, denominators: of equal length."""


ONE = Fraction(1)


@record
class Cut:
    """Terms that are a part of a year's shared charge, by period: arrays of equal length.

    ``by`` is what a cent of the charge that falls on the cell comes to in the row.
    """

    row: np.ndarray
    column: np.ndarray
    cell: np.ndarray
    by: np.ndarray

    @classmethod
    def joined(cls, parts: Sequence[Cut]) -> Cut:
        """Several behind one another."""
        names = ("row", "column", "cell", "by")
        return cls(*(np.concatenate([getattr(p, n) for p in (NO_CUT, *parts)]) for n in names))


_NONE = np.zeros(0, dtype=np.int64)
NO_CUT = Cut(_NONE, _NONE, _NONE, np.zeros(0, dtype=object))


def _behind(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Arrays behind one another; one alone is not copied."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


class Block:
    """Rows of one rule, written together. ``kind`` and ``rule`` name them in reports.

    Terms are numerators and denominators of 64 bits; a fraction that needs more stands in
    ``wide``, and its term has the denominator ``WIDE`` and its place there as numerator.
    """

    def __init__(self, kind: str, rule: str) -> None:
        self.kind = kind
        self.rule = rule
        self.senses: list[Sense] = []
        self.sides: list[Fraction] = []
        self.labels: list[str] = []
        self.cell_of: dict[int, int] = {}
        """Rows about one cell: whole cents fall on it as its other charges do."""
        self.whole_cents: set[int] = set()
        """Rows ``>=`` that ask for whole cents: once people are whole, less of a cent is enough."""
        self.rounding: dict[int, int | None] = {}
        """Rows that whole cents may miss, and by how many cents, or ``EACH_CHARGE``.

        Below 0: whole cents make good what such a row spares.
        """
        self.wide: list[Fraction] = []
        self._rows: list[int | np.ndarray] = []
        self._columns: list[np.ndarray] = []
        self._nums: list[np.ndarray] = []
        self._dens: list[np.ndarray] = []
        self._single: list[int] = []
        self.cut: list[Cut] = []
        """What is known of terms that are a part of a charge: on which cells its cents fall."""

    def row(self, sense: Sense, side: Fraction, label: str) -> int:
        """A new row; returns its number within the block."""
        self.senses.append(sense)
        self.sides.append(side if type(side) is Fraction else Fraction(side))
        self.labels.append(label)
        return len(self.senses) - 1

    def many(self, sense: Sense, sides: list[Fraction], labels: list[str]) -> np.ndarray:
        """Several new rows; returns their numbers."""
        first = len(self.senses)
        self.senses += [sense] * len(sides)
        self.sides += sides
        self.labels += labels
        return np.arange(first, first + len(sides))

    def add(
        self, row: int | np.ndarray, columns: np.ndarray, nums: np.ndarray, dens: np.ndarray,
        cells: np.ndarray | None = None,
    ) -> None:  # fmt: skip
        """Terms ``num/den * column``; ``row`` is one number or an array of them.

        ``cells`` are those that terms of a year's shared charge, cut by period, are about.
        """
        if len(columns):
            if cells is not None:
                self._keep(row, columns, dens, cells, ONE)
            self._rows.append(row)
            self._columns.append(np.asarray(columns, dtype=np.int64))
            self._nums.append(np.asarray(nums, dtype=np.int64))
            self._dens.append(np.asarray(dens, dtype=np.int64))

    def scaled(
        self, row: int, columns: np.ndarray, nums: np.ndarray, dens: np.ndarray, by: Fraction,
        cells: np.ndarray | None = None,
    ) -> None:  # fmt: skip
        """Terms of one row multiplied by one fraction; the cells that they are about."""
        if not len(columns):
            return
        if cells is not None:
            self._keep(row, columns, dens, cells, by)
        largest = max(int(nums.max()) * abs(by.numerator), int(dens.max()) * by.denominator)
        if largest < LARGEST:
            self.add(row, columns, nums * by.numerator, dens * by.denominator)
            return
        for column, num, den in zip(columns.tolist(), nums.tolist(), dens.tolist(), strict=True):
            self.add_one(row, column, Fraction(num, den) * by)

    def add_one(self, row: int, column: int, value: Fraction) -> None:
        """One term."""
        num, den = value.numerator, value.denominator
        if not -LARGEST < num < LARGEST or den >= LARGEST:
            self.wide.append(value)
            num, den = len(self.wide) - 1, WIDE
        self._single += (row, column, num, den)

    def values(
        self, rows: np.ndarray, columns: np.ndarray, values: Sequence[Fraction], which: np.ndarray
    ) -> None:
        """Terms ``values[which] * column``, one in each row of ``rows``."""
        fits = [-LARGEST < v.numerator < LARGEST and v.denominator < LARGEST for v in values]
        nums = np.array([v.numerator if fit else 0 for v, fit in zip(values, fits, strict=True)])
        dens = np.array([v.denominator if fit else 1 for v, fit in zip(values, fits, strict=True)])
        short = np.array(fits, dtype=bool)[which]
        here = which[short]
        self.add(rows[short], columns[short], nums[here], dens[here])
        for k in np.flatnonzero(~short).tolist():
            self.add_one(int(rows[k]), int(columns[k]), values[which[k]])

    def _keep(
        self, row: int | np.ndarray, columns: np.ndarray, dens: np.ndarray, cells: np.ndarray,
        by: Fraction,
    ) -> None:  # fmt: skip
        """Remember the cells of terms that are a part of a charge: whole cents fall on these."""
        cut = np.flatnonzero(dens != 1)
        if len(cut):
            rows = np.broadcast_to(row, len(columns))
            each = np.full(len(cut), by, dtype=object)
            self.cut.append(Cut(rows[cut], columns[cut], cells[cut], each))

    def terms(self) -> Iterator[Terms]:
        """All terms as they were added: rows, columns, numerators, denominators."""
        if self._columns:
            sizes = [len(part) for part in self._columns]
            if all(isinstance(row, int) for row in self._rows):
                rows = np.repeat(np.array(self._rows, dtype=np.int64), sizes)
            else:
                each = zip(self._rows, sizes, strict=True)
                rows = np.concatenate([np.broadcast_to(row, size) for row, size in each])
            yield rows, _behind(self._columns), _behind(self._nums), _behind(self._dens)
        single = np.array(self._single, dtype=np.int64).reshape(-1, 4)
        if len(single):
            yield single[:, 0], single[:, 1], single[:, 2], single[:, 3]

    def forget(self) -> None:
        """Let all terms go; rows and what is known of them stay."""
        for part in (self._rows, self._columns, self._nums, self._dens, self._single):
            part.clear()
