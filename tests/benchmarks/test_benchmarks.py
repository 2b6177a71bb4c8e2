"""The benchmarks at a tiny size: what they generate, and that peers build the same model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.peers import run
from benchmarks.peers.run import PEERS, Missing, freeze, lean, measured, missing
from benchmarks.solver_time import SolverTime
from benchmarks.stages import decided, measure, whole_people
from benchmarks.state import write_state
from braid.catalog.load import load_inputs
from braid.eligibility.build import build_ground
from braid.kinds.registry import ALL, NEEDS, ROWS
from braid.model.build import build_model
from braid.model.model import Model
from braid.optimize.highs import solve
from braid.optimize.program import Limits, Program, program_of
from braid.plan import blocks, cents

TINY, SMALL = 1_000, 10_000


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_state(tmp_path_factory.mktemp("state"), TINY)


def model_of(state: Path) -> Model:
    inputs, problems = load_inputs(state)
    assert inputs is not None, problems
    return build_model(build_ground(inputs))


@pytest.fixture(scope="module")
def model(state: Path) -> Model:
    return model_of(state)


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return model_of(write_state(tmp_path_factory.mktemp("larger"), SMALL))


@pytest.fixture(scope="module")
def program(model: Model) -> Program:
    return decided(replace(program_of(model), cost=model.costs["unfunded"]), model)


def test_the_same_seed_writes_the_same_state(state: Path, tmp_path: Path) -> None:
    again = write_state(tmp_path, TINY).parent
    files = sorted(path.name for path in state.parent.iterdir())
    assert files == sorted(path.name for path in again.iterdir())
    assert all((again / n).read_bytes() == (state.parent / n).read_bytes() for n in files)
    other = write_state(tmp_path / "other", TINY, seed=7)
    assert (other.parent / "area000-groups.csv").read_bytes() != (
        again / "area000-groups.csv"
    ).read_bytes()


def test_every_kind_of_rule_is_in_it(larger: Model) -> None:
    ground = larger.ground
    assert {homed.kind for homed in ground.inputs.law.rules if homed.rule.binds} == ALL
    # what colleges spend comes near the single audit's amount in larger states only
    assert set(larger.rows.kind) >= {*ROWS, *NEEDS} - {"threshold"}
    assert ground.entitled
    assert ground.refunds
    assert larger.layout.transfers


def test_many_partnerships_share_the_states_money(larger: Model) -> None:
    inputs = larger.ground.inputs
    assert len(inputs.partnerships) == 2
    shared = [name for name in inputs.awards if not inputs.owner(name)]
    assert len(shared) == 7


def test_decisions_of_the_timed_program_leave_a_plan(program: Program) -> None:
    answer = solve(program, Limits())
    assert answer.status == "optimal"
    assert not program.whole.any()
    assert 0 < answer.value < program.upper @ program.cost


def test_a_states_whole_cents_come_block_by_block(
    larger: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cents, "CENT_PROGRAM_UP_TO", 0)
    monkeypatch.setattr(cents, "_tighten_and_floor", None)
    monkeypatch.setattr(blocks, "BLOCK", 200)
    program = decided(replace(program_of(larger), cost=larger.costs["unfunded"]), larger)
    optimum = whole_people(larger, program, solve(program, Limits()))
    whole, rows, notes = cents.to_cents(larger, optimum.x, solve)
    parts = blocks.blocks(rows)
    assert len(parts) > 3
    assert max(map(len, parts)) <= 200
    assert sorted(np.concatenate(parts).tolist()) == list(range(len(rows.used)))
    assert not notes
    assert rows.hold(whole)
    charge = rows.used < larger.layout.charges
    lost = optimum.x[rows.used[charge]].sum() * 100 - whole[charge].sum()
    assert abs(lost) < charge.sum() / 2


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_builds_the_same_model(name: str, program: Program, tmp_path: Path) -> None:
    if missing(name):
        pytest.skip(f"{missing(name)} is not installed: braid-funding[bench]")
    found = measured(name, freeze(program, tmp_path / "frozen.npz"), solve=True)
    less = lean(program)
    size = [len(less.cost), len(less.row_lower), len(less.value)]
    assert [own or size[k] for k, own in enumerate(found["size"])] == size
    assert found["value"] == pytest.approx(solve(program, Limits()).value, rel=1e-9)


def test_terms_that_are_nothing_are_no_peers_work(program: Program) -> None:
    less = lean(program)
    assert (less.value != 0).all()
    assert (less.start[1:] > less.start[:-1]).all()
    assert solve(less, Limits()).value == pytest.approx(solve(program, Limits()).value, rel=1e-9)


def test_a_peer_that_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(run.PEERS, "plain", ("plain PuLP", "no-such-package"))
    with pytest.raises(Missing, match="plain PuLP: no-such-package is not installed"):
        measured("plain", tmp_path / "none.npz")


def test_highs_own_time_counts_while_at_least_one_search_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import highspy

    hours = iter([10.0, 17.0, 20.0, 21.0])
    within: list[highspy.Highs] = []

    def run(highs: highspy.Highs) -> str:
        if within:
            highspy.Highs.run(within.pop())  # beside the one that runs
        return "done"

    monkeypatch.setattr(highspy.Highs, "run", run)
    highs = SolverTime(lambda: next(hours))
    highs.watch()
    within.append(highspy.Highs())
    assert highspy.Highs().run() == "done"
    assert highs.seconds == 7.0
    highspy.Highs().run()
    assert highs.seconds == 8.0


def test_highs_own_time_in_whole_cents_is_told_apart(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import highspy

    monkeypatch.setattr(highspy.Highs, "run", highspy.Highs.run)  # put back afterwards
    told = measure(state)
    assert 0 < told["solver"]["cents"] <= told["seconds"]["cents"]
    assert told["sizes"]["findings"] == 0
