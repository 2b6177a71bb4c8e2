"""What all tests share."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def plain_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """The width of piped text, whatever runs the tests: workers of xdist state their own."""
    monkeypatch.delenv("COLUMNS", raising=False)
