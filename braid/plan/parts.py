"""A year's shared charge falls on its periods in whole cents."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import floor

import numpy as np

from braid.model.model import Model
from braid.optimize.program import Engine, Limits, Program
from braid.plan.exact import ExactRow


def split(
    model: Model, cents: dict[int, int], rows: list[ExactRow], engine: Engine
) -> list[tuple[int, int, int]]:
    """(column, cell, cents) of all charges; a year's shared charge is cut over its cells.

    Each part is the share of the cell's cost rounded down or up, every charge keeps its
    total, and no cell gets more than it costs or than a row about it allows: a flow, whose
    vertices are whole numbers where those rows are nested.
    """
    charges, spreads, cells = model.ground.charges, model.ground.spreads, model.ground.cells
    out: list[tuple[int, int, int]] = []
    pools: list[int] = []
    free: dict[int, int] = defaultdict(int)
    for column, amount in cents.items():
        cell = int(charges.cell[column])
        if cell >= 0:
            out.append((column, cell, amount))
            free[cell] += amount
        else:
            pools.append(column)
    if not pools:
        return out
    parts: list[tuple[int, int, Fraction]] = []
    for column in pools:
        k = int(charges.spread[column])
        for j in range(int(spreads.start[k]), int(spreads.start[k + 1])):
            share = Fraction(cents[column]) * int(spreads.cents[j]) / int(spreads.total[k])
            parts.append((column, int(spreads.cell[j]), share))
    capacity = {c: int(cells.cost[c]) - free[c] for _, c, _ in parts}
    of_cells = _of_cells(model, rows, cents)
    values = _flow(parts, pools, cents, capacity, of_cells, engine)
    if values is None:  # rows that overlap without being nested may leave no whole flow
        values = _flow(parts, pools, cents, capacity, [], engine)
        if values is None:
            raise ArithmeticError("a shared year's charges do not fit into their periods")
        _trim(parts, values, of_cells, cents)
    return out + [(p[0], p[1], v) for p, v in zip(parts, values, strict=True) if v]


def _of_cells(
    model: Model, rows: list[ExactRow], cents: dict[int, int]
) -> list[tuple[int, frozenset[int], int]]:
    """Rows about one cell: (cell, its yearly charges, whole cents that they may put there)."""
    spread = model.ground.charges.spread
    out: list[tuple[int, frozenset[int], int]] = []
    for row in rows:
        yearly = frozenset(c for c in row.columns if spread[c] >= 0)
        if row.cell < 0 or not yearly:
            continue
        plain = zip(row.columns, row.coefficients, strict=True)
        taken = sum(value * cents[c] for c, value in plain if c not in yearly)
        out.append((row.cell, yearly, (row.side - taken) // row.scale))
    return out


def _trim(
    parts: list[tuple[int, int, Fraction]], values: list[int],
    of_cells: list[tuple[int, frozenset[int], int]], cents: dict[int, int],
) -> None:  # fmt: skip
    """Take the odd cents off parts that a row about their cell does not allow."""
    for cell, yearly, most in of_cells:
        here = [k for k, (column, at, _) in enumerate(parts) if at == cell and column in yearly]
        over = sum(values[k] for k in here) - most
        for k in here:
            if over > 0 and values[k] > 0:
                values[k] -= 1
                cents[parts[k][0]] -= 1
                over -= 1


def _flow(
    parts: list[tuple[int, int, Fraction]], pools: list[int], cents: dict[int, int],
    capacity: dict[int, int], of_cells: list[tuple[int, frozenset[int], int]], engine: Engine,
) -> list[int] | None:  # fmt: skip
    down = [floor(p[2]) for p in parts]
    upper = np.array([0.0 if p[2] == d else 1.0 for p, d in zip(parts, down, strict=True)])
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for k, (column, cell, _) in enumerate(parts):
        rows["pool", column].append(k)
        rows["cell", cell].append(k)
    start, index, low, high = [0], [], [], []
    for (what, key), members in sorted(rows.items()):
        fixed = sum(down[k] for k in members)
        index += members
        start.append(len(index))
        side = float((cents[key] if what == "pool" else capacity[key]) - fixed)
        low.append(side if what == "pool" else -np.inf)
        high.append(side)
    for cell, yearly, most in of_cells:
        here = [k for k in rows["cell", cell] if parts[k][0] in yearly]
        index += here
        start.append(len(index))
        low.append(-np.inf)
        high.append(float(most - sum(down[k] for k in here)))
    program = Program(
        np.arange(len(parts), dtype=float) / max(1, len(parts)), np.zeros(len(parts)), upper,
        np.array(start), np.array(index), np.ones(len(index)), np.array(low), np.array(high),
        np.full(len(parts), bool(of_cells)),
    )  # fmt: skip
    answer = engine(program, Limits())
    if not answer.found:
        return None
    return [d + round(v) for d, v in zip(down, answer.x, strict=True)]
