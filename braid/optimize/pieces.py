"""A program that falls apart: what shares no row is solved apart, two pieces at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from braid.optimize import highs
from braid.optimize.program import Answer, Limits, Program

AT_LEAST = 5_000
"""Columns of a piece; smaller ones are bundled."""
LARGEST = 0.9
"""The largest piece's part of the columns; beyond, nothing is gained."""
AT_ONCE = 2
"""HiGHS leaves the interpreter free while it works."""


def solve(program: Program, limits: Limits, interior_from: int) -> Answer | None:
    """The answer piece by piece; None where it does not fall apart or a piece has no optimum."""
    bundle = bundles(program)
    count = int(bundle.max(initial=0)) + 1
    if np.bincount(bundle).max(initial=0) > LARGEST * len(bundle):
        return None
    of_row = np.zeros(len(program.row_lower), dtype=np.int64)
    row = program.row
    of_row[row] = bundle[program.column]
    parts = [(np.flatnonzero(bundle == k), np.flatnonzero(of_row == k)) for k in range(count)]

    def one(part: tuple[np.ndarray, np.ndarray]) -> Answer:
        return highs.solve(piece_of(program, row, *part), limits, interior_from)

    with ThreadPoolExecutor(AT_ONCE, "piece") as pool:
        answers = list(pool.map(one, parts))
    if any(answer.status != "optimal" or not len(answer.duals) for answer in answers):
        return None
    x, reduced, duals = np.empty(len(bundle)), np.empty(len(bundle)), np.empty(len(of_row))
    for answer, (columns, rows) in zip(answers, parts, strict=True):
        x[columns], reduced[columns], duals[rows] = answer.x, answer.reduced, answer.duals
    value = float(program.cost @ x)
    return Answer("optimal", x, value, value, reduced, duals, sum(a.seconds for a in answers))


def bundles(program: Program) -> np.ndarray:
    """The piece of each column; no row has columns of two."""
    sizes = len(program.cost), len(program.row_lower)
    piece = connected(*sizes, program.column, program.row)
    _, number, counts = np.unique(piece, return_inverse=True, return_counts=True)
    # small pieces are joined with those that begin within the same so many columns
    begun = (np.cumsum(counts) - counts) // AT_LEAST
    joined = np.unique(begun, return_inverse=True)[1]
    bundle: np.ndarray = joined[number]
    return bundle


def connected(n_columns: int, n_rows: int, column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """The least column that each column is connected with by some terms, ordered by row."""
    order = np.argsort(column, kind="stable")
    rows, row_at = np.unique(row, return_index=True)
    columns, column_at = np.unique(column[order], return_index=True)
    label = np.arange(n_columns)
    least = np.zeros(n_rows, dtype=np.int64)
    while len(rows):
        least[rows] = np.minimum.reduceat(label[column], row_at)
        found = label.copy()
        found[columns] = np.minimum.reduceat(least[row][order], column_at)
        found = found[found]
        if (found == label).all():
            break
        label = found
    return label


def piece_of(program: Program, row: np.ndarray, columns: np.ndarray, rows: np.ndarray) -> Program:
    """The program of some columns and some rows, in order, without the rows' other columns."""
    number = np.full(len(program.cost), -1)
    number[columns] = np.arange(len(columns))
    mine = np.zeros(len(program.row_lower), dtype=bool)
    mine[rows] = True
    here = mine[row] & (number[program.column] >= 0)
    sizes = np.bincount(row[here], minlength=len(mine))[rows]
    return replace(
        program, cost=program.cost[columns], lower=program.lower[columns],
        upper=program.upper[columns], start=np.concatenate([[0], np.cumsum(sizes)]),
        column=number[program.column[here]], value=program.value[here],
        row_lower=program.row_lower[rows], row_upper=program.row_upper[rows],
        whole=program.whole[columns],
    )  # fmt: skip
