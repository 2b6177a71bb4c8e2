"""Lists kept in a CSV file: what cells mean, where they stand, what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from braid.problems import Place, Problem
from braid.reading import Limits, Table, read_table

AT = Place("s.yaml", 4, 8, excerpt="costs: costs.csv", width=9)


def table(
    tmp_path: Path, content: str | bytes, limits: Limits | None = None
) -> tuple[Table | None, list[Problem]]:
    raw = content if isinstance(content, bytes) else content.encode()
    (tmp_path / "costs.csv").write_bytes(raw)
    return read_table("costs.csv", base=tmp_path, at=AT, limits=limits)


def read(tmp_path: Path, content: str | bytes) -> Table:
    found, problems = table(tmp_path, content)
    assert problems == []
    assert found is not None
    return found


def codes(tmp_path: Path, content: str | bytes, limits: Limits | None = None) -> list[str]:
    found, problems = table(tmp_path, content, limits)
    assert found is None
    return [f"{p.code} {p.place}" for p in problems]


def cell(tmp_path: Path, text: str) -> Any:
    return read(tmp_path, f"id\tvalue\n1\t{text}\n").rows[0].get("value")


def marked(found: Table, row: int, *path: str) -> str:
    spot: Any = found.spot.child(row)
    for step in path:
        spot = spot.child(step)
    place = spot.place()
    return str(place.excerpt[place.column - 1 : place.column - 1 + place.width])


def test_rows_are_named_values_and_empty_cells_are_absent(tmp_path: Path) -> None:
    found = read(tmp_path, "id,category,amount\ntuition,tuition_fees,2900\nbus, transport ,\n")
    assert found.rows == [
        {"id": "tuition", "category": "tuition_fees", "amount": Decimal(2900)},
        {"id": "bus", "category": "transport"},
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2900", "2900"),
        ("1,234.50", "1234.50"),
        (" $1,234.50 ", "1234.50"),
        ("$ 5", "5"),
        ("-$1,000", "-1000"),
        ("(1,000.25)", "-1000.25"),
        ("12%", "0.12"),
        ("7.5 %", "0.075"),
        ("-1500", "-1500"),
    ],
)
def test_money_and_percent_are_numbers_as_spreadsheets_show_them(
    tmp_path: Path, text: str, number: str
) -> None:
    assert cell(tmp_path, text) == Decimal(number)


@pytest.mark.parametrize("text", ["2026-07-01", "02139", "1,23", "NaN", "inf", "a; b", "NO", "yes"])
def test_other_cells_stay_text(tmp_path: Path, text: str) -> None:
    assert cell(tmp_path, text) == text


@pytest.mark.parametrize(("text", "truth"), [("true", True), ("TRUE", True), ("False", False)])
def test_true_and_false_are_booleans_in_any_case(tmp_path: Path, text: str, truth: bool) -> None:
    assert cell(tmp_path, text) is truth


def test_headings_with_dots_make_values_inside_values(tmp_path: Path) -> None:
    found = read(tmp_path, "id,when.start,when.share,note\na,2026-09-01,50%,x\nb,,,\n")
    assert found.rows == [
        {"id": "a", "when": {"start": "2026-09-01", "share": Decimal("0.50")}, "note": "x"},
        {"id": "b"},
    ]
    assert marked(found, 0, "when", "share") == "50%"
    assert marked(found, 0, "when") == "2026-09-01"


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_separate(tmp_path: Path, sign: str) -> None:
    text = 'id,"a; heading",amount\nx,y,1\n'.replace(",", sign)
    assert read(tmp_path, text).rows[0]["amount"] == Decimal(1)


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    assert read(tmp_path, "id\nx\ny").rows == [{"id": "x"}, {"id": "y"}]


def test_blank_rows_are_skipped_and_lines_still_count(tmp_path: Path) -> None:
    found = read(tmp_path, "\nid,amount\n\n , \nx,1\n\n\ny,2\n")
    assert [row["id"] for row in found.rows] == ["x", "y"]
    assert found.spot.place().line == 2
    assert [found.spot.child(i).place().line for i in (0, 1)] == [5, 8]  # type: ignore[union-attr]


def test_columns_and_lines_are_found_behind_quotes_and_line_breaks(tmp_path: Path) -> None:
    text = 'id,note,amount\r\na,"say ""hi"", twice",12\r\nb,"two\r\nlines, here",13\r\nc,"",14\r\n'
    found = read(tmp_path, text)
    assert [row.get("note") for row in found.rows] == [
        'say "hi", twice',
        "two\r\nlines, here",
        None,
    ]
    places = [found.spot.child(i).child("amount").place() for i in (0, 1, 2)]  # type: ignore[union-attr]
    assert [(p.line, p.column) for p in places] == [(2, 23), (4, 14), (5, 6)]
    assert marked(found, 0, "note") == '"say ""hi"", twice"'
    assert marked(found, 1, "note") == '"two'


def test_a_cell_is_marked_without_the_space_around_it(tmp_path: Path) -> None:
    found = read(tmp_path, "id,amount\nx,  12 \n")
    assert marked(found, 0, "amount") == "12"
    spot: Any = found.spot.child(0)
    assert str(spot.child("amount").place()) == "costs.csv:2:5"
    assert spot.child("amount").text() == "12"


def test_headings_are_the_places_of_keys(tmp_path: Path) -> None:
    found = read(tmp_path, "id,amount\nx,12\n")
    spot: Any = found.spot.child(0)
    assert str(spot.key_place("amount")) == "costs.csv:1:4"
    assert spot.key_place("nothing") is None
    assert found.spot.columns() == ("id", "amount")


def test_an_empty_cell_has_a_place_where_its_value_belongs(tmp_path: Path) -> None:
    found = read(tmp_path, "id,amount,when\nx,,start\ny\n")
    first: Any = found.spot.child(0)
    second: Any = found.spot.child(1)
    assert str(first.child("amount").place()) == "costs.csv:2:3"
    assert str(second.child("when").place()) == "costs.csv:3:2"
    assert first.child("nothing") is None


def test_a_byte_order_mark_is_not_part_of_the_first_heading(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfid,amount\nx,1\n").spot.columns() == ("id", "amount")


def test_empty_columns_at_the_edge_are_no_columns(tmp_path: Path) -> None:
    assert read(tmp_path, "id,amount,,\nx,1,,\ny,2,,,,\n").rows[1] == {"id": "y", "amount": 2}


def test_a_table_without_anything(tmp_path: Path) -> None:
    assert codes(tmp_path, "") == ["B033 costs.csv"]
    assert codes(tmp_path, "\n ,\n") == ["B033 costs.csv"]


def test_values_where_the_header_should_be(tmp_path: Path) -> None:
    assert codes(tmp_path, "tuition,2900\nbus,35\n") == ["B033 costs.csv:1:9"]


def test_a_header_without_rows(tmp_path: Path) -> None:
    assert codes(tmp_path, "id,amount\n\n") == ["B038 costs.csv:1:1"]


def test_a_value_under_no_heading_is_reported_once_for_the_column(tmp_path: Path) -> None:
    assert codes(tmp_path, "id,,amount\nx,y,1\nx,z,2\n") == ["B034 costs.csv:2:3"]


def test_a_heading_written_twice(tmp_path: Path) -> None:
    _, problems = table(tmp_path, "id,amount,amount\nx,1,2\n")
    assert [(p.code, str(p.place), str(p.see[0])) for p in problems] == [
        ("B035", "costs.csv:1:11", "costs.csv:1:4")
    ]


@pytest.mark.parametrize("heading", ["when.", ".share", "a..b", "a. b", "a.b.c.d.e.f"])
def test_dots_join_names(tmp_path: Path, heading: str) -> None:
    assert codes(tmp_path, f"id,{heading}\nx,1\n") == ["B036 costs.csv:1:4"]


def test_a_row_longer_than_the_header(tmp_path: Path) -> None:
    assert codes(tmp_path, "id,amount\nx,1,234\n") == ["B037 costs.csv:2:5"]


def test_two_columns_that_say_the_same(tmp_path: Path) -> None:
    assert codes(tmp_path, "when,when.share\nstart,\n,1\nstart,1\n") == ["B041 costs.csv:4:7"]
    assert codes(tmp_path, "when.share,when\n1,start\n") == ["B041 costs.csv:2:3"]


@pytest.mark.parametrize(
    ("text", "place"),
    [('id,note\nx,y\nz,"open\n', "3:1"), ('id,note\nx,"a"b\n', "2:1")],
)
def test_quotation_marks_that_do_not_pair_up(tmp_path: Path, text: str, place: str) -> None:
    assert codes(tmp_path, text) == [f"B039 costs.csv:{place}"]


def test_a_quotation_mark_that_swallows_the_rest(tmp_path: Path) -> None:
    text = 'id,note\nx,"' + "y" * 200_000 + '"\n'
    assert codes(tmp_path, text) == ["B039 costs.csv:2:1"]


def test_a_table_that_is_not_text(tmp_path: Path) -> None:
    assert codes(tmp_path, "id,name\nx,Jos\xe9\n".encode("cp1252")) == ["B005 costs.csv:2:6"]
    assert codes(tmp_path, "id\0\nx\n") == ["B006 costs.csv:1:3"]


def test_a_table_that_is_too_large(tmp_path: Path) -> None:
    text = "a,b,c\n1,2,3\n1,2,3\n"
    assert codes(tmp_path, text, Limits(table_bytes=10)) == ["B004 s.yaml:4:8"]
    assert codes(tmp_path, text, Limits(cells=8)) == ["B042 costs.csv"]
    assert codes(tmp_path, text, Limits(columns=2)) == ["B042 costs.csv:1:5"]


def test_all_problems_of_a_table_come_at_once(tmp_path: Path) -> None:
    text = "id,id,a.,amount\nx,,,1,2\ny,,,2,3\n"
    assert [c[:4] for c in codes(tmp_path, text)] == ["B035", "B036", "B037", "B037"]


@pytest.mark.parametrize(
    "ref", ["", "costs", "costs.pdf", "costs.xls", "https://example.org/", "costs.csv#Costs"]
)
def test_only_csv_files_and_workbooks_are_tables(tmp_path: Path, ref: str) -> None:
    found, problems = read_table(ref, base=tmp_path, at=AT)
    assert found is None
    assert [(p.code, p.place) for p in problems] == [("B029", AT)]


def test_a_table_that_is_not_there_is_reported_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "costs.csv").write_text("id\nx\n")
    _, problems = read_table("cots.csv", base=tmp_path, at=AT)
    assert [(p.code, p.place, p.remedy) for p in problems] == [
        ("B001", AT, "Did you mean 'costs.csv'?")
    ]


def test_a_table_outside_the_folder_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "scenario"
    inside.mkdir()
    outside = tmp_path / "secret.csv"
    outside.write_text("id\nx\n")
    (inside / "link.csv").symlink_to(outside)
    for ref in ("../secret.csv", str(outside), "link.csv"):
        found, problems = read_table(ref, base=inside, at=AT)
        assert found is None
        assert [(p.code, p.place) for p in problems] == [("B028", AT)]
        found, problems = read_table(ref, base=inside, at=AT, allow_outside=True)
        assert problems == []
        assert found is not None


def test_the_folder_that_counts_is_the_scenarios_not_the_included_files(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "costs.csv").write_text("id\nx\n")
    found, problems = read_table("../costs.csv", base=tmp_path / "parts", root=tmp_path, at=AT)
    assert problems == []
    assert found is not None
