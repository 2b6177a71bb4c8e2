"""What `braid explain --keep` keeps in a plan is in its reports: fixes, worth, break-even."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from solved_plans import HERE, ROOT, solved
from typer.testing import CliRunner
from workbook_reader import opened

sys.path.insert(0, str(ROOT / "tests" / "web"))

from page_reader import Page

from braid.cli.app import app
from braid.plan.folder import keep_document, read_plan
from braid.plan.plan import Fix, Step
from braid.plan.worths import BreakEven, Point, PointRate, Rate, Worth
from braid.render.web import made as page_made
from braid.render.workbook import made

RATE = Rate(Decimal("1.2500"), Decimal("0.5"), Decimal(0), Decimal("295001.00"), True)
OPEN = replace(RATE, unfunded=Decimal("0.7500"), until=Decimal("900.00"), ends=False)


@pytest.fixture(scope="module")
def kept(plans: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with answers of which every number is known."""
    folder = tmp_path_factory.mktemp("kept") / "plan"
    shutil.copytree(plans["project-quest"], folder)
    plan, problems = read_plan(folder)
    assert plan is not None, problems
    step = Step("raise", "city", "980000", "982443")
    fix = Fix((step,), Decimal("2443.00"), Decimal(0), Decimal("2442.86"), Decimal(0), ())
    first, *rest = plan.explanations
    keep_document(replace(
        plan, explanations=(replace(first, cheapest_change=(fix,)), *rest),
        worth=(Worth("city", Decimal("980000.00"), RATE, OPEN),
               Worth("adult_2025", Decimal("240000.00"), None, None)),
        points=(Point("wioa_title_i/ojt-share", Decimal("0.5"), Decimal("0.51"),
                      Decimal("120.25"), Decimal("900.50"), None,
                      PointRate(Decimal("300.75"), Decimal("0.5034"), True),
                      PointRate(Decimal("310.00"), Decimal("0.2500"), False)),),
        break_even=(BreakEven("wioa_adult", ("adult_2025",), Decimal("240000.00"),
                              Decimal("1760.00"), Decimal("1760.00"), None, Decimal("66240.10"),
                              Decimal("960000.00")),),
    ), folder)  # fmt: skip
    return folder


def test_they_stay_in_the_plan(kept: Path) -> None:
    plan, problems = read_plan(kept)
    assert plan is not None, problems
    assert plan.worth[0].less == OPEN
    assert plan.points[0].more == PointRate(Decimal("300.75"), Decimal("0.5034"), True)
    assert plan.break_even[0].at is None


def test_the_page_has_them(kept: Path) -> None:
    page = Page(page_made(kept)["report.html"])
    first, second = page.table("t-worth")
    assert first[1:] == ["980,000.00", "1.2500", "295,001", "0.7500", "at most 900"]
    assert second[1:] == ["240,000.00", "not known", "", "not known", ""]
    (point,) = page.table("t-points")
    assert point[1:] == ["50%", "300.75", "50.34%", "310.00", "at most 25%", "900.50", ""]
    (even,) = page.table("t-break-even")
    assert even[5:] == ["more than 960,000", "66,240.10"]


def test_the_workbook_has_them_and_every_reason(kept: Path) -> None:
    book = opened(made(kept)["report.xlsx"])
    worth = [row for row in book["Worth"].iter_rows(values_only=True) if row[0]]
    city = next(row for row in worth if row[0] == "city")
    assert city[2:7] == (980000, 1.25, 295001, 0.75, 900)
    assert next(row for row in worth if row[0] == "adult_2025")[3] == "not known"
    share = next(row for row in worth if row[0] == "wioa_title_i/ojt-share")
    assert share[1:9] == ("to there at least", 0.5, 300.75, 0.5034, 310, 0.25, 900.5, None)
    rows = [row for row in book["Why not"].iter_rows(values_only=True) if row[0]]
    plan = json.loads((kept / "plan.json").read_text(encoding="utf-8"))
    fixes = [row for row in rows if row[4] and str(row[4]).startswith("Raise city")]
    assert [(row[2], row[3]) for row in fixes] == [(float(plan["explanations"][0]["amount"]), 2443)]
    told = {(str(award), row[6]) for row in rows for award in str(row[3]).split(", ")}
    for one in plan["explanations"]:
        assert {(w["award"], w["citation"] or None) for w in one["awards"]} <= told


def test_without_them_there_is_no_such_part(plans: dict[str, Path]) -> None:
    plan = json.loads((plans["project-quest"] / "plan.json").read_text(encoding="utf-8"))
    assert not {"worth", "points", "break_even"} & set(plan)
    page = Page(page_made(plans["project-quest"])["report.html"])
    assert not page.soup.select("#worth")
    assert "braid explain DIR --fixes --keep" in page.soup.get_text()
    assert "Worth" not in opened(made(plans["project-quest"])["report.xlsx"]).sheetnames


def test_the_command_keeps_what_it_finds(tmp_path: Path) -> None:
    folder = solved(HERE / "portfolio" / "city.yaml", tmp_path / "plan")
    for question, name in (("--worth", "worth"), ("--break-even", "break_even")):
        done = CliRunner().invoke(app, ["explain", str(folder), question, "--keep"])
        assert done.exit_code == 0, done.output
        assert json.loads((folder / "plan.json").read_text(encoding="utf-8"))[name]
    done = CliRunner().invoke(app, ["explain", str(folder), "--keep"])
    assert done.exit_code == 2
    audit = CliRunner().invoke(app, ["audit", str(folder)])
    assert audit.exit_code == 0, audit.output
