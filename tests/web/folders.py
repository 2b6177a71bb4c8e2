"""Folders of a plan and of a comparison, and their pages: made once for all tests."""

from __future__ import annotations

import csv
import json
import re
import sys
from decimal import Decimal
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from page_reader import Page

import braid
from braid.comparison.stream_frontier import StreamFrontier, StreamPoint
from braid.render.web import made

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios" / "project-quest.yaml"
sys.path.insert(0, str(ROOT / "tests" / "sweeps"))
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


@pytest.fixture(scope="session")
def frontier_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's frontier with the whole plan at one of its points, as the command writes it."""
    return invoked(tmp_path_factory.mktemp("frontier"), "frontier", str(SCENARIO), "--plan", "5")


def point(number: int, overhead: int, unfunded: int, per_dollar: int | None,
          *left_out: str) -> StreamPoint:  # fmt: skip
    dollars = (Decimal(f"{value}.00") for value in (overhead, unfunded))
    per = None if per_dollar is None else Decimal(f"{per_dollar}.00")
    return StreamPoint(number, *dollars, left_out, per)


STREAMS = StreamFrontier(
    name="Two <i>streams</i>", without=(), streams=(("mite", 1), ("wioa", 2)), always=("gift",),
    points=(point(1, 0, 9000, None, "mite", "wioa"), point(2, 100, 8000, 10, "wioa"),
            point(3, 104, 2000, 1500, "mite"), point(4, 204, 1950, 0)),
    tried=4, sets=4, depth=2, names={"mite": "<b>Mite</b>", "gift": "Gift"},
)  # fmt: skip
"""A frontier by stream, made up."""


def invoked(folder: Path, *asked: str) -> Path:
    """What a command writes to ``--out``."""
    from typer.testing import CliRunner

    from braid.cli.app import app

    result = CliRunner().invoke(app, [*asked, "--out", str(folder / "out")])
    assert result.exit_code == 0, result.output
    return folder / "out"


INPUTS = """
  - {name: money, award: city, field: amount, values: [20000, 40000, 60000]}
  - {name: people, group: '*', field: participants, times: {from: 0.5, to: 1.5, steps: 3}}
  - {name: price, cost: tuition, field: per_participant, values: [2000, 2900.50, -1]}
  - {name: label, cost: tuition, field: name, values: ["<img src=x onerror=alert(1)>", "=1+1"]}
"""


@pytest.fixture(scope="session")
def sweep_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sweep with cases that are not valid and a name that tries to be more."""
    from small_sweep import folder_with

    folder = tmp_path_factory.mktemp("sweep")
    file = folder_with(folder, INPUTS)
    rules = ["--rules", str(folder / "rules"), "--workers", "1"]
    return invoked(folder, "sweep", str(file), *rules)


LARGE, MEASURES = 9_000, ("unfunded", "coverage", "completely_funded")


@pytest.fixture(scope="session")
def large_sweep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sweep of many cases of two scenarios, made up."""
    folder = tmp_path_factory.mktemp("large")
    rows = []
    for number in range(1, LARGE + 1):
        seen = (number * 7_919) % 10_007
        values = [f"{seen * 13 / 100:.2f}", f"{1 - seen / 20_000:.6f}", str(seen % 40)]
        state = "good" if number % 50 else "stopped"
        case = [number, ("east", "west")[number > LARGE / 2], f"{seen / 8:.3f}", "true"]
        rows.append([*case, state, "" if number % 50 else "At the limit.", *values])
    heads = ["case", "scenario", "money", "comes", "state", "problem", *MEASURES]
    table(folder / "results.csv", heads, rows)
    quantiles = ["mean", "q0", "q5", "q25", "q50", "q75", "q95", "q100"]
    spread = [[s, m, *[k / 8 for k in range(8)]] for s in ("east", "west") for m in MEASURES]
    table(folder / "quantiles.csv", ["scenario", "measure", *quantiles], spread)
    moving = (("money", 0.9), ("comes", 0))
    effects = [
        [s, m, name, weight, 0.25, 0.75, 0.5]
        for s in ("east", "west") for m in MEASURES for name, weight in moving
    ]  # fmt: skip
    names = ["scenario", "measure", "input", "coefficient", "low", "high", "explained"]
    table(folder / "effects.csv", names, effects)
    mark = {"schema_version": 1, "sweep": "large", "method": "monte_carlo", "seed": 3,
            "cases": LARGE}  # fmt: skip
    (folder / "sweep.json").write_text(json.dumps(mark), encoding="utf-8")
    return folder


def table(path: Path, heads: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([heads, *rows])


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
