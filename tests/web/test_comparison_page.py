"""The page of a comparison: both headings always, every number that of comparison.json."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from page_reader import Page, dollars
from typer.testing import CliRunner

from braid.cli.app import app
from braid.problems import InputProblems
from braid.render.web import made


@pytest.fixture(scope="module")
def data(comparison_folder: Path) -> dict[str, Any]:
    return json.loads((comparison_folder / "comparison.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(comparison_folder: Path) -> Page:
    return Page(made(comparison_folder)["report.html"])


def value(data: dict[str, Any], measure: str, proposal: str, money: str, scope: str = "all",
          name: str = "") -> Decimal:  # fmt: skip
    for f in data["figures"]:
        key = (f["measure"], f["proposal"], f["money"], f["scope"], f["id"], f["scenario"])
        if key == (measure, proposal, money, scope, name, ""):
            return Decimal(f["value"])
    raise AssertionError((measure, proposal, money, scope, name))


def plain(text: str) -> Decimal:
    """A figure with its verdict taken off."""
    return dollars(text.replace("better", "").replace("worse", "").strip().lstrip("+"))


def test_equal_money_never_stands_without_own_money(page: Page) -> None:
    tables = [t for t in page.soup.find_all("table") if t.get("id") != "t-moved"]
    assert len(tables) >= 4
    for table in tables:
        heads = [th.get_text(" ", strip=True) for th in table.select("thead th")]
        equal = sum(h.startswith(("Equal", "Equal money")) for h in heads)
        assert equal == sum(h.startswith(("Own", "Own money")) for h in heads) > 0
    for chart in page.data["charts"].values():
        assert [s["name"] for s in chart["data"]] == ["Today", "Equal money", "Own money"]


def test_every_figure_is_that_of_the_document(page: Page, data: dict[str, Any]) -> None:
    means = {about["means"].capitalize(): m for m, about in data["measures"].items()}
    rows = page.table("t-rows-1")
    assert len(rows) > 8
    for name, today, *cells in rows:
        measure = means[name]
        shown = [today, cells[0], cells[2]]
        for text, (proposal, money) in zip(
            shown, [("", ""), ("reform", "equal"), ("reform", "own")], strict=True
        ):
            known = value(data, measure, proposal, money)
            if measure == "coverage":
                assert Decimal(text.rstrip("%")) == 100 * known
            else:
                assert dollars(text) == known
        for change, then in ((cells[1], shown[1]), (cells[3], shown[2])):
            if measure != "coverage" and change != "=":
                assert plain(change) == dollars(then) - dollars(today)


def test_years_and_sides(page: Page, data: dict[str, Any]) -> None:
    for year, today, equal, _, own, _ in page.table("t-years-1"):
        for text, case in (
            (today, ("", "")),
            (equal, ("reform", "equal")),
            (own, ("reform", "own")),
        ):
            assert dollars(text) == value(data, "unfunded", *case, "program year", year)
    sides = {(row[0], row[1]): row for row in page.table("t-sides-1")}
    old = sides["Group", "old"]
    assert dollars(old[3]) == value(data, "unfunded", "reform", "equal", "group", "old")
    assert dollars(old[6]) == value(data, "unfunded", "reform", "own", "group", "old")
    row = next(r for r in page.soup.select("#t-sides-1 tbody tr") if "old" in r.get_text())
    assert row["data-sides"] == "equal-win own-lose"


def test_better_and_worse_are_words(page: Page) -> None:
    unfunded = next(row for row in page.table("t-rows-1") if row[0] == "Unfunded")
    assert unfunded[3].endswith("better")
    assert unfunded[5].endswith("worse")


def test_the_command_writes_the_comparison_s_own_page(comparison_folder: Path) -> None:
    result = CliRunner().invoke(app, ["report", str(comparison_folder), "--html"])
    assert result.exit_code == 0, result.output
    text = (comparison_folder / "report.html").read_text(encoding="utf-8")
    assert "today beside 1 proposal" in text


def test_a_comparison_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "comparison.json").write_text('{"schema_version": 99}', encoding="utf-8")
    with pytest.raises(InputProblems) as refused:
        made(tmp_path)
    (problem,) = refused.value.problems
    assert problem.code == "B335"
    assert "99" in problem.message
