"""The answer to a program from that of a smaller one in which alike columns are one.

What a class of columns has in all is known; who of the class has it is a transportation problem:
where a class is neither at its least nor at its most, its columns share its sum so that every row
holds. Dividing in proportion does, but gives everybody a bit of everything; a vertex of this
problem, with a vertex of the smaller program, is a vertex of the program itself.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from braid.optimize import highs
from braid.optimize.alike import Alike, put_together
from braid.optimize.program import Answer, Limits, Program

SIMPLEX_UP_TO = 100_000
"""Columns of a program of classes; of whole programs the interior point method wins much earlier.
"""
PIECES_FROM = 20_000
"""Columns of a program of classes; smaller ones are solved whole just as fast."""


def solve(program: Program, limits: Limits) -> Answer:
    """The answer to a program without whole numbers, by way of a smaller one where there is one."""
    alike = put_together(program)
    if alike is None:
        return highs.solve(program, limits)
    answer = solved(alike.program, limits)
    if answer.status == "infeasible":
        return answer
    if answer.status != "optimal" or not len(answer.duals):
        return highs.solve(program, limits)
    found = split(program, alike, answer)
    return highs.solve(program, limits) if found is None else found


def solved(program: Program, limits: Limits) -> Answer:
    """The answer to a program of classes: piece by piece where it is large and falls apart."""
    answer = None
    if len(program.cost) >= PIECES_FROM:
        from braid.optimize import pieces

        answer = pieces.solve(program, limits, SIMPLEX_UP_TO)
    return highs.solve(program, limits, SIMPLEX_UP_TO) if answer is None else answer


def split(program: Program, alike: Alike, answer: Answer) -> Answer | None:
    """The smaller program's answer as one to the program; None where no vertex was found."""
    inside = alike.column >= 0
    of, small = alike.column[inside], alike.program
    x = program.lower.copy()
    sums = np.clip(answer.x, small.lower, small.upper)
    x[inside] = sums[of] * alike.part[inside]
    members = np.bincount(of, minlength=len(sums))
    shared = (members > 1) & (sums > small.lower) & (sums < small.upper)
    open_ = np.flatnonzero(inside)[shared[of]]
    seconds = answer.seconds
    if len(open_):
        divided = highs.solve(_transportation(program, alike, x, open_, sums), Limits())
        if divided.status != "optimal":
            return None
        x[open_] = np.clip(divided.x, program.lower[open_], program.upper[open_])
        seconds += divided.seconds
    duals = np.where(alike.row >= 0, answer.duals[alike.row], 0.0)
    value, reduced = float(program.cost @ x), program.cost - program.asked(duals)
    return Answer("optimal", x, value, value, reduced, duals, seconds)


def _transportation(
    program: Program, alike: Alike, x: np.ndarray, open_: np.ndarray, sums: np.ndarray
) -> Program:
    """Who has what: each class's sum, and the rows that look at some of a class alone.

    A row that is its class alone asks the same of every column of a class.
    """
    of_rows = np.bincount(alike.row[alike.row >= 0])
    few = _restricted(program, x, open_, (alike.row >= 0) & (of_rows[alike.row] > 1))
    classes, of_class = np.unique(alike.column[open_], return_inverse=True)
    ends = few.start[-1] + np.cumsum(np.bincount(of_class))
    whole = sums[classes]
    return replace(
        few, cost=np.zeros(len(open_)), start=np.concatenate([few.start, ends]),
        column=np.concatenate([few.column, np.argsort(of_class, kind="stable")]),
        value=np.concatenate([few.value, np.ones(len(open_))]),
        row_lower=np.concatenate([few.row_lower, whole]),
        row_upper=np.concatenate([few.row_upper, whole]),
    )  # fmt: skip


def _restricted(program: Program, x: np.ndarray, columns: np.ndarray, rows: np.ndarray) -> Program:
    """The program of some columns, the others as in ``x``, and those of some rows that have them.

    Sides give way to what floats make of the point, so that it is always allowed.
    """
    row = program.row
    number = np.full(len(x), -1)
    number[columns] = np.arange(len(columns))
    here = rows[row] & (number[program.column] >= 0)
    kept, place, sizes = np.unique(row[here], return_inverse=True, return_counts=True)
    column, value = program.column[here], program.value[here]
    total = program.sums(x)[kept]
    others = total - np.bincount(place, value * x[column], minlength=len(kept))
    return Program(
        program.cost[columns], program.lower[columns], program.upper[columns],
        np.concatenate([[0], np.cumsum(sizes)]), number[column], value,
        np.minimum(program.row_lower[kept], total) - others,
        np.maximum(program.row_upper[kept], total) - others, np.zeros(len(columns), dtype=bool),
    )  # fmt: skip
