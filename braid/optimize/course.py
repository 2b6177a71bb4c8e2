"""Another plan than the best: 0/1 decisions that are made already, and a cap on overhead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from braid.model.model import Model
from braid.optimize.program import Program, program_of
from braid.record import record

AIMS = ("floors", "unfunded", "overhead", "must")
"""What must be paid is counted in unfunded cost as a whole, and only decides between equals."""


@record
class Course:
    """Decisions (column -> 0 or 1) and the most overhead (dollars) of a plan; ``why`` is told.

    The cap holds for head counts in fractions. Where whole people cannot keep it, they are the
    nearest whole numbers that keep the law.
    """

    made: Mapping[int, int]
    most_overhead: float
    why: str

    def program(self, model: Model) -> Program:
        """The program of a model with the decisions made; its last row is the cap."""
        program = program_of(model)
        lower, upper = program.lower.copy(), program.upper.copy()
        for column, value in self.made.items():
            lower[column] = upper[column] = value
        overhead = model.costs["overhead"]
        columns = np.flatnonzero(overhead)
        cap = (columns, overhead[columns], -np.inf, self.most_overhead + 1e-6)
        return replace(program, lower=lower, upper=upper).with_rows([cap])

    def costs(self, model: Model) -> dict[str, np.ndarray]:
        """The objectives in order."""
        return {name: model.costs[name] for name in AIMS}


def uncapped(model: Model, program: Program) -> Program:
    """A course's program without its cap."""
    upper = program.row_upper.copy()
    upper[len(model.rows)] = np.inf
    return replace(program, row_upper=upper)
