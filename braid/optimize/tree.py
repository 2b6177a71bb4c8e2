"""A search by branching: the linear program again and again, each time from the last.

Choices are guessed by rounding step by step; what no choice can better is closed by its reduced
cost; a column is branched on for what both its sides are known to lose.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

import numpy as np

from braid.optimize.linking import Point, Relaxation
from braid.optimize.program import Program
from braid.record import record

WHOLE = 1e-6
HALF_A_CENT = 0.005
TRIED, STEPS = 8, 50
"""At a branch so many columns are tried of which too little is known, so many steps each."""
GUESS_EVERY = 12
"""Nodes, from the first on, from which a choice is guessed."""
SURE_UP, SURE_DOWN = 0.7, 0.15
"""Parts of a use that a guess takes for all of it, and for none."""


@record
class Aim:
    """Of programs up to so many columns: the gap and the nodes at which a search ends."""

    columns: float
    gap: float
    nodes: int
    divided: bool = False
    """Whether partnerships are searched apart."""


@dataclass(order=True)
class Branch:
    bound: float
    number: int
    lower: np.ndarray = field(compare=False)
    upper: np.ndarray = field(compare=False)


@dataclass
class Tree:
    """Branches of one program, the most promising first."""

    program: Program
    relaxation: Relaxation
    aim: Aim
    ceiling: float = np.inf
    """What is not below this is not looked for, whatever is found."""
    near: float = HALF_A_CENT / 2
    """Dollars; what is better by less is not looked for."""
    value: float = np.inf
    best: np.ndarray | None = None
    bound: float = np.inf
    """Nothing is better than this, once the search has ended."""
    nodes: int = 0
    ended: bool = False
    waiting: list[Branch] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open = np.flatnonzero(self.program.whole & (self.program.lower < self.program.upper))
        self.gain = np.zeros((2, len(self.program.cost)))
        self.count = np.zeros((2, len(self.program.cost)))
        self.made = 0

    @property
    def enough(self) -> float:
        """What is not below this is not looked for."""
        if self.best is None:
            return self.ceiling
        return min(self.ceiling, self.value - max(self.near, self.aim.gap * abs(self.value)))

    @property
    def over(self) -> bool:
        """Whether a limit has ended the search."""
        return self.ended or self.nodes >= self.aim.nodes or self.relaxation.over

    @property
    def spent(self) -> int:
        """Nodes so far."""
        return self.nodes

    def search(self) -> bool:
        """Whether anything was found."""
        self._wait(-np.inf, self.program.lower, self.program.upper)
        while self.waiting and self.waiting[0].bound < self.enough and not self.over:
            self._next(heapq.heappop(self.waiting))
        self._left(min((branch.bound for branch in self.waiting), default=np.inf))
        return self.best is not None

    def _next(self, branch: Branch) -> None:
        self._down(branch)

    def _wait(self, bound: float, lower: np.ndarray, upper: np.ndarray) -> None:
        self.made += 1
        heapq.heappush(self.waiting, Branch(bound, self.made, lower, upper))

    def _left(self, bound: float) -> None:
        """Something is not looked at further, because of a limit or because it is no better."""
        self.bound = min(self.bound, bound)

    def _down(self, branch: Branch) -> None:
        """Branch again and again, always to the nearer side, until nothing better is left."""
        lower, upper, known = branch.lower, branch.upper, branch.bound
        while not self.over:
            point = self.relaxation.at(lower, upper, self.enough)
            self.nodes += 1
            if point is None:
                self.ended = True
                break
            known = max(known, point.bound)
            if point.x is None:
                break
            at = self._in_parts(point.x)
            if not len(at):
                self._is_whole(point.x, known, lower, upper)
                break
            if self.nodes % GUESS_EVERY == 1:
                basis = self.relaxation.basis()
                self._guess(point.x, lower, upper)
                self.relaxation.go_back(basis, lower, upper)
            if known >= self.enough:
                break
            lower, upper = self._narrowed(lower, upper, point)
            column = self._to_branch_on(at, point.x, known)
            value = point.x[column]
            below, above = upper.copy(), lower.copy()
            below[column], above[column] = np.floor(value), np.ceil(value)
            if value - np.floor(value) > 0.5:
                self._wait(known, lower, below)
                lower = above
            else:
                self._wait(known, above, upper)
                upper = below
        self._left(known)

    def _in_parts(self, x: np.ndarray) -> np.ndarray:
        """The columns that should be whole and are not."""
        parts = np.abs(x[self.open] - np.round(x[self.open])) > WHOLE
        return np.asarray(self.open[parts])

    def _is_whole(self, x: np.ndarray, known: float, lower: np.ndarray, upper: np.ndarray) -> None:
        """Nothing within these bounds is better than ``x``, of the value ``known``."""
        self._take(x)

    def _take(self, x: np.ndarray) -> None:
        value = float(self.program.cost @ x)
        if value < self.value:
            self.value, self.best = value, x

    def _guess(self, x: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Round what is nearly whole, solve, and again, until all is whole or nothing is better."""
        lower, upper = lower.copy(), upper.copy()
        while len(at := self._in_parts(x)):
            part = x[at] - np.floor(x[at])
            far = np.minimum(part, 1 - part)
            near = np.zeros(len(at), dtype=bool)
            near[np.argsort(far, kind="stable")[: 1 + len(at) // 4]] = True
            up = at[(part >= SURE_UP) | (near & (part > 0.5))]
            down = at[(part <= SURE_DOWN) | (near & (part <= 0.5))]
            whole = self.open[x[self.open] >= self.program.lower[self.open] + 1 - WHOLE]
            lower[whole] = np.maximum(lower[whole], np.round(x[whole]))
            lower[up], upper[down] = np.ceil(x[up]), np.floor(x[down])
            point = self.relaxation.at(lower, upper, self.enough)
            if point is None or point.x is None:
                return
            x = point.x
        self._take(x)

    def _narrowed(
        self, lower: np.ndarray, upper: np.ndarray, point: Point
    ) -> tuple[np.ndarray, np.ndarray]:
        """Bounds without the sides on which, by its reduced cost, nothing is better."""
        open_, lower, upper = self.open, lower.copy(), upper.copy()
        reduced = np.asarray(point.reduced)[open_]
        reached = point.bound + np.abs(reduced)
        out = (reached >= self.enough) & (lower[open_] < upper[open_])
        down, up = open_[out & (reduced > 0)], open_[out & (reduced < 0)]
        upper[down], lower[up] = lower[down], upper[up]
        if out.any():
            self._left(float(reached[out].min()))
        return lower, upper

    def _to_branch_on(self, at: np.ndarray, x: np.ndarray, known: float) -> int:
        """The column of which both sides lose most, as far as is known; a few are tried first."""
        part = x[at] - np.floor(x[at])
        sides = np.stack([part, 1 - part])
        tried = self.count[:, at].min(axis=0) > 0
        some = max(1.0, self.count.sum())
        each = np.where(
            self.count[:, at] > 0, self.gain[:, at] / np.maximum(1, self.count[:, at]),
            self.gain.sum() / some,
        )  # fmt: skip
        score = np.maximum(each * sides, 1e-6).prod(axis=0)
        order = np.argsort(-score, kind="stable")
        basis = None
        for place in [k for k in order.tolist() if not tried[k]][:TRIED]:
            basis = basis or self.relaxation.basis()
            column, value = int(at[place]), x[at[place]]
            moved = (
                (self.relaxation.lower[column], np.floor(value)),
                (np.ceil(value), self.relaxation.upper[column]),
            )
            for side, bounds in enumerate(moved):
                reached = self.relaxation.tried(column, bounds, STEPS)
                room = self.value - known if self.best is not None else abs(known)
                gained = min(max(0.0, reached - known), max(room, 0.0))
                self.gain[side, column] += gained / sides[side, place]
                self.count[side, column] += 1
                each[side, place] = gained / sides[side, place]
            tried[place] = True
        if basis is not None:
            self.relaxation.go_back(basis, self.relaxation.lower, self.relaxation.upper)
        score = np.where(tried, np.maximum(each * sides, 1e-6).prod(axis=0), -1.0)
        return int(at[np.argmax(score)])
