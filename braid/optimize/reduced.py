"""A program for several objectives, and the smaller one in which columns alike to all are one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from braid.optimize import splitting
from braid.optimize.alike import Alike, put_together
from braid.optimize.bases import spread
from braid.optimize.program import Answer, Program
from braid.optimize.whole import fix_whole
from braid.record import record

if TYPE_CHECKING:
    import highspy


@record
class Reduced:
    """Both programs, in step: what is searched for in the smaller one holds in the other."""

    program: Program
    alike: Alike | None = None
    """None where the program is not smaller when put together."""

    @classmethod
    def of(cls, program: Program, costs: Iterable[np.ndarray]) -> Reduced:
        """A program, and what is alike in it to all of some objectives."""
        return cls(program, put_together(program, tuple(cost for cost in costs if cost.any())))

    @property
    def small(self) -> Program:
        """The smaller program, or the program itself."""
        return self.program if self.alike is None else self.alike.program

    def cost(self, cost: np.ndarray) -> np.ndarray:
        """An objective in the smaller program."""
        return cost if self.alike is None else cost[self.alike.first]

    def constant(self, cost: np.ndarray) -> float:
        """What an objective has more in the program: the columns that are fixed there."""
        if self.alike is None:
            return 0.0
        return float(cost @ np.where(self.alike.column < 0, self.program.lower, 0.0))

    def fixed(self, x: np.ndarray) -> Reduced:
        """Both with the whole numbers of a point of the program."""
        program = fix_whole(self.program, x)
        if self.alike is None:
            return Reduced(program)
        small = fix_whole(self.alike.program, x[self.alike.first])
        return Reduced(program, replace(self.alike, program=small))

    def point(self, x: np.ndarray) -> np.ndarray:
        """A point of the smaller program as one of the program: all of a class have their part."""
        if self.alike is None:
            return x
        return np.where(
            self.alike.column >= 0, x[self.alike.column] * self.alike.part, self.program.lower
        )

    def answer(self, answer: Answer, cost: np.ndarray) -> Answer:
        """An answer in the smaller program as one in the program."""
        if self.alike is None:
            return answer
        x = self.point(answer.x)
        reduced = duals = answer.duals
        if len(duals):
            duals = np.where(self.alike.row >= 0, duals[self.alike.row], 0.0)
            reduced = cost - self.program.asked(duals)
        return replace(answer, x=x, value=float(cost @ x), reduced=reduced, duals=duals)

    def vertex(self, answer: Answer, cost: np.ndarray) -> np.ndarray:
        """An answer in the smaller program as a vertex of the program, where one is found."""
        if self.alike is None:
            return answer.x
        found = splitting.split(replace(self.program, cost=cost), self.alike, answer)
        return self.point(answer.x) if found is None else found.x

    def basis(self, basis: highspy.HighsBasis) -> highspy.HighsBasis:
        """Where a solver may begin in the program, from where it is in the smaller one."""
        return basis if self.alike is None else spread(basis, self.alike.column, self.alike.row)
