"""A search by partnerships: each apart, then the combinations that may be better than the best.

Which of the shared offers are taken is settled first. Then the partnerships are searched at
prices, and their bounds added up; see :mod:`braid.optimize.divided` for why that proves something.
Last, and only if no other way of taking the shared offers promises more, all choices of each
partnership are found that the prices do not rule out, and branching goes on from their
combinations.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from braid.optimize.divided import Division
from braid.optimize.linking import Point
from braid.optimize.partnership import Partnership
from braid.optimize.tree import Branch, Tree
from braid.record import record

NEAR, NEAR_ALLOTTED = 0.05, 0.5
"""The best is looked for to these parts of the gap that is asked: at prices, and of allotments."""
FAR = 0.01
"""As a part of the value: with the best choice so far from the relaxation, another is sought."""
NODES = 300
"""In one search of one partnership; after that all are searched together."""
COMBINATIONS = 2_000
"""At most; of more all are searched together too."""
A_DOLLAR, SOME = 1.0, 1e-6
"""What a row that ties is exceeded by at least, and what a price is changed by, to be mended."""


@record
class Priced:
    """Partnerships at prices: what is paid in any case, and the costs and the bound of each."""

    always: float
    costs: tuple[np.ndarray, ...]
    bounds: tuple[float, ...]

    @property
    def total(self) -> float:
        """Nothing is better."""
        return self.always + sum(self.bounds)


@dataclass
class Joint(Tree):
    """The search of a whole program that divides."""

    division: Division = field(kw_only=True)
    most: int = field(kw_only=True)
    """Nodes, those of partnerships included."""
    apart: int = 0
    """Nodes of partnerships so far."""
    partnerships: list[Partnership] = field(default_factory=list)
    stages: dict[int, Priced | None] = field(default_factory=dict)
    """Of branches by number: to be combined, or (None) not to be divided any more."""

    @property
    def spent(self) -> int:
        """Nodes so far, those of partnerships included."""
        return self.nodes + self.apart

    def _next(self, branch: Branch) -> None:
        if branch.number not in self.stages:
            self._settle(branch)
        else:
            priced, made = self.stages.pop(branch.number), self.made
            if priced is None or not self._near(priced, branch.lower, branch.upper):
                self._down(branch)
            self.stages.update(dict.fromkeys(range(made + 1, self.made + 1)))

    def _settle(self, branch: Branch) -> None:
        """Settle one shared offer after the other, then divide."""
        point = self.relaxation.at(branch.lower, branch.upper, self.enough)
        self.nodes += 1
        if point is None:
            self.ended = True
            self._left(branch.bound)
            return
        known = max(branch.bound, point.bound)
        if point.x is None or known >= self.enough:
            self._left(known)
            return
        if not len(self._in_parts(point.x)):
            self._take(point.x)
            self._left(known)
            return
        if self.nodes == 1:
            basis = self.relaxation.basis()
            self._guess(point.x, branch.lower, branch.upper)
            self.relaxation.go_back(basis, branch.lower, branch.upper)
        lower, upper = self._narrowed(branch.lower, branch.upper, point)
        shared = self.division.shared
        shared = shared[lower[shared] < upper[shared]]
        if len(shared):
            column = int(shared[np.argmin(np.abs(point.x[shared] - 0.5))])
            below, above = upper.copy(), lower.copy()
            below[column], above[column] = 0.0, 1.0
            self._wait(known, lower, below)
            self._wait(known, above, upper)
        elif self.waiting and known > self.waiting[0].bound + SOME * abs(known):
            self._wait(known, lower, upper)
        else:
            self._divide(known, lower, upper, point)

    def _divide(self, known: float, lower: np.ndarray, upper: np.ndarray, point: Point) -> None:
        """Find what the partnerships prove at prices; wait with it until nothing promises more."""
        if not self.partnerships:
            ends = self.relaxation.ends
            self.partnerships = [Partnership(part, ends) for part in self.division.parts]
        duals, better = np.asarray(point.duals), None
        if self.best is None or self.value - known > FAR * abs(self.value):
            better = self._allotted(lower, upper, np.asarray(point.x))
        priced, over = self._at_prices(duals, lower, upper)
        if priced is not None and over is not None and better is not None:
            mended = self._mended(duals, better, over)
            if mended is not None and self._promises(mended, lower, upper, known, priced.total):
                other, _ = self._at_prices(mended, lower, upper)
                if other is not None and other.total > priced.total:
                    priced = other
        known = max(known, -np.inf if priced is None else priced.total)
        if known >= self.enough:
            self._left(known)
            return
        self._wait(known, lower, upper)
        self.stages[self.made] = priced

    def _allotted(self, lower: np.ndarray, upper: np.ndarray, x: np.ndarray) -> np.ndarray | None:
        """Take the partnerships' best choices with what each has of the shared offers at a point.

        Returns the multipliers of all rows with these choices; None where they are no better.
        """
        always, costs = self.division.priced(
            np.zeros(len(self.program.row_lower)), lower[self.division.shared]
        )
        searched = self._searched(
            always, costs, lower, upper, self.division.allotted(x), NEAR_ALLOTTED
        )
        if searched is None or searched[1] is None:
            return None
        return self._combine(searched[1], lower, upper)[1]

    def _at_prices(
        self, duals: np.ndarray, lower: np.ndarray, upper: np.ndarray
    ) -> tuple[Priced | None, np.ndarray | None]:
        """What is proven at prices, and what the choices exceed the rows that tie by.

        Neither where it takes too long; not the second where nothing better is left.
        """
        always, costs = self.division.priced(duals, lower[self.division.shared])
        searched = self._searched(always, costs, lower, upper, None, NEAR)
        if searched is None:
            return None, None
        priced = Priced(always, tuple(costs), tuple(searched[0]))
        if searched[1] is None or priced.total >= self.enough:
            return priced, None
        return priced, self._combine(searched[1], lower, upper)[0]

    def _mended(self, duals: np.ndarray, better: np.ndarray, over: np.ndarray) -> np.ndarray | None:
        """Prices moved to better ones where that is up and too much is asked, or down and not."""
        rows = self.division.rows
        step = (better - duals)[rows]
        right = np.where(step < 0, over > A_DOLLAR, over < -A_DOLLAR) & (np.abs(step) > SOME)
        if not right.any():
            return None
        mended = duals.copy()
        mended[rows[right]] += step[right]
        return mended

    def _promises(
        self, duals: np.ndarray, lower: np.ndarray, upper: np.ndarray, known: float, total: float
    ) -> bool:
        """Whether the relaxations lose less at other prices than there is to be won."""
        always, costs = self.division.priced(duals, lower[self.division.shared])
        for partnership, cost in zip(self.partnerships, costs, strict=True):
            bound = partnership.begin(cost, lower, upper)
            if bound is None:
                return False
            always += bound
        return known - always <= self.enough - total

    def _searched(
        self, always: float, costs: list[np.ndarray], lower: np.ndarray, upper: np.ndarray,
        sides: list[tuple[np.ndarray, np.ndarray]] | None, near: float,
    ) -> tuple[list[float], list[np.ndarray] | None] | None:  # fmt: skip
        """The bound of each partnership and its best choice, nearly; None if it takes too long.

        No choices where nothing better is left.
        """
        bounds = []
        for number, partnership in enumerate(self.partnerships):
            mine = None if sides is None else sides[number]
            bound = partnership.begin(costs[number], lower, upper, mine)
            if bound is None:
                return None
            bounds.append(bound)
        scale = abs(self.value) if self.best is not None else abs(always + sum(bounds))
        dollars = max(self.near, near * self.aim.gap * scale) / len(bounds)
        choices = []
        for number, partnership in enumerate(self.partnerships):
            if always + sum(bounds) >= self.enough:
                return bounds, None
            ceiling = self.enough - (always + sum(bounds) - bounds[number])
            tree = partnership.best(self._nodes_left(), dollars, ceiling)
            self.apart += tree.nodes
            if tree.over:
                return None
            bounds[number] = max(bounds[number], tree.bound)
            if tree.best is None:
                return bounds, None
            choices.append(tree.best)
        return bounds, choices

    def _nodes_left(self) -> int:
        return min(NODES, self.most - self.spent)

    def _combine(
        self, choices: list[np.ndarray], lower: np.ndarray, upper: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Take what the partnerships' choices come to together.

        Returns what they exceed the rows that tie by, and the multipliers of all rows with them
        (None where they are no better than the best known).
        """
        lower, upper, x = lower.copy(), upper.copy(), lower.copy()
        for part, choice in zip(self.division.parts, choices, strict=True):
            at = part.columns[part.program.whole]
            x[part.columns] = choice
            lower[at] = upper[at] = np.round(choice[part.program.whole])
        over: np.ndarray = (self.program.sums(x) - self.program.row_upper)[self.division.rows]
        point = self.relaxation.at(lower, upper, self.enough)
        if point is None or point.x is None:
            return over, None
        self._take(point.x)
        return over, point.duals

    def _near(self, priced: Priced, lower: np.ndarray, upper: np.ndarray) -> bool:
        """Wait with the combinations that may be better; False where they are too many."""
        enough = self.enough
        combined = [(priced.total, lower, upper)]
        for number, partnership in enumerate(self.partnerships):
            at, bound = partnership.part.columns, priced.bounds[number]
            if partnership.begin(priced.costs[number], lower, upper) is None:
                return False
            tree = partnership.all_below(self._nodes_left(), enough - (priced.total - bound))
            self.apart += tree.nodes
            if tree.over or len(combined) * len(tree.found) > COMBINATIONS:
                return False
            more = []
            for total, low, high in combined:
                for choice in tree.found:
                    if total + choice.bound - bound < enough:
                        one, other = low.copy(), high.copy()
                        one[at] = np.maximum(one[at], choice.lower)
                        other[at] = np.minimum(other[at], choice.upper)
                        more.append((total + choice.bound - bound, one, other))
            combined = more
        for partnership in self.partnerships:
            at = partnership.part.columns
            self.gain[:, at], self.count[:, at] = partnership.gain, partnership.count
        self._left(enough)
        for total, low, high in combined:
            self._wait(total, low, high)
        return True
