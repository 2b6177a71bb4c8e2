"""One partnership's searches, one after the other: each goes on from what the others taught."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from braid.optimize.divided import Part
from braid.optimize.linking import Links, Relaxation
from braid.optimize.program import Program
from braid.optimize.tree import Aim, Branch, Tree

AnyTree = TypeVar("AnyTree", bound=Tree)


@dataclass
class Near(Tree):
    """All choices below the ceiling, as bounds of columns: a search that looks for no best one."""

    found: list[Branch] = field(default_factory=list)

    def _is_whole(self, x: np.ndarray, known: float, lower: np.ndarray, upper: np.ndarray) -> None:
        self.found.append(Branch(known, len(self.found), lower, upper))

    def _guess(self, x: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """None is guessed, since all are found."""


@dataclass
class Partnership:
    """A partnership's program in a solver; costs and sides of the rows that tie change."""

    part: Part
    ends: float | None
    """When the time is up, by the clock."""

    def __post_init__(self) -> None:
        program = self.part.program
        self.relaxation = Relaxation(program, Links.of(program), self.ends)
        self.lower, self.upper = program.lower, program.upper
        self.gain = np.zeros((2, len(program.cost)))
        self.count = np.zeros((2, len(program.cost)))

    def begin(
        self, cost: np.ndarray, lower: np.ndarray, upper: np.ndarray,
        sides: tuple[np.ndarray, np.ndarray] | None = None,
    ) -> float | None:  # fmt: skip
        """The relaxation's bound with its own costs, within bounds of the whole program's columns.

        ``sides`` are of the rows that tie; without, each holds for the partnership alone. None
        where the time is up, or the solver has failed.
        """
        program, tied, at = self.part.program, self.part.tied, self.part.columns
        self.relaxation.charge(cost)
        low, high = sides or (program.row_lower[tied], program.row_upper[tied])
        self.relaxation.side(tied, low, high)
        self.lower, self.upper = lower[at], upper[at]
        point = self.relaxation.at(self.lower, self.upper, np.inf)
        return None if point is None else point.bound

    def best(self, nodes: int, near: float, ceiling: float) -> Tree:
        """A search for the best choice below the ceiling, done when it is as near, in dollars."""
        return self._searched(Tree(*self._now(nodes), ceiling=ceiling, near=near))

    def all_below(self, nodes: int, ceiling: float) -> Near:
        """A search for all that may be below the ceiling."""
        return self._searched(Near(*self._now(nodes), ceiling=ceiling))

    def _now(self, nodes: int) -> tuple[Program, Relaxation, Aim]:
        program = replace(self.relaxation.program, lower=self.lower, upper=self.upper)
        return program, self.relaxation, Aim(np.inf, 0.0, nodes)

    def _searched(self, tree: AnyTree) -> AnyTree:
        tree.gain, tree.count = self.gain, self.count
        tree.search()
        return tree
