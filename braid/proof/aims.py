"""The aims that a proof is about, tiers 0 to 3 with fairness between them, in exact numbers."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import ceil, gcd, lcm

import numpy as np

from braid.model.fairness import FAIRNESS
from braid.model.model import Model
from braid.proof.bound import Costs
from braid.proof.rows import A_CENT
from braid.record import record


@record
class Aim:
    """Something that is to be as little as possible: ``constant + sum costs x`` cents."""

    name: str
    costs: Costs
    whole: bool
    """Whether a plan in whole cents and people comes to a multiple of ``unit``."""
    constant: Fraction = Fraction(0)

    @cached_property
    def unit(self) -> Fraction:
        """What two plans differ by at least where it is said that they differ."""
        if not (self.whole and self.costs):
            return A_CENT
        ratios = [cost.as_integer_ratio() for cost in self.costs.values()]
        return Fraction(gcd(*(num for num, _ in ratios)), lcm(*(den for _, den in ratios)))

    def attainable(self, cents: Fraction) -> Fraction:
        """The least that is not below and that a plan can come to."""
        return ceil(cents / self.unit) * self.unit if self.whole else cents

    def gap(self, value: Fraction, least: Fraction) -> Fraction:
        """By how many cents a plan could be better than this value; less than a unit is nothing."""
        gap = value - self.attainable(least)
        return gap if gap >= self.unit else Fraction(0)


def aims_of(model: Model) -> list[Aim]:
    """The aims in order."""
    exact = {name: _exact(model, cost) for name, cost in model.costs.items()}
    fair = [name for name in exact if name.startswith(FAIRNESS)]
    chosen = model.ground.inputs.scenario.objective
    constant = model.constants["overhead"]
    must = Aim("must", exact["must"], True)
    aims = [Aim("floors", exact["floors"], False), must]
    aims += [Aim(name, exact[name], False) for name in fair]
    if chosen.mode == "lexicographic":
        last = Aim("overhead", exact["overhead"], True, constant)
        return [*aims, Aim("unfunded", exact["unfunded"], True), last]
    weights = Fraction(chosen.unfunded), Fraction(chosen.overhead)
    merged: dict[int, Fraction] = {}
    for weight, name in zip(weights, ("unfunded", "overhead"), strict=True):
        for column, cost in exact[name].items() if weight else ():
            merged[column] = merged.get(column, Fraction(0)) + weight * cost
    return [*aims, Aim("weighted", merged, True, weights[1] * constant)]


def _exact(model: Model, cost: np.ndarray) -> dict[int, Fraction]:
    """Cents for each cent or person: whole numbers, which the model has in dollars."""
    priced = np.flatnonzero(cost)
    units = np.where(model.counts[priced], 100, 1)
    return {
        column: Fraction(round(dollars * unit))
        for column, dollars, unit in zip(
            priced.tolist(), cost[priced].tolist(), units.tolist(), strict=True
        )
    }
