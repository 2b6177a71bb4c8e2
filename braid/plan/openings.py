"""Who could pay what is unfunded, and the first row that is in the way."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from braid.kinds.block import WIDE
from braid.plan.solution import Solution

ORDER = (
    "limit", "match", "reimbursement", "order", "supplant", "timeline", "award", "slice",
    "benefit", "served",
)  # fmt: skip
"""Which binding row is told: a limit would still bind if the award were larger."""

COUNTING = ("limit", "order", "exclusive")
"""Kinds of rule that may keep a stream from serving more people, in the order of telling."""

NONE = -1
"""No row is in the way."""
NEVER = np.iinfo(np.int64).max


class Openings:
    """For each unfunded cell, the awards that have a possible charge on it.

    ``binding`` is the mask of the rows without room.
    """

    def __init__(self, solution: Solution, binding: np.ndarray) -> None:
        self._solution = solution
        self._binding = binding

    def of(self, cell: int) -> dict[int, int]:
        """award -> the first row without room on any of its charges, in order of ORDER."""
        cuts, awards, rows = self._pairs
        first, last = cuts[cell], cuts[cell + 1]
        return dict(zip(awards[first:last], rows[first:last], strict=True))

    def behind(self, row: int) -> int:
        """Of a row about those who are served: the row of a rule that lets no more be served."""
        return int(self._behind[row])

    @cached_property
    def _behind(self) -> np.ndarray:
        """Of each row the first row of COUNTING that lets none of its head counts grow, or NONE."""
        rows = self._solution.model.rows
        full, number = self._full, self._terms[0]
        found = np.full(len(rows), NEVER)
        np.minimum.at(found, number, full[rows.column])
        return np.where(found < NEVER, found % max(1, len(rows)), NONE)

    @cached_property
    def _full(self) -> np.ndarray:
        """By column: of a head count the first row of COUNTING without room for one more.

        Its rank and its number in one: ``rank * rows + row``, ``NEVER`` for none.
        """
        model = self._solution.model
        number, uses = self._terms
        ranks = [COUNTING.index(k) if k in COUNTING else -1 for k in model.rows.kind]
        counted = np.array(ranks, dtype=np.int64)[number]
        heads = np.isin(model.rows.column, model.layout.heads)
        at = np.flatnonzero(heads & uses & self._binding[number] & (counted >= 0))
        found = np.full(model.columns, NEVER)
        np.minimum.at(found, model.rows.column[at], counted[at] * len(model.rows) + number[at])
        return found

    @cached_property
    def _terms(self) -> tuple[np.ndarray, np.ndarray]:
        """Of each term its row, and whether more of its column takes room of the row."""
        rows = self._solution.model.rows
        number = np.repeat(np.arange(len(rows)), np.diff(rows.start))
        rising = ~rows.falling & ((rows.num != 0) | (rows.den == WIDE))
        return number, np.where(rows.sense[number] == -1, rising, rows.falling)

    @cached_property
    def _pairs(self) -> tuple[list[int], list[int], list[int]]:
        """Where each cell's pairs begin; of each pair the award and the row."""
        ground = self._solution.ground
        column, cell = self._open_charges()
        award, stop = ground.charges.award[column], self._stops()[column]
        order = np.lexsort((award, cell))
        cell, award, stop = cell[order], award[order], stop[order]
        new = np.ones(len(cell), dtype=bool)
        new[1:] = (cell[1:] != cell[:-1]) | (award[1:] != award[:-1])
        starts = np.flatnonzero(new)
        first = np.minimum.reduceat(stop, starts) if len(starts) else stop
        rows = len(self._solution.model.rows)
        row = np.where(first < len(ORDER) * rows, first % max(1, rows), NONE)
        cuts = np.searchsorted(cell[starts], np.arange(len(ground.cells) + 1))
        return cuts.tolist(), award[starts].tolist(), row.tolist()

    def _open_charges(self) -> tuple[np.ndarray, np.ndarray]:
        """Possible charges on unfunded cells, a year's shared charge once for each of its cells."""
        charges, spreads = self._solution.ground.charges, self._solution.ground.spreads
        plain = np.flatnonzero(charges.cell >= 0)
        pools = np.flatnonzero(charges.spread >= 0)
        start = spreads.start[charges.spread[pools]]
        sizes = spreads.start[charges.spread[pools] + 1] - start
        offset = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        column = np.concatenate([plain, np.repeat(pools, sizes)])
        cell = np.concatenate([charges.cell[plain], spreads.cell[np.repeat(start, sizes) + offset]])
        is_open = self._solution.unfunded[cell] > 0
        return column[is_open], cell[is_open]

    def _stops(self) -> np.ndarray:
        """Of each possible charge the first row without room: its rank in ORDER, then its number.

        Both in one number, ``rank * rows + row``; ``len(ORDER) * rows`` where there is none.
        """
        rows, charges = self._solution.model.rows, self._solution.model.layout.charges
        number, uses = self._terms
        place = {kind: k for k, kind in enumerate(ORDER)}
        rank = np.array([place.get(kind, -1) for kind in rows.kind], dtype=np.int64)
        stops = self._binding & (rank >= 0)
        at = np.flatnonzero((rows.column < charges) & uses & stops[number])
        found = np.full(charges, len(ORDER) * len(rows), dtype=np.int64)
        np.minimum.at(found, rows.column[at], rank[number[at]] * len(rows) + number[at])
        return found
