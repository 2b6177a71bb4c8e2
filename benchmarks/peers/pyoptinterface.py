"""PyOptInterface: rows with their terms, straight into HiGHS."""

from __future__ import annotations

from pathlib import Path

import highspy
import numpy as np
import pyoptinterface as poi
from pyoptinterface import highs

from benchmarks.peers.frozen import Clock, Frozen, Made

SENSES = {
    -1: poi.ConstraintSense.LessEqual, 0: poi.ConstraintSense.Equal,
    1: poi.ConstraintSense.GreaterEqual,
}  # fmt: skip


def build(frozen: Frozen, clock: Clock) -> Made:
    """It writes into HiGHS while it builds: handing over comes with the first solve."""
    if not highs.is_library_loaded():
        folder = Path(highspy.__file__).parent
        found = [str(path) for path in sorted(folder.glob("libhighs.so*"))]
        if not any(highs.load_library(path) for path in found):
            raise SystemExit("PyOptInterface finds no HiGHS library.")
    program = frozen.program
    lower, upper = program.lower.tolist(), program.upper.tolist()
    start, senses, sides = program.start.tolist(), frozen.sense.tolist(), frozen.side.tolist()
    clock.lap("arrays")
    model = highs.Model()
    model.set_model_attribute(poi.ModelAttribute.Silent, True)
    x = [model.add_variable(lb=low, ub=up) for low, up in zip(lower, upper, strict=True)]
    index = np.array([variable.index for variable in x], dtype=np.int32)
    columns = index[program.column]
    for row, side in enumerate(sides):
        at = slice(start[row], start[row + 1])
        left = poi.ScalarAffineFunction(program.value[at], columns[at])
        model.add_linear_constraint(left, SENSES[senses[row]], side)
    paid = np.flatnonzero(program.cost)
    model.set_objective(poi.ScalarAffineFunction(program.cost[paid], index[paid]))
    clock.lap("building")
    counted = model.getnumcol(), model.getnumrow(), None  # it does not tell its terms

    def solve() -> float:
        model.optimize()
        return float(model.get_obj_value())

    return Made(counted, solve)
