"""The page of a plan: every number is that of plan.json, and nothing comes from elsewhere."""

from __future__ import annotations

import base64
import csv
import hashlib
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import html5lib
import pytest
from folders import ROOT
from page_reader import Page, dollars

from braid.plan.folder import read_plan
from braid.plan.plan import Fix, Step
from braid.render.web.charts import Chart
from braid.render.web.plan import plan_page


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def added(table: list[dict[str, str]], *keys: str) -> dict[tuple[str, ...], Decimal]:
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for row in table:
        sums[tuple(row[key] for key in keys)] += Decimal(row["amount"])
    return sums


@pytest.mark.parametrize(
    ("tile", "key"),
    [("Cost", "cost"), ("Paid by entitlements", "paid_by_entitlements"),
     ("Paid by awards", "funded"), ("Unfunded", "unfunded"), ("Lapses", "lapses"),
     ("Reporting overhead", "overhead_dollars")],
)  # fmt: skip
def test_the_headline_is_the_summary(plan: SimpleNamespace, tile: str, key: str) -> None:
    assert dollars(plan.page.tile(tile)) == Decimal(plan.data["summary"][key])


def test_the_grid_has_every_charge_of_every_award(plan: SimpleNamespace) -> None:
    heads = [th.get_text(" ", strip=True).split()[0] for th in
             plan.page.soup.select("#t-grid thead th")][1:-1]  # fmt: skip
    assert heads == [row["award"] for row in plan.data["awards"]]
    charged = added(plan.data["lines"], "cost", "award")
    lines = plan.page.table("t-grid")
    for line in lines:
        name = line[0].split()[0]
        for award, cell in zip(heads, line[1:-1], strict=True):
            shown = dollars(cell.removeprefix("X ") if " " in cell else "")
            assert shown == charged.get((name, award), 0), (name, award)
    together = plan.page.total("t-grid")
    for row, cell in zip(plan.data["awards"], together[1:-1], strict=True):
        assert dollars(cell) == Decimal(row["charged"]), row["award"]
    assert dollars(together[-1]) == Decimal(plan.data["summary"]["unfunded"])


def test_the_flow_s_table_and_its_diagram_add_up_to_the_cost(plan: SimpleNamespace) -> None:
    table = plan.page.table("t-flow")
    assert sum(dollars(row[-1]) for row in table) == Decimal(plan.data["summary"]["cost"])
    links = plan.page.data["charts"]["flow"]["data"][0]["link"]
    cost = float(plan.data["summary"]["cost"])
    assert sum(links["value"]) == pytest.approx(2 * cost)  # once into kinds, once into programs
    paid = added(plan.data["money"], "award")
    for (award,), amount in paid.items():
        own = [row for row in table if row[0].split(" ")[0] == award]
        assert sum(dollars(row[-1]) for row in own) == amount


def test_what_is_unfunded_is_all_there_with_reasons(plan: SimpleNamespace) -> None:
    table = plan.page.table("t-unfunded")
    expected = added(plan.data["unfunded"], "cost", "group")
    found = {(row[0].split()[0], row[1]): dollars(row[2]) for row in table}
    assert found == expected
    for row in table:
        assert len(row[3]) > 20
    assert "must be paid" in table[0][0]
    cited = [row for row in plan.data["unfunded"] if row["citation"]]
    assert all(any(row["citation"] in shown[3] for shown in table) for row in cited)


def test_rules_that_bind_have_their_prices(plan: SimpleNamespace) -> None:
    binding = [r for r in plan.data["rules"] if Decimal(r["left"]) or Decimal(r["right"])]
    dear, free = plan.page.table("t-binding"), plan.page.table("t-binding-free")
    table = [*dear, *free]
    assert len(table) == len(binding)
    assert all(row[5] for row in dear)
    assert not any(Decimal(row[5] or 0) for row in free)
    expected = sorted((r["instance"], Decimal(r["right"]), r["price"]) for r in binding)
    assert sorted((row[1], dollars(row[4]), row[5]) for row in table) == expected
    priced = [Decimal(row[5] or 0) for row in table]
    assert priced == sorted(priced, reverse=True)
    assert max(priced) > 0


