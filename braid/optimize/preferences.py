"""What decides among plans that are equally good in tiers 0 to 3.

Participants' direct costs before shared ones; then evenly; then spend what expires
first and keep flexible money; at last a fixed price per variable, so that the
answer is one plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from braid.kinds.tables import DIRECT
from braid.model.model import Model
from braid.optimize.program import Answer, Program

EVENLY_UP_TO = 20_000


@dataclass(frozen=True)
class Tier:
    """One preference: an objective, and, for evenness, a further variable with its rows."""

    name: str
    cost: np.ndarray
    rows: tuple[tuple[np.ndarray, np.ndarray, float], ...] = ()
    """(columns, values, lower side); the new variable is column ``len(cost)``."""

    def on(self, program: Program) -> Program:
        """The program of this tier on the face of the earlier ones."""
        if not self.rows:
            return replace(program, cost=self.cost)
        wide = replace(
            program,
            cost=np.append(self.cost, -1.0),
            lower=np.append(program.lower, 0.0),
            upper=np.append(program.upper, 1.0),
            whole=np.append(program.whole, False),
        )
        return wide.with_rows([(c, v, side, np.inf) for c, v, side in self.rows])

    def lock(
        self,
        program: Program,
        answer: Answer,
        face: Callable[[Program, Answer, np.ndarray], Program],
    ) -> Program:
        """The program after this tier: on its face, or with the evenness as rows."""
        if not self.rows:
            return face(program, answer, self.cost)
        theta = max(0.0, answer.x[-1] - 1e-9)
        kept = []
        for columns, values, side in self.rows:
            inner = columns < len(self.cost)
            weight = float(values[~inner].sum())
            kept.append((columns[inner], values[inner], side - weight * theta, np.inf))
        return program.with_rows(kept)


def preference_tiers(model: Model, *, whole_people: bool) -> Iterator[Tier]:
    """The preferences in order."""
    cells = model.ground.cells
    unfunded = model.layout.unfunded
    direct = np.zeros(model.columns)
    direct[unfunded] = cells.kind == DIRECT
    if direct.any():
        yield Tier("direct costs first", direct)
        if model.layout.charges <= EVENLY_UP_TO:
            even = _evenly(model)
            if even is not None:
                yield even
    yield Tier("spend what expires first", _expiring(model))
    yield Tier("keep flexible money", _flexible(model))
    yield Tier("tie-break", tie_break(model))


def _evenly(model: Model) -> Tier | None:
    """The worst-funded group as well as it can be: theta <= funded share of every group."""
    cells = model.ground.cells
    first = model.layout.unfunded.start
    rows = []
    for group in range(len(model.ground.codes.groups)):
        own = np.flatnonzero((cells.kind == DIRECT) & (cells.group == group) & (cells.cost > 0))
        total = float(cells.cost[own].sum()) / 100
        if total > 0:
            # theta * total + sum u <= total, so -theta - sum u / total >= -1
            columns = np.append(first + own, model.columns)
            values = np.append(np.full(len(own), -1.0 / total), -1.0)
            rows.append((columns, values, -1.0))
    return Tier("evenly among groups", np.zeros(model.columns), tuple(rows)) if rows else None


def _of_awards(model: Model, weights: np.ndarray) -> np.ndarray:
    cost = np.zeros(model.columns)
    cost[: model.layout.charges] = weights[model.ground.charges.award]
    return cost


def _expiring(model: Model) -> np.ndarray:
    inputs = model.ground.inputs
    ends = [
        -1.0 if inputs.window(inputs.awards[a])[1] <= inputs.calendar.end else 0.0
        for a in model.ground.codes.awards
    ]
    return _of_awards(model, np.array(ends))


def _flexible(model: Model) -> np.ndarray:
    inputs = model.ground.inputs
    weights = [
        float(9 - inputs.law.streams[inputs.awards[a].stream].restricted)
        for a in model.ground.codes.awards
    ]
    return _of_awards(model, np.array(weights))


def tie_break(model: Model) -> np.ndarray:
    """A price of 1 to 2 for every variable, from its place in the order of ids alone."""
    numbers = np.arange(model.columns, dtype=np.uint64)
    mixed = numbers * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return 1.0 + (mixed >> np.uint64(12)).astype(float) / float(2**52)
