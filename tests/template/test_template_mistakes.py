"""Mistakes in a workbook are named with sheet and cell; what is not read is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filled_books import changed, column, found, put, with_xml

from braid.catalog.load import load_inputs
from braid.problems import Problem

Change = Callable[[Any], None]


def set_to(sheet: str, cell: str, value: Any) -> Change:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def under(sheet: str, heading: str, row: int, value: Any) -> Change:
    return lambda book: put(book, sheet, heading, row, value)


MISTAKES: dict[str, tuple[Change, set[tuple[str, str]]]] = {
    "no category": (under("Costs", "category", 2, "tution"), {("B204", "Costs!C2")}),
    "no number": (under("Costs", "amount", 3, "lots"), {("B103", "Costs!G3")}),
    "fractions of a cent": (under("Awards", "amount", 2, 5.001), {("B104", "Awards!G2")}),
    "no program": (under("Groups", "program", 2, "weldin"), {("B203", "Groups!C2")}),
    "text for a day": (under("Awards", "start", 2, "7/1/2026"), {("B110", "Awards!L2")}),
    "no stream": (under("Awards", "stream", 3, None), {("B102", "Awards!C3")}),
    "a row with an id alone": (
        set_to("Awards", "A4", "extra"), {("B102", "Awards!C4")},
    ),
    "an id twice": (set_to("Awards", "A3", "city"), {("B201", "Awards!A3")}),
    "an unknown column": (set_to("Groups", "T1", "colour"), set()),
    "an unknown column with a value": (
        lambda book: (set_to("Groups", "T1", "colour")(book), set_to("Groups", "T2", "red")(book)),
        {("B101", "Groups!T1")},
    ),
    "an unknown fact of a provider": (
        lambda book: (set_to("Programs", "AF1", "provider.elpt")(book),
                      set_to("Programs", "AF2", True)(book),
                      put(book, "Programs", "provider.organization", 2, "college"),
                      set_to("Organizations", "A2", "college")(book)),
        {("B101", "Programs!AF1")},
    ),
    "a value without a heading": (set_to("Costs", "AJ2", 5), {("B034", "Costs!AJ2")}),
    "no first day": (set_to("Scenario", "B3", None), {("B102", "Scenario!B3")}),
    "no name": (set_to("Scenario", "B2", None), {("B102", "Scenario!B2")}),
    "an unknown key": (
        lambda book: (set_to("Scenario", "A4", "horizon.ende")(book)),
        {("B101", "Scenario!A4"), ("B102", "Scenario!B3")},
    ),
    "a key twice": (
        lambda book: (set_to("Scenario", "A20", "name")(book),
                      set_to("Scenario", "B20", "x")(book)),
        {("B011", "Scenario!A20")},
    ),
    "a value without a key": (set_to("Scenario", "B40", 3), {("B034", "Scenario!B40")}),
    "a slice of no award": (
        lambda book: (set_to("Awards - slices", "A2", "citi")(book),
                      set_to("Awards - slices", "B2", "2026-07-01")(book),
                      set_to("Awards - slices", "C2", 5)(book)),
        {("B045", "'Awards - slices'!A2")},
    ),
    "a slice that says too little": (
        lambda book: (set_to("Awards - slices", "A2", "city")(book),
                      set_to("Awards - slices", "C2", 60_000)(book)),
        {("B102", "'Awards - slices'!B2")},
    ),
    "a moment beside a word": (
        lambda book: (set_to("Costs - when", "A2", "tuition")(book),
                      set_to("Costs - when", "B2", "2026-09-14")(book),
                      set_to("Costs - when", "C2", 1)(book)),
        {("B041", "'Costs - when'!A2")},
    ),
    "rules that are no YAML": (
        under("Awards", "rules", 2, "[{id: x"), {("B111", "Awards!X2")},
    ),
    "a rule of the wrong form": (
        under("Awards", "rules", 2, "[{id: x, kind: limt}]"), {("B105", "Awards!X2")},
    ),
    "no sheet of costs": (lambda book: book.remove(book["Costs"]), {("B044", "")}),
    "no sheet of keys": (lambda book: book.remove(book["Scenario"]), {("B044", "")}),
    "no headings of keys": (set_to("Scenario", "B1", "worth"), {("B033", "Scenario!A1")}),
    "an employer that is half said": (
        lambda book: (set_to("Employers", "B2", "Mill")(book)), {("B102", "Employers!A2")},
    ),
    "an employer with an unknown fact": (
        lambda book: (set_to("Employers", "A2", "mill")(book), set_to("Employers", "R1", "x")(book),
                      set_to("Employers", "R2", 1)(book)),
        {("B101", "Employers!R1")},
    ),
    "a title above the headings": (
        lambda book: (book["Costs"].insert_rows(1), set_to("Costs", "A1", "Our budget")(book)),
        {("B033", "Costs!A1")},
    ),
    "a formula that nobody worked out": (
        under("Awards", "amount", 2, "=30000*2"), {("B040", "Awards!G2")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_cell(name: str, example: Path, tmp_path: Path) -> None:
    change, expected = MISTAKES[name]
    assert found(changed(example, tmp_path / "budget.xlsx", change)) == expected


def test_a_total_is_called_one(example: Path, tmp_path: Path) -> None:
    path = changed(example, tmp_path / "budget.xlsx", set_to("Costs", "A4", "Total"))
    assert "delete the row" in load_inputs(path)[1][0].remedy


def emptied(book: Any) -> None:
    for name in ("Programs", "Groups", "Costs", "Awards"):
        book[name].delete_rows(2, 5)
    for row in range(2, 30):
        book["Scenario"].cell(row, 2).value = None


def test_an_empty_one_says_what_to_fill_in(example: Path, tmp_path: Path) -> None:
    path = changed(example, tmp_path / "budget.xlsx", emptied)
    problems = {p.place.cell: p.remedy for p in load_inputs(path)[1]}
    assert problems == {
        "Scenario!B2": "Fill the value of the key 'name', such as Our partnership.",
        "Scenario!B3": "Fill the values of the keys that begin with 'horizon.'.",
        **{f"{name}!A1": "Give at least one entry."
           for name in ("Programs", "Groups", "Costs", "Awards")},
    }  # fmt: skip


def remarks(path: Path) -> list[Problem]:
    inputs, problems = load_inputs(path)
    assert inputs is not None
    return [p for p in problems if p.code == "B046"]


def test_a_sheet_of_ones_own_is_remarked_and_one_with_a_sign_is_not(
    example: Path, tmp_path: Path
) -> None:
    def change(book: Any) -> None:
        book.create_sheet("Budget 2025")["A1"] = "=1/0"
        book.create_sheet("# Totals")["A1"] = "=SUM(Awards!F:F)"

    (remark,) = remarks(changed(example, tmp_path / "budget.xlsx", change))
    assert (remark.severity, "Budget 2025" in remark.message) == ("note", True)


def test_a_slip_in_the_name_of_a_sheet_is_warned_of(example: Path, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["Employers"].title = "Employrs"

    (remark,) = remarks(changed(example, tmp_path / "budget.xlsx", change))
    assert remark.severity == "warning"
    assert "'Employers'" in remark.remedy


def test_what_is_hidden_filtered_moved_or_noted_changes_nothing(
    example: Path, tmp_path: Path
) -> None:
    def change(book: Any) -> None:
        sheet = book["Costs"]
        sheet.sheet_state = "hidden"
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.insert_rows(3, 2)
        sheet.insert_cols(1)
        sheet["A1"], sheet["A2"] = "# my remarks", "ask Ana"
        sheet["A9"] = "a row that is only mine"
        book["Awards"].title = "AWARDS "
        book.move_sheet("Groups", -3)

    inputs, _ = load_inputs(changed(example, tmp_path / "budget.xlsx", change))
    before, _ = load_inputs(example)
    assert inputs is not None
    assert before is not None
    assert inputs.scenario == before.scenario


def test_the_value_that_a_formula_shows_is_read(example: Path, tmp_path: Path) -> None:
    import openpyxl

    amount = column(openpyxl.load_workbook(example)["Awards"], "amount")
    address = f"{openpyxl.utils.get_column_letter(amount)}2"

    def change(xml: str) -> str:
        before, _, after = xml.partition(f'<c r="{address}"')
        head, _, rest = after.partition("<v>60000</v>")
        assert rest
        return f'{before}<c r="{address}"{head}<f>SUM(20000.05,40000.05)</f><v>60000.1</v>{rest}'

    inputs, problems = load_inputs(with_xml(example, tmp_path / "b.xlsx", "Awards", change))
    assert inputs is not None, problems
    assert str(inputs.awards["city"].amount) == "60000.1"
