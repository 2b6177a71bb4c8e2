"""One optimization in progress: its solves, and the search for its whole numbers."""

from __future__ import annotations

import time
from dataclasses import field, replace

import numpy as np

from braid.optimize import highs
from braid.optimize.branching import Branching
from braid.optimize.faces import lock_row
from braid.optimize.following import Following
from braid.optimize.program import LARGE, Answer, Engine, Limits, Program
from braid.optimize.reduced import Reduced
from braid.optimize.whole import SolveError, fix_whole, needs_search, none_of_the_whole
from braid.record import working_record

SEARCH_LOCK = 1e-4
EXACT = ("floors", "must")
"""What the law asks for is never traded for a search that is over sooner."""
AT_LAST, NODES_AT_LAST = 1e9, 200
"""Seconds and nodes of a search without which there is no plan, once the time is up."""


@working_record
class Run:
    """One optimization in progress: engine, clock, and what has been learnt."""

    engine: Engine
    limits: Limits
    polish: Engine
    """Solves everything without whole numbers; it gives multipliers and all digits."""
    branching: Branching = field(default_factory=Branching, repr=False)
    following: Following = field(default_factory=Following, repr=False)
    began: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0
    stopped: bool = False

    def at_last(self) -> Run:
        """The same for a search without which there is no plan: time does not end it."""
        return replace(self, limits=replace(self.limits, seconds=AT_LAST, nodes=NODES_AT_LAST))

    @property
    def left(self) -> float | None:
        """Seconds that are left of the time; None where there is no limit."""
        if self.limits.seconds is None:
            return None
        return self.limits.seconds - (time.perf_counter() - self.began)

    @property
    def over(self) -> bool:
        """Whether the time is up: then what has been found so far is the plan."""
        self.stopped = self.stopped or (self.left is not None and self.left <= 0)
        return self.left is not None and self.left <= 0

    def solve(self, program: Program, *, foreign: bool = False, at_last: bool = False) -> Answer:
        """One solve within what is left of the time; ``foreign`` asks the chosen engine anyway.

        Without this one there is no plan ``at_last``: it has the time that it takes.
        """
        limits = self.limits
        if self.left is not None:
            limits = replace(limits, seconds=None if at_last else max(0.05, self.left))
        engine = self.engine if needs_search(program) or foreign else self.polish
        if engine is highs.solve and limits.seconds is None and not needs_search(program):
            engine = self.following.solve
        answer = engine(program, limits)
        self.seconds += answer.seconds
        if answer.status == "limit":
            self.stopped = True
        return answer

    def found(self, program: Program, *, exactly: bool = False) -> Answer:
        """The best whole numbers: offers and few in their own ways, else by the engine's.

        ``exactly`` matters where offers are many: the best, not only one close to it.
        """
        answer = self._chosen(program, exactly)
        if answer is not None:
            self.seconds += answer.seconds
            self.stopped = self.stopped or answer.status == "limit"
            return answer
        if self.engine is highs.solve and self.limits.seconds is None:
            answer = self.branching.solve(program, self.limits)
            if answer is not None:
                self.following = Following(basis=self.branching.basis)
                self.seconds += answer.seconds
                return answer
        return self.solve(program, foreign=True)

    def _chosen(self, program: Program, exactly: bool) -> Answer | None:
        if self.engine is not highs.solve or len(program.cost) <= LARGE:
            return None
        from braid.optimize import choosing  # small plans do without it

        if not choosing.applies(program):
            return None
        left = None if self.left is None else max(0.05, self.left)
        return choosing.choose(program, replace(self.limits, seconds=left), exactly=exactly)

    def leave(self, reduced: Reduced) -> None:
        """What follows is of the whole program: it begins where the smaller one ended."""
        if reduced.alike is not None and self.following.solver is not None:
            basis = reduced.basis(self.following.solver.getBasis())
            self.following = Following(basis=basis)

    def exact(self, program: Program, answer: Answer) -> Answer:
        """Another solver's answer with all its digits: its whole numbers, solved again."""
        if self.engine is self.polish:
            return answer
        again = self.polish(fix_whole(program, answer.x), self.limits)
        return again if again.found else answer

    def otherwise(self, program: Program, answer: Answer) -> Answer:
        """What HiGHS finds where another solver denies even what it has found before."""
        if self.engine is self.polish or answer.status != "infeasible":
            return answer
        return self.polish(program, self.limits)

    def without_search(self, program: Program, cost: np.ndarray) -> np.ndarray:
        """The best point without any search, for when the time is up before one was found."""
        self.stopped = True
        limits = replace(self.limits, seconds=None)
        answer = self.polish(replace(none_of_the_whole(program), cost=cost), limits)
        if not answer.found:
            raise SolveError(f"no solution even without a search ({answer.status})")
        return answer.x


def search(
    run: Run, reduced: Reduced, costs: dict[str, np.ndarray]
) -> tuple[np.ndarray, dict[str, float]]:
    """Whole-number tiers, each locked by a row; returns a point and the solver's bounds.

    The point has the best whole numbers; its other columns keep every row.
    """
    small = {name: reduced.cost(cost) for name, cost in costs.items() if cost.any()}
    x, bounds = _searched(run, reduced.small, small)
    bounds = {name: bound + reduced.constant(costs[name]) for name, bound in bounds.items()}
    return reduced.point(x), bounds


def _searched(
    run: Run, program: Program, costs: dict[str, np.ndarray]
) -> tuple[np.ndarray, dict[str, float]]:
    bounds: dict[str, float] = {}
    x = np.empty(0)
    for name, cost in costs.items():
        answer = run.found(replace(program, cost=cost), exactly=name in EXACT)
        if not answer.found and len(x):
            answer = run.otherwise(replace(program, cost=cost), answer)
        if not answer.found:
            if len(x):  # a limit: the earlier point stays
                run.stopped = True
                break
            if run.limits.seconds is not None:
                return run.without_search(program, cost), bounds
            raise SolveError(f"no solution in tier '{name}' ({answer.status})")
        bounds[name] = answer.bound
        answer = run.exact(replace(program, cost=cost), answer)
        x = answer.x
        program = program.with_rows([lock_row(cost, answer.value, SEARCH_LOCK)])
    if not len(x):
        x = run.solve(program).x
    return x, bounds
