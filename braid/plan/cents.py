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

from dataclasses import replace
from fractions import Fraction
from math import floor

import numpy as np

from braid.kinds.tables import DIRECT
from braid.model.model import Model
from braid.optimize.program import Engine, Limits, Program
from braid.plan import wholes
from braid.plan.columns import Columns, columns_of
from braid.plan.exact import ExactRows
from braid.plan.fixing import exact_rows
from braid.plan.moving import give_back, mend

POSITIVE = 0.005
"""Dollars; less than half a cent is not a charge."""
WHOLE = 1e-4
"""Cents; an amount so near to a whole cent is one."""
CENT_PROGRAM_UP_TO = 3_000
DOWN, UP = 3, 4
FURTHER = 12
"""Cents that a charge may rise where ``UP`` leaves cents unpaid; not of larger plans than this:"""
FURTHER_UP_TO = 1_000
DOWN_OF_NEEDS = 5_000
"""Cents; a dollar that asks for a few cents of match falls by many where these are missing."""
ANY = 10**6
"""Cents; a pledge follows the charges, however many of them there are."""
DOWN_OF_YEAR = 24
"""Cents; a year's shared charge counts in a period's row by a part of it only."""


def to_cents(
    model: Model, x: np.ndarray, engine: Engine
) -> tuple[np.ndarray, ExactRows, list[str]]:
    """Whole cents for every charge that the plan uses (``rows.used``), its rows, and remarks."""
    used = used_columns(model, x)
    rows, about = exact_rows(model, x, used), columns_of(model, used)
    notes: list[str] = []
    if not len(used):
        return np.zeros(0, dtype=np.int64), rows, notes
    nearest = whole_cents(x[used])
    chosen: np.ndarray | None = None
    if np.abs(x[used] * 100 - nearest)[about.charge].max(initial=0.0) < WHOLE:
        chosen = _as_it_stands(rows, nearest, about, engine)
        if chosen is not None:
            return chosen, rows, notes
    few = len(used) <= CENT_PROGRAM_UP_TO
    if few:
        chosen = _cent_program(model, rows, nearest, engine)
        if chosen is not None and len(used) <= FURTHER_UP_TO:
            chosen = _further(model, rows, x[used], chosen, engine)
    if chosen is None and any(name.startswith("past:") for name, _, _ in model.layout.extras):
        rows = exact_rows(model, x, used, sparing=True)
        chosen = _cent_program(model, rows, nearest, engine) if few else None
    moved = np.isin(used, list(model.layout.transfers.values()))
    if chosen is None:
        chosen = _tighten_and_floor(model, rows, nearest, engine, notes)
        give_back(rows, chosen, np.where(about.charge | moved, 0, about.upper), ANY)
    give_back(rows, chosen, np.where(about.charge, about.upper, 0), UP)
    return _moving_least(rows, chosen, moved, engine), rows, notes


def used_columns(model: Model, x: np.ndarray) -> np.ndarray:
    """The columns in cents that may be more than 0 in a plan around ``x``."""
    charges, cells = model.ground.charges, model.ground.cells
    wanted = x[: model.layout.charges] > POSITIVE
    decided = np.array([column for _, column, _ in model.layout.decisions], dtype=np.int64)
    # a line that must be paid may get its last cents from anybody who may pay it
    wanted |= (charges.cell >= 0) & cells.must[charges.cell]
    return np.concatenate([np.flatnonzero(wanted), decided[x[decided] > POSITIVE]])


def whole_cents(dollars: np.ndarray) -> np.ndarray:
    """Dollars as cents, rounded down unless the next cent is a thousandth of one per mille away."""
    about = dollars * 100 + 1e-5
    cents = np.floor(np.minimum(about, 1e9)).astype(np.int64)
    for k in np.flatnonzero((np.abs(about - np.rint(about)) <= 1e-6) | (about >= 1e9)).tolist():
        cents[k] = floor(Fraction(float(dollars[k])) * 100 + Fraction(1, 100000))
    return cents


def _weights(model: Model, columns: np.ndarray) -> np.ndarray:
    """How much a cent is worth: must-lines first, then what participants themselves cost.

    A pledge is worth nothing by itself.
    """
    about, spreads = columns_of(model, columns), model.ground.spreads
    cell, spread = about.cell, about.spread
    yearly = spread >= 0
    cell[yearly] = spreads.cell[spreads.start[spread[yearly]]]
    must, direct = np.zeros((2, len(columns)), dtype=bool)
    must[cell >= 0] = model.ground.cells.must[cell[cell >= 0]]
    direct[cell >= 0] = model.ground.cells.kind[cell[cell >= 0]] == DIRECT
    return np.where(about.charge, np.where(must, 3.0, np.where(direct, 1.5, 1.0)), 0.0)


def _as_it_stands(
    rows: ExactRows, base: np.ndarray, about: Columns, engine: Engine
) -> np.ndarray | None:
    """Whole charges as they are, and pledges in whole cents that go with them."""
    found = base
    if not about.charge.all():
        lower = np.where(about.charge, 0.0, -base.astype(float))
        upper = np.where(about.charge, 0.0, float(ANY))
        program = program_of_moves(rows, base, lower, upper, np.where(about.charge, 0.0, 1.0))
        answer = engine(replace(program, whole=~about.charge), Limits(nodes=2_000))
        if not len(answer.x):
            return None
        found = base + np.rint(answer.x).astype(np.int64)
    return found if rows.hold(found) else None


