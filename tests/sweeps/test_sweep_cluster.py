"""A sweep on a Dask cluster: a real scheduler and real workers, on this machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import distributed
import pytest

from braid.comparison.sweeping import cluster as module
from braid.comparison.sweeping.cluster import Cluster
from braid.comparison.sweeping.loaded import Loaded
from braid.comparison.sweeping.running import run_sweep
from braid.comparison.sweeping.store import Store
from braid.comparison.sweeping.working import packed
from braid.problems import InputProblems


@pytest.fixture(scope="module")
def dask() -> Iterator[Any]:
    """A scheduler and two workers, each a process."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
        dashboard_address=None,
    ) as cluster:  # fmt: skip
        yield cluster


def rows(sweep: Loaded, folder: Path) -> list[list[str]]:
    with Store(folder, sweep.key) as store:
        return list(store.rows())


def test_a_cluster_finds_what_one_process_finds(
    dask: Any, sweep: Loaded, alone: list[list[str]], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    run_sweep(sweep, folder, cluster=dask.scheduler_address)
    assert rows(sweep, folder) == alone


def test_a_killed_worker_loses_nothing(
    dask: Any, sweep: Loaded, alone: list[list[str]], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    killed: list[int] = []

    def kill(done: int, of: int) -> None:
        if done >= 8 and not killed:
            killed.append(next(iter(dask.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    run_sweep(sweep, folder, cluster=dask.scheduler_address, told=kill)
    assert killed
    assert rows(sweep, folder) == alone


def test_a_task_that_fails_is_tried_again_and_then_case_by_case(
    dask: Any, sweep: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "solve_cases", deadly)
    asked = Cluster(dask.scheduler_address, packed(sweep), sweep.key, True)
    found = dict(asked.run(iter([(0, range(1, 4)), (1, range(4, 7))])))
    assert found == {0: [["1"], ["2"], ["3"]], 1: [["4", "here"], ["5", "here"], ["6", "here"]]}


def deadly(sweep: bytes, key: str, numbers: tuple[int, ...], reuse: bool) -> list[list[str]]:
    if min(numbers) < 4:
        raise MemoryError
    return [[str(number), "here"] for number in numbers]


def test_no_scheduler_is_a_problem(sweep: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", "1s")
    with pytest.raises(InputProblems) as refused:
        Cluster("tcp://127.0.0.1:1", packed(sweep), sweep.key, True)
    assert [p.code for p in refused.value.problems] == ["B613"]


def test_workers_with_another_braid_are_a_problem(
    dask: Any, sweep: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "__version__", "99.0")
    with pytest.raises(InputProblems) as refused:
        Cluster(dask.scheduler_address, packed(sweep), sweep.key, True)
    problem = refused.value.problems[0]
    assert problem.code == "B613"
    assert "here is braid 99.0" in problem.message


def test_without_dask_the_extra_is_named(sweep: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(module, "import_module", missing)
    with pytest.raises(InputProblems) as refused:
        Cluster("tcp://127.0.0.1:1", packed(sweep), sweep.key, True)
    problem = refused.value.problems[0]
    assert problem.code == "B612"
    assert "braid-funding[cluster]" in problem.remedy
