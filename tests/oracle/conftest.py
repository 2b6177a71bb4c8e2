"""All workers of a run share what the textbook and the planner have found."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "plan"))  # drafts

from oracle.once import shared


@pytest.fixture(scope="session", autouse=True)
def one_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where the workers write it: the folder that pytest-xdist makes for a run."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = tmp_path_factory.getbasetemp().parent / "oracle"
        folder.mkdir(exist_ok=True)
        shared.append(folder)
