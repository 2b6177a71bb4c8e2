"""``braid frontier``: results on stdout, plans in folders, exit codes."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from handmade_plan import EXAMPLE
from typer.testing import CliRunner, Result

from braid.cli.app import app
from braid.plan.folder import read_plan

SCENARIO = EXAMPLE / "quest.yaml"
RULES = ("--rules", EXAMPLE / "rules")
SCENARIOS = Path(__file__).parents[2] / "scenarios"
DEMO = SCENARIOS / "project-quest.yaml"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def braid(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_all_formats_say_the_same_and_remarks_stay_on_stderr() -> None:
    text, table, data = (braid("frontier", DEMO, "--format", f) for f in ("text", "csv", "json"))

    assert {r.exit_code for r in (text, table, data)} == {0}
    rows = list(csv.DictReader(io.StringIO(table.stdout)))
    points = json.loads(data.stdout)["points"]
    assert [row["unfunded_to"] for row in rows] == [p["unfunded"] for p in points[1:]]
    for point in points:
        assert f"{float(point['overhead']):,.2f}" in text.stdout
    assert "[B241]" in table.stderr
    assert not Path("plans").exists()


def test_plans_at_points_are_written_audited_and_shown_beside_the_points() -> None:
    result = braid("frontier", DEMO, "--plan", 5, "--plan", 2, "--out", "made", "--format", "json")

    assert result.exit_code == 0
    assert "2 plans written to made/point-N." in result.stderr
    names = ["frontier.csv", "frontier.json", "point-2", "point-5"]
    assert sorted(path.name for path in Path("made").iterdir()) == names
    assert Path("made/frontier.json").read_text(encoding="utf-8") == result.stdout
    data = json.loads(result.stdout)
    for told in data["plans"]:
        folder = Path("made") / f"point-{told['point']}"
        plan, problems = read_plan(folder)
        assert plan is not None, problems
        assert str(plan.summary.unfunded) == told["unfunded"]
        assert braid("audit", folder).exit_code == 0
    second = next(told for told in data["plans"] if told["point"] == 2)
    point = data["points"][1]
    assert float(second["overhead"]) <= float(point["overhead"])
    assert float(second["unfunded"]) >= float(point["unfunded"]) - 0.01


def test_out_alone_writes_the_plans_of_all_points() -> None:
    result = braid("frontier", SCENARIO, *RULES, "--out", "made")

    assert result.exit_code == 0
    assert "The plan written to made/point-1." in result.stderr
    assert "Plans in whole people and cents" in result.stdout


def test_by_stream_prints_and_writes_sets_of_streams_and_makes_no_plans() -> None:
    asked = ("frontier", SCENARIO, *RULES, "--by", "stream", "--format", "json", "--out", "made")
    result = braid(*asked)
    assert result.exit_code == 0, result.output
    assert "The frontier written to made." in result.stderr
    assert sorted(path.name for path in Path("made").iterdir()) == ["frontier.csv", "frontier.json"]
    assert Path("made/frontier.json").read_text(encoding="utf-8") == result.stdout
    data = json.loads(result.stdout)
    assert data["points"][-1]["left_out"] == []
    assert data["tried"] == data["sets"] == 2 ** len(data["streams"])
    refused = braid("frontier", SCENARIO, *RULES, "--by", "stream", "--plan", 1)
    assert refused.exit_code == 2
    assert "offers" in refused.output
    limited = braid("frontier", SCENARIO, *RULES, "--by", "stream", "--time-limit", 0)
    assert limited.exit_code == 5
    assert "before every set of streams was tried" in limited.stdout


def test_the_folder_of_a_plan_does_not_become_that_of_a_frontier() -> None:
    Path("made").mkdir()
    Path("made/plan.json").write_text("{}")

    result = braid("frontier", SCENARIO, *RULES, "--out", "made")

    assert result.exit_code == 1
    assert "B302" in result.stderr
    assert [path.name for path in Path("made").iterdir()] == ["plan.json"]


def test_1_a_scenario_that_is_not_there_and_a_folder_that_is_no_plan() -> None:
    assert braid("frontier", "nowhere.yaml").exit_code == 1
    Path("made/point-1").mkdir(parents=True)
    Path("made/point-1/mine.txt").write_text("mine")

    result = braid("frontier", SCENARIO, *RULES, "--out", "made")

    assert result.exit_code == 1
    assert "[B302]" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(("scenario", "said"), [(DEMO, "points 1 to 5"), (SCENARIO, "one point")])
def test_2_a_point_that_there_is_not(scenario: Path, said: str) -> None:
    rules = RULES if scenario == SCENARIO else ()
    result = braid("frontier", scenario, *rules, "--plan", 9)

    assert result.exit_code == 2
    assert "there is no point 9" in result.stderr
    assert said in result.stderr


def test_3_when_a_plan_fails_its_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    from braid.comparison import frontier_plans

    real = frontier_plans.make_plan
    broken = {"audit_passed": False, "audit_findings": ("One cent too much.",)}
    monkeypatch.setattr(
        frontier_plans, "make_plan", lambda *a, **how: replace(real(*a, **how), **broken)
    )

    result = braid("frontier", SCENARIO, *RULES, "--out", "made")

    assert result.exit_code == 3
    assert result.stdout == ""
    assert "One cent too much." in result.stderr
    assert not Path("made").exists()


@pytest.mark.parametrize("limit", [("--searches", 2), ("--time-limit", 0)])
def test_5_a_search_that_is_ended_is_called_approximate(limit: tuple[str, int]) -> None:
    result = braid("frontier", SCENARIOS / "per-scholas.yaml", *limit)

    assert result.exit_code == 5
    assert "Approximate: every point can be reached" in result.stdout
    assert "plans may lie below, by up to $" in result.stdout.replace("\n    ", " ")
    assert "Exact" not in result.stdout


def test_an_award_left_out_is_told() -> None:
    result = braid("frontier", SCENARIO, *RULES, "--without", "city")

    assert result.exit_code == 0
    assert "Left out, as if they did not exist: city" in result.stdout
    assert "no offers" in result.stdout
