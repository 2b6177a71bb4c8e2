"""Partnerships that only a few shared offers hold together: each searched apart, at prices.

With it settled which of the shared offers are taken, what still ties the partnerships are a few
rows, mostly a shared offer's amount. At any prices of these rows the partnerships' best values add
up to a bound for all of them together, and of one partnership only the choices matter that are
nearer to its best than the bound is to the best plan known. What has to be searched together is
their combinations: few, where branching on everything at once would go through their product.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from braid.optimize.linking import Links
from braid.optimize.pieces import connected, piece_of
from braid.optimize.program import Program
from braid.record import record

AT_LEAST = 500
"""Columns of a partnership; fewer are put with the first one."""
SHARED = 8
"""Shared offers at most: each way of taking them is looked at."""
NONE = -1


@record
class Part:
    """One partnership's program, with the shared offers' columns, which cost nothing in it."""

    program: Program
    columns: np.ndarray
    """Where its columns are in the whole program; the shared offers' come last."""
    tied: np.ndarray
    """Where the rows that tie are in its program; there they hold for it alone."""


@record
class Division:
    """A program's partnerships, the shared offers, and the rows that tie them."""

    program: Program
    shared: np.ndarray
    """The 0/1 columns of the offers that more than one partnership may use."""
    rows: np.ndarray
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, program: Program, links: Links) -> Division | None:
        """None where it does not divide, or too many offers are shared."""
        label = _labels(program, links)
        if label is None:
            return None
        shared = np.flatnonzero(label == NONE)
        count = int(label.max()) + 1
        if count < 2 or len(shared) > SHARED:
            return None
        low, high = _ends(label, program.row, program.column, len(program.row_lower))
        tying = np.flatnonzero(low < high)
        of_row = np.where(low > high, 0, low)  # of shared offers alone: any part may keep it
        of_row[tying] = NONE
        parts = (_part(program, label == k, shared, of_row == k, tying) for k in range(count))
        return cls(program, shared, tying, tuple(parts))

    def priced(self, duals: np.ndarray, taken: np.ndarray) -> tuple[float, list[np.ndarray]]:
        """At prices of the rows that tie: what is paid in any case, and each part's costs.

        ``duals`` are of all rows, of which only those that tie count; ``taken`` says of the shared
        offers, 0 or 1, whether each is.
        """
        low, high = self.program.row_lower[self.rows], self.program.row_upper[self.rows]
        prices = duals[self.rows]
        prices = np.where(np.isfinite(low), prices, np.minimum(prices, 0.0))
        prices = np.where(np.isfinite(high), prices, np.maximum(prices, 0.0))
        of_row = np.zeros(len(self.program.row_lower))
        of_row[self.rows] = prices
        cost = self.program.cost - self.program.asked(of_row)
        side = np.where(prices == 0, 0.0, np.where(prices > 0, low, high))
        always = float(prices @ side + cost[self.shared] @ taken)
        cost[self.shared] = 0.0
        return always, [cost[part.columns] for part in self.parts]

    def allotted(self, x: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """The sides that each part's rows that tie have left where the others are at a point."""
        low, high = self.program.row_lower[self.rows], self.program.row_upper[self.rows]
        all_ = self.program.sums(x)[self.rows]
        out = []
        for part in self.parts:
            others = all_ - part.program.sums(x[part.columns])[part.tied]
            out.append((low - others, high - others))
        return out


def _labels(program: Program, links: Links) -> np.ndarray | None:
    """The partnership of each column, NONE for shared offers; None where there is no telling."""
    row, column, count = program.row, program.column, len(program.cost)
    offers = links.switches
    own = np.ones(count, dtype=bool)
    own[links.column] = own[offers] = False
    terms = own[column]
    piece = connected(count, len(program.row_lower), column[terms], row[terms])
    large = np.flatnonzero(np.bincount(piece[own], minlength=count) >= AT_LEAST)
    number = np.full(count, NONE)
    number[large] = np.arange(len(large))
    label = np.where(own, number[piece], NONE)
    # a charge of an offer goes with what it shares rows with, and then the offer with its charges
    charges = np.setdiff1d(links.column, offers)
    if _placed(program, label, charges).any():
        return None
    torn = _placed(program, label, offers)
    shared = offers[torn]
    # what only an offer is in a row with goes with it, and anything else anywhere
    rest = np.flatnonzero(label == NONE)
    rest = np.setdiff1d(rest, shared)
    _placed(program, label, rest)
    label[label == NONE] = 0
    label[shared] = NONE
    return label


def _placed(program: Program, label: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Label some columns as the others in their rows; which of them have others of two labels."""
    row, column = program.row, program.column
    low, high = _ends(label, row, column, len(program.row_lower))
    here = np.zeros(len(label), dtype=bool)
    here[columns] = True
    terms = here[column] & (low <= high)[row]
    at = column[terms], low[row[terms]], high[row[terms]]
    first, last = (one[columns] for one in _least_and_most(*at, len(label)))
    label[columns[first == last]] = first[first == last]
    torn: np.ndarray = first < last
    return torn


def _ends(
    label: np.ndarray, row: np.ndarray, column: np.ndarray, rows: int
) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last partnership of each row, of those known; first > last for none."""
    known = label[column] != NONE
    of = label[column[known]]
    return _least_and_most(row[known], of, of, rows)


def _least_and_most(
    at: np.ndarray, least: np.ndarray, most: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    low, high = np.full(count, np.iinfo(np.int64).max), np.full(count, NONE)
    np.minimum.at(low, at, least)
    np.maximum.at(high, at, most)
    return low, high


def _part(
    program: Program, own: np.ndarray, shared: np.ndarray, rows: np.ndarray, tying: np.ndarray
) -> Part:
    columns = np.concatenate([np.flatnonzero(own), shared])
    of = np.union1d(np.flatnonzero(rows), tying)
    tied = np.searchsorted(of, tying)
    part = piece_of(program, program.row, columns, of)
    # what the others have in such a row takes nothing from it, if all have only what is above 0
    others = (program.value < 0) | (program.lower[program.column] < 0)
    others &= ~np.isin(program.column, shared)
    count = np.bincount(program.row[others], minlength=len(program.row_lower))
    low, high = part.row_lower.copy(), part.row_upper.copy()
    low[tied] = -np.inf
    high[tied] = np.where(count[tying] == 0, high[tied], np.inf)
    return Part(replace(part, row_lower=low, row_upper=high), columns, tied)
