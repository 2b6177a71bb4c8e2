"""A run loses nothing: not with a worker, not with itself; and its results are always the same."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from small_sweep import DRAWN, deadly, small

from braid.comparison.sweeping.loaded import Loaded
from braid.comparison.sweeping.pool import Pool
from braid.comparison.sweeping.running import run_sweep
from braid.comparison.sweeping.store import Store, cannot_use
from braid.comparison.sweeping.working import packed
from braid.comparison.sweeping.written import line, of_line
from braid.problems import InputProblems


def rows(sweep: Loaded, folder: Path) -> list[list[str]]:
    with Store(folder, sweep.key) as store:
        return list(store.rows())


def test_a_pool_finds_what_one_process_finds(
    sweep: Loaded, alone: list[list[str]], tmp_path: Path
) -> None:
    heard: list[tuple[int, int]] = []

    def noted(done: int, of: int) -> None:
        heard.append((done, of))

    for workers, reuse in ((1, True), (2, False)):
        folder = tmp_path / f"of-{workers}"
        ran = run_sweep(sweep, folder, workers=workers, reuse=reuse, told=noted)
        assert rows(sweep, folder) == alone
        assert (ran.cases, ran.taken_over) == (60, 0)
    one, two = (tmp_path / f"of-{n}" / "results.csv" for n in (1, 2))
    assert one.read_bytes() == two.read_bytes()
    assert heard[0] == (0, 60)
    assert heard[-1] == (60, 60)


def test_what_is_done_is_not_done_again(
    sweep: Loaded, alone: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    run_sweep(sweep, folder, workers=1)
    first = (folder / "results.csv").read_bytes()
    monkeypatch.setattr(Pool, "run", lambda *given: pytest.fail("solved again"))
    assert run_sweep(sweep, folder, workers=1).taken_over == 60
    assert (folder / "results.csv").read_bytes() == first


def test_a_killed_worker_loses_nothing(
    sweep: Loaded, alone: list[list[str]], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    killed: list[int] = []

    def kill(done: int, of: int) -> None:
        if done >= 8 and not killed:
            killed.append(_children()[0])
            os.kill(killed[0], signal.SIGKILL)

    run_sweep(sweep, folder, workers=2, told=kill)
    assert killed
    assert rows(sweep, folder) == alone


def _children() -> list[int]:
    """The worker processes of this process's pool."""
    import multiprocessing

    return [int(child.pid or 0) for child in multiprocessing.active_children()]


