"""HiGHS, with the arrays handed over in memory."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from braid.optimize.program import Answer, Limits, Program, Status

if TYPE_CHECKING:
    import highspy

LARGE = 20_000
"""From this many columns on, interior point with crossover is chosen, never left to HiGHS."""

SMALL = 2_000
"""Up to so many columns, a first guess at whole numbers takes longer than it spares."""

COARSE = 1e-7
"""Of rows in hundreds of millions of dollars the ninth digit behind the point is no digit."""

EMPTY = np.empty(0)


def solve(
    program: Program, limits: Limits, interior_from: int = LARGE, *, fine: bool = True
) -> Answer:
    """One solve, on one thread, with a fixed seed; the answer is a vertex.

    Unless it is ``fine``, rows are kept to HiGHS's own tolerance.
    """
    began = time.perf_counter()
    highs = handed_over(program, limits, interior_from)
    if not fine:
        highs.setOptionValue("primal_feasibility_tolerance", COARSE)
    highs.run()
    return answer_of(highs, program, began)


def handed_over(program: Program, limits: Limits, interior_from: int = LARGE) -> highspy.Highs:
    """HiGHS with the program and its options, ready to run.

    Without whole numbers, from ``interior_from`` columns on, by interior point with crossover.
    """
    import highspy

    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    columns, rows = len(program.cost), len(program.row_lower)
    mixed = bool(program.whole.any())
    if columns < LARGE:
        highs.setOptionValue("primal_feasibility_tolerance", 1e-9)
        highs.setOptionValue("dual_feasibility_tolerance", 1e-9)
    if not mixed and columns >= interior_from:
        highs.setOptionValue("solver", "ipm")
        highs.setOptionValue("run_crossover", "on")
    if mixed:
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 1e-6)
        highs.setOptionValue("mip_feasibility_tolerance", 1e-9)
        if columns < SMALL:
            highs.setOptionValue("mip_heuristic_run_feasibility_jump", False)
        if not limits.presolve:
            highs.setOptionValue("presolve", "off")
        if limits.nodes is not None:
            highs.setOptionValue("mip_max_nodes", limits.nodes)
    if limits.seconds is not None:
        highs.setOptionValue("time_limit", max(0.01, limits.seconds))
    highs.passModel(
        columns, rows, len(program.value), int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize), 0.0, program.cost, program.lower, program.upper,
        program.row_lower, program.row_upper, program.start.astype(np.int32),
        program.column.astype(np.int32), program.value, program.whole.astype(np.int32),
    )  # fmt: skip
    return highs


def answer_of(highs: highspy.Highs, program: Program, began: float) -> Answer:
    """What HiGHS has found; ``began`` is when its work began."""

    info = highs.getInfo()
    status = status_of(highs)
    seconds = time.perf_counter() - began
    if status in ("infeasible", "failed"):
        return Answer(status, EMPTY, float("nan"), float("nan"), EMPTY, EMPTY, seconds)
    solution = highs.getSolution()
    x = np.array(solution.col_value)
    value = float(program.cost @ x)
    if program.whole.any():
        return Answer(status, x, value, float(info.mip_dual_bound), EMPTY, EMPTY, seconds)
    if not solution.dual_valid:
        return Answer(status, x, value, value, EMPTY, EMPTY, seconds)
    return Answer(
        status, x, value, value, np.array(solution.col_dual), np.array(solution.row_dual), seconds
    )


def status_of(highs: highspy.Highs) -> Status:
    """What became of a run."""
    import highspy

    status, info = highs.getModelStatus(), highs.getInfo()
    known = highspy.HighsModelStatus
    if status in (known.kOptimal, known.kModelEmpty):
        return "optimal"
    if status in (known.kInfeasible, known.kUnboundedOrInfeasible):
        return "infeasible"
    limits = (known.kTimeLimit, known.kIterationLimit, known.kSolutionLimit, known.kInterrupt)
    feasible = info.primal_solution_status == 2
    return "limit" if status in limits and feasible else "failed"
