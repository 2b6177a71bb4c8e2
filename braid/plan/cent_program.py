"""The small whole-number program in which charges move by a few cents around the optimum."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor

import numpy as np

from braid.kinds.tables import DIRECT
from braid.model.model import Model
from braid.optimize.program import Engine, Limits, Program
from braid.plan import wholes
from braid.plan.columns import columns_of
from braid.plan.exact import ExactRows

DOWN, UP = 3, 4
DOWN_OF_NEEDS = 5_000
"""Cents; a dollar that asks for a few cents of match falls by many where these are missing."""
ANY = 10**6
"""Cents; a pledge follows the charges, however many of them there are."""
DOWN_OF_YEAR = 24
"""Cents; a year's shared charge counts in a period's row by a part of it only."""


def whole_cents(dollars: np.ndarray) -> np.ndarray:
    """Dollars as cents, rounded down unless the next cent is a thousandth of one per mille away."""
    about = dollars * 100 + 1e-5
    cents = np.floor(np.minimum(about, 1e9)).astype(np.int64)
    for k in np.flatnonzero((np.abs(about - np.rint(about)) <= 1e-6) | (about >= 1e9)).tolist():
        cents[k] = floor(Fraction(float(dollars[k])) * 100 + Fraction(1, 100000))
    return cents


def weights(model: Model, columns: np.ndarray) -> np.ndarray:
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


def cent_program(
    model: Model, rows: ExactRows, base: np.ndarray, engine: Engine, up: int = UP
) -> np.ndarray | None:
    """Each charge within a few cents of the optimum, all rows true, as much as possible paid."""
    lower, upper = moves(model, rows.used, base, up)
    for kept in (rows, rows.take(~rows.loose)):
        program = replace(
            program_of_moves(kept, base, lower, upper, -weights(model, rows.used)),
            whole=np.ones(len(base), dtype=bool),
        )
        answer = engine(program, Limits(nodes=2_000))
        if not len(answer.x):
            continue
        found: np.ndarray = base + np.rint(answer.x).astype(np.int64)
        if rows.hold(found):
            return found
    return None


def program_of_moves(
    rows: ExactRows, base: np.ndarray, lower: np.ndarray, upper: np.ndarray, cost: np.ndarray
) -> Program:
    """Rows over moves from ``base`` in cents; sides are small, so floats are exact enough."""
    return Program(
        cost, lower, upper, rows.start, rows.place, rows.value,
        np.full(len(rows), -np.inf), wholes.quotients(rows.room(base), rows.scale),
        np.zeros(len(base), dtype=bool),
    )  # fmt: skip
