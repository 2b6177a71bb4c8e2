"""Every row at the plan: its sides, the room between them, and whether it binds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np

from braid.kinds.block import LARGEST, WIDE
from braid.plan.solution import Solution
from braid.record import record

ROOM = 50
"""A row with less room than 50 cents binds: whole cents may leave a few of them."""

NEAR = 1e-2
"""Cents around ROOM within which floats do not decide; their own error is far smaller."""

Ratio = tuple[int, int]
"""An exact number: numerator and denominator (above 0), not always in lowest terms."""


@record
class RowState:
    """A row at the plan: left and right side in cents, and the room between them."""

    left: Ratio
    right: Ratio
    room: Ratio


class RowStates:
    """The rows of one solution; shortfalls and recapture are left out of the left side."""

    def __init__(self, solution: Solution) -> None:
        self._model, self._solution = solution.model, solution
        rows, columns = solution.model.rows, solution.model.columns
        x, layout = solution.optimum.x, solution.model.layout
        self._charges = layout.charges
        self._waiting = solution.beside.waiting
        self._needs = np.zeros(len(rows), dtype=bool)
        self._needs[list(solution.model.pledges.rows)] = True
        # rows on transfers alone: what moves stands left, as pledges do
        self._beside = self._needs | (np.array(rows.kind, dtype=object) == "transfer")
        amount = np.zeros(columns, dtype=np.int64)
        used = np.fromiter(solution.cents, dtype=np.int64, count=len(solution.cents))
        amount[used] = np.fromiter(solution.cents.values(), dtype=np.int64, count=len(used))
        counted = np.flatnonzero(solution.model.counts)
        amount[counted] = np.round(x[counted]).astype(np.int64)
        self._amount = amount
        self._number = np.repeat(np.arange(len(rows)), np.diff(rows.start))
        self._terms = np.flatnonzero(amount[rows.column] != 0)
        self._cuts = np.searchsorted(self._number[self._terms], np.arange(len(rows) + 1))

    def exact(self, chosen: Sequence[int]) -> list[RowState]:
        """Some rows, exact, in the order in which they are named."""
        rows = self._model.rows
        sides = self._sums(np.asarray(chosen, dtype=np.int64))
        out = []
        for at, row in enumerate(chosen):
            right = rows.side[row].as_integer_ratio()
            left = sides.get((at, True), (0, 1))
            heads = sides.get((at, False))
            if heads is not None:
                right = _minus(right, heads)
            room = _minus(right, left) if rows.sense[row] == -1 else _minus(left, right)
            out.append(RowState(left, right, room))
        return out

    def _sums(self, chosen: np.ndarray) -> dict[tuple[int, bool], Ratio]:
        """(position in ``chosen``, of money and not of heads or uses) -> the sum of the terms."""
        rows = self._model.rows
        first, last = self._cuts[chosen], self._cuts[chosen + 1]
        sizes = last - first
        place = np.repeat(np.arange(len(chosen)), sizes)
        offset = np.arange(len(place)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        terms = self._terms[np.repeat(first, sizes) + offset]
        columns = rows.column[terms]
        # what is needed beside an award stands right, what is pledged left
        money = (columns < self._charges) != self._beside[chosen][place]
        money &= ~self._model.counts[columns]
        den, num = rows.den[terms], rows.num[terms]
        amount = self._amount[columns]
        size = np.bincount(place, np.abs(num.astype(float) * amount), minlength=len(chosen))
        plain = (den != WIDE) & (size[place] < LARGEST)  # sums of 64 bits are exact
        order = np.flatnonzero(plain)
        order = order[np.lexsort((den[order], money[order], place[order]))]
        key = np.stack([place[order], money[order], den[order]])
        heads = np.flatnonzero(np.any(key[:, 1:] != key[:, :-1], axis=0)) + 1
        starts = np.concatenate([[0], heads]) if len(order) else heads
        totals = np.add.reduceat(num[order] * amount[order], starts) if len(order) else starts
        found: dict[tuple[int, bool], Ratio] = {}
        for at, of_money, under, total in zip(
            *key[:, starts].tolist(), totals.tolist(), strict=True
        ):
            _add(found, (at, bool(of_money)), total, under)
        for k in np.flatnonzero(~plain).tolist():
            value = rows.value(int(terms[k])) * int(amount[k])
            _add(found, (int(place[k]), bool(money[k])), *value.as_integer_ratio())
        for at, row in enumerate(chosen.tolist()):
            if row in self._whole_cents:
                more = self._whole_cents[row].as_integer_ratio()
                _add(found, (at, not self._beside[row]), *more)
        return found

    @cached_property
    def _whole_cents(self) -> dict[int, Fraction]:
        """Row -> what its parts of yearly charges are more in whole cents than by their shares."""
        ground, cut = self._model.ground, self._model.rows.cut
        charges, spreads = ground.charges, ground.spreads
        here = np.flatnonzero(self._amount[cut.column] != 0)
        if not len(here):
            return {}
        paid: dict[tuple[int, int, str], int] = {}
        for one in self._solution.paid:
            place = one.cell, one.group, one.award
            paid[place] = paid.get(place, 0) + one.cents
        found: dict[int, Fraction] = {}
        columns = (part[here].tolist() for part in (cut.row, cut.column, cut.cell, cut.by))
        for row, column, cell, by in zip(*columns, strict=True):
            spread = int(charges.spread[column])
            first, last = spreads.start[spread : spread + 2].tolist()
            at = first + int(np.flatnonzero(spreads.cell[first:last] == cell)[0])
            award = ground.codes.awards[charges.award[column]]
            cents = paid.get((cell, int(charges.group[column]), award), 0)
            whole = int(spreads.total[spread])
            share = int(spreads.cents[at]) * int(self._amount[column])
            more = Fraction(cents * whole - share, whole)
            if more:
                found[row] = found.get(row, Fraction(0)) + by * more
        return found

    @cached_property
    def binding(self) -> np.ndarray:
        """Mask of the rows with less room than ROOM, exact."""
        rows = self._model.rows
        terms = self._terms
        parts = rows.floats[terms] * self._amount[rows.column[terms]]
        total = np.bincount(self._number[terms], parts, minlength=len(rows))
        lower, upper = self._model.sides
        side = np.where(rows.sense == -1, upper, lower) * 100
        room = np.where(rows.sense == -1, side - total, total - side)
        room[[kind == "balance" for kind in rows.kind]] = 0
        binds: np.ndarray = room < ROOM
        # pledges follow what is charged: a need binds where no more could be pledged to it
        needs = self._model.pledges.rows
        binds[list(needs)] = [need in self._waiting for need in range(len(needs))]
        near = np.flatnonzero((np.abs(room - ROOM) < NEAR) & ~self._needs).tolist()
        for row, state in zip(near, self.exact(near), strict=True):
            binds[row] = Fraction(*state.room) < ROOM
        return binds


def _add(sums: dict[tuple[int, bool], Ratio], key: tuple[int, bool], num: int, den: int) -> None:
    before = sums.get(key)
    if before is None:
        sums[key] = num, den
    elif before[1] == den:
        sums[key] = before[0] + num, den
    else:
        sums[key] = before[0] * den + num * before[1], before[1] * den


def _minus(one: Ratio, other: Ratio) -> Ratio:
    if one[1] == other[1]:
        return one[0] - other[0], one[1]
    return one[0] * other[1] - other[0] * one[1], one[1] * other[1]


def whole(value: Ratio) -> int:
    """The nearest whole number; of two, the even one."""
    num, den = value
    if den == 1:
        return num
    floor, rest = divmod(num, den)
    return floor + (2 * rest > den or (2 * rest == den and floor % 2))
