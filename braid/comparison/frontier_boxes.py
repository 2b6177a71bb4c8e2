"""The frontier by boxes, where there are too many sets of offers, or rules ask for 0/1 too.

A box is one straight piece of the envelope. One search asks for the plan that lies farthest below
its line, between its two overheads. There is none: the box is closed, with the solver's bound as
its proof. There is one: the curve of its pattern lowers the envelope, which has other pieces then.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from braid.comparison.frontier_envelope import Piece
from braid.comparison.frontier_programs import Lines, Pattern, Tradeoff
from braid.comparison.frontier_search import Search
from braid.optimize import highs
from braid.optimize.faces import lock_row
from braid.optimize.program import Answer
from braid.optimize.searching import SEARCH_LOCK, Run

HALF_A_CENT = 0.005
EDGE = 1e-3
"""Dollars of overhead that a box reaches beyond its left end, and stays away from a fall at its
right end."""


class Bound(NamedTuple):
    """No plan between two overheads has less than ``least`` of unfunded + price x overhead."""

    left: float
    right: float
    price: float
    least: float

    def gap(self, piece: Piece) -> float:
        """Dollars by which a plan may lie below a piece, infinite where nothing is known."""
        if piece.left < self.left - EDGE or piece.right > self.right + 2 * EDGE:
            return float("inf")
        ends = (piece.high + self.price * piece.left, piece.low + self.price * piece.right)
        return max(ends) - self.least


class Boxes:
    """Pieces of the envelope and what is proven of each."""

    def __init__(self, tradeoff: Tradeoff, most: int, told: Callable[[str], None]) -> None:
        self.tradeoff, self.most, self.told = tradeoff, most, told
        self.lines = Lines(tradeoff)
        self.search = Search(tradeoff)
        self.run = Run(highs.solve, tradeoff.limits, highs.solve)
        self.bounds = [Bound(-np.inf, np.inf, 0.0, 0.0)]  # less than nothing is never unfunded
        self.closed: set[tuple[float, float]] = set()
        self.least_overhead = -np.inf
        """No plan has less."""

    def searched(self) -> Search:
        """The envelope once every box is closed, or a limit is reached."""
        for first in ("unfunded", "overhead"):
            self._end(first)
        while True:
            box = self._widest()
            if box is None or self.search.searches >= self.most or self._time_is_up():
                break
            self._look_into(box)
        self.search.stopped = box is not None
        begins = self.search.envelope.pieces[0].left
        self.search.begins_lower = begins > self.least_overhead + HALF_A_CENT
        self.search.gap = max((self._gap(piece) for piece in self._pieces()), default=0.0)
        self.search.solved = self.lines.solved
        return self.search

    # -- boxes -----------------------------------------------------------------------

    def _pieces(self) -> Iterator[Piece]:
        for piece in self.search.envelope.pieces:
            if piece.right - piece.left > 4 * EDGE:
                yield piece

    def _gap(self, piece: Piece) -> float:
        gap = min(bound.gap(piece) for bound in self.bounds)
        # what the edges of a box are worth at its slope is no gap
        return max(0.0, gap - 4 * EDGE * piece.fall)

    def _widest(self) -> Piece | None:
        """The open box with the largest gap."""
        found = [
            (self._gap(piece), -piece.left, piece)
            for piece in self._pieces()
            if (piece.left, piece.right) not in self.closed
        ]
        widest = max(found, default=None)
        return None if widest is None or widest[0] <= HALF_A_CENT else widest[2]

    def _look_into(self, box: Piece) -> None:
        """One search in a box, and what it finds."""
        price = box.fall
        falls = self.search.envelope.at(box.right + EDGE) < box.low - HALF_A_CENT
        low, high = box.left - EDGE, box.right - (EDGE if falls else 0.0)
        line = box.low + price * box.right
        answer = self._ask(low, high, price)
        known = line if answer.status == "infeasible" else min(answer.bound, line)
        if answer.status == "infeasible" or answer.found:
            self.bounds.append(Bound(box.left, box.right, price, known))
        better = answer.found and answer.value < line - HALF_A_CENT / 2
        if not better or not self._follow(answer.x, low, high, price):
            self.closed.add((box.left, box.right))

    def _ask(self, low: float, high: float, price: float) -> Answer:
        self.search.searches += 1
        envelope = self.search.envelope
        self.told(f"search {self.search.searches}, {len(envelope.pieces)} pieces")
        return self.run.solve(self.tradeoff.capped(low, high, price), foreign=True)

    def _follow(self, x: np.ndarray, low: float, high: float, price: float) -> bool:
        pattern = self._with_fewer(self.tradeoff.pattern(x), low, high, price)
        return self.search.follow(self.lines, pattern)

    def _with_fewer(self, pattern: Pattern, low: float, high: float, price: float) -> Pattern:
        """The pattern without offers and audits that it does not need."""
        tradeoff = self.tradeoff
        aim = tradeoff.unfunded + price * tradeoff.overhead
        self.lines.fix_pattern(pattern)
        best = self.lines.least(aim, low, high)
        if best is None:
            return pattern
        fewer = list(pattern)
        for place in np.flatnonzero(np.isin(tradeoff.whole, tradeoff.choices)):
            if fewer[place]:
                fewer[place] = 0
                self.lines.fix_pattern(tuple(fewer))
                value = self.lines.least(aim, low, high)
                if value is None or value > best + 1e-6:
                    fewer[place] = 1
        return tuple(fewer)

    # -- both ends --------------------------------------------------------------------

    def _end(self, first: str) -> None:
        """The plan with the least of one aim, and of those the least of the other."""
        tradeoff = self.tradeoff
        aims = {"unfunded": tradeoff.unfunded, "overhead": tradeoff.overhead}
        aim = aims.pop(first)
        (other,) = aims.values()
        self.search.searches += 1
        program = replace(tradeoff.program, cost=aim)
        answer = self.run.solve(program, foreign=True)
        if not answer.found:
            unlimited = Run(highs.solve, tradeoff.limits, highs.solve)
            self._follow(unlimited.without_search(program, aim), -np.inf, np.inf, 0.0)
            return
        if first == "unfunded":
            self.bounds.append(Bound(-np.inf, np.inf, 0.0, answer.bound))
        lock = lock_row(aim, answer.value + SEARCH_LOCK)
        again = self.run.solve(replace(program, cost=other).with_rows([lock]), foreign=True)
        if first == "overhead":
            self.least_overhead = answer.bound
        for found in (again, answer):
            if found.found:
                least = float(tradeoff.overhead @ found.x)
                self._follow(found.x, -np.inf, least + EDGE, 0.0)

    def _time_is_up(self) -> bool:
        seconds = self.tradeoff.limits.seconds
        return seconds is not None and time.perf_counter() - self.run.began > seconds


def by_boxes(tradeoff: Tradeoff, most: int, told: Callable[[str], None]) -> Search:
    """The envelope, by at most ``most`` searches for whole numbers."""
    return Boxes(tradeoff, most, told).searched()
