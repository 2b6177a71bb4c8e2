"""Lists kept in a sheet of a workbook: what cells mean, where they stand, what is refused."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from reading_workbooks import ExcelDate, ExcelError, sheet_xml, workbook_bytes

from braid.problems import Place, Problem
from braid.reading import Limits, Table, read_table

AT = Place("s.yaml", 4, 8)


def table(
    tmp_path: Path, raw: bytes, ref: str = "budget.xlsx#Costs", limits: Limits | None = None
) -> tuple[Table | None, list[Problem]]:
    (tmp_path / "budget.xlsx").write_bytes(raw)
    return read_table(ref, base=tmp_path, at=AT, limits=limits)


def read(tmp_path: Path, *rows: list[object], ref: str = "budget.xlsx#Costs") -> Table:
    found, problems = table(tmp_path, workbook_bytes({"Costs": rows}), ref)
    assert problems == []
    assert found is not None
    return found


def codes(
    tmp_path: Path, raw: bytes, ref: str = "budget.xlsx#Costs", limits: Limits | None = None
) -> list[str]:
    found, problems = table(tmp_path, raw, ref, limits)
    assert found is None
    return [f"{p.code} {p.place}" for p in problems]


def test_cells_mean_what_excel_shows(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ["id", "amount", "share", "start", "shared", "zip", "note", "total"],
        ["pct", 2900.0, 0.12, ExcelDate(46204), True, "02139", "$1,234.50", 0.1 + 0.2],
        ["aid", 1234.55, 1, ExcelDate(46204.5), False, "x", " ", 3703.6499999999996],
    )
    assert found.rows == [
        {
            "id": "pct",
            "amount": Decimal(2900),
            "share": Decimal("0.12"),
            "start": "2026-07-01",
            "shared": True,
            "zip": "02139",
            "note": Decimal("1234.50"),
            "total": Decimal("0.3"),
        },
        {
            "id": "aid",
            "amount": Decimal("1234.55"),
            "share": Decimal(1),
            "start": "2026-07-01T12:00:00",
            "shared": False,
            "zip": "x",
            "total": Decimal("3703.65"),
        },
    ]
    assert str(found.rows[0]["amount"]) == "2900"


def test_every_cell_has_its_address(tmp_path: Path) -> None:
    found = read(tmp_path, [], [None, "id", "amount"], [], [None, "pct", 2900])
    row: Any = found.spot.child(0)
    assert found.rows == [{"id": "pct", "amount": 2900}]
    assert str(row.child("amount").place()) == "budget.xlsx#Costs!C4"
    assert str(row.key_place("amount")) == "budget.xlsx#Costs!C2"
    assert str(row.place()) == "budget.xlsx#Costs!B4"
    assert str(found.spot.place()) == "budget.xlsx#Costs!B2"
    place = row.child("amount").place()
    assert (place.line, place.column, place.excerpt, place.width) == (4, 1, "2900", 4)


def test_columns_beyond_z_have_two_letters(tmp_path: Path) -> None:
    names = [f"c{i}" for i in range(1, 31)]
    found = read(tmp_path, list(names), list(range(1, 31)))
    row: Any = found.spot.child(0)
    assert [row.child(f"c{i}").place().cell for i in (26, 27, 30)] == [
        "Costs!Z2",
        "Costs!AA2",
        "Costs!AD2",
    ]


def test_a_sheet_name_with_a_space_is_quoted_as_excel_does(tmp_path: Path) -> None:
    raw = workbook_bytes({"Cost lines": [["id"], ["x"]]})
    found, _ = table(tmp_path, raw, "budget.xlsx#cost LINES")
    assert found is not None
    assert found.spot.place().cell == "'Cost lines'!A1"


def test_the_only_sheet_needs_no_name(tmp_path: Path) -> None:
    assert read(tmp_path, ["id"], ["x"], ref="budget.xlsx").rows == [{"id": "x"}]


def test_one_of_several_sheets_must_be_named(tmp_path: Path) -> None:
    raw = workbook_bytes({"Costs": [["id"], ["x"]], "Groups": [["id"], ["y"]]})
    _, problems = table(tmp_path, raw, "budget.xlsx")
    assert [p.code for p in problems] == ["B032"]
    assert problems[0].remedy == "Write 'budget.xlsx#Costs'. Sheets: Costs, Groups."
    _, problems = table(tmp_path, raw, "budget.xlsx#Grups")
    assert [(p.code, p.place, p.remedy) for p in problems] == [
        ("B032", AT, "Did you mean 'Groups'?")
    ]
    found, problems = table(tmp_path, raw, "budget.xlsx#Groups")
    assert found is not None
    assert found.rows == [{"id": "y"}]


def test_excel_errors_are_reported_not_lost(tmp_path: Path) -> None:
    raw = workbook_bytes({"Costs": [["id", "amount"], ["x", ExcelError("#REF!")]]})
    _, problems = table(tmp_path, raw)
    assert [f"{p.code} {p.place}" for p in problems] == ["B040 budget.xlsx#Costs!B2"]
    assert "#REF!" in problems[0].message


def test_a_formula_that_was_never_computed_is_reported_not_lost(tmp_path: Path) -> None:
    xml = sheet_xml([["id", "amount"], ["x"]]).replace(
        "</row></sheetData>", '<c r="B2"><f>SUM(A1:A9)</f></c></row></sheetData>'
    )
    assert codes(tmp_path, workbook_bytes({"Costs": xml})) == ["B040 budget.xlsx#Costs!B2"]


def test_empty_sheets_and_sheets_with_only_a_header(tmp_path: Path) -> None:
    assert codes(tmp_path, workbook_bytes({"Costs": []})) == ["B033 budget.xlsx#Costs"]
    assert codes(tmp_path, workbook_bytes({"Costs": [["id"]]})) == ["B038 budget.xlsx#Costs!A1"]


def test_rows_longer_than_the_header_and_columns_without_heading(tmp_path: Path) -> None:
    raw = workbook_bytes({"Costs": [["id", None, "amount"], ["x", "?", 1], ["y", None, 2, 3]]})
    assert codes(tmp_path, raw) == ["B034 budget.xlsx#Costs!B2", "B034 budget.xlsx#Costs!D3"]


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    good = workbook_bytes({"Costs": [["id"], ["x"]]})
    broken = bytearray(good)
    content = broken.index(b"sheet1.xml") + len("sheet1.xml")
    broken[content : content + 30] = bytes(30)
    for raw in (b"", b"id,amount\n", good[:-40], bytes(broken)):
        assert codes(tmp_path, raw) == ["B030 s.yaml:4:8"]


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        book.writestr("readme.txt", "hello")
    assert codes(tmp_path, buffer.getvalue()) == ["B030 s.yaml:4:8"]
    assert codes(tmp_path, workbook_bytes({"Costs": "<not xml"})) == ["B033 budget.xlsx#Costs"]


def test_an_old_or_locked_workbook_is_named_as_such(tmp_path: Path) -> None:
    _, problems = table(tmp_path, b"\xd0\xcf\x11\xe0" + bytes(600))
    assert [p.code for p in problems] == ["B030"]
    assert "password" in problems[0].message


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    raw = workbook_bytes({"Costs": "<!--" + " " * 3_000_000 + "-->"})
    assert len(raw) < 20_000
    assert codes(tmp_path, raw, limits=Limits(unpacked_bytes=1_000_000)) == ["B031 s.yaml:4:8"]


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576"])
def test_one_stray_cell_far_away_does_not_take_all_memory(tmp_path: Path, address: str) -> None:
    row = f'<row r="1048576"><c r="{address}"><v>1</v></c></row></sheetData>'
    xml = sheet_xml([["id"], ["x"]]).replace("</sheetData>", row)
    raw = workbook_bytes({"Costs": xml})
    assert codes(tmp_path, raw, limits=Limits(cells=1_000_000)) == ["B031 s.yaml:4:8"]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ('<row r="2">', '<c r="A99999999"><v>1</v></c>'),
        ('<row r="99999999">', "<c><v>1</v></c>"),
        ('<row r="2">', '<c r="a9999999"><v>1</v></c>'),
        ('<row r="2">', """<c q=' r="A2"' r="A99999999"><v>1</v></c>"""),
        ('<row r="2">', '<c q=">" r="A99999999"><v>1</v></c>'),
        ('<row r="2">', '<c r="A2" r="A99999999"><v>1</v></c>'),
        ('<row r="2">', '<x-y:c r="A99999999"><v>1</v></x-y:c>'),
        ('<row r="2">', '<c r="&#65;99999999"><v>1</v></c>'),
        ('<row q=">" r="99999999">', "<c><v>1</v></c>"),
    ],
)
def test_a_cell_whose_place_nobody_can_tell_is_refused_before_a_library_believes_it(
    tmp_path: Path, row: str, cell: str
) -> None:
    xml = sheet_xml([["id"], ["x"]]).replace("</sheetData>", f"{row}{cell}</row></sheetData>")
    raw = workbook_bytes({"Costs": xml})
    found, problems = table(tmp_path, raw)
    assert found is None
    (problem,) = problems
    assert problem.code == "B030"
    assert "place" in problem.message
    assert "99999" in problem.message or ">" in problem.message


def test_formatting_far_away_is_no_content(tmp_path: Path) -> None:
    row = '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    xml = sheet_xml([["id"], ["x"]]).replace("</sheetData>", row)
    found, problems = table(tmp_path, workbook_bytes({"Costs": xml}))
    assert problems == []
    assert found is not None
    assert found.rows == [{"id": "x"}]


def test_cells_without_an_address_are_counted_from_the_left(tmp_path: Path) -> None:
    xml = sheet_xml([["id", "amount"], ["x", ExcelError("#N/A")]])
    for address in ("A1", "B1", "A2", "B2"):
        xml = xml.replace(f' r="{address}"', "")
    assert codes(tmp_path, workbook_bytes({"Costs": xml})) == ["B040 budget.xlsx#Costs!B2"]
