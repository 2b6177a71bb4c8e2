"""``braid compare`` and ``braid solve --proposal``: made, told, written, and every exit code."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[1] / "proposals"))

from reforms import ONE, SCENARIO, reform, small

from braid.cli.app import app

MERGE = f"{ONE}merges: [{{streams: [alpha, beta, half], into: one, own: {{share: 0.5}}}}]\n"
RULES = ("--rules", "rules")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    small(tmp_path)
    reform(tmp_path, MERGE)


def braid(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def compare(*arguments: object) -> Result:
    return braid("compare", "small.yaml", "--proposal", "reform.yaml", *RULES, *arguments)


def test_0_both_headings_are_printed() -> None:
    result = compare()
    assert result.exit_code == 0, result.output
    assert "Small: today beside 1 proposal" in result.stdout
    assert "Equal money" in result.stdout
    assert "Own money" in result.stdout


def test_formats() -> None:
    data = json.loads(compare("--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(compare("--format", "csv").stdout)))
    assert data["schema_version"] == 1
    assert len(rows) == len(data["figures"])


def test_the_folder_has_the_comparison_and_plans_that_can_be_audited() -> None:
    assert compare("--out", "out").exit_code == 0
    data = json.loads(Path("out/comparison.json").read_text(encoding="utf-8"))
    assert Path("out/comparison.csv").is_file()
    folders = [Path("out", plan["folder"]) for plan in data["plans"]]
    assert len(folders) == 3
    for folder in folders:
        assert braid("audit", folder).exit_code == 0
    assert compare("--out", "out").exit_code == 0  # a comparison may be made again


def test_what_is_for_everybody_is_the_same_at_once_and_from_the_folder() -> None:
    result = compare("--no-effects", "--out", "out", "--publish", "public/reform")
    assert result.exit_code == 0, result.output
    assert "For everybody: public/reform/report.html." in result.stderr
    assert braid("report", "out", "--publish").exit_code == 0
    for name in ("report.html", "figures.csv"):
        file = Path("public/reform", name)
        assert file.read_bytes() == Path("out/public", name).read_bytes()
        assert file.stat().st_mode & 0o444 == 0o444
    rows = list(csv.DictReader(io.StringIO(Path("public/reform/figures.csv").read_text("utf-8"))))
    assert {row["plan"] for row in rows} == {
        "",
        "today",
        "reform, equal money",
        "reform, own money",
    }


def test_a_proposal_that_brings_no_money_is_published_once(tmp_path: Path) -> None:
    reform(tmp_path, MERGE.replace(", own: {share: 0.5}", ""))
    assert compare("--no-effects", "--publish", "public").exit_code == 0
    rows = list(csv.DictReader(io.StringIO(Path("public/figures.csv").read_text("utf-8"))))
    assert {row["plan"] for row in rows} == {"", "today", "reform"}
    page = Path("public/report.html").read_text("utf-8")
    assert page.count('<th scope="col">reform</th>') == 3


def test_2_nothing_for_everybody_among_files_that_are_not() -> None:
    assert compare("--no-effects", "--out", "out").exit_code == 0
    result = compare("--no-effects", "--publish", "out")
    assert result.exit_code == 2
    assert "not for everybody" in " ".join(result.stderr.replace("│", " ").split())
    assert result.stdout == ""


def test_1_another_folder_is_left_alone() -> None:
    Path("notes").mkdir()
    Path("notes/mine.txt").write_text("x", encoding="utf-8")
    result = compare("--out", "notes")
    assert result.exit_code == 1
    assert "[B302]" in result.stderr
    assert result.stdout == ""  # refused before anything is planned
    assert [p.name for p in Path("notes").iterdir()] == ["mine.txt"]
    result = compare("--out", "notes/mine.txt")
    assert result.exit_code == 1
    assert "[B301]" in result.stderr


def test_1_mistakes_in_the_proposal(tmp_path: Path) -> None:
    reform(tmp_path, "changes: [{rule: alpha/haf, field: at_most.share, was: 0.5, becomes: 1}]\n")
    result = compare()
    assert result.exit_code == 1
    assert "reform.yaml:9:18 [B273]" in result.stderr
    assert result.stdout == ""


def test_1_two_scenarios_of_one_name(tmp_path: Path) -> None:
    small(tmp_path / "other", SCENARIO)
    result = compare("other/small.yaml")
    assert result.exit_code == 1
    assert "[B519]" in result.stderr


def test_2_without_a_proposal() -> None:
    assert braid("compare", "small.yaml", *RULES).exit_code == 2


def test_a_plan_under_a_proposal_has_a_folder_of_its_own_and_says_so() -> None:
    result = braid(
        "solve", "small.yaml", *RULES, "--proposal", "reform.yaml", "--money", "equal",
        "--floors", "kept",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert (
        "As proposed: A reform (an idea, November 1, 2026), with today's dollars" in result.stdout
    )
    folder = Path("plans/small-under-reform-equal-money-floors-kept")
    again = "--proposal reform.yaml --money equal --floors kept --since"
    assert f"{again} {folder}" in result.stdout
    data = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert data["proposals"][0]["proposal"] == "reform"
    assert braid("audit", folder).exit_code == 0


def test_a_part_of_a_proposal() -> None:
    result = braid(
        "solve", "small.yaml", *RULES, "--proposal", "reform.yaml", "--part", "reform/merges-1"
    )
    assert result.exit_code == 0, result.output
    wrong = braid("check", "small.yaml", *RULES, "--proposal", "reform.yaml", "--part", "reform/x")
    assert wrong.exit_code == 1
    assert "[B502]" in wrong.output


def test_1_a_part_of_what_is_no_proposal_here() -> None:
    wrong = braid("check", "small.yaml", *RULES, "--proposal", "reform.yaml", "--part", "other/x")
    assert wrong.exit_code == 1
    assert "[B502]" in wrong.output


@pytest.mark.parametrize("option", [("--floors", "kept"), ("--part", "reform/x")])
def test_2_options_that_need_a_proposal(option: tuple[str, str]) -> None:
    result = braid("solve", "small.yaml", *RULES, *option)
    assert result.exit_code == 2
    assert "it goes with --proposal FILE" in result.stderr


def test_1_a_reading_and_a_proposal_that_change_the_same_rule(tmp_path: Path) -> None:
    (tmp_path / "rules" / "conflicts.yaml").write_text(
        """
