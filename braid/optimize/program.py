"""One linear program as arrays, and what a solver answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np

from braid.model.model import Model
from braid.record import record

Status = Literal["optimal", "limit", "infeasible", "failed"]
LARGE = 5_000
"""Columns; programs above may be searched offer by offer."""


@record
class Program:
    """Minimize ``cost @ x`` within bounds and rows; ``whole`` marks whole-number columns."""

    cost: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    start: np.ndarray
    column: np.ndarray
    value: np.ndarray
    row_lower: np.ndarray
    row_upper: np.ndarray
    whole: np.ndarray

    @property
    def row(self) -> np.ndarray:
        """The row of each term."""
        return np.repeat(np.arange(len(self.row_lower)), np.diff(self.start))

    def sums(self, x: np.ndarray) -> np.ndarray:
        """What each row adds up to at a point."""
        return np.bincount(self.row, self.value * x[self.column], len(self.row_lower))

    def asked(self, multipliers: np.ndarray) -> np.ndarray:
        """What the rows, times their multipliers, ask for one more of each column."""
        return np.bincount(self.column, self.value * multipliers[self.row], len(self.cost))

    def with_rows(self, rows: list[tuple[np.ndarray, np.ndarray, float, float]]) -> Program:
        """The program with further rows: (columns, values, lower side, upper side) each."""
        if not rows:
            return self
        columns, values, lower, upper = zip(*rows, strict=True)
        sizes = np.array([len(one) for one in columns])
        terms = np.concatenate(columns), np.concatenate(values)
        return self.with_terms(sizes, *terms, np.array(lower), np.array(upper))

    def with_terms(
        self, sizes: np.ndarray, column: np.ndarray, value: np.ndarray, lower: np.ndarray,
        upper: np.ndarray,
    ) -> Program:  # fmt: skip
        """The same; of the terms each further row has as many as ``sizes`` says."""
        return replace(
            self,
            start=np.concatenate([self.start, self.start[-1] + np.cumsum(sizes)]),
            column=np.concatenate([self.column, column]),
            value=np.concatenate([self.value, value]),
            row_lower=np.concatenate([self.row_lower, lower]),
            row_upper=np.concatenate([self.row_upper, upper]),
        )


@record
class Answer:
    """What a solver found; arrays are empty when there is no solution, duals when not valid."""

    status: Status
    x: np.ndarray
    value: float
    bound: float
    reduced: np.ndarray
    duals: np.ndarray
    seconds: float

    @property
    def found(self) -> bool:
        """Whether there is a solution to read."""
        return self.status in ("optimal", "limit")


@record
class Limits:
    """When to stop: seconds for the whole optimization, nodes of one search."""

    seconds: float | None = None
    nodes: int | None = 20_000
    presolve: bool = True
    """Whether a search for whole numbers may begin with the solver's own simplifications."""


Engine = Callable[[Program, Limits], Answer]
"""A solver: a program and limits -> an answer."""


def program_of(model: Model) -> Program:
    """The bare program of a model, without an objective."""
    lower, upper = model.sides
    return Program(
        cost=np.zeros(model.columns),
        lower=np.zeros(model.columns),
        upper=model.upper.astype(float),
        start=model.rows.start,
        column=model.rows.column,
        value=model.values,
        row_lower=lower,
        row_upper=upper,
        whole=model.whole.copy(),
    )
