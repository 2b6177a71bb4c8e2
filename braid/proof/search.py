"""Look for multipliers: one linear program for each case, cases split until nothing is open.

What is found here needs no trust: :mod:`braid.proof.checking` works out what it proves.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np

from braid.optimize import highs
from braid.optimize.program import Limits, Program, Status, program_of
from braid.plan.plan import Plan
from braid.proof.aims import Aim
from braid.proof.bound import SCALE
from braid.proof.checking import Case, judged
from braid.proof.stored import AimProof, Leaf
from braid.record import record

LEAVES = 64
"""Cases of one aim at most; what is open then stays as a gap."""
WHOLE = 1e-7
NEAR = 1e-3
"""Cents; a bound that is so little below what is wanted is enough once it is rounded up."""
ROOM = 0.05
"""Dollars by which whole cents may miss a row while the decisions of rules are looked up."""
SPLIT_PEOPLE_UP_TO = 5_000
"""Columns; of larger models only decisions are split into cases."""
NOTHING = Leaf({}, {}, {})
Within = Mapping[int, tuple[int, int]]
"""Columns with narrower limits."""


def prove(plan: Plan) -> tuple[AimProof, ...]:
    """A proof of how good a plan is, aim by aim."""
    case = Case(plan)
    return tuple(_proof_of(case, aim) for aim in case.aims)


def _proof_of(case: Case, aim: Aim) -> AimProof:
    """The proof of the next aim, which is held from then on."""
    value = case.standing.value(aim)
    proof = AimProof(aim.name, Decimal("0.00"), (NOTHING,))
    if aim.gap(value, case.proven(aim.costs, NOTHING)):
        work = _Search(case, aim)
        peopled = work.peopled()
        leaves = work.leaves(float(value), peopled)
        proof = replace(proof, leaves=leaves, decided=work.decided(), peopled=peopled)
    gap = judged(case, aim, proof).gap
    if not gap:  # then nobody asks where it comes from
        proof = replace(proof, decided=None, peopled=None)
    return replace(proof, within=Decimal(ceil(gap * 100)).scaleb(-2))


@record
class _Node:
    """A case that was looked at: its limits, its point, its value and multipliers."""

    within: Within
    value: float
    """Cents."""
    x: np.ndarray
    leaf: Leaf


class _Search:
    """The linear programs of one aim, with the aims before it held."""

    def __init__(self, case: Case, aim: Aim) -> None:
        self.case, self.aim, self.model = case, aim, case.model
        self.names = case.rows.whole
        heads = set(self.model.layout.heads.tolist())
        self.decisions = [column for column in self.names if column not in heads]
        people = sorted(heads) if self.model.columns <= SPLIT_PEOPLE_UP_TO else []
        priced = [column for column in people if column in aim.costs]
        self.order = (self.decisions, priced, people)
        """What is split first, and what then: a split of what is priced moves the bound itself."""
        self.program = _program(case, aim)
        self.solver: Any = highs.handed_over(self.program, Limits())
        self.presolved = True
        self.held: Within = {}
        self.lowest = _Node({}, 0.0, np.empty(0), NOTHING)

    def leaves(self, value: float, peopled: Leaf | None) -> tuple[Leaf, ...]:
        """Cases that take in all; ``value`` is the plan's, in cents.

        What other cents could spare of it, with the plan's own people, no split can rule out.
        """
        if peopled is not None:
            value = min(value, float(self.case.proven(self.aim.costs, peopled)))
        wanted = value - float(self.aim.unit) + NEAR
        root = self._solved({}, None)
        heap = [(root.value, 0, root)]
        count = 1
        while heap[0][0] <= wanted and len(heap) < LEAVES:
            node = heap[0][2]
            column = self._broken(node)
            if column is None:
                break
            heapq.heappop(heap)
            low, high = node.within.get(column, (0, int(self.case.rows.most[column])))
            at = int(np.floor(node.x[column]))
            for part in ((low, at), (at + 1, high)):
                child = self._solved({**node.within, column: part}, node)
                heapq.heappush(heap, (child.value, count, child))
                count += 1
        self.lowest = heap[0][2]
        return tuple(node.leaf for _, _, node in sorted(heap, key=lambda entry: entry[1]))

    def _broken(self, node: _Node) -> int | None:
        """The number that is the least whole of the first kind that has one; None where all are."""
        for columns in self.order if len(node.x) else ():
            found = node.x[columns]
            parts = np.abs(found - np.round(found))
            at = int(np.argmax(parts)) if len(columns) else -1
            if at >= 0 and parts[at] > WHOLE:
                low, high = node.within.get(columns[at], (0, int(self.case.rows.most[columns[at]])))
                return columns[at] if low <= np.floor(found[at]) < high else None
        return None

    def _solved(self, within: Within, above: _Node | None) -> _Node:
        """A case; where nothing is found for it, with the multipliers of the one above."""
        named = {self.names[column]: ends for column, ends in within.items()}
        status = self._run(within)
        if status == "infeasible" and (empty := self._empty(named)) is not None:
            return _Node(within, float("inf"), np.empty(0), empty)
        if status == "optimal":
            value = float(self.solver.getInfo().objective_function_value) * 100
            solution = self.solver.getSolution()
            leaf = self._leaf(named, np.array(solution.row_dual))
            return _Node(within, value, np.array(solution.col_value), leaf)
        if above is None:
            return _Node(within, 0.0, np.empty(0), NOTHING)
        return _Node(within, above.value, np.empty(0), replace(above.leaf, within=named))

    def _run(self, within: Within) -> Status:
        """Solve with some columns within narrower limits, the others between their own."""
        for column in self.held.keys() | within.keys():
            if self.held.get(column) != within.get(column):
                own = (0.0, float(self.program.upper[column]))
                self.solver.changeColBounds(column, *map(float, within.get(column, own)))
        self.held = within
        self.solver.run()
        status = highs.status_of(self.solver)
        if self.presolved:  # from here on each program differs little from the one before
            self.solver.setOptionValue("presolve", "off")
            self.presolved = False
            return self._run(within) if status == "infeasible" else status
        return status

    def _leaf(
        self, named: Mapping[str, tuple[int, int]], duals: np.ndarray, *, empty: bool = False
    ) -> Leaf:
        """The multipliers as whole numbers, where their sign is one of their row."""
        times = np.rint(duals * SCALE)
        times[(times > 0) & ~np.isfinite(self.program.row_lower)] = 0
        times[(times < 0) & ~np.isfinite(self.program.row_upper)] = 0
        times[~(np.abs(times) < 2.0**62)] = 0  # what is no number proves nothing either
        names, first = self.case.rows.names, len(self.model.rows)
        some = np.flatnonzero(times[:first]).tolist()
        rows = {names[row]: int(times[row]) for row in some}
        pairs = zip(self.case.aims, times[first:].tolist(), strict=False)
        return Leaf(named, rows, {aim.name: int(t) for aim, t in pairs if t}, empty)

    def _empty(self, named: Mapping[str, tuple[int, int]]) -> Leaf | None:
        """A proof that a case has no plan."""
        _, found, ray = self.solver.getDualRay()
        if not found:
            return None
        ray = np.array(ray)
        ray = ray / max(1e-9, np.abs(ray).max())
        for sign in (1.0, -1.0):
            leaf = self._leaf(named, sign * ray, empty=True)
            if self.case.proven({}, leaf) > 0:
                return leaf
        return None

    # -- where a gap comes from ------------------------------------------------------

    def decided(self) -> Leaf | None:
        """Multipliers where all decisions are made, as in the lowest case or as in the plan."""
        found = [self._own] if self._own is not None else []
        x = self.lowest.x
        if (
            len(x)
            and np.abs(x[self.decisions] - np.round(x[self.decisions])).max(initial=0) < WHOLE
        ):
            found.append({column: round(float(x[column])) for column in self.decisions})
        leaves = [leaf for leaf in map(self._leaf_at, found) if leaf is not None]
        return min(leaves, key=lambda leaf: self.case.proven(self.aim.costs, leaf), default=None)

    def peopled(self) -> Leaf | None:
        """Multipliers where decisions and people are those of the plan."""
        if self._own is None:
            return None
        return self._leaf_at({**self._own, **self.case.standing.people})

    def _leaf_at(self, numbers: Mapping[int, int]) -> Leaf | None:
        within = {column: (number, number) for column, number in numbers.items()}
        if self._run(within) != "optimal":
            return None
        named = {self.names[column]: ends for column, ends in within.items()}
        return self._leaf(named, np.array(self.solver.getSolution().row_dual))

    @cached_property
    def _own(self) -> dict[int, int] | None:
        """The plan's own decisions: those of rules as its charges and people have them."""
        if not self.model.layout.flags:
            return self.case.standing.taken
        program, rows = program_of(self.model), slice(0, len(self.model.rows))
        lower, upper = program.lower.copy(), program.upper.copy()
        for column, value in self.case.standing.point.items():
            lower[column] = upper[column] = value / (1 if self.model.counts[column] else 100)
        flags = np.zeros_like(program.whole)
        flags[self.decisions] = True
        loose = replace(
            program, lower=lower, upper=upper, whole=flags, cost=self.model.costs["overhead"],
            row_lower=self.program.row_lower[rows] - ROOM,
            row_upper=self.program.row_upper[rows] + ROOM,
        )  # fmt: skip
        answer = highs.solve(loose, Limits())
        if not answer.found or not np.isfinite(answer.x[self.decisions]).all():
            return None
        return {column: round(float(answer.x[column])) for column in self.decisions}


