"""Where a solver may begin: at the vertex of a program that was nearly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import highspy

    from braid.optimize.program import Program


def begin_at(solver: Any, basis: highspy.HighsBasis, program: Program) -> None:
    """Start from the basis of a program whose columns or rows end earlier, or later.

    New columns stand at their lower side, new rows are free. Any basis leads to a right answer:
    HiGHS mends one that has too many members, or too few.
    """
    import highspy

    status = highspy.HighsBasisStatus
    columns, rows = len(program.cost), len(program.row_lower)
    begun = highspy.HighsBasis()
    begun.valid = begun.alien = True
    begun.col_status = (list(basis.col_status) + [status.kLower] * columns)[:columns]
    begun.row_status = (list(basis.row_status) + [status.kBasic] * rows)[:rows]
    solver.setBasis(begun)


def spread(
    basis: highspy.HighsBasis, column: np.ndarray, row: np.ndarray
) -> highspy.HighsBasis:  # fmt: skip
    """The basis of a smaller program in the larger one.

    ``column`` and ``row`` say where each of the larger one is in the smaller, -1 for nowhere. What
    is nowhere stands at its lower side if it is a column, and is free if it is a row.
    """
    import highspy

    status = highspy.HighsBasisStatus
    columns, rows = [*basis.col_status, status.kLower], [*basis.row_status, status.kBasic]
    begun = highspy.HighsBasis()
    begun.col_status = [columns[k] for k in column.tolist()]
    begun.row_status = [rows[k] for k in row.tolist()]
    return begun
