"""Searches by few whole numbers, and programs solved from the one before: as good as afresh."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.portfolio import HERE
from braid.catalog.load import load_inputs
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.optimize import branching, highs
from braid.optimize.branching import Branching
from braid.optimize.faces import lock_row
from braid.optimize.following import Following
from braid.optimize.program import Limits, Program, program_of
from braid.optimize.reduced import Reduced
from braid.optimize.searching import Run, search
from braid.optimize.tiers import searched, tier_costs

SEEDS = range(25)
LIMITS = Limits()


def program(seed: int, *, rows: int = 12, columns: int = 20, whole: int = 8) -> Program:
    """A made-up program: big amounts behind 0/1 decisions, some rows that both share."""
    draw = np.random.default_rng(seed)
    dense = np.where(draw.random((rows, columns)) < 0.4, draw.integers(1, 9, (rows, columns)), 0)
    used = np.zeros((columns - whole, columns))
    used[np.arange(columns - whole), np.arange(whole, columns)] = 1
    used[np.arange(columns - whole), np.arange(columns - whole) % whole] = -7
    matrix = np.vstack([dense, used])
    counts = (matrix != 0).sum(axis=1)
    at = np.nonzero(matrix)
    marked = np.zeros(columns, dtype=bool)
    marked[:whole] = True
    return Program(
        cost=np.concatenate([draw.integers(1, 30, whole), -draw.integers(1, 20, columns - whole)])
        .astype(float),
        lower=np.zeros(columns),
        upper=np.where(marked, 1.0, 10.0),
        start=np.concatenate([[0], np.cumsum(counts)]), column=at[1],
        value=matrix[at].astype(float),
        row_lower=np.full(len(matrix), -np.inf),
        row_upper=np.concatenate([draw.integers(20, 90, rows), np.zeros(columns - whole)])
        .astype(float),
        whole=marked,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_branching_at_once_finds_what_the_solver_s_own_search_finds(seed: int) -> None:
    asked = program(seed)
    found, known = Branching().solve(asked, LIMITS), highs.solve(asked, LIMITS)
    assert found is not None
    assert found.value == pytest.approx(known.value, abs=2e-6)
    assert found.bound == pytest.approx(found.value)
    parts = found.x[asked.whole]
    assert np.abs(parts - np.round(parts)).max() <= 1e-9
    again = Branching().solve(asked, LIMITS)
    assert again is not None
    assert np.array_equal(found.x, again.x)


def test_some_of_them_have_to_branch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branching, "SIZES", (branching.Size(5_000, 40, 1),))
    left = [Branching().solve(program(seed), LIMITS) is None for seed in SEEDS]
    assert sum(left) > len(SEEDS) / 2


def test_what_has_no_point_and_what_is_large_is_left_to_the_solver() -> None:
    asked = program(1)
    nothing = replace(asked, lower=np.where(asked.whole, 0.0, 9.0))
    assert highs.solve(nothing, LIMITS).status == "infeasible"
    assert Branching().solve(nothing, LIMITS) is None
    assert Branching().solve(program(2, columns=100, whole=60), LIMITS) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_program_solved_from_the_one_before_has_the_same_value(seed: int) -> None:
    following = Following()
    first = replace(program(seed), whole=np.zeros(20, dtype=bool))
    draw = np.random.default_rng(seed)
    cut = first.upper * draw.choice([0.5, 1.0], 20)
    tight = np.where(first.row_upper > 0, first.row_upper * 0.9, first.row_upper)
    asked = [
        first,
        replace(first, cost=first.cost[::-1].copy()),
        replace(first, upper=cut),
        replace(first, row_upper=tight, upper=cut),
        replace(program(seed + 100), whole=np.zeros(20, dtype=bool)),
        first,
    ]
    for one in asked:
        known, found = highs.solve(one, LIMITS), following.solve(one, LIMITS)
        assert found.status == "optimal"
        assert found.value == pytest.approx(known.value, abs=1e-6)
        assert len(found.duals) == len(one.row_lower)


def test_a_program_without_a_point_is_told_and_the_next_one_solved() -> None:
    following = Following()
    first = replace(program(3), whole=np.zeros(20, dtype=bool))
    nothing = replace(first, lower=np.where(np.arange(20) < 8, 0.0, 9.0))
    assert following.solve(first, LIMITS).found
    assert following.solve(nothing, LIMITS).status == "infeasible"
    assert following.solve(first, LIMITS).value == pytest.approx(highs.solve(first, LIMITS).value)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_search_that_goes_on_from_another_finds_the_same(seed: int) -> None:
    """As tiers do: another cost, and a row that holds the last value."""
    searches = Branching()
    asked = program(seed)
    for turn in range(3):
        asked = replace(asked, cost=np.roll(asked.cost, turn))
        found, known = searches.solve(asked, LIMITS), highs.solve(asked, LIMITS)
        assert found is not None
        assert found.value == pytest.approx(known.value, abs=2e-6)
        columns = np.flatnonzero(asked.cost)
        asked = asked.with_rows([(columns, asked.cost[columns], -np.inf, found.value + 1e-4)])


def test_a_great_value_is_held_in_larger_units() -> None:
    cost = np.array([0.0, 1.0, 3.0])
    assert lock_row(cost, 900_000.0)[3] == 900_000.0 + 1e-6
    columns, terms, lower, upper = lock_row(cost, 2_950_626.87, 1e-4)
    unit = 1 / terms[0]
    assert unit > 1
    assert np.log2(unit) == int(np.log2(unit))  # a power of two: no digit of a term is lost
    assert np.array_equal(terms * unit, [1.0, 3.0])
    assert columns.tolist() == [1, 2]
    assert lower == -np.inf
    assert upper * unit == pytest.approx(2_950_626.87 + 1e-4, abs=1e-9)


def test_every_aim_of_twenty_partnerships_is_searched_to_the_end() -> None:
    """Millions of dollars unfunded are held to the cent while reporting is made least."""
    inputs, _ = load_inputs(HERE / "state.yaml")
    assert inputs is not None
    model = build_model(build_ground(inputs))
    run = Run(highs.solve, Limits(presolve=False), highs.solve)
    aims = searched(model, tier_costs(model))
    _, bounds = search(run, Reduced.of(program_of(model), aims.values()), aims)
    assert not run.stopped
    assert bounds["unfunded"] > 1_000_000
    assert bounds["overhead"] > 0
