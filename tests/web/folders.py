"""Folders of a plan and of a comparison, and their pages: made once for all tests."""

from __future__ import annotations

import json
import re
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from page_reader import Page

import braid
from braid.render.web import made

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios" / "project-quest.yaml"
REFORMS = run_path(str(ROOT / "tests" / "proposals" / "reforms.py"))
MERGED = "merges: [{streams: [alpha, beta, half], into: one, own: {share: 0.5}}]\n"
MERGE = f"{REFORMS['ONE']}{MERGED}"


def demo(folder: Path, text: str | None = None) -> Path:
    """The demo's plan in a folder, of another text where one is given."""
    scenario = SCENARIO
    if text is not None:
        scenario = folder / "scenario.yaml"
        scenario.write_text(text, encoding="utf-8")
    braid.write(braid.solve(scenario), folder / "plan")
    return folder / "plan"


@pytest.fixture(scope="session")
def plan_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def plan(plan_folder: Path) -> SimpleNamespace:
    """The demo's plan.json and its page."""
    data = json.loads((plan_folder / "plan.json").read_text(encoding="utf-8"))
    return SimpleNamespace(data=data, page=Page(made(plan_folder)["report.html"]),
                           folder=plan_folder)  # fmt: skip


@pytest.fixture(scope="session")
def comparison_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small merger beside today, as the command writes it."""
    from typer.testing import CliRunner

    from braid.cli.app import app

    folder = tmp_path_factory.mktemp("comparison")
    REFORMS["small"](folder)
    REFORMS["reform"](folder, MERGE)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        asked = ["compare", "small.yaml", "--proposal", "reform.yaml", "--rules", "rules"]
        result = CliRunner().invoke(app, [*asked, "--out", "out"])
    assert result.exit_code == 0, result.output
    return folder / "out"


HOSTILE = {
    "Project QUEST, San Antonio health care": "<script>alert(1)</script></title> & \"quotes\" '",
    "WIOA Adult 2026": "=HYPERLINK(\\\"http://evil.example\\\")<img src=x onerror=alert(2)>",
    "Methodist Healthcare contribution": "\\u202e\\u2067gnitteg\\u200f <b>bold</b> %{x} </script>",
    "Patient care technician": "x" * 10_000,
    "Methodist pays for programs that train for its own jobs.":
        "<a href='javascript:alert(3)'>why</a> <!-- ]]> {{ 7*7 }}",
}  # fmt: skip


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with names that try to be more than names."""
    text = SCENARIO.read_text(encoding="utf-8")
    for name, bad in HOSTILE.items():
        quoted = bad if "\\" in bad else bad.replace('"', '\\"')
        assert re.search(rf'(name|why): "?{re.escape(name)}', text), name
        text = re.sub(rf'(name|why): "?{re.escape(name)}"?',
                      lambda m, q=quoted: f'{m[1]}: "{q}"', text)  # fmt: skip
    return demo(tmp_path_factory.mktemp("hostile"), text)


@pytest.fixture(scope="session")
def hostile(hostile_folder: Path) -> Page:
    """Its page."""
    return Page(made(hostile_folder)["report.html"])
