"""What the row kinds share: blocks of exact rows, and the context in which they are written.

A row is ``sum(coefficient * variable) <= | >= | = side`` over whole cents and
heads. Coefficients and sides are exact fractions (numerator and denominator);
the model derives its floats from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds.permission import Conditions
from braid.kinds.shares import Shares
from braid.kinds.tables import DIRECT, Cells, Charges, Codes, Spreads

Sense = Literal["<=", ">=", "="]


WIDE = 0
"""A denominator that says: the numerator is a place in the list of wide fractions."""

LARGEST = 2**62


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
        self.wide: list[Fraction] = []
        self._rows: list[np.ndarray] = []
        self._columns: list[np.ndarray] = []
        self._nums: list[np.ndarray] = []
        self._dens: list[np.ndarray] = []
        self._single: list[int] = []

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

    def add(self, row: object, columns: np.ndarray, nums: np.ndarray, dens: np.ndarray) -> None:
        """Terms ``num/den * column``; ``row`` is one number or an array of them."""
        if len(columns):
            self._rows.append(np.broadcast_to(np.asarray(row, dtype=np.int64), columns.shape))
            self._columns.append(columns.astype(np.int64))
            self._nums.append(np.asarray(nums, dtype=np.int64))
            self._dens.append(np.asarray(dens, dtype=np.int64))

    def scaled(
        self, row: int, columns: np.ndarray, nums: np.ndarray, dens: np.ndarray, by: Fraction
    ) -> None:
        """Terms of one row multiplied by one fraction."""
        if not len(columns):
            return
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

    def ones(self, row: int, columns: list[int]) -> None:
        """Terms with the coefficient 1."""
        for column in columns:
            self._single += (row, column, 1, 1)

    def terms(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """All terms: row, column, numerator, denominator."""
        single = np.array(self._single, dtype=np.int64).reshape(-1, 4)
        return (
            np.concatenate([*self._rows, single[:, 0]]),
            np.concatenate([*self._columns, single[:, 1]]),
            np.concatenate([*self._nums, single[:, 2]]),
            np.concatenate([*self._dens, single[:, 3]]),
        )


@dataclass(frozen=True)
class Entries:
    """Charges as terms: one each, or, ``by_period``, a year's shared charge cut over its cells."""

    column: np.ndarray
    num: np.ndarray
    den: np.ndarray
    award: np.ndarray
    cell: np.ndarray
    line: np.ndarray
    group: np.ndarray
    category: np.ndarray
    year: np.ndarray
    start: np.ndarray
    direct: np.ndarray
    obligated: np.ndarray
    period: np.ndarray

    def take(self, mask: np.ndarray) -> Entries:
        """The entries where ``mask`` holds, or at these positions."""
        at = np.flatnonzero(mask) if mask.dtype == np.bool_ else mask
        return Entries(**{name: getattr(self, name)[at] for name in self.__dataclass_fields__})


@dataclass
class Context:
    """Where a kind writes its rows: tables, columns of head counts and uses, new columns."""

    inputs: Inputs
    conditions: Conditions
    codes: Codes
    cells: Cells
    charges: Charges
    spreads: Spreads
    served: Mapping[tuple[int, int], int]
    """(group, stream) -> column."""
    recorded: Mapping[tuple[int, int], int]
    """(group, system) -> column."""
    used: Mapping[int, int]
    """Offered award -> column of its 0/1."""
    entitled: Mapping[tuple[str, str], int]
    """(group, stream) -> cents of the whole entitlement."""
    benefit_shares: Shares
    new_column: Callable[[str, Fraction, int | None, str], int]
    """(name, largest value, tier whose cost it is, label) -> column, in cents."""
    whole: set[int] = field(default_factory=set)
    """Columns that must be whole numbers from the start."""
    _entries: dict[bool, Entries] = field(default_factory=dict)

    def extra(self, name: str, upper: Fraction | int, *, tier: int | None, label: str) -> int:
        """A new non-negative variable in cents."""
        return self.new_column(name, Fraction(upper), tier, label)

    def entries(self, *, by_period: bool = False) -> Entries:
        """All possible charges as terms."""
        known = self._entries.get(by_period)
        if known is None:
            known = self._cut() if by_period else self._whole()
            self._entries[by_period] = known
        return known

    def _obligated(self, line: np.ndarray, start: np.ndarray) -> np.ndarray:
        table = np.full(len(self.codes.lines) + 1, -1, dtype=np.int64)
        for k, name in enumerate(self.codes.lines):
            day = self.inputs.costs[name].obligated
            if day is not None:
                table[k] = day.toordinal()
        stated = table[line]
        return np.where(stated >= 0, stated, start)

    def _whole(self) -> Entries:
        c = self.charges
        n = len(c)
        kind = np.where(c.cell >= 0, self.cells.kind[c.cell] if len(self.cells) else 0, -1)
        one = np.ones(n, dtype=np.int64)
        period = np.where(c.cell >= 0, self.cells.period[c.cell] if len(self.cells) else 0, -1)
        return Entries(
            np.arange(n), one, one, c.award, c.cell, c.line, c.group, c.category, c.year,
            c.start.astype(np.int64), kind == DIRECT, self._obligated(c.line, c.start), period,
        )  # fmt: skip

    def _cut(self) -> Entries:
        base = self._whole()
        plain = base.take(self.charges.cell >= 0)
        pools = np.flatnonzero(self.charges.spread >= 0)
        if not len(pools):
            return plain
        spread = self.charges.spread[pools]
        sizes = self.spreads.start[spread + 1] - self.spreads.start[spread]
        column = np.repeat(pools, sizes)
        offsets = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        at = np.repeat(self.spreads.start[spread], sizes) + offsets
        cell = self.spreads.cell[at]
        cut = Entries(
            column, self.spreads.cents[at], self.spreads.total[self.charges.spread[column]],
            self.charges.award[column], cell, self.charges.line[column], self.charges.group[column],
            self.charges.category[column], self.charges.year[column],
            self.cells.start[cell].astype(np.int64), np.zeros(len(column), dtype=bool),
            self._obligated(self.charges.line[column], self.cells.start[cell]),
            self.cells.period[cell],
        )  # fmt: skip
        return Entries(
            **{
                name: np.concatenate([getattr(plain, name), getattr(cut, name)])
                for name in Entries.__dataclass_fields__
            }
        )


RowKind = Callable[[tuple[HomedRule, ...], Context], Iterator[Block]]
"""A kind that writes rows: its binding rules and the context -> blocks."""
