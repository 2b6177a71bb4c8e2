"""The model's rows in exact arithmetic: what whole cents are checked against."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor, lcm

import numpy as np

from braid.kinds.tables import RECORD, REPORT
from braid.model.model import Model


@dataclass(frozen=True)
class ExactRow:
    """``sum coefficient * cents <= side`` over the charges that the plan uses.

    All numbers are whole: the row is multiplied by ``scale``, and its side rounded down,
    which changes nothing for whole cents.
    """

    columns: tuple[int, ...]
    coefficients: tuple[int, ...]
    side: int
    loose: bool
    """A floor that a shortfall may miss: wanted, not required."""
    balance: bool = False
    """A cell's cost."""
    cell: int = -1
    """The one cell that the row is about."""
    scale: int = 1


def exact_rows(model: Model, x: np.ndarray, used: np.ndarray) -> list[ExactRow]:
    """Every row as ``<=`` over the used charges, heads and 0/1 fixed at their whole numbers."""
    rows = model.rows
    layout = model.layout
    charge = np.zeros(model.columns, dtype=bool)
    charge[used] = True
    extra = {column for _, column, _ in layout.extras}
    shortfall = {column for name, column, _ in layout.extras if name.startswith("short:")}
    past = {column for name, column, _ in layout.extras if name.startswith("past:")}
    for_charge = np.zeros(model.columns, dtype=bool)
    for_charge[: layout.charges] = True
    number = np.repeat(np.arange(len(rows)), np.diff(rows.start))
    touched = np.zeros(len(rows), dtype=bool)
    touched[number[charge[rows.column]]] = True
    # charges that the plan does not use are zero: their terms say nothing
    terms = np.flatnonzero(touched[number] & (charge | ~for_charge)[rows.column])
    of_row = number[terms]
    cuts = np.flatnonzero(np.diff(of_row, prepend=-1))
    column_of, num_of, den_of = (a[terms].tolist() for a in (rows.column, rows.num, rows.den))
    counts, spread = model.counts.tolist(), model.ground.charges.spread.tolist()
    out: list[ExactRow] = []
    for row, first, last in zip(
        of_row[cuts].tolist(), cuts.tolist(), [*cuts[1:].tolist(), len(terms)], strict=True
    ):
        side = rows.side[row]
        columns: list[int] = []
        coefficients: list[Fraction | int] = []
        loose = False
        skip = False
        fractional = 0
        for at in range(first, last):
            column, num, den = column_of[at], num_of[at], den_of[at]
            value: Fraction | int = num if den == 1 else rows.value(terms[at])
            if column < layout.charges:
                columns.append(column)
                coefficients.append(value)
                fractional += spread[column] >= 0 and den != 1
            elif column in shortfall or column in past:
                loose = loose or column in shortfall
                side -= value * Fraction(int(np.ceil(x[column] * 100 - 1e-4)))
            elif column in extra:
                skip = True
            elif counts[column]:
                side -= value * round(x[column])
        if skip or not columns:
            continue
        if rows.rule[row] == "served-direct":  # the least that whole people need, in whole cents
            side = Fraction(floor(side))
        # a year's shared charge is cut over its periods in whole cents: up to a cent each way
        cell = rows.cell_of.get(row, -1)
        safety = fractional if rows.kind[row] != "balance" and cell < 0 else 0
        if rows.sense[row] == 1:
            coefficients = [-c for c in coefficients]
            side = -side
        balance = rows.kind[row] == "balance"
        scale = lcm(*(c.denominator for c in coefficients))
        whole = tuple(int(c * scale) for c in coefficients)
        limit = floor((side - safety) * scale)
        out.append(ExactRow(tuple(columns), whole, limit, loose, balance, cell, scale))
    return out


def broken(rows: list[ExactRow], cents: dict[int, int]) -> list[ExactRow]:
    """The required rows that do not hold exactly."""
    return [
        row
        for row in rows
        if not row.loose
        and sum(c * cents[k] for k, c in zip(row.columns, row.coefficients, strict=True)) > row.side
    ]


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
