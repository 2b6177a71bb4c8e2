"""The pages in chromium: clicks, keys, filters, no errors, no network, nothing that axe finds.

``make browser`` runs these.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from braid.render.web import made

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDE, PHONE = (1280, 900), (390, 844)
Open = Callable[..., "Page"]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens the page of a folder; fails at the end if anything went wrong in it."""
    said: list[str] = []
    contexts = []

    def open_page(
        folder: Path, size: tuple[int, int] = WIDE, scheme: str = "light",
        beside: Sequence[Path] = (),
    ) -> Page:  # fmt: skip
        file = tmp_path / "report.html"
        file.write_bytes(made(folder, beside)["report.html"])
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda one: said.append(one.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda one: (said.append(f"dialog {one.message}"), one.dismiss()))
        page.on("request", lambda one: said.append(one.url)
                if not one.url.startswith(("file:", "data:")) else None)  # fmt: skip
        page.goto(file.as_uri())
        page.wait_for_function(
            "() => [...document.querySelectorAll('.chart')].every(c => c.querySelector('svg'))"
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def serious(page: Page) -> list[str]:
    """What axe finds that keeps somebody out."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response
    assert len(found["passes"]) > 15
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in found["violations"] if one["impact"] in ("serious", "critical")
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_serious(
    opened: Open, plan_folder: Path, comparison_folder: Path, frontier_folder: Path,
    sweep_folder: Path, large_sweep: Path, scheme: str, size: tuple[int, int],
) -> None:  # fmt: skip
    beside = [frontier_folder, sweep_folder]
    for folder in (plan_folder, comparison_folder, frontier_folder, large_sweep):
        page = opened(folder, size, scheme, beside if folder == comparison_folder else ())
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing_serious_in_the_dialog(opened: Open, plan_folder: Path) -> None:
    page = opened(plan_folder)
    page.locator("#t-grid button[data-cell]").first.click()
    assert serious(page) == []


def test_a_click_says_why_with_the_citation(opened: Open, plan_folder: Path) -> None:
    page = opened(plan_folder)
    row = page.locator("#t-grid tbody tr", has_text="fundraising")
    row.locator("button").first.click()
    dialog = page.locator("#why")
    assert dialog.is_visible()
    assert "adult_2025" in dialog.inner_text()
    assert "may not" in dialog.inner_text()
    assert "2 CFR 200.421" in dialog.inner_text()
    assert "uniform_guidance/unallowable-costs" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_a_cell_that_pays_shows_the_cents_of_its_groups(opened: Open, plan_folder: Path) -> None:
    data = json.loads((plan_folder / "plan.json").read_text(encoding="utf-8"))
    paid = {(r["cost"], r["award"]): Decimal(r["amount"]) for r in data["lines"]}
    page = opened(plan_folder)
    awards = [row["award"] for row in data["awards"]]
    seen = 0
    for cost in ("childcare", "navigators"):
        row = page.locator(f"#t-grid tbody tr[data-name*=' {cost} ']")
        for k, award in enumerate(awards):
            if (cost, award) not in paid:
                continue
            row.locator("button").nth(k).click()
            assert f"${paid[cost, award]:,.2f}" in page.locator("#why-what").inner_text()
            page.locator("#why .close").click()
            seen += 1
    assert seen > 4


def test_the_grid_is_reached_by_keys_alone(opened: Open, plan_folder: Path) -> None:
    page = opened(plan_folder)
    buttons = page.locator("#t-grid button[data-cell]")
    stops = page.locator("#t-grid button[data-cell][tabindex='0']")
    assert stops.count() == 1
    buttons.first.focus()
    awards = page.locator("#t-grid thead th").count() - 2
    for key, number in (("ArrowRight", 1), ("ArrowDown", awards + 1), ("ArrowLeft", awards),
                        ("End", 2 * awards - 1), ("Home", awards), ("ArrowUp", 0)):  # fmt: skip
        page.keyboard.press(key)
        here = page.evaluate("document.activeElement.dataset.cell")
        assert here == buttons.nth(number).get_attribute("data-cell"), key
    page.keyboard.press("Enter")
    assert page.locator("#why").is_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.cell") == (
        buttons.first.get_attribute("data-cell")
    )


def test_filters_of_the_plan(opened: Open, plan_folder: Path) -> None:
    page = opened(plan_folder)
    lines = page.locator("#t-grid tbody:not(.sums) tr:visible")
    all_lines = lines.count()
    page.get_by_label("only lines with unfunded money").check()
    assert 0 < lines.count() < all_lines
    assert page.locator("#grid-count").inner_text() == f"{lines.count()} of {all_lines} rows"
    page.get_by_label("Find a cost line").fill("fundraising")
    assert lines.count() == 1
    page.get_by_role("checkbox", name="dollars").uncheck()
    assert page.locator("#t-grid .usd:visible").count() == 0
    page.get_by_label("only what must be paid").check()
    assert page.locator("#t-unfunded tbody:first-of-type > tr:visible").count() == 1


def test_filters_of_the_comparison(opened: Open, comparison_folder: Path) -> None:
    page = opened(comparison_folder)
    rows = page.locator("#t-sides-1 tbody tr:visible")
    assert rows.count() > 4
    page.get_by_role("combobox", name="Who").select_option("Award")
    assert {r.locator("td").first.inner_text() for r in rows.all()} == {"Award"}
    page.get_by_role("combobox", name="Who").select_option("")
    page.get_by_role("combobox", name="Equal money").select_option("equal-win")
    page.get_by_role("combobox", name="Own money").select_option("own-lose")
    assert rows.count() > 0
    assert all("Group" in r.inner_text() or "Program" in r.inner_text() for r in rows.all())


def test_charts_show_the_plan_s_numbers(opened: Open, plan_folder: Path) -> None:
    summary = json.loads((plan_folder / "plan.json").read_text(encoding="utf-8"))["summary"]
    page = opened(plan_folder)
    series = page.evaluate("document.getElementById('chart-spending').data.map(s => [s.name, s.y])")
    totals = {name: sum(Decimal(str(y)) for y in ys) for name, ys in series}
    assert totals == {
        "Entitlements": Decimal(summary["paid_by_entitlements"]),
        "Awards": Decimal(summary["funded"]), "Unfunded": Decimal(summary["unfunded"]),
    }  # fmt: skip
    assert page.locator("#chart-flow .sankey-link").count() > 20
    assert page.locator("#chart-timeline .lines path").count() > 5


def test_dark_is_dark_and_charts_follow(opened: Open, plan_folder: Path) -> None:
    page = opened(plan_folder, WIDE, "dark")
    colour = "getComputedStyle(document.body).backgroundColor"
    fill = (
        "document.querySelector('#chart-spending .gtitle, #chart-spending .legendtext').style.fill"
    )
    dark, text = page.evaluate(colour), page.evaluate(fill)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"() => {fill} !== {json.dumps(text)}")
    assert page.evaluate(colour) != dark


def test_print_opens_what_is_folded_and_stays_light(
    opened: Open, plan_folder: Path, tmp_path: Path
) -> None:
    page = opened(plan_folder, WIDE, "dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.all:not([open])").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.all:not([open])").count() > 0
    pdf = page.pdf(path=str(tmp_path / "plan.pdf"), format="Letter")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") > 3


def test_names_that_try_to_be_scripts_do_nothing(opened: Open, hostile_folder: Path) -> None:
    """No dialog opens, no request is made, nothing is said: ``opened`` looks at that."""
    page = opened(hostile_folder)
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
    for button in page.locator("#t-grid button[data-cell]").all()[:9]:
        button.click()
        assert page.locator("#why :is(script, img, a, b)").count() == 0
        page.locator("#why .close").click()
    assert page.locator(".chart :is(a, img, b)").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
