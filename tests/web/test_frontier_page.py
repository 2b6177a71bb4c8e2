"""The page of a frontier: every number that of frontier.json, every set at its point."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from page_reader import Page, dollars
from typer.testing import CliRunner

from braid.cli.app import app
from braid.problems import InputProblems
from braid.render.web import made


@pytest.fixture(scope="module")
def data(frontier_folder: Path) -> dict[str, Any]:
    return json.loads((frontier_folder / "frontier.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(frontier_folder: Path) -> Page:
    return Page(made(frontier_folder)["report.html"])


def test_every_step_is_that_of_the_document(page: Page, data: dict[str, Any]) -> None:
    rows = page.table("f1-steps")
    assert len(rows) == len(data["points"]) > 3
    for row, point, way in zip(rows, data["points"], [None, *data["segments"]], strict=True):
        assert row[0] == str(point["number"])
        assert str(dollars(row[1])) == point["overhead"]
        assert str(dollars(row[2])) == point["unfunded"]
        if way is not None:
            assert f"{dollars(row[3]):.2f}" == way["per_dollar"]
            assert all(award in row[5] for award in way["enters"])
            assert bool(row[5]) == bool(way["enters"])


def test_the_grid_marks_each_set_and_says_what_is_always_there(
    page: Page, data: dict[str, Any]
) -> None:
    marks = {row[0]: row[1:] for row in page.table("f1-sets")}
    (name,) = marks
    assert name == "WIOA Dislocated Worker 2026 (dislocated_2026)"
    assert marks[name] == ["X" if p["awards"] else "" for p in data["points"]]
    text = page.soup.get_text(" ", strip=True)
    assert "Accepted awards are in every set: WIOA Adult 2025 (rest) (adult_2025)" in text
    assert "Exact to half a cent" in text


def test_the_chart_has_the_points_and_the_way_that_is_not_gradual(
    page: Page, data: dict[str, Any]
) -> None:
    traces = {trace["name"]: trace for trace in page.data["charts"]["f1-frontier"]["data"]}
    points = [(float(p["overhead"]), float(p["unfunded"])) for p in data["points"]]
    assert list(zip(traces["Points"]["x"], traces["Points"]["y"], strict=True)) == points
    jumps = [way for way in data["segments"] if not way["gradual"]]
    assert len(traces["nothing better between"]["x"]) == 4 * len(jumps) > 0
    assert traces["braid solve aims here"]["y"] == [float(data["planned"][1])]
    assert traces["Whole, audited plans"]["x"] == [float(data["plans"][0]["overhead"])]
    assert set(traces) >= {"A: no offers", "B: dislocated_2026"}


def test_a_stored_file_has_a_page_too_under_its_own_name(
    frontier_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "quest.json"
    file.write_bytes((frontier_folder / "frontier.json").read_bytes())
    result = CliRunner().invoke(app, ["report", str(file), "--html"])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["quest.html", "quest.json"]


def test_an_approximate_frontier_says_so_and_older_ones_can_be_read(
    data: dict[str, Any], tmp_path: Path
) -> None:
    old = {name: value for name, value in data.items() if name not in ("names", "always")}
    old |= {"exact": False, "gap": "12.50", "name": "<script>alert(1)</script>\u202e"}
    (tmp_path / "frontier.json").write_text(json.dumps(old), encoding="utf-8")
    page = Page(made(tmp_path)["report.html"])
    text = page.soup.get_text(" ", strip=True)
    assert (
        "Approximate: every point can be reached, but plans may lie below, by up to $12.50" in text
    )
    assert "<script>alert(1)</script>" in page.soup.h1.get_text()
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("text", ["{", '{"schema_version": 0}', '{"schema_version": 1}'])
def test_what_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "frontier.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputProblems) as refused:
        made(tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["B317"]
