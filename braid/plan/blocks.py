"""Whole cents of a large plan: block after block of the charges that rows tie together.

Each block is a small whole-number program. A row that reaches beyond it leaves it what the blocks
before it, which are in whole cents, and those after it, which are still as in the optimum, do not
take. So the optimum is always within, and what one block leaves over is the next one's.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from braid.model.model import Model
from braid.optimize.program import Engine, Limits, Program
from braid.plan import wholes
from braid.plan.cent_program import moves, weights
from braid.plan.columns import columns_of
from braid.plan.exact import ExactRows

BLOCK = 1_000
"""Columns in a block; those that find nothing alone are put together, up to so many:"""
TOGETHER = 4_000
NODES = 500
FAR = 1_000
"""Cents that a charge may rise in a block that finds nothing nearer; it may fall to 0."""
NEAR = 1e-6
"""Cents; what later blocks take is known in floats only."""


def by_blocks(
    model: Model, rows: ExactRows, base: np.ndarray, engine: Engine, dollars: np.ndarray
) -> np.ndarray | None:
    """Whole cents in which all required rows hold; None where none are found.

    ``dollars`` is the optimum of the columns ``rows.used`` and ``base`` the whole cents below it.
    """
    plan = _Settling(model, rows, base, engine, dollars)
    done: list[np.ndarray] = []
    waiting = np.zeros(0, dtype=np.int64)
    for block in blocks(rows):
        waiting = np.append(waiting, block)
        if plan.settle(waiting):
            done.append(waiting)
            waiting = waiting[:0]
        elif len(waiting) > TOGETHER:
            return None
    while 0 < len(waiting) <= TOGETHER and done:
        waiting = np.append(done.pop(), waiting)
        if plan.settle(waiting):
            waiting = waiting[:0]
    return plan.cents if not len(waiting) and rows.hold(plan.cents) else None


def blocks(rows: ExactRows) -> list[np.ndarray]:
    """All columns, by their places, in blocks that as few rows as possible reach beyond.

    Short rows tie first, as long as a block does not get too large; what is left is small.
    """
    count = len(rows.used)
    above, size = list(range(count)), [1] * count

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = at = above[above[at]]
        return at

    start, place = rows.start.tolist(), rows.place.tolist()
    for row in np.argsort(np.diff(rows.start), kind="stable").tolist():
        tops = {top(at) for at in place[start[row] : start[row + 1]]}
        together = sum(size[at] for at in tops)
        if len(tops) > 1 and together <= BLOCK:
            first = min(tops)
            for at in tops:
                above[at] = first
            size[first] = together
    of = np.array([top(at) for at in range(count)], dtype=np.int64)
    begins = np.flatnonzero(of == np.arange(count)).tolist()
    return np.split(np.argsort(of, kind="stable"), _cuts([size[at] for at in begins]))


def _cuts(sizes: list[int]) -> list[int]:
    """Where to cut a sequence of pieces so that no part is too large, and parts are few."""
    cuts, filled = [], 0
    for before, size in zip(np.cumsum([0, *sizes]).tolist(), sizes, strict=False):
        if filled and filled + size > BLOCK:
            cuts.append(before)
            filled = 0
        filled += size
    return cuts


class _Settling:
    """Cents while blocks settle one after another, and what is left of every row."""

    def __init__(
        self, model: Model, rows: ExactRows, base: np.ndarray, engine: Engine, dollars: np.ndarray
    ) -> None:
        self.cents = base.copy()
        self._rows, self._engine = rows, engine
        self._worth = weights(model, rows.used)
        low, high = moves(model, rows.used, base)
        some = columns_of(model, rows.used).charge & (base > 0)
        far = np.where(some, np.maximum(high, FAR), high)
        self._near, self._far = (base + low, base + high), (0 * base, base + far)
        self._order = np.argsort(rows.place, kind="stable")
        self._start = np.searchsorted(rows.place[self._order], np.arange(len(base) + 1))
        self._room = rows.room(base)
        # what blocks to come have in the optimum beyond whole cents: their columns, in each row,
        # and in how many of its terms
        self._beyond = dollars * 100 - base
        self._later = np.bincount(rows.number, rows.value * self._beyond[rows.place], len(rows))
        self._coming = np.ones(len(base), dtype=np.int64)
        self._terms = np.diff(rows.start)

    def settle(self, columns: np.ndarray) -> bool:
        """Whether a block finds cents, which it takes then.

        They are near the optimum; else without what is only wanted; else further away.
        """
        rows = self._rows
        each = [self._order[self._start[k] : self._start[k + 1]] for k in columns.tolist()]
        terms = np.sort(np.concatenate(each))
        here, start = np.unique(rows.number[terms], return_index=True)
        start = np.append(start, len(terms))
        place = np.zeros(len(self.cents), dtype=np.int64)
        place[columns] = np.arange(len(columns))
        own = np.add.reduceat(rows.value[terms] * self._beyond[rows.place[terms]], start[:-1])
        later = self._later[here] - own
        terms_later = self._terms[here] - np.add.reduceat(
            self._coming[rows.place[terms]], start[:-1]
        )
        side = wholes.quotients(self._room[here], rows.scale[here])
        side = side - np.where(terms_later > 0, later - NEAR, 0.0)
        now = self.cents[columns].astype(float)
        program = Program(
            -self._worth[columns], now, now, start, place[rows.place[terms]], rows.value[terms],
            np.full(len(here), -np.inf), side, np.ones(len(columns), dtype=bool),
        )  # fmt: skip
        moved = self._moved(program, columns, np.where(rows.loose[here], np.inf, side))
        if moved is None:
            return False
        self.cents[columns] += moved
        spent = wholes.times(rows.coefficient[terms], moved[program.column])
        self._room[here] = wholes.minus(self._room[here], wholes.sums(spent, start))
        self._later[here], self._terms[here] = later, terms_later
        self._beyond[columns], self._coming[columns] = 0.0, 0
        return True

    def _moved(
        self, program: Program, columns: np.ndarray, required: np.ndarray
    ) -> np.ndarray | None:
        """By how much each column moves; ``required`` are the sides without what is only wanted."""
        for (low, high), side in (
            (self._near, program.row_upper), (self._near, required), (self._far, required),
        ):  # fmt: skip
            moves = low[columns] - program.lower, high[columns] - program.upper
            within = replace(program, lower=moves[0], upper=moves[1], row_upper=side)
            answer = self._engine(within, Limits(nodes=NODES))
            if len(answer.x):
                moved: np.ndarray = np.rint(answer.x).astype(np.int64)
                return moved
        return None
