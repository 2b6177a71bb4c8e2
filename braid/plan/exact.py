"""The model's rows in exact arithmetic: what whole cents are checked against."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from braid.kinds.tables import RECORD, REPORT
from braid.model.model import Model
from braid.plan import wholes
from braid.record import record


@record
class ExactRows:
    """Rows ``sum coefficient * cents <= side`` over the charges that the plan uses.

    All numbers are whole: a row is multiplied by its ``scale``, and its side rounded down, which
    changes nothing for whole cents. Numbers that may be too large for 64 bits are Python's (see
    :mod:`braid.plan.wholes`). No row is without terms.
    """

    used: np.ndarray
    """The columns of charges and of decisions in cents, ascending; cents come in this order."""
    start: np.ndarray
    """Where each row's terms start, and where the last one's end: shape (rows + 1)."""
    place: np.ndarray
    """Which of the charges a term is about."""
    coefficient: np.ndarray
    side: np.ndarray
    scale: np.ndarray
    loose: np.ndarray
    """Mask of the floors that a shortfall may miss: wanted, not required."""
    balance: np.ndarray
    """Mask of the cells' costs."""
    cell: np.ndarray
    """The one cell that a row is about, or -1."""
    row: np.ndarray
    """The number of each row in the model."""

    def __len__(self) -> int:
        return len(self.side)

    @cached_property
    def number(self) -> np.ndarray:
        """The row of each term."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))

    @cached_property
    def value(self) -> np.ndarray:
        """The coefficient of each term for a row that is not multiplied, in floats."""
        return wholes.quotients(self.coefficient, self.scale[self.number])

    @cached_property
    def _by_charge(self) -> tuple[list[int], list[int], list[int]]:
        order = np.argsort(self.place, kind="stable")
        start = np.searchsorted(self.place[order], np.arange(len(self.used) + 1))
        return start.tolist(), self.number[order].tolist(), self.coefficient[order].tolist()

    def of_charge(self, charge: int) -> list[tuple[int, int]]:
        """The terms of one charge: (row, coefficient), in order of row."""
        start, number, coefficient = self._by_charge
        here = slice(start[charge], start[charge + 1])
        return list(zip(number[here], coefficient[here], strict=True))

    def room(self, cents: np.ndarray) -> np.ndarray:
        """What is left of each side; negative where a row does not hold."""
        spent = wholes.sums(wholes.times(self.coefficient, cents[self.place]), self.start)
        return wholes.minus(self.side, spent)

    def hold(self, cents: np.ndarray) -> bool:
        """Whether all required rows hold."""
        return not (self.room(cents)[~self.loose] < 0).any()

    def take(self, rows: np.ndarray) -> ExactRows:
        """Only some of the rows: a mask."""
        terms = rows[self.number]
        start = np.concatenate([[0], np.cumsum(np.diff(self.start)[rows])])
        return ExactRows(
            self.used, start, self.place[terms], self.coefficient[terms], self.side[rows],
            self.scale[rows], self.loose[rows], self.balance[rows], self.cell[rows], self.row[rows],
        )  # fmt: skip


def cell_costs(model: Model, x: np.ndarray) -> np.ndarray:
    """What each cell costs in cents, given who is served and which awards are used in ``x``."""
    cells, rows = model.ground.cells, model.rows
    cost = cells.cost.copy()
    for award, column in model.layout.used.items():
        if round(float(x[column])) == 0:
            cost[(cells.kind == REPORT) & (cells.award == award)] = 0
    for cell in np.flatnonzero(cells.kind == RECORD):
        # the balance rows are the first rows, one per cell: side minus priced heads
        total = rows.side[cell]
        for at in range(int(rows.start[cell]), int(rows.start[cell + 1])):
            column = int(rows.column[at])
            if model.counts[column]:
                price = -rows.value(at)
                total += price * round(float(x[column]))
        cost[cell] = int(total)
    return cost
