"""Where whole cents do not fit the optimum: a few are set aside, and the search is asked again.

Rounding takes up to a cent off each charge. Where rules leave no room for that, because one asks
for exactly as much as others allow, some rows are made stricter by the cents that are missing;
other head counts or 0/1 decisions may then be better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import ceil

import numpy as np

from braid.model.model import Model
from braid.optimize.program import Engine, Limits, Program
from braid.optimize.tiers import Optimum
from braid.optimize.whole import SolveError
from braid.plan.cent_program import moves, program_of_moves, whole_cents
from braid.plan.cents import used_columns
from braid.plan.fixing import exact_rows
from braid.plan.solution import Solution, solution_of

ATTEMPTS = 5
NOTE = "a few cents were set aside because rules left no room for rounding"


def fitted(solution: Solution, engine: Engine, again: Callable[[Model], Optimum]) -> Solution:
    """The solution if its cents fit; else one whose cents do, where setting some aside finds one.

    ``again`` searches a model as the solution's own was searched. What the tiers could reach stays
    as the first search found it.
    """
    first, model = solution, solution.model
    aside: dict[int, int] = {}
    for _ in range(ATTEMPTS):
        if solution.fits or first.optimum.stopped:
            break
        missing = _missing(model, solution.optimum.x, engine)
        if not missing:
            break
        for row, cents in missing.items():
            aside[row] = 2 * aside.get(row, 0) + cents
        found = _found(model, aside, again)
        if found is None:
            break
        found = replace(
            found, values=first.optimum.values, bounds=first.optimum.bounds,
            notes=(*found.notes, NOTE),
        )  # fmt: skip
        solution = solution_of(model, found, engine)
    return solution if solution.fits else first


def _found(
    model: Model, aside: dict[int, int], again: Callable[[Model], Optimum]
) -> Optimum | None:
    """The optimum with some rows stricter, or with all but one, which then goes from ``aside``.

    A row that permits nothing at all, as long as others have not what comes first, cannot be.
    """
    for left in (None, *sorted(aside, key=lambda row: (aside[row], row))):
        some = {row: cents for row, cents in aside.items() if row != left}
        try:
            found = again(_stricter(model, some))
        except SolveError:
            continue
        if left is not None:
            del aside[left]
        return found
    return None


def _stricter(model: Model, aside: Mapping[int, int]) -> Model:
    """The model with some rows stricter by so many cents."""
    side = list(model.rows.side)
    for row, cents in aside.items():
        side[row] += cents if model.rows.sense[row] == 1 else -cents
    return replace(model, rows=replace(model.rows, side=tuple(side)))


def _missing(model: Model, x: np.ndarray, engine: Engine) -> dict[int, int]:
    """Rows -> the cents, as few as possible, by which whole cents around ``x`` miss them."""
    used = used_columns(model, x)
    rows = exact_rows(model, x, used)
    rows = rows.take(~rows.loose)
    base = whole_cents(x[used])
    program = program_of_moves(rows, base, *moves(model, used, base), np.zeros(len(used)))
    exactly = np.isin(rows.row, list(model.rows.whole_cents))  # others of them hold it from above
    elastic = np.flatnonzero(~(rows.balance | exactly))
    more = len(elastic)
    ends = program.start[elastic + 1]
    answer = engine(
        Program(
            np.append(program.cost, np.ones(more)),
            np.append(program.lower, np.zeros(more)),
            np.append(program.upper, np.full(more, np.inf)),
            program.start + np.searchsorted(elastic, np.arange(len(rows) + 1)),
            np.insert(program.column, ends, len(used) + np.arange(more)),
            np.insert(program.value, ends, -1.0),
            program.row_lower, program.row_upper, np.arange(len(used) + more) < len(used),
        ),
        Limits(nodes=2_000),
    )  # fmt: skip
    if not answer.found:
        return {}
    by = answer.x[len(used) :]
    return {int(rows.row[elastic[k]]): ceil(by[k]) + 1 for k in np.flatnonzero(by > 1e-6).tolist()}