def moves(
    model: Model, used: np.ndarray, base: np.ndarray, up: int = UP
) -> tuple[np.ndarray, np.ndarray]:
    """By how many cents each of the used columns may fall (below 0) and rise around ``base``."""
    about = columns_of(model, used)
    down = np.where(about.charge, np.where(about.spread >= 0, DOWN_OF_YEAR, DOWN), ANY)
    if model.pledges.needs:
        down[about.charge] = DOWN_OF_NEEDS
    lower = -np.minimum(down, base).astype(float)
    return lower, np.where(about.charge, float(up), float(ANY))


def _cent_program(
    model: Model, rows: ExactRows, base: np.ndarray, engine: Engine, up: int = UP
) -> np.ndarray | None:
    """Each charge within a few cents of the optimum, all rows true, as much as possible paid."""
    lower, upper = moves(model, rows.used, base, up)
    for kept in (rows, rows.take(~rows.loose)):
        program = replace(
            program_of_moves(kept, base, lower, upper, -_weights(model, rows.used)),
            whole=np.ones(len(base), dtype=bool),
        )
        answer = engine(program, Limits(nodes=2_000))
        if not len(answer.x):
            continue
        found: np.ndarray = base + np.rint(answer.x).astype(np.int64)
        if rows.hold(found):
            return found
    return None


def _further(
    model: Model, rows: ExactRows, dollars: np.ndarray, chosen: np.ndarray, engine: Engine
) -> np.ndarray:
    """Cents further from the optimum, where a few of each leave some of a person's cost unpaid."""
    weights, cells = _weights(model, rows.used), model.ground.cells
    own = columns_of(model, rows.used).cell
    paid, best = np.zeros((2, len(cells)))
    np.add.at(paid, own[own >= 0], chosen[own >= 0])
    np.add.at(best, own[own >= 0], dollars[own >= 0] * 100)
    whole = (cells.kind == DIRECT) & (best > cells.cost - WHOLE)
    if not (whole & (paid < cells.cost)).any():
        return chosen
    nearest = whole_cents(dollars)
    lower, upper = moves(model, rows.used, nearest, FURTHER)
    broken = engine(program_of_moves(rows, nearest, lower, upper, -weights), Limits())
    if len(broken.x) and -broken.value < weights @ (chosen - nearest) + 1:
        return chosen  # not even with fractions of cents
    found = _cent_program(model, rows, nearest, engine, FURTHER)
    return chosen if found is None or weights @ found < weights @ chosen + 1 else found


def _moving_least(
    rows: ExactRows, chosen: np.ndarray, moved: np.ndarray, engine: Engine
) -> np.ndarray:
    """The same charges with as little as can be transferred between awards: ``moved`` masks it."""
    if not chosen[moved].any():
        return chosen
    required = rows.take(~rows.loose)
    lower = np.where(moved, -chosen.astype(float), 0.0)
    upper = np.where(moved, float(ANY), 0.0)
    program = program_of_moves(required, chosen, lower, upper, np.where(moved, 1.0, 0.0))
    answer = engine(replace(program, whole=moved), Limits(nodes=2_000))
    if not len(answer.x):
        return chosen
    found: np.ndarray = chosen + np.rint(answer.x).astype(np.int64)
    return found if required.hold(found) else chosen


def program_of_moves(
    rows: ExactRows, base: np.ndarray, lower: np.ndarray, upper: np.ndarray, cost: np.ndarray
) -> Program:
    """Rows over moves from ``base`` in cents; sides are small, so floats are exact enough."""
    scale = np.repeat(rows.scale, np.diff(rows.start))
    return Program(
        cost, lower, upper, rows.start, rows.place, wholes.quotients(rows.coefficient, scale),
        np.full(len(rows), -np.inf), wholes.quotients(rows.room(base), rows.scale),
        np.zeros(len(base), dtype=bool),
    )  # fmt: skip


def _tighten_and_floor(
    model: Model, rows: ExactRows, nearest: np.ndarray, engine: Engine, notes: list[str]
) -> np.ndarray:
    required = rows.take(~rows.loose)
    zeroed = np.zeros(len(nearest), dtype=bool)
    charge = columns_of(model, rows.used).charge
    while not zeroed.all():
        base = np.where(zeroed, 0, nearest)
        if mend(required, base, zeroed, UP):
            return base
        falling = np.where(required.coefficient < 0, required.coefficient, 0)
        less = wholes.sums(falling, required.start)
        tight = replace(required, side=wholes.minus(required.side, -less))
        upper = np.where(charge, np.where(nearest != 0, 1000.0, float(UP)), float(ANY))
        upper[zeroed] = 0.0
        program = program_of_moves(
            tight, base, -base.astype(float), upper, -_weights(model, rows.used)
        )
        answer = engine(program, Limits())
        if len(answer.x):
            found: np.ndarray = base + np.floor(answer.x + 1e-6).astype(np.int64)
            if required.hold(found):
                return found
        worst = int(np.flatnonzero(required.room(base) < 0)[0])
        here = slice(required.start[worst], required.start[worst + 1])
        dropped = required.place[here][required.coefficient[here] > 0]
        dropped = dropped[~zeroed[dropped]]
        if not len(dropped):
            dropped = required.place[here][~zeroed[required.place[here]]]
        if not len(dropped):  # what is asked for cannot be paid by charges that are already zero
            required = required.take(np.arange(len(required)) != worst)
            continue
        zeroed[dropped] = True
        notes.append(
            "a few charges were dropped because whole cents could not satisfy a share rule"
        )
    return np.zeros(len(nearest), dtype=np.int64)
