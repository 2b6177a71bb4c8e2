"""Workbooks that are made once, and the library from which their lists come."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from braid.catalog.library import rules_directory
from braid.catalog.whole import WholeLibrary, read_whole


@pytest.fixture(scope="session")
def library() -> WholeLibrary:
    return read_whole(rules_directory())[0]


@pytest.fixture(scope="session")
def example(library: WholeLibrary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook that is made without a scenario; nobody changes it."""
    from filled_books import workbook

    path = tmp_path_factory.mktemp("example") / "budget.xlsx"
    path.write_bytes(workbook(None, library))
    return path


@pytest.fixture(scope="session")
def quest(library: WholeLibrary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as a workbook; nobody changes it."""
    from filled_books import ROOT, document_of, workbook

    path = tmp_path_factory.mktemp("quest") / "project-quest.xlsx"
    path.write_bytes(workbook(document_of(ROOT / "scenarios" / "project-quest.yaml"), library))
    return path
