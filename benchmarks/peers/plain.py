"""Plain PuLP, as a user writes it: a variable at a time, lpSum in loops."""

from __future__ import annotations

import pulp

from benchmarks.peers.frozen import Clock, Frozen, Made, finished, size_of


def build(frozen: Frozen, clock: Clock) -> Made:
    """Which cell each award may pay and every row's coefficients are given."""
    program = frozen.program
    upper, cost = program.upper.tolist(), program.cost.tolist()
    lower = program.lower.tolist()
    columns, values, start = program.column.tolist(), program.value.tolist(), program.start.tolist()
    senses, sides = frozen.sense.tolist(), frozen.side.tolist()
    clock.lap("arrays")
    problem = pulp.LpProblem("plan", pulp.LpMinimize)
    x = [problem.add_variable(f"x{j}", lower[j], upper[j]) for j in range(len(upper))]
    problem += pulp.lpSum(cost[j] * x[j] for j in range(len(x)) if cost[j])
    for row, side in enumerate(sides):
        left = pulp.lpSum(values[k] * x[columns[k]] for k in range(start[row], start[row + 1]))
        if senses[row] < 0:
            problem += left <= side
        elif senses[row] > 0:
            problem += left >= side
        else:
            problem += left == side
    clock.lap("building")
    return handed(problem, clock)


def handed(problem: pulp.LpProblem, clock: Clock) -> Made:
    """PuLP's own way to HiGHS."""
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    clock.lap("handing")
    highs = problem.solverModel
    return Made(size_of(highs), lambda: finished(highs))
