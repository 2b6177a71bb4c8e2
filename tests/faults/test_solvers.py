"""A solver that crashes, lies or takes too long: a clear message, and the earlier plan stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from handmade_plan import EXAMPLE
from typer.testing import CliRunner, Result

from braid.cli.app import app
from braid.optimize import highs, pulp_engine
from braid.optimize.program import Answer, Engine, Limits, Program
from braid.optimize.tiers import Optimum, optimize
from braid.optimize.whole import needs_search
from braid.plan import build

NOTHING = np.empty(0)
Wrong = Callable[[Program, Answer], Answer]


def crashes(program: Program, answer: Answer) -> Answer:
    raise RuntimeError("segmentation fault in branch and cut")


def breaks_rules(program: Program, answer: Answer) -> Answer:
    return replace(answer, x=np.where(np.isfinite(program.upper), program.upper, 1e9))


def breaks_bounds(program: Program, answer: Answer) -> Answer:
    return replace(answer, x=answer.x - 1.0)


def no_numbers(program: Program, answer: Answer) -> Answer:
    return replace(answer, x=answer.x * np.nan)


def no_answer(program: Program, answer: Answer) -> Answer:
    return replace(answer, x=NOTHING)


def halves(program: Program, answer: Answer) -> Answer:
    return replace(answer, x=np.where(program.whole, 0.5, answer.x))


LIES = {
    crashes: "It ended with: segmentation fault in branch and cut",
    breaks_rules: "Its solution breaks the",
    breaks_bounds: "Its solution breaks the limits",
    no_numbers: "Its solution has values that are no numbers",
    no_answer: "It answered with no solution",
}


def solve(folder: Path, *options: str) -> Result:
    scenario, rules = str(EXAMPLE / "quest.yaml"), str(EXAMPLE / "rules")
    words = ["solve", scenario, "--rules", rules, "--out", str(folder), "--no-unsettled", *options]
    return CliRunner().invoke(app, words)


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "quest"
    assert solve(folder).exit_code == 0
    return folder


def foreign(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    """Let ``--solver strange`` be this engine."""
    monkeypatch.setattr(pulp_engine, "find", lambda name: engine)


@pytest.mark.parametrize("wrong", LIES, ids=lambda wrong: wrong.__name__)
def test_another_solver_that_fails_is_named(
    wrong: Wrong, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign(monkeypatch, lambda program, limits: wrong(program, highs.solve(program, limits)))
    before = contents(earlier)
    done = solve(earlier, "--solver", "strange")
    assert done.exit_code == 1
    assert "[B405]" in done.stderr
    assert f"The solver 'strange' has failed. {LIES[wrong]}" in " ".join(done.stderr.split())
    assert contents(earlier) == before


def test_another_solver_that_is_right_is_believed(
    tmp_path: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign(monkeypatch, lambda program, limits: highs.solve(program, limits))
    assert solve(tmp_path / "plan", "--solver", "strange").exit_code == 0
    for name in ("charges.csv", "unfunded.csv"):
        assert (tmp_path / "plan" / name).read_bytes() == (earlier / name).read_bytes()


@pytest.mark.parametrize("factor", [1.2, 0.5, np.nan])
def test_highs_itself_may_be_wrong_but_no_plan_breaks_the_law(
    factor: float, tmp_path: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Money is laid out again in whole cents, and audited: what is not legal is not written."""

    def wrong(*given: object, **options: object) -> Optimum:
        found = optimize(*given, **options)  # type: ignore[arg-type]
        return replace(found, x=found.x * factor)

    monkeypatch.setattr(build, "optimize", wrong)
    folder = tmp_path / "quest"
    shutil.copytree(earlier, folder)
    before = contents(folder)
    done = solve(folder)
    if done.exit_code == 0:
        assert CliRunner().invoke(app, ["audit", str(folder)]).exit_code == 0
    else:
        assert contents(folder) == before
    assert (done.exit_code == 0) == np.isfinite(factor)


