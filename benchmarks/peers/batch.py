"""PuLP's batch calls: all variables in one call, each row as one expression of ready pairs."""

from __future__ import annotations

import pulp

from benchmarks.peers.frozen import Clock, Frozen, Made
from benchmarks.peers.plain import handed

SENSES = {-1: pulp.LpConstraintLE, 0: pulp.LpConstraintEQ, 1: pulp.LpConstraintGE}


def build(frozen: Frozen, clock: Clock) -> Made:
    """No arithmetic of expressions: dictionaries go straight into constraints."""
    program = frozen.program
    upper, cost, lower = program.upper.tolist(), program.cost.tolist(), program.lower.tolist()
    columns, values, start = program.column.tolist(), program.value.tolist(), program.start.tolist()
    senses, sides = frozen.sense.tolist(), frozen.side.tolist()
    clock.lap("arrays")
    problem = pulp.LpProblem("plan", pulp.LpMinimize)
    x = list(problem.add_variable_dict("x", range(len(upper))).values())
    for variable, low, high in zip(x, lower, upper, strict=True):
        variable.bounds(low, high)
    problem.setObjective(pulp.LpAffineExpression({x[j]: c for j, c in enumerate(cost) if c}))
    for row, side in enumerate(sides):
        at = range(start[row], start[row + 1])
        left = pulp.LpAffineExpression({x[columns[k]]: values[k] for k in at})
        problem.addConstraint(pulp.LpConstraint(left, SENSES[senses[row]], f"r{row}", side))
    clock.lap("building")
    return handed(problem, clock)
