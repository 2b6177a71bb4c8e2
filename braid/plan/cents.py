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

POSITIVE = 0.005
"""Dollars; less than half a cent is not a charge."""
CENT_PROGRAM_UP_TO = 3_000
DOWN, UP = 3, 4
DOWN_OF_YEAR = 24
"""Cents; a year's shared charge counts in a period's row by a part of it only."""


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
    nearest = {k: _whole_cents(value) for k, value in zip(used.tolist(), x[used], strict=True)}
    notes: list[str] = []
    chosen: dict[int, int] | None = None
    if len(used) <= CENT_PROGRAM_UP_TO:
        chosen = _cent_program(model, rows, nearest, engine)
    if chosen is None:
        chosen = _tighten_and_floor(model, rows, nearest, engine, notes)
    _give_back(model, rows, chosen)
    return dict(sorted(chosen.items())), rows, notes


def _whole_cents(dollars: float) -> int:
    """Dollars as cents, rounded down unless the next cent is a thousandth of one per mille away."""
    about = float(dollars) * 100 + 1e-5
    if abs(about - round(about)) > 1e-6 and about < 1e9:
        return floor(about)
    return floor(Fraction(float(dollars)) * 100 + Fraction(1, 100000))


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
        yearly = model.ground.charges.spread[columns] >= 0
        down = np.where(yearly, DOWN_OF_YEAR, DOWN)
        lower = -np.minimum(down, [base[c] for c in columns]).astype(float)
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
        value += [c / row.scale for c in row.coefficients]
        start.append(len(column))
        sides.append(room / row.scale)
    return Program(
        np.zeros(len(at)), lower, upper, np.array(start), np.array(column), np.array(value),
        np.full(len(sides), -np.inf), np.array(sides), np.zeros(len(at), dtype=bool),
    )  # fmt: skip


def _tighten_and_floor(
    model: Model, rows: list[ExactRow], nearest: dict[int, int], engine: Engine, notes: list[str]
) -> dict[int, int]:  # fmt: skip
    required = [row for row in rows if not row.loose]
    zeroed: set[int] = set()
    while True:
        columns = [c for c in sorted(nearest) if c not in zeroed]
        base = {c: 0 if c in zeroed else nearest[c] for c in nearest}
        if not columns:
            return dict.fromkeys(nearest, 0)
        if _mend(required, base, zeroed):
            return base
        tight = [
            replace(r, side=r.side + sum(c for c in r.coefficients if c < 0))
            for r in required
        ]  # fmt: skip
        at = {column: k for k, column in enumerate(sorted(nearest))}
        lower = np.array([-float(base[c]) for c in sorted(nearest)])
        upper = np.array(
            [0.0 if c in zeroed else 1000.0 if nearest[c] else float(UP) for c in sorted(nearest)]
        )
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
        positive = [k for k, c in zip(worst.columns, worst.coefficients, strict=True) if c > 0]
        dropped = set(positive) - zeroed or set(worst.columns) - zeroed
        if not dropped:  # what is asked for cannot be paid by charges that are already zero
            required.remove(worst)
            continue
        zeroed |= dropped
        notes.append(
            "a few charges were dropped because whole cents could not satisfy a share rule"
        )


def _mend(rows: list[ExactRow], cents: dict[int, int], fixed: set[int]) -> bool:
    """Make good what rounding down took from floors: a few cents where other rows have room.

    ``cents`` is changed; true when every row holds afterwards.
    """
    terms: dict[int, list[tuple[int, int]]] = defaultdict(list)
    room: list[int] = []
    for number, row in enumerate(rows):
        pairs = list(zip(row.columns, row.coefficients, strict=True))
        room.append(row.side - sum(value * cents[k] for k, value in pairs))
        for k, value in pairs:
            terms[k].append((number, value))
    for number, row in enumerate(rows):
        for k, value in zip(row.columns, row.coefficients, strict=True):
            if room[number] >= 0:
                break
            if value >= 0 or k in fixed:
                continue
            steps = min(UP, -(room[number] // -value))
            most = min((room[n] // c for n, c in terms[k] if c > 0), default=UP)
            steps = max(0, min(steps, most))
            cents[k] += steps
            for n, c in terms[k]:
                room[n] -= c * steps
    return all(left >= 0 for left in room)


def _give_back(model: Model, rows: list[ExactRow], cents: dict[int, int]) -> None:
    """One cent at a time, in order of id, wherever every row has exact room."""
    room = [
        row.side - sum(c * cents[k] for k, c in zip(row.columns, row.coefficients, strict=True))
        for row in rows
    ]
    rising: dict[int, list[tuple[int, int]]] = defaultdict(list)
    terms: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, row in enumerate(rows):
        for k, value in zip(row.columns, row.coefficients, strict=True):
            terms[k].append((number, value))
            if value > 0 and not row.loose:
                rising[k].append((number, value))
    for column in sorted(cents):
        most = int(model.ground.charges.upper[column]) - cents[column]
        steps = min((room[n] // value for n, value in rising[column]), default=0)
        steps = max(0, min(steps, most, UP))
        if steps:
            cents[column] += steps
            for n, value in terms[column]:
                room[n] -= value * steps
