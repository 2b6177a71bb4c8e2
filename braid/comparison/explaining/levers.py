"""Awards' amounts as variables: how every row of a model changes with one dollar of an award.

An amount stands in many rows: of the award itself, its slices, shares of it, floors of it, what it
may give. The model is written with three amounts; where all rows change along a straight line,
a column for the dollars more (or less) stands for all of them. Where an amount is the coefficient
of a 0/1 decision, as that of an offer is, a further column is their product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from braid.catalog.inputs import Inputs
from braid.comparison.explaining.steps import with_amount
from braid.comparison.sweeping.law import asks_for_amounts
from braid.eligibility.build import build_ground, with_other_amounts
from braid.model.build import build_model
from braid.model.model import Model
from braid.optimize.program import Program, program_of
from braid.record import record

HALVINGS = 12
EXTENSIONS = 4
STRAIGHT = 1e-7

Terms = tuple[np.ndarray, np.ndarray]
"""Rows, and what a dollar adds to the left of each."""


@record
class Lever:
    """One award's amount: what a dollar of change does to each row that it is in.

    ``most`` is how many dollars the line holds for; ``down`` says that dollars are taken away.
    ``products`` has the same of dollars that count only where a 0/1 decision (a column) is made.
    """

    award: str
    down: bool
    most: float
    terms: Terms
    products: tuple[tuple[int, Terms], ...]
    upper: np.ndarray
    """Largest values of the model's columns that hold all the way."""


def lever(
    inputs: Inputs, model: Model, award: str, most: Decimal, *, down: bool = False,
    rough: bool = False,
) -> Lever | None:  # fmt: skip
    """An award's amount as a variable, as far as rows change evenly, up to ``most`` dollars.

    How far that is is found to about a fiftieth, of a ``rough`` one to a half.
    """
    high, found = int(most), None
    low = high
    changes = _Changes(inputs, model, award, down)
    for _ in range(HALVINGS):
        if low < 2:
            return None
        found = changes.straight(low - low % 2)
        if found is not None:
            break
        high, low = low, low // 2
    for _ in range(0 if rough else EXTENSIONS):
        if found is None or high - low <= max(2, low // 50):
            break
        middle = (low + high) // 2
        further = changes.straight(middle - middle % 2)
        low, high = (middle, high) if further is not None else (low, middle)
        found = further or found
    return found


Change = tuple[np.ndarray, np.ndarray, np.ndarray]
"""What is less on the right of each row, how terms differ, largest values of columns."""


class _Changes:
    """How a model changes with an award's amount, for each number of dollars found once."""

    def __init__(self, inputs: Inputs, model: Model, award: str, down: bool) -> None:
        self.inputs = inputs
        self.model = model
        self.award = award
        self.down = down
        self._anew = asks_for_amounts(inputs)
        self._known: dict[int, Change | None] = {}

    def straight(self, dollars: int) -> Lever | None:
        """The amount as a variable if all rows change evenly up to so many dollars."""
        model, found, uppers = self.model, [], [self.model.upper]
        for by in (dollars, dollars // 2):
            change = self._by(by)
            if change is None:
                return None
            found.append((change[0] / by, change[1] / by))
            uppers.append(change[2])
        (sides, values), (half_sides, half_values) = found
        bend = max(np.abs(sides - half_sides).max(initial=0.0),
                   np.abs(values - half_values).max(initial=0.0))  # fmt: skip
        if bend > STRAIGHT:
            return None
        rows = np.flatnonzero(sides)
        number = np.repeat(np.arange(len(model.rows)), np.diff(model.rows.start))
        products = []
        moved = np.flatnonzero(values)
        for column in np.unique(model.rows.column[moved]).tolist():
            if not (model.whole[column] and model.upper[column] == 1):
                return None
            at = moved[model.rows.column[moved] == column]
            products.append((column, (number[at], values[at])))
        upper = np.max(uppers, axis=0)
        return Lever(
            self.award, self.down, float(dollars), (rows, sides[rows]), tuple(products), upper
        )

    def _by(self, dollars: int) -> Change | None:
        if dollars not in self._known:
            stated = self.inputs.awards[self.award].amount
            assert stated is not None
            amount = stated - dollars if self.down else stated + dollars
            changed = with_amount(self.inputs, self.award, amount)
            other = build_model(
                build_ground(changed)
                if self._anew
                else with_other_amounts(self.model.ground, changed)
            )
            change = _change(self.model, other)
            self._known[dollars] = None if change is None else (*change, other.upper)
        return self._known[dollars]


def _change(one: Model, other: Model) -> tuple[np.ndarray, np.ndarray] | None:
    """What is less on the right of each row, and how terms differ; None if not alike."""
    same = (
        one.columns == other.columns
        and len(one.rows) == len(other.rows)
        and np.array_equal(one.rows.start, other.rows.start)
        and np.array_equal(one.rows.column, other.rows.column)
        and np.array_equal(one.rows.sense, other.rows.sense)
        and one.costs.keys() == other.costs.keys()
        and all(np.array_equal(cost, other.costs[name]) for name, cost in one.costs.items())
    )
    if not same:
        return None
    before, after = (np.where(np.isfinite(m.sides[0]), *m.sides) for m in (one, other))
    return before - after, other.values - one.values


def with_levers(model: Model, levers: Sequence[Lever]) -> tuple[Program, np.ndarray]:
    """The program of a model with a column for each lever, and the numbers of these columns."""
    program = program_of(model)
    upper = program.upper.copy()
    for one in levers:
        upper = np.maximum(upper, one.upper)
    program = replace(program, upper=upper)
    columns = []
    for one in levers:
        dollars = len(program.cost)
        columns.append(dollars)
        program = with_column(program, *one.terms, one.most)
        for made, terms in one.products:
            program = _with_product(program, dollars, made, terms, one.most)
    return program, np.array(columns, dtype=np.int64)


def _with_product(program: Program, dollars: int, made: int, terms: Terms, most: float) -> Program:
    """A column that is the dollars where a decision is made and nothing where it is not."""
    product = len(program.cost)
    program = with_column(program, *terms, most)
    rows = [
        ([product, made], [1.0, -most], -np.inf, 0.0),
        ([product, dollars], [1.0, -1.0], -np.inf, 0.0),
        ([dollars, product, made], [1.0, -1.0, most], -np.inf, most),
    ]
    return program.with_rows([
        (np.array(columns), np.array(values), low, high) for columns, values, low, high in rows
    ])  # fmt: skip


def with_column(program: Program, rows: np.ndarray, values: np.ndarray, most: float) -> Program:
    """The program with a further column in some rows (ascending), from nothing to ``most``."""
    ends = program.start[rows + 1]
    return replace(
        program,
        cost=np.append(program.cost, 0.0),
        lower=np.append(program.lower, 0.0),
        upper=np.append(program.upper, most),
        whole=np.append(program.whole, False),
        start=program.start + np.searchsorted(rows, np.arange(len(program.start))),
        column=np.insert(program.column, ends, len(program.cost)),
        value=np.insert(program.value, ends, values),
    )