def test_quarters_and_three_calendars_add_up_to_the_cost(plan: SimpleNamespace) -> None:
    cost = Decimal(plan.data["summary"]["cost"])
    paid, unfunded = plan.page.table("t-quarters", "tbody:last-of-type")
    assert dollars(paid[-1]) + dollars(unfunded[-1]) == cost
    by = added(rows(plan.folder, "charges"), "award")
    for row in plan.page.table("t-quarters"):
        assert dollars(row[-1]) == by[(row[0].split(" ")[0],)]
        assert sum(dollars(cell) for cell in row[1:-1]) == dollars(row[-1])
    years = plan.page.soup.select("table.years")
    names = [[tr.find("th").get_text() for tr in t.select("tbody tr")] for t in years]
    assert names == [["2026-27", "2027-28"], ["FY 2026", "FY 2027", "FY 2028"],
                     ["2026", "2027", "2028"]]  # fmt: skip
    for table in years:
        total = sum(dollars(tr.find_all("td")[-1].get_text()) for tr in table.select("tbody tr"))
        assert total == cost


def test_a_federal_year_has_the_charges_of_its_months(plan: SimpleNamespace) -> None:
    entitled = {"pell", "workforce_pell"}
    expected = sum(
        Decimal(row["amount"]) for row in rows(plan.folder, "charges")
        if "2026-10-01" <= row["period"] < "2027-10-01" and row["award"] not in entitled
    )  # fmt: skip
    federal = plan.page.soup.select("table.years")[1].select("tbody tr")[1].find_all("td")
    assert dollars(federal[1].get_text()) == expected > 0


def test_cash_is_that_of_the_table(plan: SimpleNamespace) -> None:
    shown = [[dollars(td.get_text()) for td in tr.find_all("td")]
             for tr in plan.page.soup.select("table.cash tbody tr")]  # fmt: skip
    names = ("received", "paid", "balance", "loan")
    assert shown == [[Decimal(r[n]) for n in names] for r in rows(plan.folder, "cash")]
    chart = plan.page.data["charts"]["cash-0"]["data"]
    assert [Decimal(str(-y)) for y in chart[1]["y"]] == [row[1] for row in shown]
    assert [Decimal(str(y)) for y in chart[3]["y"]] == [row[3] for row in shown]


def test_awards_have_their_days(plan: SimpleNamespace) -> None:
    table = {row[0].split(" ")[0]: row for row in plan.page.table("t-awards")}
    for award in plan.data["awards"]:
        if award["used"] == "true":
            assert dollars(table[award["award"]][5]) == Decimal(award["lapses"])
            assert dollars(table[award["award"]][6]) == Decimal(award["recapture_risk"])
    assert len(plan.data["deadlines"]) > 3
    shown = " ".join(row[7] for row in table.values())
    for deadline in plan.data["deadlines"]:
        assert deadline["day"][:4] in shown


def test_features_people_and_reports(plan: SimpleNamespace) -> None:
    features = plan.page.table("t-features")
    assert [row[1] for row in features] == [
        "✓ yes" if f["present"] else "✗ no" for f in plan.data["features"]
    ]
    people = {row[0]: row for row in plan.page.table("t-people")}
    assert (
        sum(int(row[3]) for row in people.values()) == (plan.data["summary"]["completely_funded"])
    )
    reports = plan.page.table("t-reports")
    assert len(reports) == len(plan.data["reports"])
    assert sum(dollars(row[5]) for row in reports) == (
        sum(Decimal(r["cost"]) for r in plan.data["reports"])
    )


