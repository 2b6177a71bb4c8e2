"""What can be worked out from published figures, by somebody who knows all but the counts.

Every figure is linear in head counts that are not known. A count is safe as long as, for every
value from 1 to 9, there are head counts that fit everything published.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import field
from functools import cached_property

import numpy as np

from braid.optimize.highs import solve
from braid.optimize.program import Limits, Program
from braid.record import record

LEAST = 10
"""Counts of people below it, and above none, are not told."""
MOST_PEOPLE = 1e6
SLACK = 1e-6

Unknown = Hashable
"""A head count that the public does not know."""


@record
class Form:
    """A figure as the sum of unknown head counts, each times a number, and a constant."""

    terms: Mapping[Unknown, float]
    constant: float = 0.0

    def __sub__(self, other: Form) -> Form:
        terms = dict(self.terms)
        for unknown, times in other.terms.items():
            terms[unknown] = terms.get(unknown, 0.0) - times
        return Form(terms, self.constant - other.constant)


@record
class Told:
    """What is published of a form: it is from ``low`` to ``high``."""

    form: Form
    low: float
    high: float


@record
class Attack:
    """What is known to the public, and for each hidden count head counts that still fit.

    ``unknowns`` are the head counts as they are; ``parts`` are pairs of unknowns of which the
    first is never more than the second.
    """

    unknowns: Mapping[Unknown, int]
    parts: Sequence[tuple[Unknown, Unknown]]
    hidden: Sequence[Form]
    told: list[Told] = field(default_factory=list)
    _fitting: dict[tuple[int, int], np.ndarray] = field(default_factory=dict)

    def survives(self, more: Sequence[Told]) -> bool:
        """Tell more, unless it would rule out a value from 1 to 9 of a hidden count."""
        told = [*self.told, *more]
        found: dict[tuple[int, int], np.ndarray] = {}
        for number, count in enumerate(self.hidden):
            for value in range(1, LEAST):
                known = self._fitting.get((number, value))
                if known is None or not all(self._fits(one, known) for one in more):
                    known = self._head_counts([*told, Told(count, value, value)])
                if known is None:
                    return False
                found[number, value] = known
        self._fitting.update(found)
        self.told[:] = told
        return True

    def _fits(self, told: Told, counts: np.ndarray) -> bool:
        column, times = self._row(told.form)
        value = float(times @ counts[column]) + told.form.constant
        room = SLACK * max(1.0, abs(value))
        return told.low - room <= value <= told.high + room

    def _row(self, form: Form) -> tuple[np.ndarray, np.ndarray]:
        """The places of a form's unknowns, and what each is multiplied by."""
        if id(form) not in self._rows:
            column = np.array([self._places[unknown] for unknown in form.terms], dtype=int)
            times = np.array([*form.terms.values()], dtype=float)
            self._rows[id(form)] = form, column, times
        _, column, times = self._rows[id(form)]
        return column, times

    @cached_property
    def _places(self) -> Mapping[Unknown, int]:
        return {unknown: k for k, unknown in enumerate(self.unknowns)}

    @cached_property
    def _rows(self) -> dict[int, tuple[Form, np.ndarray, np.ndarray]]:
        return {}  # with the form, so that no other one gets its id

    @cached_property
    def _true(self) -> np.ndarray:
        return np.array([*self.unknowns.values()], dtype=float)

    @cached_property
    def _of_parts(self) -> list[Told]:
        return [Told(Form({one: 1.0, all: -1.0}), -np.inf, 0.0) for one, all in self.parts]

    def _head_counts(self, told: Sequence[Told]) -> np.ndarray | None:
        """Whole head counts that fit everything, the nearest to the true ones; None if none do.

        Columns are how many more, then how many fewer there are of each: the nearest fit most of
        what is told later, too.
        """
        true, width = self._true, len(self.unknowns)
        rows, low, high = [], [], []
        for one in (*told, *self._of_parts):
            column, times = self._row(one.form)
            size = max(1.0, float(np.abs(times).max(initial=0.0)))
            now = float(times @ true[column]) + one.form.constant
            rows.append(
                (np.concatenate([column, column + width]), np.concatenate([times, -times]) / size)
            )
            low.append((one.low - now) / size - SLACK)
            high.append((one.high - now) / size + SLACK)
        program = Program(
            cost=np.ones(2 * width), lower=np.zeros(2 * width),
            upper=np.concatenate([np.full(width, MOST_PEOPLE), true]),
            start=np.concatenate([[0], np.cumsum([len(column) for column, _ in rows])]),
            column=np.concatenate([column for column, _ in rows]),
            value=np.concatenate([times for _, times in rows]),
            row_lower=np.array(low), row_upper=np.array(high),
            whole=np.ones(2 * width, dtype=bool),
        )  # fmt: skip
        answer = solve(program, Limits())
        if not answer.found:
            return None
        nearest: np.ndarray = true + np.round(answer.x[:width] - answer.x[width:])
        return nearest
