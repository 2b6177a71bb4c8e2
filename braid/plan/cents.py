"""From the optimum in floats to whole cents, with every row true in exact arithmetic.

1. A small whole-number program moves each charge by a few cents around the optimum; of large
   plans there is one for each block of charges that rows tie together.
2. If that stops or fails the exact check: rows with negative coefficients are
   tightened by one cent per such charge, solved again, and every charge is rounded
   down; rows without negative coefficients only fall.
3. A tightened row without a solution (a few dollars against a share of spending)
   loses its charges altogether, which satisfies it, except those that another row needs.

What is left over is given back cent by cent where every row has exact room.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from braid.kinds.tables import DIRECT
from braid.model.model import Model
from braid.optimize.program import Engine, Limits
from braid.plan import wholes
from braid.plan.blocks import by_blocks
from braid.plan.cent_program import (
    ANY,
    UP,
    cent_program,
    moves,
    program_of_moves,
    weights,
    whole_cents,
)
from braid.plan.columns import columns_of
from braid.plan.exact import ExactRows
from braid.plan.fixing import exact_rows
from braid.plan.moving import give_back, mend

POSITIVE = 0.005
"""Dollars; less than half a cent is not a charge."""
WHOLE = 1e-4
"""Cents; an amount so near to a whole cent is one."""
CENT_PROGRAM_UP_TO = 3_000
FURTHER = 12
"""Cents that a charge may rise where ``UP`` leaves cents unpaid; not of larger plans than this:"""
FURTHER_UP_TO = 1_000


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
    if (np.abs(x[used] * 100 - nearest)[about.charge] < WHOLE).all():
        as_it_stands = _with_least(rows, nearest, ~about.charge, engine)
        if as_it_stands is not None:
            return as_it_stands, rows, notes
    few = len(used) <= CENT_PROGRAM_UP_TO
    program = cent_program if few else partial(by_blocks, dollars=x[used])
    chosen = program(model, rows, nearest, engine)
    if few and chosen is not None and len(used) <= FURTHER_UP_TO:
        chosen = _further(model, rows, x[used], chosen, engine)
    if chosen is None and any(name.startswith("past:") for name, _, _ in model.layout.extras):
        rows = exact_rows(model, x, used, sparing=True)
        chosen = program(model, rows, nearest, engine)
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


def _with_least(
    rows: ExactRows, cents: np.ndarray, free: np.ndarray, engine: Engine
) -> np.ndarray | None:
    """The same cents with as little as can be, in whole cents, of decisions: ``free`` masks them.

    None where rows do not hold like that.
    """
    found = cents
    if free.any():
        lower, upper = np.where(free, -cents, 0).astype(float), free * float(ANY)
        program = program_of_moves(rows, cents, lower, upper, free.astype(float))
        answer = engine(replace(program, whole=free), Limits(nodes=2_000))
        if not len(answer.x):
            return None
        found = cents + np.rint(answer.x).astype(np.int64)
    return found if rows.hold(found) else None


def _further(
    model: Model, rows: ExactRows, dollars: np.ndarray, chosen: np.ndarray, engine: Engine
) -> np.ndarray:
    """Cents further from the optimum, where a few of each leave some of a person's cost unpaid."""
    worth, cells = weights(model, rows.used), model.ground.cells
    own = columns_of(model, rows.used).cell
    paid, best = np.zeros((2, len(cells)))
    np.add.at(paid, own[own >= 0], chosen[own >= 0])
    np.add.at(best, own[own >= 0], dollars[own >= 0] * 100)
    whole = (cells.kind == DIRECT) & (best > cells.cost - WHOLE)
    if not (whole & (paid < cells.cost)).any():
        return chosen
    nearest = whole_cents(dollars)
    lower, upper = moves(model, rows.used, nearest, FURTHER)
    broken = engine(program_of_moves(rows, nearest, lower, upper, -worth), Limits())
    if len(broken.x) and -broken.value < worth @ (chosen - nearest) + 1:
        return chosen  # not even with fractions of cents
    found = cent_program(model, rows, nearest, engine, FURTHER)
    return chosen if found is None or worth @ found < worth @ chosen + 1 else found


def _moving_least(
    rows: ExactRows, chosen: np.ndarray, moved: np.ndarray, engine: Engine
) -> np.ndarray:
    """The same charges with as little as can be transferred between awards: ``moved`` masks it."""
    if not chosen[moved].any():
        return chosen
    found = _with_least(rows.take(~rows.loose), chosen, moved, engine)
    return chosen if found is None else found


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
        less = wholes.sums(-np.minimum(required.coefficient, 0), required.start)
        tight = replace(required, side=wholes.minus(required.side, less))
        upper = np.where(charge, np.where(nearest != 0, 1000.0, float(UP)), float(ANY))
        upper[zeroed] = 0.0
        program = program_of_moves(
            tight, base, -base.astype(float), upper, -weights(model, rows.used)
        )
        answer = engine(program, Limits())
        if len(answer.x):
            found: np.ndarray = base + np.floor(answer.x + 1e-6).astype(np.int64)
            if required.hold(found):
                return found
        worst = int(np.flatnonzero(required.room(base) < 0)[0])
        here = slice(required.start[worst], required.start[worst + 1])
        there, taking = required.place[here], required.coefficient[here] > 0
        most = np.where(zeroed, 0, base + upper.astype(np.int64))
        dropped = _spared(required, there[taking & ~zeroed[there]], most)
        if not len(dropped):
            dropped = _spared(required, there[~zeroed[there]], most)
        if not len(dropped):  # what is asked for cannot be paid, or nothing can be spared for it
            required = required.take(np.arange(len(required)) != worst)
            continue
        zeroed[dropped] = True
        notes.append(
            "a few charges were dropped because whole cents could not satisfy a share rule"
        )
    return np.zeros(len(nearest), dtype=np.int64)


def _spared(rows: ExactRows, charges: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Those of some charges without which each row can still hold; ``most`` is what each can be."""
    left = most.copy()
    left[charges] = 0
    asks = np.minimum(rows.coefficient, 0)

    def in_reach(cents: np.ndarray) -> np.ndarray:
        room: np.ndarray = wholes.minus(
            rows.side, wholes.sums(wholes.times(asks, cents[rows.place]), rows.start)
        )
        return room >= 0

    lost = in_reach(most) & ~in_reach(left)
    needed = rows.place[(asks < 0) & lost[rows.number]]
    return charges[~np.isin(charges, needed)]
