"""What the row kinds share: blocks of exact rows, and the context in which they are written.

A row is ``sum(coefficient * variable) <= | >= | = side`` over whole cents and
heads. Coefficients and sides are exact fractions (numerator and denominator);
the model derives its floats from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds.permission import Conditions
from braid.kinds.shares import Shares
from braid.kinds.tables import DIRECT, Cells, Charges, Codes, Spreads

Sense = Literal["<=", ">=", "="]
T = TypeVar("T")


NOTHING = Fraction(0)

WIDE = 0
"""A denominator that says: the numerator is a place in the list of wide fractions."""

LARGEST = 2**62

AFTER_OVERHEAD = 4
"""The tier of what is minimized once overhead is."""


Terms = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Rows, columns, numerators, denominators: of equal length."""


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
        self.rounding: dict[int, int] = {}
        """Rows that whole cents may miss, and by how many cents."""
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

    def add(
        self, row: int | np.ndarray, columns: np.ndarray, nums: np.ndarray, dens: np.ndarray
    ) -> None:
        """Terms ``num/den * column``; ``row`` is one number or an array of them."""
        if len(columns):
            if not isinstance(row, np.ndarray):
                row = np.full(len(columns), row, dtype=np.int64)
            self._rows.append(row)
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

    def terms(self) -> Iterator[Terms]:
        """All terms as they were added: rows, columns, numerators, denominators."""
        yield from zip(self._rows, self._columns, self._nums, self._dens, strict=True)
        single = np.array(self._single, dtype=np.int64).reshape(-1, 4)
        if len(single):
            yield single[:, 0], single[:, 1], single[:, 2], single[:, 3]


class _Column:
    """One column of entries; a part's is cut out of the whole's when somebody asks for it."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, entries: Entries, owner: type) -> np.ndarray:
        found = entries.whole[self.name]
        if entries.at is not None:
            found = found[entries.at]
        entries.__dict__[self.name] = found  # from now on it is found there
        return found


class Entries:
    """Charges as terms: one each, or, ``by_period``, a year's shared charge cut over its cells.

    ``whole`` holds the columns of all entries, ``at`` the places of those that are meant (None:
    all of them).
    """

    column = _Column()
    num = _Column()
    den = _Column()
    award = _Column()
    cell = _Column()
    line = _Column()
    group = _Column()
    category = _Column()
    year = _Column()
    start = _Column()
    direct = _Column()
    obligated = _Column()
    period = _Column()

    def __init__(self, whole: Mapping[str, np.ndarray], at: np.ndarray | None = None) -> None:
        self.whole = whole
        self.at = at

    def __len__(self) -> int:
        return len(self.whole["column"] if self.at is None else self.at)

    def take(self, mask: np.ndarray) -> Entries:
        """The entries where ``mask`` holds, or at these positions."""
        at = np.flatnonzero(mask) if mask.dtype == np.bool_ else mask
        return Entries(self.whole, at if self.at is None else self.at[at])


@dataclass(frozen=True)
class Extra:
    """A further variable. ``tier`` 0 says that it is a shortfall, minimized before all else,
    ``AFTER_OVERHEAD`` a loan.

    ``follows``: cents that are recomputed from the charges; ``decision``: cents of its own;
    ``flag``: 0 or 1.
    """

    name: str
    upper: Fraction
    tier: int | None
    label: str
    sort: Literal["follows", "decision", "flag"]


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
    permitted: Callable[[str], np.ndarray]
    """Award -> mask of the cells that no rule keeps from it, whenever they fall due."""
    new_column: Callable[[Extra], int]
    """A further variable -> its column."""
    whole: set[int] = field(default_factory=set)
    """Columns that must be whole numbers from the start."""
    _entries: dict[bool, Entries] = field(default_factory=dict)
    _made: dict[Callable[[Context], Any], Any] = field(default_factory=dict)

    @cached_property
    def served_table(self) -> np.ndarray:
        """The column of each group's head count in each stream, -1 where there is none."""
        return _table(self.served, len(self.codes.groups), len(self.codes.streams))

    @cached_property
    def recorded_table(self) -> np.ndarray:
        """The column of each group's head count in each record system, -1 where there is none."""
        return _table(self.recorded, len(self.codes.groups), len(self.codes.systems))

    def extra(self, name: str, upper: Fraction | int, *, tier: int | None, label: str) -> int:
        """A new non-negative variable in cents that follows from the charges."""
        return self.new_column(Extra(name, Fraction(upper), tier, label, "follows"))

    def decision(self, name: str, upper: Fraction | int, *, label: str) -> int:
        """A new non-negative decision in cents, made whole together with the charges."""
        return self.new_column(Extra(name, Fraction(upper), None, label, "decision"))

    def flag(self, name: str, *, label: str) -> int:
        """A new 0/1 decision."""
        return self.new_column(Extra(name, Fraction(1), None, label, "flag"))

    def once(self, make: Callable[[Context], T]) -> T:
        """What ``make`` finds in this context, for all kinds that ask; it looks once."""
        if make not in self._made:
            self._made[make] = make(self)
        found: T = self._made[make]
        return found

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
        c, paid = self.charges, self.charges.cell >= 0
        one = np.ones(len(c), dtype=np.int64)
        kind = np.append(self.cells.kind, -1)  # a charge on several cells has the last one, -1
        period = np.append(self.cells.period, -1)
        cell = np.where(paid, c.cell, -1)
        return Entries({
            "column": np.arange(len(c)), "num": one, "den": one, "award": c.award, "cell": c.cell,
            "line": c.line, "group": c.group, "category": c.category, "year": c.year,
            "start": c.start.astype(np.int64), "direct": kind[cell] == DIRECT,
            "obligated": self._obligated(c.line, c.start), "period": period[cell],
        })  # fmt: skip

    def _cut(self) -> Entries:
        c, spreads = self.charges, self.spreads
        pools = np.flatnonzero(c.spread >= 0)
        if not len(pools):
            return self.entries()
        spread = c.spread[pools]
        first = spreads.start[spread]
        sizes = spreads.start[spread + 1] - first
        before = np.cumsum(sizes) - sizes
        at = np.arange(sizes.sum()) + np.repeat(first - before, sizes)
        column, cell = np.repeat(pools, sizes), spreads.cell[at]
        start = self.cells.start[cell].astype(np.int64)
        charged = self.entries()
        cut = {
            "column": column, "num": spreads.cents[at],
            "den": np.repeat(spreads.total[spread], sizes), "cell": cell, "start": start,
            "direct": np.zeros(len(column), dtype=bool),
            "obligated": self._obligated(c.line[column], start), "period": self.cells.period[cell],
        }  # fmt: skip
        cut |= {name: charged.whole[name][column] for name in charged.whole.keys() - cut.keys()}
        plain = np.flatnonzero(c.spread < 0)
        return Entries({
            name: np.concatenate([of_all[plain], cut[name]])
            for name, of_all in charged.whole.items()
        })  # fmt: skip


def _table(columns: Mapping[tuple[int, int], int], groups: int, scopes: int) -> np.ndarray:
    table = np.full((groups, max(1, scopes)), -1, dtype=np.int64)
    for (group, scope), column in columns.items():
        table[group, scope] = column
    return table


RowKind = Callable[[tuple[HomedRule, ...], Context], Iterator[Block]]
"""A kind that writes rows: its binding rules and the context -> blocks."""
