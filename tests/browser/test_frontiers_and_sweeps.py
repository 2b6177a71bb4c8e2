"""The pages of frontiers and sweeps in chromium: clicks, keys, choices, print.

``make browser`` runs these.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from folders import STREAMS
from test_pages_in_a_browser import PHONE, WIDE
from test_pages_in_a_browser import opened as opened

from braid.render.stream_frontier import stream_json

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
TRACE = "document.getElementById('chart-{}').data[{}]"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def trace(page: Page, chart: str, number: int) -> dict[str, Any]:
    return page.evaluate(f"(t => JSON.parse(JSON.stringify(t)))({TRACE.format(chart, number)})")


def test_a_step_shows_its_set_by_click_key_and_in_the_chart(
    opened: Open, frontier_folder: Path
) -> None:
    data = json.loads((frontier_folder / "frontier.json").read_text(encoding="utf-8"))
    page = opened(frontier_folder)
    panel = page.locator("#f1-panel .told")
    last = data["points"][-1]
    assert f"Point {last['number']}, set B" in panel.inner_text()
    for point in data["points"]:
        button = page.get_by_role("button", name=f"Show the set of point {point['number']}")
        button.focus()
        page.keyboard.press("Enter")
        text = panel.inner_text()
        assert f"${Decimal(point['unfunded']):,.2f} unfunded" in text
        assert f"${Decimal(point['overhead']):,.2f} of reporting" in text
        assert ("dislocated_2026" in text) == bool(point["awards"])
        assert button.get_attribute("aria-pressed") == "true"
        assert page.locator("#f1-steps tr[data-chosen]").count() == 1
    page.get_by_role("button", name="Less reporting").click()
    assert f"Point {last['number'] - 1}," in panel.inner_text()
    page.get_by_role("button", name="More reporting").click()
    assert f"Point {last['number']}," in panel.inner_text()
    assert page.evaluate("document.activeElement.dataset.move") == "-1"
    plotted = page.locator("#chart-f1-frontier .scatterlayer .trace").last.locator("path.point")
    assert plotted.count() == len(data["points"])
    page.locator("#chart-f1-frontier").scroll_into_view_if_needed()
    place = plotted.first.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.locator("#f1-panel .told", has_text="Point 1, set A").wait_for()


def test_a_point_by_stream_shows_its_streams(opened: Open, tmp_path: Path) -> None:
    text = stream_json(STREAMS)
    (tmp_path / "frontier.json").write_text(text, encoding="utf-8")
    page = opened(tmp_path, PHONE, "dark")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    told = page.locator("#f1-panel .told")
    assert "no stream: every stream is taken" in told.inner_text()
    page.get_by_role("button", name="Less reporting").click()
    assert "Point 3: $2,000.00 unfunded with $104.00 of reporting." in told.inner_text()
    assert "Goes out here\n<b>Mite</b> (mite)" in told.inner_text()
    page.get_by_role("button", name="Show the streams of point 1").click()
    assert "Goes out here" not in told.inner_text()
    assert "none of those that ask for reports" in told.inner_text()


def test_a_measure_a_scenario_and_a_state_are_chosen(opened: Open, large_sweep: Path) -> None:
    cases = rows_of(large_sweep / "results.csv")
    page = opened(large_sweep)
    good = [case for case in cases if case["state"] == "good"]
    assert sum(trace(page, "s1-spread", 0)["y"]) == len(good)
    page.locator("[data-sweep] select[name=scenario]").select_option(label="west")
    page.locator("[data-sweep] select[name=state]").select_option(label="stopped")
    page.locator("[data-sweep] select[name=measure]").select_option(label="Share of cost paid")
    own = [c for c in cases if c["state"] == "stopped" and c["scenario"] == "west"]
    assert sum(trace(page, "s1-spread", 0)["y"]) == len(own) == 90
    points = trace(page, "s1-scatter", 0)
    assert sorted(points["y"]) == sorted(float(c["coverage"]) for c in own)
    assert (
        page.locator("[data-says=spread]")
        .inner_text()
        .startswith("Share of cost paid, 90 cases of west, stopped.")
    )
    rows = page.locator("#s1-effects tbody tr:visible")
    assert {r.locator("td").first.inner_text() for r in rows.all()} == {"west"}
    assert {r.locator("td").nth(1).inner_text() for r in rows.all()} == {"Share of cost paid"}
    page.locator("[data-sweep] select[name=input]").select_option(label="comes")
    assert trace(page, "s1-scatter", 0)["x"] == [0] * 90
    shown = page.locator("#chart-s1-scatter .xtick").all_text_contents()
    assert shown == ["yes"]


def test_cases_at_both_ends_and_single_cases_are_those_of_the_results(
    opened: Open, large_sweep: Path
) -> None:
    cases = [c for c in rows_of(large_sweep / "results.csv") if c["state"] == "good"]
    ranked = sorted((Decimal(c["unfunded"]), int(c["case"])) for c in cases)
    page = opened(large_sweep)
    rows = page.locator("#s1-ends tbody tr")
    told = [(row.locator("td").nth(1).inner_text(), row.locator("button").inner_text())
            for row in rows.all()]  # fmt: skip
    assert told == [(f"${v:,.2f}", str(n)) for v, n in (*ranked[:5], *ranked[-5:])]
    rows.last.locator("button").click()
    chosen = next(c for c in cases if int(c["case"]) == ranked[-1][1])
    text = page.locator("#s1-told").inner_text()
    assert f"${Decimal(chosen['unfunded']):,.2f}" in text
    assert f"{100 * Decimal(chosen['coverage']):.2f}%" in text
    page.get_by_role("spinbutton", name="Case").fill("2")
    assert "not among those that this page holds" in page.locator("#s1-told").inner_text()
    page.get_by_role("spinbutton", name="Case").fill("1")
    assert page.locator("#s1-told").inner_text().startswith("Case 1 of east, good")


def test_bad_cases_are_filtered(opened: Open, sweep_folder: Path) -> None:
    page = opened(sweep_folder)
    page.get_by_text("18 cases one by one").click()
    rows = page.locator("#s1-bad tbody tr:visible")
    assert rows.count() == 18
    page.locator("[data-filter=s1-bad] input[type=search]").fill("=1+1")
    assert rows.count() == 9
    assert page.locator(".chart :is(a, img, b)").count() == 0
    page.locator("[data-sweep] select[name=input]").select_option(label="label")
    ticks = page.locator("#chart-s1-scatter .xtick").all_text_contents()
    assert ticks == ["<img src=x onerror=alert(1)>", "=1+1"]


def test_a_comparison_with_both_on_a_phone_and_in_print(
    opened: Open, comparison_folder: Path, frontier_folder: Path, sweep_folder: Path, tmp_path: Path
) -> None:
    beside = [frontier_folder, sweep_folder]
    page = opened(comparison_folder, PHONE, "dark", beside)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Show the set of point 1").click()
    assert "Point 1, set A" in page.locator("#f1-panel .told").inner_text()
    page = opened(comparison_folder, WIDE, "light", beside)
    pdf = page.pdf(path=str(tmp_path / "both.pdf"), format="Letter")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") > 3
