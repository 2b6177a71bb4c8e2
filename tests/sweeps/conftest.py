"""Tests of sweeps share a small scenario, and what their workers load."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_sweep import DRAWN, small

from braid.comparison.sweeping import pool
from braid.comparison.sweeping.loaded import Loaded
from braid.comparison.sweeping.measures import columns
from braid.comparison.sweeping.solving import Solver
from braid.comparison.sweeping.written import cells


@pytest.fixture(autouse=True)
def quick_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are copies of a process that has loaded all; those of the commands begin anew."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        loaded = ["highspy", "braid.comparison.sweeping.working"]
        multiprocessing.get_context("forkserver").set_forkserver_preload(loaded)
        monkeypatch.setattr(pool, "BEGINNING", "forkserver")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sweep of drawn cases lies; nobody changes it."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def sweep(home: Path) -> Loaded:
    return small(home, head=DRAWN)


@pytest.fixture(scope="session")
def alone(sweep: Loaded) -> list[list[str]]:
    """The rows of all its cases, solved one by one without anything taken over."""
    solver = Solver(sweep, reuse=False)
    return [cells(solver.row(k), len(columns(sweep))) for k in range(1, len(sweep.cases) + 1)]
