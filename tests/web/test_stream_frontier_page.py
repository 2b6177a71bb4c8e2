"""The page of a frontier by stream: its numbers, and every stream at its point."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from folders import STREAMS
from page_reader import Page, dollars

from braid.comparison.stream_frontier import StreamFrontier
from braid.problems import InputProblems
from braid.render.stream_frontier import stream_json
from braid.render.web import made


def stored(folder: Path, found: StreamFrontier) -> Path:
    (folder / "frontier.json").write_text(stream_json(found), encoding="utf-8")
    return folder


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(made(stored(tmp_path, STREAMS))["report.html"])


def test_every_point_is_told_with_what_changes_there(page: Page) -> None:
    rows = page.table("f1-steps")
    for row, point in zip(rows, STREAMS.points, strict=True):
        assert (str(point.number), point.overhead, point.unfunded) == (
            row[0].split()[-1], *map(dollars, row[1:3]),
        )  # fmt: skip
    assert [row[4:] for row in rows] == [
        ["mite, wioa", "", ""], ["wioa", "mite", ""], ["mite", "wioa", "mite"],
        ["(every stream is taken)", "mite", ""],
    ]  # fmt: skip
    assert rows[2][3] == "1,500.00"


def test_the_grid_and_the_panel_have_the_streams_by_name(page: Page) -> None:
    assert page.table("f1-sets") == [
        ["<b>Mite</b> (mite)", "1 award", "", "X", "", "X"],
        ["wioa", "2 awards", "", "", "X", "X"],
    ]
    third = page.data["frontiers"]["f1"]["steps"][2]
    assert third["said"] == "Point 3: $2,000.00 unfunded with $104.00 of reporting."
    assert [(head, names) for head, names, _ in third["lists"]] == [
        ("Nobody reports on", ["<b>Mite</b> (mite)"]), ("Taken everywhere", ["wioa"]),
        ("Comes in here", ["wioa"]), ("Goes out here", ["<b>Mite</b> (mite)"]),
    ]  # fmt: skip
    assert "<b>Mite" not in page.text


def test_the_chart_goes_down_at_each_point_and_follows_nothing_between(page: Page) -> None:
    ways, points = page.data["charts"]["f1-frontier"]["data"]
    assert list(zip(points["x"], points["y"], strict=True)) == [
        (float(p.overhead), float(p.unfunded)) for p in STREAMS.points
    ]
    assert ways["x"][:4] == [0, 100, 100, None]
    assert ways["y"][:4] == [9000, 9000, 8000, None]


def test_what_was_not_tried_is_told(tmp_path: Path) -> None:
    some = replace(STREAMS, tried=3, depth=1, stopped="The search was ended.")
    text = Page(made(stored(tmp_path, some))["report.html"]).soup.get_text(" ", strip=True)
    assert "3 of 4 sets were, all that leave out at most 1 stream" in text


def test_it_stands_beside_a_comparison_after_another_frontier(
    comparison_folder: Path, frontier_folder: Path, tmp_path: Path
) -> None:
    beside = [frontier_folder, stored(tmp_path, STREAMS)]
    page = Page(made(comparison_folder, beside)["report.html"])
    assert len(page.table("f2-steps")) == len(STREAMS.points)
    assert "which streams nobody reports on" in page.soup.select_one("#f2").get_text()
    assert "which offers to take" in page.soup.select_one("#f1").get_text()


def test_one_without_points_is_refused(tmp_path: Path) -> None:
    data = {**json.loads(stream_json(STREAMS)), "points": []}
    (tmp_path / "frontier.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputProblems) as refused:
        made(tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["B317"]