KILLING = """
import os, signal, sys
from braid.optimize import highs
highs.solve = highs.handed_over = lambda *given: os.kill(os.getpid(), signal.SIGSEGV)
from braid.cli import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="it sends a signal")
def test_a_solver_that_takes_braid_down_leaves_the_earlier_plan(earlier: Path) -> None:
    before = contents(earlier)
    words = ["solve", str(EXAMPLE / "quest.yaml"), "--rules", str(EXAMPLE / "rules")]
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", KILLING, *words, "--out", str(earlier)],
        env={**os.environ, "PYTHONPATH": root}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -11
    assert contents(earlier) == before
    assert [path.name for path in earlier.parent.iterdir()] == ["quest"]


def test_what_a_time_limit_leaves_is_audited_and_says_how_far_off_it_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The solver stops with a plan and a proof that no plan is more than $50 better."""

    def in_time(program: Program, limits: Limits) -> Answer:
        answer = highs.solve(program, replace(limits, seconds=None))
        if not needs_search(program) or not program.cost.any():
            return answer
        return replace(answer, status="limit", bound=answer.value - 50)

    foreign(monkeypatch, in_time)
    folder = tmp_path / "plan"
    done = solve(folder, "--solver", "strange", "--time-limit", "5")
    assert done.exit_code == 5
    said = " ".join(done.output.split())
    assert "The search was stopped" in said
    assert "The audit of this plan passed." in said
    assert "Another plan could be better by at most $50.00 (unfunded cost" in said
    stored = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert stored["stopped"]
    assert stored["audit_passed"]
    assert max(float(tier["gap"]) for tier in stored["tiers"]) == pytest.approx(50)
    assert CliRunner().invoke(app, ["audit", str(folder)]).exit_code == 0


def test_a_solver_that_finds_nothing_in_time_still_leaves_a_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_slow(program: Program, limits: Limits) -> Answer:
        if limits.seconds is None:
            return highs.solve(program, limits)
        return Answer("limit", program.lower - 1.0, 0.0, 0.0, NOTHING, NOTHING, 1.0)

    foreign(monkeypatch, too_slow)
    done = solve(tmp_path / "plan", "--solver", "strange", "--time-limit", "5")
    assert done.exit_code == 5, done.output
    said = " ".join(done.output.split())
    assert "The audit of this plan passed. How much better another plan could be is not" in said
    stored = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert {tier["name"]: tier["gap"] for tier in stored["tiers"]}["unfunded cost"] is None


def test_aims_that_the_search_did_not_get_to_have_no_gap_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first aim is searched for, with $50 open; the time is up before the next one."""
    searched: list[float] = []

    def in_time(program: Program, limits: Limits) -> Answer:
        answer = highs.solve(program, replace(limits, seconds=None))
        if limits.seconds is None or not needs_search(program) or not program.cost.any():
            return answer
        searched.append(answer.value)
        if len(searched) > 1:
            return Answer("failed", NOTHING, 0.0, 0.0, NOTHING, NOTHING, 1.0)
        return replace(answer, status="limit", bound=answer.value - 50)

    foreign(monkeypatch, in_time)
    done = solve(tmp_path / "plan", "--solver", "strange", "--time-limit", "5")
    assert done.exit_code == 5, done.output
    said = " ".join(done.output.split())
    assert "at most $50.00 (unfunded cost that must be paid). Of the unfunded cost that" in said
    stored = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    gaps = {tier["name"]: tier["gap"] for tier in stored["tiers"]}
    assert gaps["unfunded cost"] is None
    assert float(gaps["unfunded cost that must be paid"]) == pytest.approx(50)
    assert CliRunner().invoke(app, ["audit", str(tmp_path / "plan")]).exit_code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [["--version"], ["rules", "list"], ["check", "SCENARIO"]])
def test_output_that_cannot_be_written_is_told(words: list[str]) -> None:
    words = [str(EXAMPLE / "quest.yaml") if word == "SCENARIO" else word for word in words]
    words += ["--rules", str(EXAMPLE / "rules")] if words[0] == "check" else []
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "braid", *words], stdout=full, stderr=subprocess.PIPE,
            text=True, check=False, cwd=Path(__file__).parents[2],
        )  # fmt: skip
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Check that the disk is not full" in done.stderr
    assert "Traceback" not in done.stderr
    assert "fault" not in done.stderr
