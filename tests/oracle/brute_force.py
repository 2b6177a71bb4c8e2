"""Every pattern of whole numbers of a tiny case, each with its own linear program.

All patterns are solved with floats; those that come within a cent of the best are solved
again in fractions, and the best of these is the answer.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import highspy
import numpy as np

from braid.catalog.inputs import Inputs
from oracle.exact import Row, least_in_order
from oracle.textbook import textbook
from oracle.tiers import tiers

CLOSE = 0.01


class Case:
    """The rows of a textbook model as plain numbers."""

    def __init__(self, inputs: Inputs) -> None:
        model = textbook(inputs, whole_people=True)
        goals = tiers(model)
        self.tiers = list(goals)
        self.constants = [exact(goal.constant) for goal in goals.values()]
        rows = model.rows
        named = {v.name: v for row in rows for v in row} | {
            v.name: v for goal in goals.values() for v in goal
        }
        whole = [v for v in model.integers if v.name in named]
        counted = {v.name for v in whole}  # PuLP 4 makes a new object each time it is asked
        self.free = [v for name, v in named.items() if name not in counted]
        self.ranges = [range(int(v.upBound) + 1) for v in whole]
        self.rows = [
            (
                [exact(row.get(v, 0)) for v in self.free],
                [exact(row.get(v, 0)) for v in whole],
                {-1: "<=", 0: "=", 1: ">="}[row.sense],
                exact(-row.constant),
            )
            for row in rows
        ]
        self.goals = [[exact(goal.get(v, 0)) for v in self.free] for goal in goals.values()]
        self.of_whole = [[exact(goal.get(v, 0)) for v in whole] for goal in goals.values()]

    def patterns(self) -> Iterator[tuple[list[int], list[Row]]]:
        """Every pattern that the rows between whole numbers allow, with the other rows."""
        for pattern in product(*self.ranges):
            rows: list[Row] = []
            for factors, of_whole, sense, right in self.rows:
                left = right - sum(f * n for f, n in zip(of_whole, pattern, strict=True))
                if any(factors):
                    rows.append((factors, sense, left))
                elif not holds(Fraction(0), sense, left):
                    break
            else:
                yield list(pattern), rows

    def values(self, pattern: list[int], found: list[Any]) -> list[Any]:
        """The tiers' values, given those of the free variables."""
        return [
            value + constant + sum(f * n for f, n in zip(factors, pattern, strict=True))
            for value, constant, factors in zip(found, self.constants, self.of_whole, strict=True)
        ]


def exact(value: float) -> Fraction:
    """The short fraction that a factor of the model stands for."""
    return Fraction(value).limit_denominator(10**9)


def holds(left: Fraction, sense: str, right: Fraction) -> bool:
    """A row without variables."""
    return {"<=": left <= right, ">=": left >= right, "=": left == right}[sense]


def brute_force(inputs: Inputs) -> dict[int, float]:
    """The values of the tiers, by trying everything."""
    case = Case(inputs)
    tried = [
        (case.values(pattern, found), pattern, rows)
        for pattern, rows in case.patterns()
        if (found := in_floats(rows, case.goals)) is not None
    ]
    for tier in range(len(case.goals)):
        least = min(values[tier] for values, _, _ in tried)
        tried = [one for one in tried if one[0][tier] <= least + CLOSE]
    answers = []
    for _, pattern, rows in tried:
        found = least_in_order(rows, case.goals)
        if found is not None:
            answers.append(case.values(pattern, found))
    return {t: float(v) for t, v in zip(case.tiers, min(answers), strict=True)}


def in_floats(rows: list[Row], goals: list[list[Fraction]]) -> list[float] | None:
    """The goals one after the other, each held at its value by a row; None if infeasible."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    columns = len(goals[0])
    highs.addVars(columns, np.zeros(columns), np.full(columns, highspy.kHighsInf))
    for factors, sense, right in rows:
        low = -highspy.kHighsInf if sense == "<=" else float(right)
        high = highspy.kHighsInf if sense == ">=" else float(right)
        add_row(highs, factors, low, high)
    values: list[float] = []
    for goal in goals:
        highs.changeColsCost(columns, np.arange(columns), np.array([float(f) for f in goal]))
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values.append(highs.getObjectiveValue())
        if any(goal):
            add_row(highs, goal, -highspy.kHighsInf, values[-1] + 1e-6)
    return values


def add_row(highs: highspy.Highs, factors: list[Fraction], low: float, high: float) -> None:
    """One row by its factors that are not zero."""
    held = [(j, float(f)) for j, f in enumerate(factors) if f]
    highs.addRow(low, high, len(held), np.array([j for j, _ in held]),
                 np.array([f for _, f in held]))  # fmt: skip
