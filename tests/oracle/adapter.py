"""The one place where the oracle's tests meet the planner."""

from __future__ import annotations

from braid.catalog.inputs import Inputs
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.optimize import highs
from braid.optimize.program import Engine
from braid.optimize.tiers import tier_values

TIERS = {
    "floors": 0, "must": 1, "unfunded": 2, "weighted": 2, "overhead": 3, "direct": 4, "bridge": 5,
    "fairness": 6,
}  # fmt: skip


def planner_values(inputs: Inputs, engine: Engine = highs.solve) -> dict[int, float]:
    """braid's own values of tiers 0 to 3 in dollars, before people and cents; 4 and 5 are 3b.

    Head counts are continuous except where a limit counts heads; constants (overhead that no
    choice can change) are included. With ``mode: weighted`` tier 2 is the weighted sum of
    unfunded and overhead, and there is no tier 3.
    """
    model = build_model(build_ground(inputs))
    values = tier_values(model, engine)
    overhead = float(model.constants["overhead"] / 100)
    constants = {
        "overhead": overhead,
        "weighted": float(inputs.scenario.objective.overhead) * overhead,
    }
    return {
        TIERS[name]: value + constants.get(name, 0.0)
        for name, value in values.items()
        if name in TIERS  # not the next ones after the worst-covered partnership
    }
