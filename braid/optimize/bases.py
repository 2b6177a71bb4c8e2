"""Where a solver may begin: at the vertex of a program that was nearly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
