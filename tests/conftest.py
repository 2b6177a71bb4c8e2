"""What all tests share."""

from __future__ import annotations

import gc

import pytest


def pytest_collection_finish() -> None:
    """What is loaded and collected stays to the end, so looking for garbage in it is in vain."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def plain_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """The width of piped text, whatever runs the tests: workers of xdist state their own."""
    monkeypatch.delenv("COLUMNS", raising=False)
