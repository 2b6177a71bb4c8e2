"""OR-Tools: the arrays of its model builder, then the model as its solvers get it."""

from __future__ import annotations

import scipy.sparse
from ortools.linear_solver.python import model_builder

from benchmarks.peers.frozen import Clock, Frozen, Made


def build(frozen: Frozen, clock: Clock) -> Made:
    """Its model is what its solvers are given, so nothing else is handed over."""
    program = frozen.program
    columns, rows, terms = frozen.size
    matrix = scipy.sparse.csr_matrix(
        (program.value, program.column, program.start), shape=(rows, columns)
    )
    clock.lap("arrays")
    model = model_builder.Model()
    model.helper.fill_model_from_sparse_data(
        program.lower, program.upper, program.cost, program.row_lower, program.row_upper, matrix
    )
    clock.lap("building")
    solver = model_builder.Solver("HIGHS")
    clock.lap("handing")
    size = model.num_variables, model.num_constraints, _terms(model, terms)

    def solve() -> float:
        solver.solve(model)
        return float(solver.objective_value)

    return Made(size, solve)


def _terms(model: model_builder.Model, expected: int) -> int | None:
    """Terms are counted in small models; in large ones that would take longer than building."""
    if expected > 1_000_000:
        return None
    rows = range(model.num_constraints)
    return sum(len(model.helper.constraint_coefficients(row)) for row in rows)
