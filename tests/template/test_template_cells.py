"""The cells of the workbook: kinds, hostile text, drop-downs, notes, what cannot be held."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from filled_books import again, column, model_in, parsed, workbook
from typer.testing import CliRunner

from braid.catalog.whole import WholeLibrary
from braid.cli.app import app
from braid.problems import InputProblems
from braid.schema.scenario_words import FIELD_WORDS

HOSTILE = (
    '=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>", "{{7*7}}", "\u202egnp.exe", "\u200fשלום", "’“”—", "a\nb", "%0a",
    "'", '"', "x" * 10_000, "🎉" * 5_000,
)  # fmt: skip


def small(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "horizon": {"start": "2026-07-01", "end": "2027-06-30"},
        "programs": [{"id": "p", "name": name, "weeks": 12, "job": {"title": name}}],
        "groups": [{"id": "g", "name": name, "program": "p", "participants": 5,
                    "start": "2026-09-01"}],
        "costs": [{"id": "c", "name": name, "category": "tuition_fees", "per_participant": 2400.10,
                   "basis_document": name}],
        "awards": [{"id": "a", "name": name, "stream": "pell"}],
    }  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_text_is_the_same_and_never_a_formula(
    text: str, library: WholeLibrary, tmp_path: Path
) -> None:
    document = parsed(small(text))
    content = workbook(document, library)
    read = again(content, tmp_path)
    assert model_in(read) == model_in(document)
    assert model_in(read).programs[0].job.title == text
    book = openpyxl.load_workbook(tmp_path / "again.xlsx")
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [c for c in cells if c.data_type == "f" or c.hyperlink]
    if text[0] in "=+-@":
        own = [c for c in cells if c.value == text]
        assert len(own) == 7
        assert all(c.quotePrefix for c in own)


def test_a_text_that_no_cell_holds_is_refused(library: WholeLibrary) -> None:
    with pytest.raises(InputProblems) as refused:
        workbook(parsed({**small("x"), "name": "y" * 32_768}), library)
    (problem,) = refused.value.problems
    assert problem.code == "B319"
    assert "32,768" in problem.message


def test_a_list_that_no_sheet_holds_is_refused(
    library: WholeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("braid.render.template.sheets.MOST_ROWS", 1)
    data = small("x")
    data["costs"] *= 2
    with pytest.raises(InputProblems) as refused:
        workbook(parsed(data), library)
    assert [(p.code, "'costs'" in p.message) for p in refused.value.problems] == [("B319", True)]


def test_days_money_and_flags_are_what_a_spreadsheet_has_for_them(quest: Path) -> None:
    book = openpyxl.load_workbook(quest)
    groups, costs, awards = book["Groups"], book["Costs"], book["Awards"]

    def cell(sheet: Any, heading: str, row: int = 2) -> Any:
        return sheet.cell(row, column(sheet, heading))

    assert cell(groups, "start").value == datetime(2026, 9, 14)
    assert cell(groups, "city_resident").value is True
    assert cell(groups, "id").number_format == "@"
    assert cell(costs, "per_participant").number_format == "#,##0.00"
    assert cell(costs, "per_participant").value == 2900
    assert cell(book["Programs"], "provider.title_iv_agreement_ends").value == datetime(
        2031, 12, 31
    )
    assert cell(groups, "active").value == "1; 0.9"
    slices = list(book["Awards - slices"].iter_rows(min_row=2, values_only=True))
    assert slices[0][:3] == ("adult_2026", datetime(2026, 7, 1), 42000)
    assert awards.freeze_panes == "B2"
    kept = column(book["Organizations"], "fiscal_year_start")
    letter = openpyxl.utils.get_column_letter(kept)
    assert book["Organizations"].column_dimensions[letter].number_format == "@"


def choices(book: Any, sheet: str, heading: str, row: int = 2) -> str:
    address = f"{openpyxl.utils.get_column_letter(column(book[sheet], heading))}{row}"
    for rule in book[sheet].data_validations.dataValidation:
        if address in rule.sqref:
            return str(rule.formula1)
    return ""


def words(book: Any, name: str) -> list[Any]:
    sheet, cells = next(iter(book.defined_names[name].destinations))
    return [cell[0].value for cell in book[sheet][cells]]


def test_drop_downs_are_the_closed_lists(quest: Path, library: WholeLibrary) -> None:
    book = openpyxl.load_workbook(quest)
    assert choices(book, "Costs", "every") == '"once,month,quarter,year"'
    assert choices(book, "Awards", "status", 60) == '"accepted,offered"'
    assert choices(book, "Groups", "city_resident") == '"TRUE,FALSE"'
    assert "unemployed" in choices(book, "Groups", "employment_status")
    assert choices(book, "Groups", "program") == "ids_programs"
    assert choices(book, "Awards", "recipient") == "ids_organizations"
    assert choices(book, "Costs", "borne_by") == "ids_employers"
    assert "Programs" in book.defined_names["ids_programs"].attr_text
    assert choices(book, "Awards", "stream") == "list_streams"
    assert words(book, "list_streams") == sorted(library.of_kind("stream"))
    assert choices(book, "Costs", "category") == "list_categories"
    assert library.categories is not None
    assert words(book, "list_categories") == list(library.categories.categories)
    assert book["Lists"].sheet_state == "hidden"
    scenario = book["Scenario"].data_validations.dataValidation
    assert '"month,quarter,year"' in {rule.formula1 for rule in scenario}
    further = {rule.formula1 for rule in book["Groups"].data_validations.dataValidation}
    assert "list_facts_groups" in further
    assert "rural" in words(book, "list_facts_groups")
    assert "city_resident" not in words(book, "list_facts_groups")


def test_headings_have_notes_from_the_schema_and_the_dictionary(quest: Path) -> None:
    book = openpyxl.load_workbook(quest)

    def note(sheet: str, heading: str) -> str:
        return str(book[sheet].cell(1, column(book[sheet], heading)).comment.text)

    assert FIELD_WORDS["Cost"]["category"] in note("Costs", "category")
    assert "Required." in note("Costs", "category")
    assert "Empty: once." in note("Costs", "every")
    assert "Shown by: proof of residence." in note("Groups", "city_resident")
    for sheet in ("Programs", "Groups", "Costs", "Awards", "Awards - to_date", "Employers"):
        for cell in book[sheet][1]:
            assert cell.value is None or cell.comment is not None, (sheet, cell.value)


def test_a_stream_brings_columns_for_what_it_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["template", "--xlsx", "--stream", "pell", "--out", "p.xlsx"])
    assert done.exit_code == 0, done.output
    headings = [c.value for c in openpyxl.load_workbook("p.xlsx")["Groups"][1]]
    assert "fafsa_processed" in headings


def test_the_command_refuses_what_it_cannot_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert run(app, ["template"]).exit_code == 2
    assert run(app, ["template", "--xlsx", "--out", "x.csv"]).exit_code == 2
    Path("budget.xlsx").write_text("mine")
    assert run(app, ["template", "--xlsx"]).exit_code == 2
    assert Path("budget.xlsx").read_text() == "mine"
    assert run(app, ["template", "--xlsx", "--force"]).exit_code == 0
    Path("bad.yaml").write_text("name: x\n")
    done = run(app, ["template", "--xlsx", "bad.yaml"])
    assert (done.exit_code, Path("bad.xlsx").exists()) == (1, False)
    done = run(app, ["template", "--xlsx", "--out", "nowhere/b.xlsx"])
    assert (done.exit_code, "B311" in done.output) == (1, True)


def test_the_missing_library_is_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.setattr("braid.render.extras.find_spec", lambda name: None)
    done = CliRunner().invoke(app, ["template", "--xlsx"])
    assert (done.exit_code, "pip install 'braid-funding[reports]'" in done.output) == (1, True)