def _program(case: Case, aim: Aim) -> Program:
    """An aim over the rows as loose as the proof has them, the aims before held by rows."""
    model = case.model
    program = program_of(model)
    cost = np.zeros(model.columns)
    for column, cents in aim.costs.items():
        cost[column] = _dollars(model.counts[column], cents)
    locks = []
    for lock in case.locks:
        columns = np.array(sorted(lock.costs), dtype=np.int64)
        priced = [_dollars(model.counts[c], lock.costs[c]) for c in columns.tolist()]
        locks.append((columns, np.array(priced), -np.inf, float(lock.cents) / 100))
    sides = (case.rows.low, -np.inf), (case.rows.high, np.inf)
    low, high = (
        np.array([none if s is None else float(s) / 100 for s in side]) for side, none in sides
    )
    upper = program.upper.copy()
    charges = slice(0, model.layout.charges)
    upper[charges] = [float(most) / 100 for most in case.rows.most[charges]]
    program = replace(
        program, cost=cost, whole=np.zeros_like(program.whole), upper=upper, row_lower=low,
        row_upper=high,
    )  # fmt: skip
    return program.with_rows(locks)


def _dollars(count: bool, cents: Fraction) -> float:
    """Dollars for each dollar or person."""
    return float(cents) / 100 if count else float(cents)
