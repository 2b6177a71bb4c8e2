"""What all tests share."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache

import pytest
import typer.main
import typer.testing


def pytest_collection_finish() -> None:
    """What is loaded and collected stays to the end, so looking for garbage in it is in vain."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def plain_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """The width of piped text, whatever runs the tests: workers of xdist state their own."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(autouse=True, scope="session")
def commands_made_once() -> Iterator[None]:
    """Typer makes all commands anew each time that one is run, which takes longer than many run."""
    made = cache(typer.main.get_command)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", made)
        patch.setattr(typer.testing, "_get_command", made)
        yield
