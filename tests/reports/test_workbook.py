"""Every number of the workbook is one of the plan's, to the cent, and its sums are formulas."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from workbook_reader import cents, first_cells, head_row, iso, opened, rows_of, text

from braid.plan.folder import read_plan
from braid.plan.plan import Plan
from braid.reading.files import fingerprint
from braid.render.deadlines import due_items
from braid.render.workbook import made


@pytest.fixture(scope="session")
def plan(folder: Path) -> Plan:
    found, problems = read_plan(folder)
    assert found is not None, problems
    return found


@pytest.fixture(scope="session")
def content(folder: Path) -> bytes:
    return made(folder)["report.xlsx"]


@pytest.fixture(scope="session")
def book(content: bytes) -> openpyxl.Workbook:
    return opened(content)


@pytest.fixture(scope="session")
def formulas(content: bytes) -> openpyxl.Workbook:
    return opened(content, formulas=True)


def test_every_charge_stands_in_it_to_the_cent(book: openpyxl.Workbook, plan: Plan) -> None:
    found = [
        (text(r["Cost line"]), text(r["Group"]), r["Category"], iso(r["Period"]), r["Award"],
         r["Stream"], cents(r["Amount"]))
        for r in rows_of(book["Charges"], "Cost line", "All charges")
    ]  # fmt: skip
    names = ("cost", "group", "category", "period", "award", "stream", "cents")
    assert found == [tuple(r[n] for n in names) for r in plan.tables["charges"].rows()]


def test_everything_unfunded_stands_in_it_with_reason_and_citation(
    book: openpyxl.Workbook, plan: Plan
) -> None:
    found = [
        (r["Cost line"], text(r["Group"]), iso(r["Period"]), cents(r["Amount"]), r["Priority"],
         r["First reason"], text(r["Rule"]), text(r["Citation"]))
        for r in rows_of(book["Unfunded"], "Cost line", "All unfunded")
    ]  # fmt: skip
    names = ("cost", "group", "period", "cents", "priority", "reason", "rule", "citation")
    assert found == [tuple(r[n] for n in names) for r in plan.tables["unfunded"].rows()]


def test_the_budget_is_the_charges_by_award_and_category(
    book: openpyxl.Workbook, plan: Plan
) -> None:
    sums = plan.tables["charges"].sums("category", "award")
    left = plan.tables["unfunded"].sums("category")
    awards = {r["award"] for r in plan.tables["charges"].rows()}
    found = budget_of(book)
    for (category, award), value in found.items():
        if award not in ("All", "Unfunded", "Cost") and category != "All":
            assert value == sums.get((category, award), 0)
    assert set(sums) <= set(found)
    for category in {c for c, _ in sums} | {c for (c,) in left}:
        paid = sum(cents for (c, _), cents in sums.items() if c == category)
        assert found[category, "All"] == paid
        assert found[category, "Unfunded"] == left.get((category,), 0)
        assert found[category, "Cost"] == paid + left.get((category,), 0)
    for award in awards:
        assert found["All", award] == sum(cents for (_, a), cents in sums.items() if a == award)
    assert found["All", "Cost"] == plan.summary.cost * 100


def budget_of(book: openpyxl.Workbook) -> dict[tuple[str, str], int | None]:
    """(category, award) -> cents, whichever of them stand below each other."""
    sheet = book["Budget"]
    names = [c.value for c in sheet["A"]]
    turned = "Award" in names
    found = {}
    for row in rows_of(sheet, "Award" if turned else "Category"):
        (_, down), _, *others = row.items()
        for across, value in others:
            across = "All" if across in ("All awards", "All categories") else across
            key = (across, down) if turned else (down, across)
            found[key] = cents(value)
    return found


def test_the_checks_of_the_budget_are_zero(book: openpyxl.Workbook) -> None:
    sheet = book["Budget"]
    checks = [r for r in sheet.iter_rows(values_only=True) if text(r[0]).endswith("this budget")]
    assert [row[2] for row in checks] == [0, 0, 0]


def test_every_award_has_its_use_and_what_is_left(book: openpyxl.Workbook, plan: Plan) -> None:
    found = rows_of(book["Awards"], "Award", "All awards")
    heads = {
        "Amount": "cents", "Charged before": "to_date", "Plan": "charged", "Given": "given",
        "Received": "received", "Left": "left", "Lapses": "lapses",
        "Recapture risk": "recapture_risk",
    }  # fmt: skip
    for row, told in zip(found, plan.tables["awards"].rows(), strict=True):
        assert row["Award"] == told["award"]
        assert {h: cents(row[h]) for h in heads} == {h: told[n] for h, n in heads.items()}
        if told["cents"]:
            used = (told["to_date"] + told["charged"]) / told["cents"]
            assert row["Used"] == pytest.approx(used)


def test_the_budget_against_actual_is_budget_csv(book: openpyxl.Workbook, plan: Plan) -> None:
    found = [
        (r["Award"], r["Category"], *(cents(r[h]) for h in ("Actual", "Planned", "Total")))
        for r in rows_of(book["Budget vs actual"], "Award", "All")
    ]
    names = ("award", "category", "actual", "planned", "total")
    assert found == [tuple(r[n] for n in names) for r in plan.tables["budget"].rows()]


def test_every_rule_has_both_sides_room_and_price(book: openpyxl.Workbook, plan: Plan) -> None:
    heads = {
        "Left side": "left", "Right side": "right", "Room": "slack", "Price": "price",
        "Price from": "price_from", "Price to": "price_to",
    }  # fmt: skip
    found = rows_of(book["Rules"], "Rule")
    for row, told in zip(found, plan.tables["rules"].rows(), strict=True):
        assert (row["Rule"], row["Of what"]) == (told["rule"], told["instance"])
        numbers = {h: None if row[h] is None else float(row[h]) for h in heads}
        assert numbers == {h: None if told[n] is None else float(told[n]) for h, n in heads.items()}


def test_every_cap_is_told_with_what_counts_in_it(book: openpyxl.Workbook, plan: Plan) -> None:
    wanted = [r for r in plan.tables["rules"].rows() if r["kind"] in ("limit", "award", "slice")]
    found = rows_of(book["Caps"], "Rule")
    for row, told in zip(found, wanted, strict=True):
        assert row["Counts"] == pytest.approx(float(told["left"]))
        assert row["Cap or floor"] == pytest.approx(float(told["right"]))
        assert row["Left"] == pytest.approx(float(told["slack"]))
        if row["Used"] is not None:
            assert row["Used"] == pytest.approx(float(told["left"] / told["right"]))


def test_pledges_and_cash_are_those_of_the_tables(book: openpyxl.Workbook, plan: Plan) -> None:
    pledges = rows_of(book["Pledges"], "Money of", "All pledges")
    assert [
        (r["Money of"], r["Stands beside"], r["Rule"], cents(r["Amount"])) for r in pledges
    ] == [
        (r["award"], r["pledged_award"], r["rule"], r["cents"])
        for r in plan.tables["pledges"].rows()
    ]
    wanted: dict[str, list[tuple[int | None, ...]]] = defaultdict(list)
    for r in sorted(plan.tables["cash"].rows(), key=lambda r: (r["organization"], r["period"])):
        wanted[r["organization"]].append(
            (r["received"], r["paid"], r["balance"], r["loan"], r["balance"] + r["loan"])
        )
    found = [
        tuple(cents(v) for v in row[2:7])
        for row in book["Cash"].iter_rows(values_only=True)
        if row[0] not in (None, "All periods") and row[6] is not None and row[1] != "First day"
    ]
    assert found == [row for rows in wanted.values() for row in rows]


def test_what_is_paid_in_each_period_adds_up(book: openpyxl.Workbook, plan: Plan) -> None:
    found = rows_of(book["Cash"], "Period", "All periods")
    paid, left = (plan.tables[name].sums("period") for name in ("charges", "unfunded"))
    assert {(iso(r["First day"]),): cents(r["Paid"]) for r in found if r["Paid"]} == paid
    assert {(iso(r["First day"]),): cents(r["Unfunded"]) for r in found if r["Unfunded"]} == left


def test_the_calendar_has_every_report_and_every_last_day(
    book: openpyxl.Workbook, plan: Plan
) -> None:
    found = rows_of(book["Calendar"], "Due", "All")
    reports = [r for r in found if r["What"] == "Report due"]
    told = plan.tables["reports"].rows()
    assert sorted((iso(r["Due"]), cents(r["Cost"])) for r in reports) == sorted(
        (r["due"], r["cost"]) for r in told
    )
    assert sum(Decimal(str(r["Hours"])) for r in reports) == sum(r["hours"] for r in told)
    others = [(iso(r["Due"]), r["For"]) for r in found if r["What"] != "Report due"]
    assert sorted(others) == sorted((d.day, d.award) for d in plan.deadlines)
    assert len(found) == len(due_items(plan))


def test_the_cost_allocation_has_what_every_shared_line_costs(
    book: openpyxl.Workbook, plan: Plan
) -> None:
    sheet = book["Cost allocation"]
    totals = [
        (row[3], row[7]) for row in sheet.iter_rows(values_only=True) if row[5] == "All"
    ]  # fmt: skip
    assert len(totals) == len(plan.allocations)
    for (parts, paid), told in zip(totals, plan.allocations, strict=True):
        assert cents(paid) == told.amount * 100
        if told.parts:
            assert cents(parts) == told.amount * 100


def test_the_summary_has_the_figures_of_the_plan(book: openpyxl.Workbook, plan: Plan) -> None:
    cells = first_cells(book["Summary"])
    told = plan.summary
    assert cents(cells["Cost"]) == told.cost * 100
    assert cents(cells["Paid by entitlements"]) == told.paid_by_entitlements * 100
    assert cents(cells["Paid by awards"]) == told.funded * 100
    assert cents(cells["Unfunded"]) == told.unfunded * 100
    assert cells["Participants"] == told.participants
    assert cells["Does it add up?"] == "yes, to the cent"


def test_features_groups_and_partnerships_are_told(book: openpyxl.Workbook, plan: Plan) -> None:
    amounts = sum(
        cents(row[5]) or 0
        for row in book["Features"].iter_rows(values_only=True)
        if row[0] == "All"
    )
    told = sum(f.unfunded + sum(p.amount for p in f.paid_by) for f in plan.features)
    assert amounts == told * 100
    people = [(r["Group"], r["Participants"], r["Completely funded"], r["Served"])
              for r in rows_of(book["People"], "Group")]  # fmt: skip
    names = ("group", "participants", "completely_funded", "served")
    assert people == [tuple(r[n] for n in names) for r in plan.tables["groups"].rows()]
    if plan.inputs.partnerships:
        parts = rows_of(book["Partnerships"], "Partnership")
        assert [(cents(r["Cost"]), cents(r["Unfunded"]), r["Coverage"]) for r in parts] == [
            (r["cost"], r["unfunded"], pytest.approx(float(r["coverage"])))
            for r in plan.tables["partnerships"].rows()
        ]
    else:
        assert "Partnerships" not in book.sheetnames


def test_sums_are_formulas_over_named_columns(
    book: openpyxl.Workbook, formulas: openpyxl.Workbook
) -> None:
    """Each sum of the budget, worked out here from the cells that its formula names."""
    columns = {
        name: _cells(book, where.attr_text) for name, where in formulas.defined_names.items()
    }
    sheet, values = formulas["Budget"], book["Budget"]
    checked = 0
    for row in sheet.iter_rows():
        for cell in row:
            match = re.fullmatch(r"=SUMIFS\((\w+),(.*)\)", str(cell.value))
            if match is None:
                continue
            parts = match[2].split(",")
            asked = [
                (columns[name], values[ref.replace("$", "")].value)
                for name, ref in zip(parts[::2], parts[1::2], strict=True)
            ]
            found = sum(
                amount
                for k, amount in enumerate(columns[match[1]])
                if amount and all(column[k] == wanted for column, wanted in asked)
            )
            assert found == pytest.approx(values[cell.coordinate].value, abs=0.001)
            checked += 1
    assert checked >= 3


def _cells(book: openpyxl.Workbook, where: str) -> list[object]:
    sheet, _, area = where.partition("!")
    return [row[0].value for row in book[sheet.strip("'")][area.replace("$", "")]]


def test_the_same_plan_gives_the_same_bytes(folder: Path, content: bytes) -> None:
    assert made(folder)["report.xlsx"] == content
    with ZipFile(io.BytesIO(content)) as file:
        assert {part.date_time[0] for part in file.infolist()} == {1980}


def test_it_says_from_which_plan_it_was_made(
    folder: Path, book: openpyxl.Workbook, plan: Plan
) -> None:
    told = first_cells(book["About"])
    for name in ("plan.json", "charges.csv", "rules.csv", "reports.csv"):
        assert told[name] == fingerprint((folder / name).read_bytes())
    assert told["Tables"] == "as the plan was written"
    assert told["Made"].startswith(plan.run.started[:10])
    assert fingerprint((folder / "plan.json").read_bytes())[:16] in book.properties.description


def test_sheets_can_be_read_filtered_and_printed(book: openpyxl.Workbook, content: bytes) -> None:
    assert book.sheetnames[0] == "Summary"
    for name in ("Charges", "Unfunded", "Awards", "Budget", "Calendar", "Rules", "Caps", "People"):
        sheet = book[name]
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows
    for sheet in book:
        assert sheet.print_area
        wanted = "portrait" if sheet.title == "Summary" else "landscape"
        assert sheet.page_setup.orientation == wanted
    named = {style for style in book.named_styles if style.startswith("braid ")}
    assert {"braid money", "braid head", "braid title", "braid percent"} <= named
    assert book["Charges"].cell(head_row(book["Charges"], "Cost line"), 1).style == "braid head"
    with ZipFile(io.BytesIO(content)) as file:
        drawing = file.read("xl/drawings/drawing1.xml").decode()
    charts = re.findall(r'descr="([^"]*)"', drawing)
    assert charts
    assert all(len(told) > 40 for told in charts)


def test_the_name_of_a_plan_is_only_text_in_the_foot_of_a_page(
    plans: dict[str, Path], tmp_path: Path
) -> None:
    """There, & and the digits after it are commands."""
    copy = tmp_path / "plan"
    shutil.copytree(plans["project-quest"], copy)
    path = copy / "inputs" / "scenario.yaml"
    lines = path.read_text().split("\n")
    place = next(k for k, line in enumerate(lines) if line.startswith("name: "))
    lines[place] = f"name: '2026 R&D {'&' * 100}'"
    path.write_text("\n".join(lines))
    with ZipFile(io.BytesIO(made(copy)["report.xlsx"])) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    told = html.unescape(re.search(r"<oddFooter>(.*)</oddFooter>", sheet)[1])  # type: ignore[index]
    named = ("2026 R&D " + "&" * 100)[:80]
    assert told == f"&L&8 {named.replace('&', '&&')} - Summary&R&8 Page &P of &N"


def test_edited_tables_are_told(plans: dict[str, Path], tmp_path: Path) -> None:
    copy = tmp_path / "plan"
    shutil.copytree(plans["project-quest"], copy)
    path = copy / "charges.csv"
    path.write_text(path.read_text().replace(",20596.98\n", ",20596.97\n"))
    book = opened(made(copy)["report.xlsx"])
    told = first_cells(book["About"])
    assert told["Tables"] == "edited since: plan.json differs in money, lines"
    cells = first_cells(book["Summary"])
    assert cells["Does it add up?"] == "NO"
    sheet = book["Budget"]
    checks = {r[0]: r[2] for r in sheet.iter_rows(values_only=True)}
    assert checks["Cost of the plan less this budget"] == 0.01


def test_a_plan_from_before_these_parts_can_be_reported(
    plans: dict[str, Path], tmp_path: Path
) -> None:
    copy = tmp_path / "plan"
    shutil.copytree(plans["project-quest"], copy)
    stored = json.loads((copy / "plan.json").read_text())
    for name in ("deadlines", "filings", "allocations"):
        del stored[name]
    (copy / "plan.json").write_text(json.dumps(stored))
    book = opened(made(copy)["report.xlsx"])
    told = first_cells(book["About"])
    assert told["Tables"] == "as the plan was written"
    for name in ("Calendar", "Cost allocation"):
        words = " ".join(str(v) for row in book[name].iter_rows(values_only=True) for v in row)
        assert "made by an earlier braid" in words
