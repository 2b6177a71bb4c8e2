"""Crumbs: the odd cents that cutting shared charges over periods leaves on cells otherwise paid.

A year's federal charge on a shared line falls on its periods in whole cents, so a
cell that the optimum pays in full may miss a cent or two. Where another award pays
that cell freely, it takes the crumb: from money that it has left, else from a cell that stays
unfunded anyway. Every row is checked exactly; only a line that must be paid gets a
new payer for its crumb.
"""

from __future__ import annotations

from collections import defaultdict
from math import inf

import numpy as np

from braid.model.model import Model
from braid.plan.columns import columns_of
from braid.plan.exact import ExactRows
from braid.plan.parts import Parts

CRUMB = 5
"""Cents; more than that is not a crumb."""


class Ledger:
    """The required rows' exact room while cents move; the cells' costs are left to others."""

    def __init__(self, rows: ExactRows, cents: np.ndarray) -> None:
        self.rows = rows
        self.cents = cents
        counts = ~(rows.loose | rows.balance)
        self.room: list[float] = [
            left if counted else inf
            for left, counted in zip(rows.room(cents).tolist(), counts.tolist(), strict=True)
        ]

    def move(self, steps: dict[int, int]) -> bool:
        """Change charges by some cents if every row allows it."""
        change: dict[int, int] = defaultdict(int)
        for charge, step in steps.items():
            if self.cents[charge] + step < 0:
                return False
            for number, value in self.rows.of_charge(charge):
                change[number] += value * step
        if any(delta > self.room[number] for number, delta in change.items() if delta > 0):
            return False
        for number, delta in change.items():
            self.room[number] -= delta
        for charge, step in steps.items():
            self.cents[charge] += step
        return True


def sweep_up(
    model: Model, rows: ExactRows, cents: np.ndarray, parts: Parts, cost: np.ndarray
) -> Parts:
    """The parts after crumbs have found a payer; ``cost`` is per cell, ``cents`` is changed."""
    cells, about = model.ground.cells, columns_of(model, rows.used)
    left = cost.copy()
    np.subtract.at(left, parts.cell, parts.cents)
    cell, award = about.cell, about.award
    free = cell >= 0
    crumbly = (left > 0) & (left <= CRUMB)
    payers: dict[int, list[int]] = defaultdict(list)
    for charge in np.flatnonzero(free & crumbly[cell]).tolist():
        payers[int(cell[charge])].append(charge)
    ledger = Ledger(rows, cents)
    for crumb in sorted(payers, key=lambda c: (not cells.must[c], c)):
        need = int(left[crumb])
        for payer in payers[crumb]:
            if ledger.move({payer: need}):
                break
            donors = np.flatnonzero(free & (award == award[payer]))
            donors = donors[left[cell[donors]] > CRUMB]
            if not cells.must[crumb]:
                donors = donors[~cells.must[cell[donors]]]
            if any(ledger.move({payer: need, donor: -need}) for donor in donors.tolist()):
                break
    amount = np.where(parts.free, cents[parts.charge], parts.cents)
    kept = ~parts.free | (amount != 0)
    return Parts(parts.charge[kept], parts.cell[kept], amount[kept], parts.free[kept])
