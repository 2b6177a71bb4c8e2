"""Partnerships searched apart: their bounds add up, and no choice that may be better is lost."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from braid.optimize import apart, choosing, divided, highs
from braid.optimize.apart import Joint
from braid.optimize.choosing import CLOSE, choose
from braid.optimize.divided import Division
from braid.optimize.linking import Links, Relaxation
from braid.optimize.partnership import Partnership
from braid.optimize.program import Limits, Program
from braid.optimize.tree import Aim
from tests.optimize.shared_offers import AREAS, SHARED, portfolio


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divided, "AT_LEAST", 10)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Joint]]:
    """The searches by partnerships that were made."""
    made: list[Joint] = []
    plain = Joint.search

    def noted(tree: Joint) -> bool:
        made.append(tree)
        return plain(tree)

    monkeypatch.setattr(Joint, "search", noted)
    yield made
    assert made


def division_of(program: Program) -> Division:
    division = Division.of(program, Links.of(program))
    assert division is not None
    return division


def with_bounds(program: Program, columns: np.ndarray, values: np.ndarray) -> Program:
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[columns] = upper[columns] = values
    return replace(program, lower=lower, upper=upper)


def best_of(program: Program) -> float:
    answer = highs.solve(program, Limits())
    return answer.value if answer.found else np.inf


def test_partnerships_are_what_only_shared_offers_hold_together() -> None:
    program = portfolio(1)
    division = division_of(program)
    assert len(division.parts) == AREAS
    assert len(division.shared) == SHARED
    assert len(division.rows) == SHARED  # the amount of each
    own = np.concatenate([part.columns[:-SHARED] for part in division.parts])
    assert sorted([*own, *division.shared]) == list(range(len(program.cost)))
    assert all((part.columns[-SHARED:] == division.shared).all() for part in division.parts)
    rows = sum(len(part.program.row_lower) for part in division.parts)
    assert rows == len(program.row_lower) + (AREAS - 1) * SHARED
    terms = sum(len(part.program.value) for part in division.parts)
    assert terms == len(program.value) + (AREAS - 1) * SHARED


def test_what_does_not_divide_is_searched_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    across = portfolio(1, across=True)
    assert Division.of(across, Links.of(across)) is None
    program = portfolio(1)
    monkeypatch.setattr(divided, "SHARED", SHARED - 1)
    assert Division.of(program, Links.of(program)) is None
    found = choose(program, Limits())
    assert found is not None
    assert found.value == pytest.approx(best_of(program), rel=CLOSE * 1.02)


@pytest.mark.parametrize("seed", range(4))
def test_bounds_at_any_prices_add_up_to_a_bound(seed: int) -> None:
    program = portfolio(seed)
    division = division_of(program)
    random = np.random.default_rng(seed)
    near = 0
    for taken in product((0.0, 1.0), repeat=SHARED):
        best = best_of(with_bounds(program, division.shared, np.array(taken)))
        for scale in (0, 0.2, 1):
            duals = random.normal(0, scale, len(program.row_lower))
            bound, costs = division.priced(duals, np.array(taken))
            for part, cost in zip(division.parts, costs, strict=True):
                mine = replace(part.program, cost=cost)
                shared = np.arange(len(cost) - SHARED, len(cost))
                bound += best_of(with_bounds(mine, shared, np.array(taken)))
            assert bound <= best + 1e-6
            near += bound >= 0.8 * best
    assert near


@pytest.mark.parametrize("seed", range(4))
def test_choices_within_allotments_keep_the_rows_that_tie(seed: int) -> None:
    program = portfolio(seed, least=1)
    division = division_of(program)
    whole = highs.solve(program, Limits())
    none = np.zeros(len(program.row_lower))
    always, costs = division.priced(none, whole.x[division.shared])
    x = whole.x.copy()
    sides = division.allotted(whole.x)
    fixed = with_bounds(program, division.shared, np.round(whole.x[division.shared]))
    for part, cost, mine in zip(division.parts, costs, sides, strict=True):
        partnership = Partnership(part, None)
        assert partnership.begin(cost, fixed.lower, fixed.upper, mine) is not None
        tree = partnership.best(1_000, 0.001, np.inf)
        assert tree.best is not None
        x[part.columns] = tree.best
        always += tree.value
    sums = program.sums(x)
    assert (sums <= program.row_upper + 1e-4).all()
    assert (sums >= program.row_lower - 1e-4).all()
    assert always == pytest.approx(whole.value, abs=0.1)  # it was the best, so nothing is won


@pytest.mark.parametrize("seed", range(3))
def test_all_choices_below_a_ceiling_are_found(seed: int) -> None:
    program = portfolio(seed)
    division = division_of(program)
    shared = np.zeros(SHARED)
    fixed = with_bounds(program, division.shared, shared)
    part = division.parts[0]
    _, costs = division.priced(np.zeros(len(program.row_lower)), shared)
    partnership = Partnership(part, None)
    partnership.begin(costs[0], fixed.lower, fixed.upper)
    best = partnership.best(1_000, 0.001, np.inf).value
    ceiling = best * 1.5
    boxes = partnership.all_below(5_000, ceiling).found
    offers = np.flatnonzero(part.program.whole)[:-SHARED]
    mine = with_bounds(
        replace(part.program, cost=costs[0]), np.arange(len(costs[0]))[-SHARED:], shared
    )
    below = 0
    for choice in product((0.0, 1.0), repeat=len(offers)):
        value = best_of(with_bounds(mine, offers, np.array(choice)))
        inside = [
            box for box in boxes
            if (box.lower[offers] <= choice).all() and (choice <= box.upper[offers]).all()
        ]  # fmt: skip
        if value < ceiling - 1e-4:
            below += 1
            assert inside
        assert all(box.bound <= value + 1e-4 for box in inside)
    assert below > 1


@pytest.mark.parametrize("seed", range(12))
def test_a_search_by_partnerships_is_as_good_as_it_says(
    seed: int, searches: list[Joint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "FAR", 0.0)
    program = portfolio(seed, least=seed % 3)
    best, found = best_of(program), choose(program, Limits())
    assert found is not None
    assert found.status == "optimal"
    assert found.bound <= best + 1e-6
    assert best - 1e-6 <= found.value <= found.bound + CLOSE * 1.02 * best
    assert searches[0].apart > 0


def test_combinations_are_searched_and_the_best_is_among_them(
    searches: list[Joint], monkeypatch: pytest.MonkeyPatch
) -> None:
    combined = []
    plain = Joint._near

    def counted(tree: Joint, *args) -> bool:  # type: ignore[no-untyped-def]
        before = len(tree.waiting)
        done = plain(tree, *args)
        combined.append(len(tree.waiting) - before)
        return done

    monkeypatch.setattr(Joint, "_near", counted)
    for seed in range(12):
        program = portfolio(seed)
        found = choose(program, Limits(), exactly=True)
        assert found is not None
        assert found.value == pytest.approx(best_of(program), abs=0.01)
    assert len(searches) == 12
    assert max(combined) > 1


@pytest.mark.parametrize(("name", "value"), [("NODES", 1), ("COMBINATIONS", 0)])
def test_where_it_takes_too_long_all_are_searched_together(
    name: str, value: int, searches: list[Joint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, name, value)
    for seed in range(6):
        program = portfolio(seed)
        best, found = best_of(program), choose(program, Limits(), exactly=True)
        assert found is not None
        assert found.status == "optimal"
        assert found.value == pytest.approx(best, abs=0.01)
    assert len(searches) == 6


@pytest.mark.parametrize("nodes", [1, 4, 12, 40])
def test_a_search_by_partnerships_that_is_stopped_tells_a_gap_that_holds(
    nodes: int, searches: list[Joint]
) -> None:
    stopped = 0
    for seed in range(8):
        program = portfolio(seed)
        found = choose(program, Limits(nodes=nodes))
        if found is None:
            continue
        best = best_of(program)
        assert found.bound <= best + 1e-6 <= found.value + 2e-6
        stopped += found.status == "limit"
    assert stopped or nodes == 40
    assert all(tree.nodes <= nodes for tree in searches)


def test_the_time_ends_a_search_by_partnerships(searches: list[Joint]) -> None:
    program = portfolio(3)
    relaxation = Relaxation(program, Links.of(program), 0.0)
    tree = Joint(
        program, relaxation, Aim(np.inf, CLOSE, 100), division=division_of(program), most=100
    )
    assert not tree.search()
    assert tree.bound == -np.inf


def test_no_choice_is_found_where_there_is_none(searches: list[Joint]) -> None:
    assert choose(portfolio(1, least=SHARED + 1), Limits()) is None


def test_larger_programs_are_not_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [aim.divided for aim in choosing.AIMS] == [True, False]
    monkeypatch.setattr(choosing, "AIMS", (Aim(np.inf, CLOSE, 100),))
    monkeypatch.setattr(Joint, "search", lambda tree: pytest.fail("it was divided"))
    assert choose(portfolio(1), Limits()) is not None
