"""Which offers to take, where a program is large: a tight relaxation, good guesses, few branches.

HiGHS and CBC search well where nothing is known of a program. Of offers much is: what hangs on
each (:mod:`braid.optimize.linking`), and that a choice near the relaxation's is mostly good. So
the relaxation is made tight first, guessed choices follow from it, and what is left is branched
on, every program from the basis of the one before. A portfolio's partnerships, which only a few
offers hold together, are searched apart (:mod:`braid.optimize.apart`). Each bound is proven by
multipliers, see :meth:`Relaxation.proven`. What is open after many branches HiGHS searches, with
the rows that made the relaxation tight and from the best choice found. The gap is told.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np

from braid.optimize import highs
from braid.optimize.apart import Joint
from braid.optimize.divided import Division
from braid.optimize.highs import EMPTY
from braid.optimize.linking import TOLERANCE, TOLERANCES, Links, Relaxation
from braid.optimize.program import LARGE, Answer, Limits, Program
from braid.optimize.tree import HALF_A_CENT, WHOLE, Aim, Tree

ABOVE, SWITCHES = LARGE, 50
"""Columns, and 0/1 columns that others hang on; other programs are searched in other ways."""
CLOSE = 1e-4
"""The gap, as a part of the value, at which a search is done."""
GUESSING = (
    *(f"mip_heuristic_run_{n}" for n in ("rens", "rins", "root_reduced_cost", "feasibility_jump")),
    "mip_allow_restart", "mip_detect_symmetry",
)  # fmt: skip
"""Options of HiGHS that take longer than they spare where a good choice is known."""
AIMS = (Aim(20_000, CLOSE, 100, divided=True), Aim(np.inf, 5e-3, 40))
"""What is open after the nodes is left to HiGHS, but not of the largest without a time limit.

The largest are not divided: one bound of all their partnerships takes longer than their nodes.
"""


def applies(program: Program) -> bool:
    """Whether a program is large and much of it hangs on offers."""
    open_ = program.whole & (program.lower == 0) & (program.upper == 1)
    if len(program.cost) <= ABOVE or int(open_.sum()) < SWITCHES:
        return False
    return len(Links.of(program).switches) >= SWITCHES


def choose(program: Program, limits: Limits, *, exactly: bool = False) -> Answer | None:
    """The best choice found, with what is proven of it; None where that is left to others.

    ``exactly`` asks for the best to half a cent, not only for one that is close to it.
    """
    began = time.perf_counter()
    aim = next(aim for aim in AIMS if len(program.cost) <= aim.columns)
    close = 0.0 if exactly else CLOSE
    if exactly or limits.seconds is not None:
        aim = replace(aim, gap=close)
    most = 2**62 if limits.nodes is None else limits.nodes
    ends = None if limits.seconds is None else began + limits.seconds
    relaxation = Relaxation(program, Links.of(program), ends)
    tree = _tree(program, relaxation, replace(aim, nodes=min(aim.nodes, most)), most)
    if not tree.search() or tree.best is None:
        return None
    best, bound, rest = tree.best, tree.bound, most - tree.spent
    if bound < tree.enough and rest > 0 and aim.gap == close and not relaxation.over:
        left = None if ends is None else ends - time.perf_counter()
        rest_of = replace(limits, seconds=left, nodes=rest)
        found = _by_highs(relaxation.tightened, best, rest_of, close)
        if found.found:
            best, bound = found.x, max(bound, found.bound)
    exact = relaxation.exact(best)
    if exact is None:
        return None
    value = float(program.cost @ exact)
    bound = min(bound, value)
    done = value - bound <= max(HALF_A_CENT, close * 1.01 * abs(value))
    seconds = time.perf_counter() - began
    return Answer("optimal" if done else "limit", exact, value, bound, EMPTY, EMPTY, seconds)


def _tree(program: Program, relaxation: Relaxation, aim: Aim, most: int) -> Tree:
    division = Division.of(program, relaxation.links) if aim.divided else None
    if division is None:
        return Tree(program, relaxation, aim)
    return Joint(program, relaxation, aim, division=division, most=most)


def _by_highs(program: Program, x: np.ndarray, limits: Limits, close: float) -> Answer:
    """HiGHS's search from a choice, without its own guesses."""
    import highspy

    began = time.perf_counter()
    solver: Any = highs.handed_over(program, limits)
    for name in TOLERANCES:
        solver.setOptionValue(name, TOLERANCE)
    solver.setOptionValue("mip_feasibility_tolerance", WHOLE)
    solver.setOptionValue("mip_rel_gap", close)
    solver.setOptionValue("mip_heuristic_effort", 0.0)
    for name in GUESSING:
        solver.setOptionValue(name, False)
    start = highspy.HighsSolution()
    start.col_value = x.tolist()
    solver.setSolution(start)
    solver.run()
    return highs.answer_of(solver, program, began)
