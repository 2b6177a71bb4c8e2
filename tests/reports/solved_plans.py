"""Where the scenarios of these tests are, and their plans."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from braid.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent


def solved(scenario: Path, folder: Path, *options: str) -> Path:
    """The folder of a scenario's plan."""
    done = CliRunner().invoke(app, ["solve", str(scenario), "--out", str(folder), *options])
    assert (folder / "plan.json").is_file(), done.output
    return folder
