"""Pages of plans that the demo is not: a portfolio, long periods, periods that are over."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from page_reader import Page, dollars

import braid
from braid.render.web import made

HORIZON = "horizon: {start: 2026-07-01, end: 2027-06-30}\n"
ONE = """
programs: [{id: welding, weeks: 12}]
groups: [{id: autumn, program: welding, participants: 20, start: 2026-09-14}]
costs:
  - {id: tuition, category: tuition_fees, per_participant: 2400, when: start}
  - {id: coach, category: case_management, amount: 30000}
awards: [{id: mill, stream: employer_contribution, amount: 21000}]
"""
SHARED = "awards: [{id: gift, stream: foundation_grant, amount: 40000}]\n"


def page_of(folder: Path, scenario: str, **options: str) -> tuple[Page, Path]:
    braid.write(braid.solve(folder / scenario, **options), folder / "plan")
    return Page(made(folder / "plan")["report.html"]), folder / "plan"


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder = tmp_path_factory.mktemp("portfolio")
    for name in ("east", "west"):
        (folder / f"{name}.yaml").write_text(f"name: {name.title()}\n{HORIZON}{ONE}")
    text = f"name: State\n{HORIZON}partnerships: [east.yaml, west.yaml]\n{SHARED}"
    (folder / "state.yaml").write_text(text)
    return page_of(folder, "state.yaml")[0]


def test_a_portfolio_has_a_grid_for_each_partnership(portfolio: Page) -> None:
    heads = {}
    for home in ("east", "west"):
        cells = portfolio.soup.select(f"#t-grid-{home} thead th")
        heads[home] = [cell.get_text(" ", strip=True) for cell in cells]
        assert [row[0].split()[0] for row in portfolio.table(f"t-grid-{home}")] == [
            "coach", "tuition",
        ]  # fmt: skip
    assert heads["east"] == heads["west"] == ["Cost line", "gift", "mill", "Unfunded"]


def test_partnerships_stand_in_a_table_and_in_the_flow(portfolio: Page) -> None:
    rows = portfolio.table("t-partnerships")
    assert [row[0] for row in rows] == ["East", "West", "State"]
    assert dollars(rows[0][4]) + dollars(rows[1][4]) == dollars(rows[2][4]) > 0
    flow = portfolio.table("t-flow")
    assert {row[2] for row in flow} == {"East", "West", "reporting"}
    assert sum(dollars(row[3]) for row in flow) == dollars(portfolio.tile("Cost"))


def test_years_as_periods_are_not_divided(tmp_path: Path) -> None:
    horizon = "horizon: {start: 2026-07-01, end: 2028-06-30, period: year}\n"
    (tmp_path / "long.yaml").write_text(f"name: Long\n{horizon}{ONE}")
    page, _ = page_of(tmp_path, "long.yaml")
    names = [
        [tr.find("th").get_text() for tr in table.select("tbody tr")]
        for table in page.soup.select("table.years")
    ]
    assert names == [
        ["2026-27", "2027-28"],
        ["FY 2026 and FY 2027", "FY 2027 and FY 2028"],
        ["2026 and 2027", "2027 and 2028"],
    ]
    assert page.soup.find(id="quarters-h").get_text() == "By period, under three calendars"


def test_months_are_added_to_quarters(tmp_path: Path) -> None:
    horizon = "horizon: {start: 2026-07-01, end: 2026-12-31, period: month}\n"
    (tmp_path / "short.yaml").write_text(f"name: Short\n{horizon}{ONE}")
    page, folder = page_of(tmp_path, "short.yaml")
    heads = [th.get_text() for th in page.soup.select("#t-quarters thead tr:last-of-type th")]
    assert heads == ["Award", "Q3 2026", "Q4 2026", "Total"]
    assert len((folder / "unfunded.csv").read_text().splitlines()) > 3


def test_nothing_unfunded_and_nothing_charged_are_said(tmp_path: Path) -> None:
    rich = ONE.replace("21000", "90000")
    (tmp_path / "rich.yaml").write_text(f"name: Rich\n{HORIZON}{rich}")
    page, _ = page_of(tmp_path, "rich.yaml")
    assert "Nothing is unfunded." in page.soup.find(id="unfunded").get_text()
    assert page.tile("Unfunded") == "$0.00"
    assert "No organization states its cash" in page.soup.find(id="cash").get_text()


def test_of_periods_that_are_over_only_the_rest_is_told(tmp_path: Path) -> None:
    text = f"name: Later\n{HORIZON}{ONE}"
    actuals = (
        "actuals: {as_of: 2026-09-30, charges: ["
        "{cost: tuition, group: autumn, period: 2026-07-01, award: mill, amount: 5000}]}\n"
    )
    (tmp_path / "later.yaml").write_text(text + actuals)
    page, _ = page_of(tmp_path, "later.yaml")
    told = sum(dollars(row[3]) for row in page.table("t-flow"))
    assert dollars(page.tile("Cost")) == told == Decimal(22_500)
    assert [row[0].split()[0] for row in page.table("t-grid")] == ["coach"]
