"""Choosing among offers: as good as HiGHS's own search within the gap that is told, and proven."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.offers import write_offers
from braid.catalog.load import load_inputs
from braid.optimize import choosing, highs, searching
from braid.optimize.choosing import CLOSE, Aim, applies, choose
from braid.optimize.linking import Links, Relaxation
from braid.optimize.program import Answer, Limits, Program
from braid.plan.build import TITLES, make_plan

CELLS, OFFERS = 30, 9


def offers(seed: int, *, least: float = 0.0) -> Program:
    """Cells that offers may pay in part; each offer costs something if it pays anything."""
    random = np.random.default_rng(seed)
    cost = random.uniform(100, 2_000, CELLS).round(2)
    cell, offer = np.nonzero(random.random((CELLS, OFFERS)) < 0.4)
    pairs = len(cell)
    reach = np.bincount(offer, cost[cell], OFFERS)
    most = np.minimum(reach, cost.sum() / OFFERS * random.uniform(0.5, 2.5, OFFERS))
    unfunded, used = pairs + np.arange(CELLS), pairs + CELLS + np.arange(OFFERS)
    rows = [
        (np.append(np.flatnonzero(cell == c), unfunded[c]), None, cost[c], cost[c])
        for c in range(CELLS)
    ]
    for k in range(OFFERS):
        charges = np.flatnonzero(offer == k)
        values = np.append(np.ones(len(charges)), -most[k])
        rows.append((np.append(charges, used[k]), values, -np.inf, 0.0))
    rows.append((used, None, least, 6.0))
    size = pairs + CELLS + OFFERS
    whole = np.zeros(size, dtype=bool)
    whole[used] = True
    return Program(
        np.concatenate([np.zeros(pairs), np.ones(CELLS), most * random.uniform(0.05, 0.7, OFFERS)]),
        np.zeros(size), np.concatenate([cost[cell], cost, np.ones(OFFERS)]),
        np.concatenate([[0], np.cumsum([len(columns) for columns, *_ in rows])]),
        np.concatenate([columns for columns, *_ in rows]),
        np.concatenate([np.ones(len(c)) if v is None else v for c, v, *_ in rows]),
        np.array([low for *_, low, _ in rows]), np.array([high for *_, high in rows]), whole,
    )  # fmt: skip


def taken(program: Program, x: np.ndarray) -> np.ndarray:
    rows = np.repeat(np.arange(len(program.row_lower)), np.diff(program.start))
    return np.bincount(rows, program.value * x[program.column])


@pytest.mark.parametrize("seed", range(15))
def test_a_choice_is_as_good_as_it_is_said_to_be(seed: int) -> None:
    program = offers(seed, least=seed % 3)
    best = highs.solve(program, Limits())
    found = choose(program, Limits())
    assert found is not None
    assert found.status == "optimal"
    assert found.bound <= best.value + 1e-6
    assert best.value - 1e-6 <= found.value <= found.bound + CLOSE * 1.02 * best.value
    assert found.value == pytest.approx(program.cost @ found.x)
    assert (np.round(found.x[program.whole]) == found.x[program.whole]).all()
    sums = taken(program, found.x)
    assert (sums >= program.row_lower - 1e-6).all()
    assert (sums <= program.row_upper + 1e-6).all()


@pytest.mark.parametrize("nodes", [1, 2, 5])
def test_a_search_that_is_stopped_tells_a_gap_that_holds(nodes: int) -> None:
    stopped = 0
    for seed in range(8):
        program = offers(seed)
        found = choose(program, Limits(nodes=nodes))
        if found is None:
            continue
        best = highs.solve(program, Limits()).value
        assert found.bound <= best + 1e-6
        assert found.value >= best - 1e-6
        stopped += found.status == "limit"
        assert (found.status == "limit") == (found.value - found.bound > CLOSE * 1.01 * best)
    assert stopped


@pytest.mark.parametrize("seed", range(6))
def test_what_few_branches_leave_open_is_searched_to_the_end(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = offers(seed)
    monkeypatch.setattr(choosing, "AIMS", (Aim(np.inf, CLOSE, 1),))
    best, found = highs.solve(program, Limits()).value, choose(program, Limits())
    assert found is not None
    assert found.status == "optimal"
    assert found.bound <= best + 1e-6
    assert best - 1e-6 <= found.value <= best * (1 + 1.02 * CLOSE)


def test_what_the_law_asks_for_is_searched_to_the_cent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "CLOSE", 0.05)
    monkeypatch.setattr(choosing, "AIMS", (Aim(np.inf, 0.05, 100),))
    near = 0
    for seed in range(6):
        program = offers(seed)
        best, close = highs.solve(program, Limits()).value, choose(program, Limits())
        found = choose(program, Limits(), exactly=True)
        assert close is not None
        assert found is not None
        assert found.value == pytest.approx(best, abs=0.01)
        near += close.value > best + 0.01
    assert near


def test_no_choice_is_found_where_there_is_none() -> None:
    assert choose(offers(1, least=7), Limits()) is None


def test_rows_of_single_charges_cut_off_fractions_and_no_choice() -> None:
    program = offers(3)
    links = Links.of(program)
    assert len(links.switches) == OFFERS
    plain = highs.solve(replace(program, whole=np.zeros_like(program.whole)), Limits())
    assert len(links.broken(plain.x))
    best = highs.solve(program, Limits())
    assert not len(links.broken(best.x))
    tight = Relaxation(program, links, None).at(program.lower, program.upper, np.inf)
    assert tight is not None
    assert plain.value + 1 < tight.bound <= best.value + 1e-6


def test_a_bound_holds_whatever_the_multipliers() -> None:
    program = offers(3)
    relaxation = Relaxation(program, Links.of(program), None)
    assert relaxation.at(program.lower, program.upper, np.inf) is not None
    least = highs.solve(replace(program, whole=np.zeros_like(program.whole)), Limits()).value
    best = highs.solve(program, Limits()).value
    rows = len(program.row_lower) + len(relaxation.added)
    assert rows > len(program.row_lower)
    random = np.random.default_rng(5)
    shown = [relaxation.proven(random.normal(0, s, rows))[0] for s in (0, 0.1, 1, 10) for _ in "12"]
    assert max(shown) <= best + 1e-6
    duals = np.array(relaxation.solver.getSolution().row_dual)
    assert least + 1 < relaxation.proven(duals)[0] <= best + 1e-6


def test_small_programs_are_searched_in_other_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not applies(offers(1))
    monkeypatch.setattr(choosing, "ABOVE", 10)
    assert not applies(offers(1))
    monkeypatch.setattr(choosing, "SWITCHES", OFFERS)
    assert applies(offers(1))
    assert not applies(replace(offers(1), whole=np.zeros_like(offers(1).whole)))


def test_what_was_found_in_time_is_a_plan_once_the_time_is_up() -> None:
    program = offers(2)
    best = highs.solve(program, Limits())
    relaxation = Relaxation(program, Links.of(program), time.perf_counter())
    relaxation.solver.setOptionValue("time_limit", 0.0)
    relaxation.solver.run()
    assert relaxation.over
    assert highs.status_of(relaxation.solver) != "optimal"
    found = relaxation.exact(best.x)
    assert found is not None
    assert program.cost @ found == pytest.approx(best.value)


def test_a_search_that_the_clock_ends_tells_what_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    program = offers(2)

    def late(relaxation: Relaxation) -> bool:  # the first guess is made, then the time is up
        return len(made) > 1

    made: list[int] = []
    plain = Relaxation.at

    def counted(relaxation: Relaxation, *args: Any) -> Any:
        made.append(1)
        return plain(relaxation, *args)

    monkeypatch.setattr(Relaxation, "at", counted)
    monkeypatch.setattr(Relaxation, "over", property(late))
    found, best = choose(program, Limits(seconds=1_000.0)), highs.solve(program, Limits()).value
    assert found is not None
    assert found.status == "limit"
    assert found.bound <= best + 1e-6 <= found.value + 2e-6


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_offers(tmp_path_factory.mktemp("offers"), 400, 25, seed=3)


@pytest.mark.parametrize("nodes", [1, 2_000])
def test_a_plan_tells_how_much_better_another_choice_could_be(
    state: Path, monkeypatch: pytest.MonkeyPatch, nodes: int
) -> None:
    inputs, problems = load_inputs(state)
    assert inputs is not None, problems
    asked = []

    def counted(program: Program, limits: Limits, *, exactly: bool) -> Answer | None:
        asked.append(choose(program, limits, exactly=exactly))
        return asked[-1]

    monkeypatch.setattr(choosing, "choose", counted)
    monkeypatch.setattr(searching, "LARGE", 100)
    monkeypatch.setattr(choosing, "ABOVE", 100)
    monkeypatch.setattr(choosing, "SWITCHES", 20)
    monkeypatch.setattr(choosing, "AIMS", (Aim(np.inf, 0.9 * CLOSE, nodes),))
    plan = make_plan(inputs, explained=False, unsettled=False)
    assert plan.audit_passed
    answer = asked[-1]
    assert answer is not None
    tier = next(t for t in plan.tiers if t.name == TITLES["weighted"])
    assert float(tier.gap) == pytest.approx(answer.value - answer.bound, abs=0.01)
    assert bool(plan.stopped) == (nodes == 1) == (answer.status == "limit")
    assert tier.gap or not plan.stopped
