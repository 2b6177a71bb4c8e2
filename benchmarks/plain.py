"""The same model as a normal user of PuLP writes it: a variable at a time, lpSum in loops.

Which cell each award may pay, and every row with its coefficients, are given; PuLP does
nothing but build its problem and hand it to HiGHS.
"""

from __future__ import annotations

import time

import pulp

from braid.model.model import Model
from braid.optimize.program import program_of


def build(model: Model) -> tuple[float, float, tuple[int, int, int]]:
    """Seconds to build and to hand over, and the size (columns, rows, terms)."""
    program = program_of(model)
    upper, cost = program.upper.tolist(), model.costs["unfunded"].tolist()
    columns, values, start = program.column.tolist(), program.value.tolist(), program.start.tolist()
    senses, sides = model.rows.sense.tolist(), [float(s / 100) for s in model.rows.side]
    began = time.process_time()
    problem = pulp.LpProblem("plan", pulp.LpMinimize)
    x = [problem.add_variable(f"x{j}", 0, upper[j]) for j in range(len(upper))]
    problem += pulp.lpSum(cost[j] * x[j] for j in range(len(x)) if cost[j])
    for row, side in enumerate(sides):
        left = pulp.lpSum(values[k] * x[columns[k]] for k in range(start[row], start[row + 1]))
        if senses[row] < 0:
            problem += left <= side
        elif senses[row] > 0:
            problem += left >= side
        else:
            problem += left == side
    built = time.process_time()
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    handed = time.process_time()
    lp = problem.solverModel.getLp()
    size = (lp.num_col_, lp.num_row_, problem.solverModel.getNumNz())
    return built - began, handed - built, size
