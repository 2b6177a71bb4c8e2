"""Later tiers stay on the face of earlier ones, also where these are nearly indifferent."""

from __future__ import annotations

import numpy as np
import pytest

from braid.optimize import highs
from braid.optimize.program import Limits, Program
from braid.optimize.reduced import Reduced
from braid.optimize.searching import Run
from braid.optimize.tiers import descend

PER_HOUR = 5e-8
"""Dollars of the first tier for an hour of the second: more than a solver's rounding."""


def test_a_tier_that_costs_a_cent_for_a_million_dollars_is_kept_exactly() -> None:
    program = Program(
        cost=np.zeros(2), lower=np.array([0.0, 1000.0]), upper=np.array([1.0, 2000.0]),
        start=np.array([0, 2]), column=np.array([0, 1]), value=np.array([1.0, -PER_HOUR]),
        row_lower=np.zeros(1), row_upper=np.full(1, np.inf), whole=np.zeros(2, dtype=bool),
    )  # fmt: skip
    run = Run(highs.solve, Limits(), highs.solve)
    costs = {"least": np.array([1.0, 0.0]), "most": np.array([0.0, -1.0])}
    _, x, values = descend(run, Reduced(program), costs)
    assert values["least"] == pytest.approx(1000 * PER_HOUR, abs=1e-12)
    assert x[1] == pytest.approx(1000, abs=1e-6)