- id: half
  about: How much
  sources: [One, Two]
  reading: Half.
  rule: [alpha/half]
  why: One is newer.
  readings:
    B:
      says: A third.
      changes: [{rule: alpha/half, field: at_most.share, was: 0.5, becomes: 0.3}]
""",
        encoding="utf-8",
    )
    text = "changes: [{rule: alpha/half, field: at_most.share, was: 0.5, becomes: 0.25}]\n"
    reform(tmp_path, text)
    plain = braid("solve", "small.yaml", *RULES, "--proposal", "reform.yaml")
    assert plain.exit_code == 0, plain.output
    both = braid("solve", "small.yaml", *RULES, "--proposal", "reform.yaml", "--reading", "half=B")
    assert both.exit_code == 1
    assert "[B505]" in both.stderr


def test_1_two_proposals_that_write_one_field(tmp_path: Path) -> None:
    text = "changes: [{rule: alpha/half, field: at_most.share, was: 0.5, becomes: 0.25}]\n"
    one = reform(tmp_path, text)
    two = tmp_path / "two.yaml"
    two.write_text(one.read_text().replace("proposal: reform", "proposal: two"))
    result = braid("check", "small.yaml", *RULES, "--proposal", one, "--proposal", two)
    assert result.exit_code == 1
    assert "[B506]" in result.output


def test_1_a_kept_file_that_is_not_beside_the_plan(tmp_path: Path) -> None:
    braid("solve", "small.yaml", *RULES, "--proposal", "reform.yaml", "--out", "plan")
    chosen = tmp_path / "plan" / "inputs" / "proposals" / "chosen.yaml"
    chosen.write_text("files: [../reform.yaml]\nmoney: own\n", encoding="utf-8")
    result = braid("audit", "plan")
    assert result.exit_code == 1
    assert "[B503]" in result.output


def test_a_proposal_without_money_of_its_own_is_planned_once_and_written_twice(
    tmp_path: Path,
) -> None:
    reform(tmp_path, "removes: [{rules: [half/share]}]\n")
    result = compare("--out", "out")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\nEqual money") == result.stdout.count("\nOwn money") == 1
    alike = "Own money is equal to equal money: this proposal brings none."
    _, own = result.stdout.split(alike)  # once
    assert "share of the cost" not in own
    figures = json.loads(Path("out/comparison.json").read_text(encoding="utf-8"))["figures"]
    moneys = [figure["money"] for figure in figures]
    assert moneys.count("equal") == moneys.count("own") > 0
    assert braid("report", "out", "--html").exit_code == 0
    assert alike in Path("out/report.html").read_text(encoding="utf-8")
    chosen = "inputs/proposals/chosen.yaml"
    for money in ("equal", "own"):
        folder = Path("out/plans/small", f"reform-{money}")
        assert f"money: {money}" in (folder / chosen).read_text(encoding="utf-8")
        assert braid("audit", folder).exit_code == 0
