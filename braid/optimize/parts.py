"""What whole people cost where they must be whole from the start: the plan with parts of people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from braid.model.model import Model
from braid.optimize import highs
from braid.optimize.program import Limits
from braid.optimize.reduced import Reduced
from braid.optimize.searching import Run
from braid.optimize.tiers import Optimum, descend, tier_costs


def whole_from_the_start(model: Model) -> np.ndarray:
    """Head counts that the search already takes as whole numbers, because a rule counts people."""
    return np.intersect1d(model.layout.heads, np.flatnonzero(model.whole))


def spared_by_parts(model: Model, optimum: Optimum) -> dict[str, float]:
    """Dollars that each tier would be lower with parts of people, all other decisions as they are.

    Nothing where no rule counts people.
    """
    heads = whole_from_the_start(model)
    if optimum.fixed is None or not len(heads):
        return {}
    lower, upper = optimum.fixed.lower.copy(), optimum.fixed.upper.copy()
    lower[heads], upper[heads] = 0, model.upper[heads]
    program = replace(optimum.fixed, lower=lower, upper=upper)
    costs = tier_costs(model)
    reduced = Reduced.of(program, costs.values())
    run = Run(highs.solve, Limits(), highs.solve)
    _, _, values = descend(run, reduced, costs, vertex=False)
    return {name: optimum.values[name] - value for name, value in values.items()}
