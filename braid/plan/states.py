"""Every row at the plan: its sides, the room between them, and whether it binds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from braid.kinds.rows import WIDE
from braid.plan.solution import Solution

ROOM = Fraction(50)
"""A row with less room than 50 cents binds: whole cents may leave a few of them."""

NEAR = 1e-2
"""Cents around ROOM within which floats do not decide; their own error is far smaller."""


@dataclass(frozen=True)
class RowState:
    """A row at the plan: left and right side in cents, and the room between them."""

    left: Fraction
    right: Fraction
    room: Fraction


class RowStates:
    """The rows of one solution; shortfalls and recapture are left out of the left side."""

    def __init__(self, solution: Solution) -> None:
        self._model = solution.model
        rows, columns = solution.model.rows, solution.model.columns
        x, layout = solution.optimum.x, solution.model.layout
        self._charges = layout.charges
        amount = np.zeros(columns, dtype=np.int64)
        used = np.fromiter(solution.cents, dtype=np.int64, count=len(solution.cents))
        amount[used] = np.fromiter(solution.cents.values(), dtype=np.int64, count=len(used))
        counted = np.flatnonzero(solution.model.counts)
        amount[counted] = np.round(x[counted]).astype(np.int64)
        self._amount = amount
        self._number = np.repeat(np.arange(len(rows)), np.diff(rows.start))
        self._terms = np.flatnonzero(amount[rows.column] != 0)
        self._cuts = np.searchsorted(self._number[self._terms], np.arange(len(rows) + 1)).tolist()
        self._known: dict[int, RowState] = {}

    def __getitem__(self, row: int) -> RowState:
        """One row, exact."""
        known = self._known.get(row)
        if known is None:
            known = self._known[row] = self._exact(row)
        return known

    def _exact(self, row: int) -> RowState:
        rows = self._model.rows
        if rows.kind[row] == "balance":
            return RowState(Fraction(0), rows.side[row], Fraction(0))
        left, right = Fraction(0), rows.side[row]
        terms = self._terms[self._cuts[row] : self._cuts[row + 1]]
        columns = rows.column[terms]
        parts = (terms, columns < self._charges, rows.num[terms], rows.den[terms])
        sums: dict[tuple[bool, int], int] = {}  # by side and denominator
        for at, money, num, den, amount in zip(
            *(part.tolist() for part in parts), self._amount[columns].tolist(), strict=True
        ):
            if den != WIDE:
                sums[money, den] = sums.get((money, den), 0) + num * amount
            elif money:
                left += rows.value(at) * amount
            else:
                right -= rows.value(at) * amount
        for (money, den), total in sums.items():
            if money:
                left += Fraction(total, den)
            else:
                right -= Fraction(total, den)
        room = right - left if rows.sense[row] == -1 else left - right
        return RowState(left, right, room)

    @cached_property
    def binding(self) -> np.ndarray:
        """Mask of the rows with less room than ROOM, exact."""
        rows = self._model.rows
        terms = self._terms
        parts = rows.floats[terms] * self._amount[rows.column[terms]]
        total = np.bincount(self._number[terms], parts, minlength=len(rows))
        side = np.array([s.numerator / s.denominator for s in rows.side])
        room = np.where(rows.sense == -1, side - total, total - side)
        room[[kind == "balance" for kind in rows.kind]] = 0
        binds: np.ndarray = room < float(ROOM)
        for row in np.flatnonzero(np.abs(room - float(ROOM)) < NEAR).tolist():
            binds[row] = self[row].room < ROOM
        return binds