def test_a_case_that_kills_its_worker_every_time_is_a_row(
    sweep: Loaded, alone: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(
        pool: Pool, chunks: Iterator[tuple[int, range]]
    ) -> Iterator[tuple[int, list[list[str]]]]:
        for number, cases in chunks:
            yield number, [["5"] if case == 5 else alone[case - 1] for case in cases]

    monkeypatch.setattr(Pool, "run", run)
    run_sweep(sweep, tmp_path / "out", workers=1)
    found = rows(sweep, tmp_path / "out")
    assert found[4][:2] + found[4][5:6] == ["5", "base", "ended"]
    assert found[4][6].startswith("The process that solved it was ended")
    assert found[:4] + found[5:] == alone[:4] + alone[5:]


def test_a_pool_isolates_the_case_that_kills(sweep: Loaded, alone: list[list[str]]) -> None:
    pool = Pool(2, packed(sweep), sweep.key, True)
    killers = _Killing(pool)
    chunks = [(0, range(1, 4)), (1, range(4, 7))]
    found = dict(killers.run(iter(chunks)))
    assert found[0] == [alone[0], ["2"], alone[2]]
    assert found[1] == alone[3:6]


class _Killing:
    """A pool in which case 2 always ends its process."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.run = pool.run
        from braid.comparison.sweeping import pool as module

        self.module = module
        module.solve_here = deadly  # type: ignore[assignment]


def refusing(*sent: object) -> None:
    """In the place of what a worker begins with."""
    os._exit(1)


@pytest.mark.parametrize("how", ["begin", "submit"])
def test_workers_that_cannot_begin_are_told_at_once_and_nothing_is_lost(
    how: str, sweep: Loaded, alone: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import ProcessPoolExecutor

    from braid.comparison.sweeping import pool

    def refused(*work: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    begun: list[int] = []
    executor = Pool._executor

    def counted(of: Pool, workers: int) -> ProcessPoolExecutor:
        begun.append(workers)
        return executor(of, workers)

    folder = tmp_path / "out"
    with Store(folder, sweep.key) as store:
        store.add(0, alone[:8])
    with monkeypatch.context() as broken:
        broken.setattr(Pool, "_executor", counted)
        if how == "begin":
            broken.setattr(pool, "begin", refusing)
        else:
            broken.setattr(ProcessPoolExecutor, "submit", refused)
        with pytest.raises(InputProblems) as told:
            run_sweep(sweep, folder, workers=2)
    why = {"begin": "they end before they have begun", "submit": "Resource temporarily unavailable"}
    assert [problem.code for problem in told.value.problems] == ["B616"]
    assert told.value.problems[0].message.endswith(f"cannot begin: {why[how]}.")
    assert begun == {"begin": [2, 1], "submit": [2]}[how]
    assert run_sweep(sweep, folder, workers=1).taken_over == 8
    assert rows(sweep, folder) == alone


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    from braid.comparison.sweeping import pool, working

    yield
    pool.solve_here = working.solve_here  # type: ignore[attr-defined]


def test_a_killed_run_goes_on(
    alone: list[list[str]], sweep: Loaded, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    command = [
        sys.executable, "-m", "braid", "sweep", str(home / "sweep.yaml"),
        "--rules", str(home / "rules"), "--out", str(folder), "--workers",
    ]  # fmt: skip
    run = subprocess.Popen([*command, "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           start_new_session=True)  # fmt: skip
    while run.poll() is None and _done(folder) < 2:
        time.sleep(0.02)
    before = _done(folder)
    os.kill(run.pid, signal.SIGKILL)  # alone, as a system out of memory does
    try:
        run.communicate(timeout=60)  # over once its worker has ended too, by itself
    finally:
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
    assert before >= 2
    assert not (folder / "results.csv").exists()
    left = next(folder.glob("done-*.jsonl"))
    with left.open("ab") as stream:
        stream.write(b'[6,[["49","base"')  # as a write that was cut off leaves it
    again = subprocess.run([*command, "2"], capture_output=True, text=True, check=True)
    assert "were done before" in again.stderr
    assert rows(sweep, folder) == alone


def _done(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in folder.glob("done-*.jsonl"))


def test_another_state_of_the_files_starts_afresh(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    sweep = small(tmp_path, head=DRAWN)
    run_sweep(sweep, folder, workers=1)
    base = tmp_path / "base.yaml"
    base.write_text(base.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    from braid.comparison.sweeping.loaded import load_sweep

    other, _ = load_sweep(tmp_path / "sweep.yaml", tmp_path / "rules")
    assert other is not None
    assert other.key != sweep.key
    assert run_sweep(other, folder, workers=1).taken_over == 0
    assert [path.name for path in folder.glob("done-*")] == [f"done-{other.key[:16]}.jsonl"]


def test_two_runs_do_not_write_to_the_same_folder(sweep: Loaded, tmp_path: Path) -> None:
    with Store(tmp_path / "out", sweep.key), pytest.raises(InputProblems) as refused:
        run_sweep(sweep, tmp_path / "out")
    assert refused.value.problems[0].code == "B614"


def test_a_folder_with_other_files_is_left_alone(sweep: Loaded, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputProblems) as refused:
        run_sweep(sweep, tmp_path)
    assert refused.value.problems[0].code == "B614"
    with pytest.raises(InputProblems) as refused:
        run_sweep(sweep, tmp_path / "file")
    assert refused.value.problems[0].code == "B614"


def test_a_run_that_was_killed_before_it_said_what_the_folder_is_goes_on(
    sweep: Loaded, tmp_path: Path
) -> None:
    (tmp_path / f"done-{sweep.key[:16]}.jsonl").touch()
    (tmp_path / ".sweep.json.0123abcd.partial").touch()
    assert cannot_use(tmp_path) == ()


def test_half_a_line_is_no_chunk() -> None:
    whole = line(3, [["1"]])
    assert of_line(whole) == (3, [["1"]])
    assert of_line(whole[:-1]) is None
    assert of_line(whole[:-3] + b"\n") is None
    assert of_line(whole.replace(b'"1"', b'"2"')) is None
