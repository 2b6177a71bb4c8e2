"""Crumbs: the odd cents that cutting shared charges over periods leaves on cells otherwise paid.

A year's federal charge on a shared line falls on its periods in whole cents, so a
cell that the optimum pays in full may miss a cent or two. Where another award pays
that cell freely, it takes the crumb: from money that it has left, else from a cell that stays
unfunded anyway. Every row is checked exactly; only a line that must be paid gets a
new payer for its crumb.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from braid.model.model import Model
from braid.plan.exact import ExactRow

CRUMB = 5
"""Cents; more than that is not a crumb."""


class Ledger:
    """The rows' exact room while cents move."""

    def __init__(self, rows: list[ExactRow], cents: dict[int, int]) -> None:
        self.cents = cents
        self.terms: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.room: list[int] = []
        for number, row in enumerate(r for r in rows if not r.loose and not r.balance):
            used = 0
            for column, value in zip(row.columns, row.coefficients, strict=True):
                self.terms[column].append((number, value))
                used += value * cents.get(column, 0)
            self.room.append(row.side - used)

    def move(self, steps: dict[int, int]) -> bool:
        """Change charges by some cents if every row allows it."""
        change: dict[int, int] = defaultdict(int)
        for column, step in steps.items():
            if self.cents[column] + step < 0:
                return False
            for number, value in self.terms[column]:
                change[number] += value * step
        if any(delta > self.room[number] for number, delta in change.items() if delta > 0):
            return False
        for number, delta in change.items():
            self.room[number] -= delta
        for column, step in steps.items():
            self.cents[column] += step
        return True


def sweep_up(
    model: Model,
    rows: list[ExactRow],
    cents: dict[int, int],
    parts: list[tuple[int, int, int]],
    cost: np.ndarray,
) -> list[tuple[int, int, int]]:
    """The parts (column, cell, cents) after crumbs have found a payer; ``cost`` is per cell."""
    cells = model.ground.cells
    left = cost.copy()
    for _, cell, amount in parts:
        left[cell] -= amount
    payers: dict[int, list[int]] = defaultdict(list)
    by_award: dict[int, list[int]] = defaultdict(list)
    free = {c for c in cents if model.ground.charges.cell[c] >= 0}
    for column in sorted(free):
        payers[int(model.ground.charges.cell[column])].append(column)
        by_award[int(model.ground.charges.award[column])].append(column)
    crumbs = [int(c) for c in np.flatnonzero((left > 0) & (left <= CRUMB)) if payers[int(c)]]
    ledger = Ledger(rows, cents)
    for cell in sorted(crumbs, key=lambda c: (not cells.must[c], c)):
        need = int(left[cell])
        for column in payers[cell]:
            if ledger.move({column: need}):
                left[cell] = 0
                break
            donors = [
                d
                for d in by_award[int(model.ground.charges.award[column])]
                if left[model.ground.charges.cell[d]] > CRUMB
                and cells.must[cell] >= cells.must[model.ground.charges.cell[d]]
            ]
            donor = next((d for d in donors if ledger.move({column: need, d: -need})), None)
            if donor is not None:
                left[cell] = 0
                left[model.ground.charges.cell[donor]] += need
                break
    return [
        (column, cell, cents[column] if column in free else amount)
        for column, cell, amount in parts
        if column not in free or cents[column]
    ]
