"""Frontiers and sweeps on the page of a comparison or a plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_reader import Page
from typer.testing import CliRunner

from braid.cli.app import app
from braid.problems import InputProblems
from braid.render.web import made


@pytest.mark.parametrize("of", ["comparison_folder", "plan_folder"])
def test_a_page_carries_both_with_the_numbers_of_their_own_pages(
    of: str, frontier_folder: Path, sweep_folder: Path, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(of)
    page = Page(made(folder, [frontier_folder, sweep_folder])["report.html"])
    alone = Page(made(frontier_folder)["report.html"]), Page(made(sweep_folder)["report.html"])
    for name, own in (("f1-steps", alone[0]), ("s1-quantiles", alone[1]), ("s1-bad", alone[1])):
        assert page.table(name) == own.table(name)
    assert page.data["sweeps"] == alone[1].data["sweeps"]
    assert page.data["frontiers"] == alone[0].data["frontiers"]
    links = {a["href"] for a in page.soup.select("nav a")}
    assert {"#f1", "#s1"} <= links
    ids = [tag["id"] for tag in page.soup.select("[id]")]
    assert len(ids) == len(set(ids))


def test_without_them_the_comparison_says_how_to_have_them(comparison_folder: Path) -> None:
    page = Page(made(comparison_folder)["report.html"])
    assert "--with frontier.json --with sweeps/NAME" in page.soup.get_text()
    assert not page.soup.select("#f1, #s1")


def test_with_goes_with_html(plan_folder: Path) -> None:
    result = CliRunner().invoke(app, ["report", str(plan_folder), "--ics", "--with", "sweeps/x"])
    assert result.exit_code == 2
    assert "it goes with --html" in " ".join(result.output.split())


def test_what_is_neither_is_refused_and_a_sweep_carries_nothing(
    comparison_folder: Path, sweep_folder: Path, tmp_path: Path
) -> None:
    for folder, beside in ((comparison_folder, tmp_path), (sweep_folder, sweep_folder)):
        with pytest.raises(InputProblems) as refused:
            made(folder, [beside])
        assert [problem.code for problem in refused.value.problems] == ["B333"]
