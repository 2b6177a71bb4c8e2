"""Several objectives in the smaller program: the same values, whole numbers and faces."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_programs import cells, holds, is_vertex

from braid.optimize import highs
from braid.optimize.program import Limits, Program
from braid.optimize.reduced import Reduced
from braid.optimize.searching import Run, search
from braid.optimize.tiers import descend

UNFUNDED, FIRST_AWARD = slice(12, 16), slice(0, 12, 3)


def objectives(p: Program) -> dict[str, np.ndarray]:
    """Unfunded cost, then what the first award pays."""
    first, second = np.zeros(len(p.cost)), np.zeros(len(p.cost))
    first[UNFUNDED], second[FIRST_AWARD] = 1.0, 1.0
    return {"unfunded": first, "first award": second}


def run() -> Run:
    return Run(highs.solve, Limits(), highs.solve)


def test_tiers_have_the_same_values_and_end_on_the_same_face() -> None:
    p = cells([100, 250, 400, 50], [300, 90, 210])
    costs = objectives(p)
    reduced = Reduced.of(p, costs.values())
    assert len(reduced.small.cost) == 4
    plain, found = descend(run(), Reduced(p), costs), descend(run(), reduced, costs)
    assert found[2] == pytest.approx(plain[2], abs=1e-6)
    assert found[2] == pytest.approx({"unfunded": 200, "first award": 300}, abs=1e-6)
    assert holds(p, found[1])
    assert is_vertex(p, found[1])
    for face in (plain[0], found[0]):  # all awards are spent, whatever else is wanted
        for wanted in (np.arange(16.0), -np.arange(16.0)):
            x = highs.solve(replace(face, cost=wanted), Limits()).x
            assert x[UNFUNDED].sum() == pytest.approx(200, abs=1e-6)
            assert x[FIRST_AWARD].sum() == pytest.approx(300, abs=1e-6)


def test_what_differs_in_a_later_objective_stays_apart() -> None:
    p = cells([100, 250, 400, 50], [300, 90, 210])
    costs = objectives(p)
    costs["first award"][0] = 2.0
    assert len(Reduced.of(p, costs.values()).small.cost) == 8
    values = descend(run(), Reduced.of(p, costs.values()), costs)[2]
    assert values == pytest.approx(descend(run(), Reduced(p), costs)[2], abs=1e-6)


def test_whole_numbers_stay_by_themselves_and_fixed_ones_are_told() -> None:
    p = cells([100, 250, 400, 50], [300, 90, 210])
    whole, upper = p.whole.copy(), p.upper.copy()
    whole[[12, 13]] = True
    upper[15] = p.lower[15]  # the last cell has to be paid
    p = replace(p, whole=whole, upper=upper)
    costs = {"unfunded": objectives(p)["unfunded"] * np.linspace(1.0, 1.5, 16)}
    reduced = Reduced.of(p, costs.values())
    assert reduced.small.whole.sum() == 2
    x, bounds = search(run(), reduced, costs)
    plain, plain_bounds = search(run(), Reduced(p), costs)
    assert bounds == pytest.approx(plain_bounds, abs=1e-5)
    assert holds(p, x)
    assert costs["unfunded"] @ x == pytest.approx(costs["unfunded"] @ plain, abs=1e-5)
    assert reduced.fixed(x).program.lower[[12, 13]].tolist() == np.round(x[[12, 13]]).tolist()
    assert not reduced.fixed(x).small.whole.any()
