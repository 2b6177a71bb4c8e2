"""What decides among plans that are equally good in tiers 0 to 3.

Participants' direct costs before shared ones; then evenly; then transfer least, spend what
expires first and keep flexible money; at last a fixed price per variable, so that the
answer is one plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from braid.kinds.tables import DIRECT
from braid.model.model import BRIDGE, Model
from braid.optimize.program import Answer, Program
from braid.record import record

EVENLY_UP_TO = 20_000


@record
class Tier:
    """One preference: an objective, and perhaps further variables with their rows.

    ``extra`` holds (cost, largest value, whole number) of each further variable;
    they are the columns after ``cost``. ``rows`` are (columns, values, lower side).
    """

    name: str
    cost: np.ndarray
    rows: tuple[tuple[np.ndarray, np.ndarray, float], ...] = ()
    extra: tuple[tuple[float, float, bool], ...] = ()

    def on(self, program: Program) -> Program:
        """The program of this tier on the face of the earlier ones."""
        if not self.extra:
            return replace(program, cost=self.cost)
        costs, uppers, whole = zip(*self.extra, strict=True)
        wide = replace(
            program,
            cost=np.append(self.cost, costs),
            lower=np.append(program.lower, np.zeros(len(costs))),
            upper=np.append(program.upper, uppers),
            whole=np.append(program.whole, whole),
        )
        return wide.with_rows([(c, v, side, np.inf) for c, v, side in self.rows])

    def lock(
        self,
        program: Program,
        answer: Answer,
        face: Callable[[Program, Answer, np.ndarray], Program],
    ) -> Program:
        """The program after this tier: on its face, or with the further variables fixed."""
        if not self.extra:
            return face(program, answer, self.cost)
        found = answer.x[len(self.cost) :]
        whole = np.array([w for _, _, w in self.extra])
        fixed = np.where(whole, np.round(found), np.maximum(0.0, found - 1e-9))
        kept = []
        for columns, values, side in self.rows:
            inner = columns < len(self.cost)
            taken = float(values[~inner] @ fixed[columns[~inner] - len(self.cost)])
            kept.append((columns[inner], values[inner], side - taken, np.inf))
        return program.with_rows(kept)


def preference_tiers(model: Model, *, whole_people: bool) -> Iterator[Tier]:
    """The preferences in order."""
    cells = model.ground.cells
    unfunded = model.layout.unfunded
    direct = np.zeros(model.columns)
    direct[unfunded] = cells.kind == DIRECT
    if direct.any():
        if whole_people:
            yield _completely_funded(model)
        yield Tier("direct costs first", direct)
    if whole_people and BRIDGE in model.costs:
        yield Tier("bridge loans", model.costs[BRIDGE])
    if direct.any() and not whole_people and model.layout.charges <= EVENLY_UP_TO:
        yield _evenly(model)
    if model.layout.transfers:
        # before whose money is spent: nothing moves only to be charged under another name
        yield Tier("transfer least", _transferred(model))
    yield Tier("spend what expires first", _expiring(model))
    yield Tier("keep flexible money", _flexible(model))
    yield Tier("tie-break", tie_break(model))


def _direct_cells(model: Model) -> Iterator[tuple[int, np.ndarray]]:
    """Each group's direct cells that cost anything."""
    cells = model.ground.cells
    for group in range(len(model.ground.codes.groups)):
        own = np.flatnonzero((cells.kind == DIRECT) & (cells.group == group) & (cells.cost > 0))
        if len(own):
            yield group, own


def _evenly(model: Model) -> Tier:
    """The worst-funded group as well as it can be: theta <= funded share of every group."""
    first = model.layout.unfunded.start
    rows = []
    inputs, groups = model.ground.inputs, model.ground.codes.groups
    worst: dict[str, int] = {}  # a theta for each partnership
    for group, own in _direct_cells(model):
        theta = worst.setdefault(inputs.partnership(groups[group]), len(worst))
        # theta * total + sum u <= total, so -theta - sum u / total >= -1
        total = float(model.ground.cells.cost[own].sum()) / 100
        columns = np.append(first + own, model.columns + theta)
        rows.append((columns, np.append(np.full(len(own), -1.0 / total), -1.0), -1.0))
    extra = ((-1.0, 1.0, False),) * len(worst)
    return Tier("evenly among groups", np.zeros(model.columns), tuple(rows), extra)


def _completely_funded(model: Model) -> Tier:
    """As many people as possible with every direct cost paid: u <= cost per head * (n - q)."""
    first = model.layout.unfunded.start
    groups = [g.participants for g in model.ground.inputs.groups.values()]
    rows: list[tuple[np.ndarray, np.ndarray, float]] = []
    extra: list[tuple[float, float, bool]] = []
    for group, own in _direct_cells(model):
        column = model.columns + len(extra)
        extra.append((-1.0, float(groups[group]), True))
        for cell in own:
            cost = float(model.ground.cells.cost[cell]) / 100
            columns = np.array([first + cell, column])
            rows.append((columns, np.array([-1.0, -cost / groups[group]]), -cost))
    return Tier("completely funded people", np.zeros(model.columns), tuple(rows), tuple(extra))


def _transferred(model: Model) -> np.ndarray:
    cost = np.zeros(model.columns)
    cost[list(model.layout.transfers.values())] = 1.0
    return cost


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


def _places(model: Model) -> np.ndarray:
    """The place of each variable, in a portfolio among those of its own partnership."""
    numbers = np.arange(model.columns)
    ground, layout = model.ground, model.layout
    inputs = ground.inputs
    if not inputs.partnerships:
        return numbers
    place = {member.id: k for k, member in enumerate(inputs.partnerships)}
    groups = [place.get(inputs.partnership(name), -1) for name in ground.codes.groups]
    lines = [place.get(inputs.partnership(name), -1) for name in ground.codes.lines]
    cells = np.array([place.get(name, -1) for name in ground.cells.home], dtype=np.int64)
    of_line = np.array([*lines, -1], dtype=np.int64)[ground.charges.line]
    of_cell = np.append(cells, -1)[ground.charges.cell]
    home = np.full(model.columns, -1, dtype=np.int64)
    home[: layout.charges] = np.where(ground.charges.line >= 0, of_line, of_cell)
    home[layout.charges : layout.charges + len(cells)] = cells
    for (group, _), column in [*layout.served.items(), *layout.recorded.items()]:
        home[column] = groups[group]
    for award, column in layout.used.items():
        home[column] = place.get(inputs.owner(ground.codes.awards[award]), -1)
    for k in place.values():
        own = np.flatnonzero(home == k)
        numbers[own] = np.arange(len(own))
    return numbers


def tie_break(model: Model) -> np.ndarray:
    """A price of 1 to 2 for every variable, from its place in the order of ids alone."""
    numbers = _places(model).astype(np.uint64)
    mixed = numbers * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return 1.0 + (mixed >> np.uint64(12)).astype(float) / float(2**52)
