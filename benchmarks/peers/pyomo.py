"""Pyomo, as a user writes it who knows it: indexed variables, a rule of linear expressions."""

from __future__ import annotations

import pyomo.environ as pyo
from pyomo.core.expr.numeric_expr import LinearExpression
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

from benchmarks.peers.frozen import Clock, Frozen, Made, finished, size_of
from braid.optimize.highs import handed_over
from braid.optimize.program import Limits, Program


def build(frozen: Frozen, clock: Clock) -> Made:
    """Handing over is Pyomo's own compiling into arrays, and the arrays to HiGHS."""
    import numpy as np

    program = frozen.program
    lower, upper, cost = program.lower.tolist(), program.upper.tolist(), program.cost.tolist()
    columns, values, start = program.column.tolist(), program.value.tolist(), program.start.tolist()
    senses, sides = frozen.sense.tolist(), frozen.side.tolist()
    clock.lap("arrays")
    model = pyo.ConcreteModel()
    model.x = pyo.Var(range(len(upper)), bounds=lambda _, j: (lower[j], upper[j]))
    x = [model.x[j] for j in range(len(upper))]

    def rule(_: object, row: int) -> tuple[object, ...]:
        at = slice(start[row], start[row + 1])
        left = LinearExpression(
            constant=0, linear_coefs=values[at], linear_vars=[x[j] for j in columns[at]]
        )
        side = sides[row]
        return (side if senses[row] >= 0 else None, left, side if senses[row] <= 0 else None)

    model.rows = pyo.Constraint(range(len(sides)), rule=rule)
    paid = [j for j, c in enumerate(cost) if c]
    model.cost = pyo.Objective(expr=LinearExpression(
        constant=0, linear_coefs=[cost[j] for j in paid], linear_vars=[x[j] for j in paid]
    ))  # fmt: skip
    clock.lap("building")
    form = LinearStandardFormCompiler().write(model, mixed_form=True, set_sense=None)
    matrix = form.A.tocsr()
    side = np.asarray(form.rhs, dtype=float)
    bound = np.array([row.bound_type for row in form.rows])
    order = [variable.index() for variable in form.columns]
    made = Program(
        np.asarray(form.c.todense()).ravel(), program.lower[order], program.upper[order],
        matrix.indptr, matrix.indices, matrix.data,
        np.where(bound >= 0, np.where(bound == 1, -np.inf, side), side),
        np.where(bound == -1, np.inf, side), np.zeros(len(order), dtype=bool),
    )  # fmt: skip
    highs = handed_over(made, Limits())
    clock.lap("handing")
    return Made(size_of(highs), lambda: finished(highs))
