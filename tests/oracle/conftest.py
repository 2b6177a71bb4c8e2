"""All workers of a run share what the textbook and the planner have found."""

import os

import pytest

from oracle.once import shared


@pytest.fixture(scope="session", autouse=True)
def one_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where the workers write it: the folder that pytest-xdist makes for a run."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = tmp_path_factory.getbasetemp().parent / "oracle"
        folder.mkdir(exist_ok=True)
        shared.append(folder)
