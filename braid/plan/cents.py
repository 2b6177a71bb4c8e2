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
from dataclasses import replace
from fractions import Fraction
from math import floor

import numpy as np

from braid.model.model import Model
from braid.optimize.program import Engine, Limits, Program
from braid.plan.exact import ExactRow, broken, exact_rows

POSITIVE = 1e-6
CENT_PROGRAM_UP_TO = 3_000
DOWN, UP = 3, 4


def to_cents(
    model: Model, x: np.ndarray, engine: Engine
) -> tuple[dict[int, int], list[ExactRow], list[str]]:
    """Whole cents for every charge that the plan uses (column -> cents), its rows, and remarks."""
    charges, cells = model.ground.charges, model.ground.cells
    wanted = x[: model.layout.charges] > POSITIVE
    # a line that must be paid may get its last cents from anybody who may pay it
    wanted |= (charges.cell >= 0) & cells.must[charges.cell]
    used = np.flatnonzero(wanted)
    if not len(used):
        return {}, [], []
    rows = exact_rows(model, x, used)
    nearest = {int(k): floor(Fraction(float(x[k])) * 100 + Fraction(1, 100000)) for k in used}
    notes: list[str] = []
    chosen: dict[int, int] | None = None
    if len(used) <= CENT_PROGRAM_UP_TO:
        chosen = _cent_program(model, rows, nearest, engine)
    if chosen is None:
        chosen = _tighten_and_floor(model, rows, x, nearest, engine, notes)
    _give_back(model, rows, chosen)
    return dict(sorted(chosen.items())), rows, notes


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
    start, column, value, sides = [0], [], [], []
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
            replace(r, side=r.side + sum((c for c in r.coefficients if c < 0), Fraction(0)))
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
