"""``braid report --html``: what it says where it cannot report."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from braid.cli.app import app
from braid.render import extras


def test_2_without_a_format() -> None:
    result = CliRunner().invoke(app, ["report", "."])
    assert result.exit_code == 2
    assert "--html" in result.output


def test_1_of_a_folder_that_is_no_plan(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["report", str(tmp_path), "--html"])
    assert result.exit_code == 1
    assert "B304" in result.output
    assert not list(tmp_path.iterdir())


def test_1_without_the_library_and_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "plotly" else name)
    result = CliRunner().invoke(app, ["report", str(tmp_path), "--html"])
    assert result.exit_code == 1
    assert "B316" in result.output
    assert "plotly is not installed" in result.output
    assert "pip install 'braid-funding[reports]'" in result.output
