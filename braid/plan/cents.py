"""From the optimum in floats to whole cents, with every row true in exact arithmetic.

1. A small whole-number program moves each charge by a few cents around the optimum.
2. If that stops or fails the exact check: rows with negative coefficients are
   tightened by one cent per such charge, solved again, and every charge is rounded
   down; rows without negative coefficients only fall.
3. A tightened row without a solution (a few dollars against a share of spending)
   loses its charges altogether, which satisfies it.

What is left over is given back cent by cent where every row has exact room.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np

from braid.model.model import Model
from braid.optimize.program import Engine, Limits, Program

POSITIVE = 1e-6
CENT_PROGRAM_UP_TO = 3_000
DOWN, UP = 3, 4


@dataclass(frozen=True)
class ExactRow:
    """``sum coefficient * cents <= side`` over the charges that the plan uses."""

    columns: tuple[int, ...]
    coefficients: tuple[Fraction, ...]
    side: Fraction
    loose: bool
    """A floor that a shortfall may miss: wanted, not required."""


def exact_rows(model: Model, x: np.ndarray, used: np.ndarray) -> list[ExactRow]:
    """Every row as ``<=`` over the used charges, heads and 0/1 fixed at their whole numbers."""
    rows = model.rows
    layout = model.layout
    charge = np.zeros(model.columns, dtype=bool)
    charge[used] = True
    extra = {column for _, column, _ in layout.extras}
    shortfall = {column for name, column, _ in layout.extras if name.startswith("short:")}
    touched = np.unique(
        np.searchsorted(rows.start, np.flatnonzero(charge[rows.column]), "right") - 1
    )
    out: list[ExactRow] = []
    for row in touched:
        here = slice(int(rows.start[row]), int(rows.start[row + 1]))
        side = rows.side[row]
        columns: list[int] = []
        coefficients: list[Fraction] = []
        loose = False
        skip = False
        fractional = 0
        for column, num, den in zip(rows.column[here], rows.num[here], rows.den[here], strict=True):
            value = Fraction(int(num), int(den))
            if column < layout.charges:
                if charge[column]:
                    columns.append(int(column))
                    coefficients.append(value)
                    fractional += model.ground.charges.spread[column] >= 0 and den != 1
            elif column in shortfall:
                loose = True
                side -= value * Fraction(int(np.ceil(x[column] * 100 - 1e-4)))
            elif column in extra:
                skip = True
            elif model.counts[column]:
                side -= value * round(x[column])
        if skip or not columns:
            continue
        # a year's shared charge is cut over its periods in whole cents: up to a cent each way
        safety = fractional if rows.kind[row] not in ("balance",) else 0
        if rows.sense[row] == 1:
            coefficients = [-c for c in coefficients]
            side = -side
        out.append(ExactRow(tuple(columns), tuple(coefficients), side - safety, loose))
    return out


def broken(rows: list[ExactRow], cents: dict[int, int]) -> list[ExactRow]:
    """The required rows that do not hold exactly."""
    return [
        row
        for row in rows
        if not row.loose
        and sum(c * cents[k] for k, c in zip(row.columns, row.coefficients, strict=True)) > row.side
    ]


def to_cents(model: Model, x: np.ndarray, engine: Engine) -> tuple[dict[int, int], list[str]]:
    """Whole cents for every charge that the plan uses (column -> cents), and remarks."""
    used = np.flatnonzero(x[: model.layout.charges] > POSITIVE)
    if not len(used):
        return {}, []
    rows = exact_rows(model, x, used)
    nearest = {int(k): floor(Fraction(float(x[k])) * 100 + Fraction(1, 100000)) for k in used}
    notes: list[str] = []
    chosen: dict[int, int] | None = None
    if len(used) <= CENT_PROGRAM_UP_TO:
        chosen = _cent_program(model, rows, nearest, engine)
    if chosen is None:
        chosen = _tighten_and_floor(model, rows, x, nearest, engine, notes)
    _give_back(model, rows, chosen)
    return {k: v for k, v in sorted(chosen.items()) if v > 0}, notes


def _weights(model: Model, columns: list[int]) -> np.ndarray:
    """How much a cent is worth: must-lines before others."""
    cell = model.ground.charges.cell[columns]
    must = np.where(cell >= 0, model.ground.cells.must[cell], False)
    spread = model.ground.charges.spread[columns]
    for k in np.flatnonzero(spread >= 0):
        first = model.ground.spreads.start[spread[k]]
        must[k] = model.ground.cells.must[model.ground.spreads.cell[first]]
    return np.where(must, 3.0, 1.0)


def _cent_program(
    model: Model, rows: list[ExactRow], base: dict[int, int], engine: Engine
) -> dict[int, int] | None:
    """Each charge within a few cents of the optimum, all rows true, as much as possible paid."""
    columns = sorted(base)
    at = {column: k for k, column in enumerate(columns)}
    for with_floors in (True, False):
        kept = [row for row in rows if with_floors or not row.loose]
        lower = np.array([-min(DOWN, base[c]) for c in columns], dtype=float)
        program = _program(kept, base, at, lower, np.full(len(columns), float(UP)))
        program_cost = -_weights(model, columns)
        answer = engine(
            Program(
                program_cost, program.lower, program.upper, program.start, program.column,
                program.value, program.row_lower, program.row_upper,
                np.ones(len(columns), dtype=bool),
            ),
            Limits(nodes=2_000),
        )  # fmt: skip
        if not len(answer.x):
            continue
        found = {c: base[c] + round(answer.x[at[c]]) for c in columns}
        if not broken(rows, found):
            return found
    return None


def _program(
    rows: list[ExactRow],
    base: dict[int, int],
    at: dict[int, int],
    lower: np.ndarray,
    upper: np.ndarray,
) -> Program:
    """Rows over moves from ``base`` in cents; sides are small, so floats are exact enough."""
    start, column, value, sides = [0], [], [], []  # type: ignore[var-annotated]
    for row in rows:
        room = row.side - sum(
            c * base[k] for k, c in zip(row.columns, row.coefficients, strict=True)
        )
        column += [at[k] for k in row.columns]
        value += [float(c) for c in row.coefficients]
        start.append(len(column))
        sides.append(float(room))
    return Program(
        np.zeros(len(at)), lower, upper, np.array(start), np.array(column), np.array(value),
        np.full(len(sides), -np.inf), np.array(sides), np.zeros(len(at), dtype=bool),
    )  # fmt: skip


def _tighten_and_floor(
    model: Model, rows: list[ExactRow], x: np.ndarray, nearest: dict[int, int], engine: Engine,
    notes: list[str],
) -> dict[int, int]:  # fmt: skip
    required = [row for row in rows if not row.loose]
    zeroed: set[int] = set()
    while True:
        columns = [c for c in sorted(nearest) if c not in zeroed]
        base = {c: 0 if c in zeroed else nearest[c] for c in nearest}
        if not columns:
            return dict.fromkeys(nearest, 0)
        if not broken(required, base):
            return base
        tight = [
            ExactRow(r.columns, r.coefficients, r.side - sum((-c for c in r.coefficients if c < 0), Fraction(0)), False)
            for r in required
        ]  # fmt: skip
        at = {column: k for k, column in enumerate(sorted(nearest))}
        lower = np.array([-float(base[c]) for c in sorted(nearest)])
        upper = np.array([0.0 if c in zeroed else 1000.0 for c in sorted(nearest)])
        program = _program(tight, base, at, lower, upper)
        answer = engine(
            Program(
                -_weights(model, sorted(nearest)), program.lower, program.upper, program.start,
                program.column, program.value, program.row_lower, program.row_upper, program.whole,
            ),
            Limits(),
        )  # fmt: skip
        if len(answer.x):
            found = {c: base[c] + floor(answer.x[at[c]] + 1e-6) for c in sorted(nearest)}
            if not broken(required, found):
                return found
        worst = broken(required, base)[0]
        negative = [k for k, c in zip(worst.columns, worst.coefficients, strict=True) if c < 0]
        positive = [k for k, c in zip(worst.columns, worst.coefficients, strict=True) if c > 0]
        dropped = set(positive or negative) - zeroed or set(worst.columns)
        zeroed |= dropped
        notes.append(
            "a few charges were dropped because whole cents could not satisfy a share rule"
        )


def _give_back(model: Model, rows: list[ExactRow], cents: dict[int, int]) -> None:
    """One cent at a time, in order of id, wherever every row has exact room."""
    of_column: dict[int, list[int]] = defaultdict(list)
    room: list[Fraction] = []
    for number, row in enumerate(rows):
        room.append(
            row.side - sum(c * cents[k] for k, c in zip(row.columns, row.coefficients, strict=True))
        )
        for k in row.columns:
            of_column[k].append(number)
    coefficient = {
        (number, k): c
        for number, row in enumerate(rows)
        for k, c in zip(row.columns, row.coefficients, strict=True)
    }
    for column in sorted(cents):
        steps = floor(
            min(
                (
                    room[n] / coefficient[n, column]
                    for n in of_column[column]
                    if coefficient[n, column] > 0 and not rows[n].loose
                ),
                default=Fraction(0),
            )
        )
        most = int(model.ground.charges.upper[column]) - cents[column]
        steps = max(0, min(steps, most, UP))
        if steps:
            cents[column] += steps
            for n in of_column[column]:
                room[n] -= coefficient[n, column] * steps


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
    start, index, low, high = [0], [], [], []  # type: ignore[var-annotated]
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
