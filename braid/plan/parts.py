"""A year's shared charge falls on its periods in whole cents."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import floor

import numpy as np

from braid.model.model import Model
from braid.optimize.program import Engine, Limits, Program


def split(model: Model, cents: dict[int, int], engine: Engine) -> list[tuple[int, int, int]]:
    """(column, cell, cents) of all charges; a year's shared charge is cut over its cells.

    Each part is the share of the cell's cost rounded down or up, every charge keeps its
    total, and no cell gets more than it costs: a flow, whose vertices are whole numbers.
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
    values = _flow(
        parts, pools, cents, {c: int(cells.cost[c]) - free[c] for _, c, _ in parts}, engine
    )
    return out + [(p[0], p[1], v) for p, v in zip(parts, values, strict=True) if v]


def _flow(
    parts: list[tuple[int, int, Fraction]], pools: list[int], cents: dict[int, int],
    capacity: dict[int, int], engine: Engine,
) -> list[int]:  # fmt: skip
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
    program = Program(
        np.arange(len(parts), dtype=float) / max(1, len(parts)), np.zeros(len(parts)), upper,
        np.array(start), np.array(index), np.ones(len(index)), np.array(low), np.array(high),
        np.zeros(len(parts), dtype=bool),
    )  # fmt: skip
    answer = engine(program, Limits())
    if not len(answer.x):  # cannot happen while every cell's balance holds exactly
        raise ArithmeticError("a shared year's charges do not fit into their periods")
    return [d + round(v) for d, v in zip(down, answer.x, strict=True)]
