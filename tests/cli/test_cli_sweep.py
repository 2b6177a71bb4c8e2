"""``braid sweep``: what it prints, writes and returns."""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from braid.cli.app import app

sys.path.insert(0, str(Path(__file__).parents[1] / "sweeps"))

from small_sweep import folder_with

BAD = """
  - {name: money, award: city, field: amount, values: [-1, 50000]}
"""


def braid(folder: Path, *words: str) -> Result:
    rules = ["--rules", str(folder / "rules")]
    return CliRunner().invoke(app, ["sweep", str(folder / "sweep.yaml"), *rules, *words])


def test_a_sweep_prints_spreads_and_effects_and_writes_its_results(tmp_path: Path) -> None:
    folder_with(tmp_path)
    out = tmp_path / "out"
    ran = braid(tmp_path, "--out", str(out), "--workers", "1")
    assert ran.exit_code == 0, ran.output
    assert ran.stdout.startswith("small: 18 cases\nevery combination; 18 good\n")
    assert re.search(r"^Unfunded +[\d,]+ +0 ", ran.stdout, re.MULTILINE)
    assert re.search(r"^Unfunded +\w+ +[+-]0\.\d\d ", ran.stdout, re.MULTILINE)
    assert "18 cases in " in ran.stderr
    names = {path.name for path in out.iterdir() if not path.name.startswith("done-")}
    assert names == {"results.csv", "quantiles.csv", "effects.csv", "sweep.json"}
    again = braid(tmp_path, "--out", str(out), "--workers", "1")
    assert again.stdout == ran.stdout
    assert "(18 were done before)" in again.stderr


def test_json_says_the_same_for_programs(tmp_path: Path) -> None:
    folder_with(tmp_path, BAD)
    ran = braid(tmp_path, "--out", str(tmp_path / "out"), "--workers", "1", "--format", "json")
    assert ran.exit_code == 0
    said = json.loads(ran.stdout)
    assert said["states"] == {"good": 1, "not valid": 1}
    assert list(said["problems"]) == ["B104 'amount' cannot be negative: -1.00."]


def test_a_case_alone_is_a_plan_with_the_figures_of_its_row(tmp_path: Path) -> None:
    folder_with(tmp_path)
    braid(tmp_path, "--out", str(tmp_path / "out"), "--workers", "1")
    plan = tmp_path / "plan"
    ran = braid(tmp_path, "--case", "4", "--out", str(plan))
    assert ran.exit_code == 0, ran.output
    row = list(csv.DictReader((tmp_path / "out" / "results.csv").open(encoding="utf-8")))[3]
    summary = json.loads((plan / "plan.json").read_text(encoding="utf-8"))["summary"]
    assert summary["unfunded"] == row["unfunded"]
    assert str(summary["completely_funded"]) == row["completely_funded"]
    audited = CliRunner().invoke(app, ["audit", str(plan)])
    assert audited.exit_code == 0, audited.output
    assert f"braid solve {plan}/inputs/scenario.yaml --since {plan}" in ran.stdout
    kept = (plan / "inputs" / "scenario.yaml").read_text(encoding="utf-8")
    assert kept.startswith("# Case 4 of the sweep small: base.yaml, with\n#   money: 20000\n")
    solved = CliRunner().invoke(app, [
        "solve", str(plan / "inputs" / "scenario.yaml"), "--out", str(tmp_path / "again"),
        "--rules", str(tmp_path / "rules"),
    ])  # fmt: skip
    assert solved.exit_code == 0
    one, two = ((tmp_path / d / "charges.csv").read_bytes() for d in ("plan", "again"))
    assert one == two


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--case", "19"], 1, "There is no case 19"),
        (["--case", "0"], 2, "--case"),
        (["--results", "xlsx"], 2, "--results"),
    ],
)
def test_what_is_asked_wrongly(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    folder_with(tmp_path)
    ran = braid(tmp_path, *words)
    assert ran.exit_code == code
    assert said in ran.output


def test_a_mistake_in_the_file_ends_with_its_place(tmp_path: Path) -> None:
    folder_with(tmp_path, "\n  - {name: x, award: town, field: amount, values: [1]}\n")
    ran = braid(tmp_path)
    assert ran.exit_code == 1
    assert "sweep.yaml:5:22 [B604]" in ran.stderr
    assert ran.stdout == ""


def test_the_help_has_examples() -> None:
    ran = CliRunner().invoke(app, ["sweep", "--help"])
    assert ran.exit_code == 0
    assert "braid sweep scenarios/sweeps/county-money.yaml" in ran.stdout