def test_nothing_comes_from_elsewhere(plan: SimpleNamespace) -> None:
    assert not plan.page.soup.select("[src], link, iframe, object, embed, base, form")
    assert all(a["href"].startswith("#") for a in plan.page.soup.select("[href]"))
    style = plan.page.soup.find("style").get_text()
    assert "url(" not in style
    assert "@import" not in style
    policy = plan.page.soup.find("meta", attrs={"http-equiv": True})["content"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert len(plan.page.scripts) == 2
    for script in plan.page.scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_every_chart_has_words_and_a_table_after_it(plan: SimpleNamespace) -> None:
    charts = plan.page.soup.select(".chart")
    assert {c["id"] for c in charts} == {f"chart-{name}" for name in plan.page.data["charts"]}
    for chart in charts:
        assert "table below" in chart["aria-label"]
        assert chart.find_next("table") is not None


def test_the_same_folder_gives_the_same_bytes(plan: SimpleNamespace, tmp_path: Path) -> None:
    digests = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "braid", "report", str(plan.folder), "--html"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        out = tmp_path / seed
        subprocess.run([*command, "--out", str(out)], check=True, env=environment,
                       capture_output=True)  # fmt: skip
        digests.add(hashlib.sha256((out / "report.html").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_text_that_looks_like_a_page_is_text(hostile: Page, plan: SimpleNamespace) -> None:
    def tags(page: Page) -> set[str]:
        return {tag.name for tag in page.soup.find_all(True)}

    def scripted(page: Page) -> int:
        return len(page.soup.find_all("script"))

    assert tags(hostile) <= tags(plan.page)
    assert scripted(hostile) == scripted(plan.page) == 3
    assert not hostile.soup.select("[onerror], [onload], [onclick], img, a[href^=javascript]")
    heading = hostile.soup.find("h1").get_text()
    assert heading == '<script>alert(1)</script></title> & "quotes" \''
    assert "{{ 7*7 }}" in str(hostile.data["grid"]["reasons"])
    assert "=HYPERLINK(" in hostile.soup.find("table", id="t-grid").get_text()


def test_long_names_are_cut_where_they_are_shown(hostile: Page) -> None:
    assert "x" * 10_000 not in hostile.soup.find("main").get_text()
    assert "x" * 100 in hostile.soup.find("main").get_text()


def labels(chart: Chart) -> list[str]:
    data = chart["data"]
    return [*data[0].get("node", {}).get("label", ()), *(s.get("name", "") for s in data)]


def test_labels_of_charts_have_no_marks(hostile: Page) -> None:
    shown = [text for chart in hostile.data["charts"].values() for text in labels(chart)]
    assert any(text.startswith("xxx") for text in shown)
    for text in shown:
        assert not set("<>\u202e\u2067\u200f") & set(text)
        assert len(text) <= 150


def test_the_hostile_plan_s_numbers_are_those_of_the_other(
    hostile: Page, plan: SimpleNamespace
) -> None:
    assert hostile.total("t-grid") == plan.page.total("t-grid")
    assert hostile.tile("Unfunded") == plan.page.tile("Unfunded")


def test_the_cheapest_fix_stands_beside_its_line(plan: SimpleNamespace) -> None:
    known, _ = read_plan(plan.folder)
    assert known is not None
    zero = Decimal("0.00")
    step = Step("raise", "methodist_cash", "100000", "112221.61")
    fix = Fix((step,), Decimal("12221.61"), zero, Decimal("12221.61"), zero, ())
    told = tuple(
        replace(e, cheapest_change=(fix,) if e.cost == "office" else ()) for e in known.explanations
    )
    table = Page(plan_page(replace(known, explanations=told)).encode()).table("t-unfunded")
    with_fix = {row[0].split()[0]: row[4] for row in table if row[4]}
    assert list(with_fix) == ["office"]
    assert "Methodist Healthcare contribution" in with_fix["office"]
    assert "$12,221.61" in with_fix["office"]
    assert all(len(row) == 4 for row in plan.page.table("t-unfunded"))


def test_the_page_is_right_html_and_names_no_folder(plan: SimpleNamespace, hostile: Page) -> None:
    for page in (plan.page, hostile):
        parser = html5lib.HTMLParser()
        text = page.text
        for script in page.scripts:
            text = text.replace(script, "")
        parser.parse(text)
        assert parser.errors == []
        ids = [tag["id"] for tag in page.soup.select("[id]")]
        assert len(ids) == len(set(ids))
        assert str(plan.folder.parent) not in text
        assert str(ROOT) not in text
