"""A year's shared charge falls on its periods in whole cents."""

from __future__ import annotations

from operator import mul

import numpy as np

from braid.model.model import Model
from braid.optimize.program import Engine, Limits, Program
from braid.plan import wholes
from braid.plan.columns import columns_of
from braid.plan.exact import ExactRows
from braid.record import record


@record
class Parts:
    """What charges put on cells: arrays of equal length, free charges first."""

    charge: np.ndarray
    """Which of the charges that the plan uses."""
    cell: np.ndarray
    cents: np.ndarray
    free: np.ndarray
    """Mask of charges that are about one cell; the others are a year's shared charge."""


@record
class _Shares:
    """The shares of a year's charges in their cells: ``down`` cents, and up to one more."""

    charge: np.ndarray
    cell: np.ndarray
    down: np.ndarray
    broken: np.ndarray
    """Mask of the shares that are not whole."""

    def of_cell(self, cell: int, charges: np.ndarray) -> np.ndarray:
        """The places of what some charges put on a cell."""
        return np.flatnonzero((self.cell == cell) & np.isin(self.charge, charges))


def split(model: Model, cents: np.ndarray, rows: ExactRows, engine: Engine) -> Parts:
    """All charges by cell; a year's shared charge is cut over its cells.

    Each part is the share of the cell's cost rounded down or up, every charge keeps its
    total, and no cell gets more than it costs or than a row about it allows: a flow, whose
    vertices are whole numbers where those rows are nested. Where those rows leave no whole flow,
    ``cents`` loses the odd ones.
    """
    cells, about = model.ground.cells, columns_of(model, rows.used)
    own = about.cell
    free, pools = np.flatnonzero(own >= 0), np.flatnonzero(about.spread >= 0)
    if not len(pools):
        return Parts(free, own[free], cents[free], own[free] >= 0)
    shares = _shares(model, cents, rows.used, pools)
    room = cells.cost.copy()
    np.subtract.at(room, own[free], cents[free])
    of_cells = _of_cells(model, rows, cents)
    values = _flow(shares, cents, room, of_cells, engine)
    if values is None:  # rows that overlap without being nested may leave no whole flow
        values = _flow(shares, cents, room, [], engine)
        if values is None:
            raise ArithmeticError("a shared year's charges do not fit into their periods")
        _trim(shares, values, of_cells, cents)
    some = np.flatnonzero(values)
    charge = np.append(free, shares.charge[some])
    cell = np.append(own[free], shares.cell[some])
    return Parts(charge, cell, np.append(cents[free], values[some]), own[charge] >= 0)


def _shares(model: Model, cents: np.ndarray, used: np.ndarray, pools: np.ndarray) -> _Shares:
    spreads = model.ground.spreads
    spread = model.ground.charges.spread[used[pools]]
    first, sizes = spreads.start[spread], spreads.start[spread + 1] - spreads.start[spread]
    charge = np.repeat(pools, sizes)
    at = np.repeat(first - (np.cumsum(sizes) - sizes), sizes) + np.arange(len(charge))
    total = np.repeat(spreads.total[spread], sizes)
    product = wholes.times(cents[charge], spreads.cents[at])
    down = (product // total).astype(np.int64)
    return _Shares(charge, spreads.cell[at], down, product % total > 0)


def _of_cells(
    model: Model, rows: ExactRows, cents: np.ndarray
) -> list[tuple[int, np.ndarray, int]]:
    """Rows about one cell: (cell, its yearly charges, whole cents that they may put there)."""
    out: list[tuple[int, np.ndarray, int]] = []
    yearly = (columns_of(model, rows.used).spread >= 0)[rows.place]
    for row in np.unique(rows.number[yearly & (rows.cell >= 0)[rows.number]]).tolist():
        here = np.arange(rows.start[row], rows.start[row + 1])
        plain = here[~yearly[here]]
        of_each = cents[rows.place[plain]].tolist()
        taken = sum(map(mul, rows.coefficient[plain].tolist(), of_each))
        most = (int(rows.side[row]) - taken) // int(rows.scale[row])
        out.append((int(rows.cell[row]), rows.place[here[yearly[here]]], most))
    return out


def _trim(
    shares: _Shares, values: np.ndarray, of_cells: list[tuple[int, np.ndarray, int]],
    cents: np.ndarray,
) -> None:  # fmt: skip
    """Take the odd cents off parts that a row about their cell does not allow."""
    for cell, yearly, most in of_cells:
        here = shares.of_cell(cell, yearly)
        over = int(values[here].sum()) - most
        for k in here.tolist():
            if over > 0 and values[k] > 0:
                values[k] -= 1
                cents[shares.charge[k]] -= 1
                over -= 1


def _flow(
    shares: _Shares, cents: np.ndarray, room: np.ndarray,
    of_cells: list[tuple[int, np.ndarray, int]], engine: Engine,
) -> np.ndarray | None:  # fmt: skip
    """The cents of each share, or None where no flow is found; ``room`` is per cell."""
    count = len(shares.charge)
    cells, in_cell = np.unique(shares.cell, return_counts=True)
    pools, in_pool = np.unique(shares.charge, return_counts=True)
    about = [shares.of_cell(cell, yearly) for cell, yearly, _ in of_cells]
    sizes = np.concatenate([in_cell, in_pool, [len(here) for here in about]]).astype(np.int64)
    by_cell = np.argsort(shares.cell, kind="stable")
    members = np.concatenate([by_cell, np.arange(count), *about])
    most = np.concatenate([room[cells], cents[pools], [side for _, _, side in of_cells]])
    most = most.astype(np.int64)
    np.subtract.at(most, np.repeat(np.arange(len(sizes)), sizes), shares.down[members])
    high = most.astype(float)
    low = np.full(len(sizes), -np.inf)
    total = slice(len(cells), len(cells) + len(pools))
    low[total] = high[total]
    program = Program(
        np.arange(count) / count, np.zeros(count),
        shares.broken.astype(float), np.append(0, np.cumsum(sizes)), members,
        np.ones(len(members)), low, high, np.full(count, bool(of_cells)),
    )  # fmt: skip
    answer = engine(program, Limits())
    if not answer.found:
        return None
    cut: np.ndarray = shares.down + np.rint(answer.x).astype(np.int64)
    return cut
