"""Whatever is in a file: reading ends with a document or with problems, never with a traceback."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_workbooks import workbook_bytes

from braid.problems import Place
from braid.reading import CODES, parse_yaml, read_table

RELAXED = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PIECES = """a|b: |- |  |{|}|[|]|, |: |? |&x |*x|!t |<<: |'|"|#|1,000|.inf|é|🙂|%|@|1e99|~|true"""
YAML_PIECES = st.lists(
    st.sampled_from(
        [*PIECES.split("|"), "\n", "\t", "|\n", "---\n", "...\n", "\\", "\r\n", "\x85", "\u2028"]
    ),
    max_size=40,
).map("".join)


def check_places(document: Any, data: Any, path: tuple[str | int, ...] = ()) -> None:
    """Every value's place lies inside the line that it shows."""
    place = document.place(path)
    assert 1 <= place.column <= len(place.excerpt) + 1
    assert place.width >= 1
    if isinstance(data, dict):
        for key, value in data.items():
            key_place = document.place((*path, key), key=True)
            assert key_place.excerpt is not None
            check_places(document, value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            check_places(document, value, (*path, index))


@RELAXED
@given(st.one_of(YAML_PIECES, st.text(max_size=60)))
def test_any_text_is_a_document_or_problems(text: str) -> None:
    document, problems = parse_yaml(text.encode("utf-8", "surrogatepass"), shown_as="x.yaml")
    assert document is not None or problems
    for problem in problems:
        assert problem.code in CODES
        assert problem.message
        assert problem.remedy
        assert problem.place.file == "x.yaml"
    if document is not None:
        check_places(document, document.data)


@RELAXED
@given(YAML_PIECES)
def test_pyyaml_without_libyaml_never_raises_either(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader", raising=False)
        document, problems = parse_yaml(text.encode(), shown_as="x.yaml")
    assert document is not None or problems


@RELAXED
@given(st.binary(max_size=80))
def test_any_bytes_are_a_document_or_problems(raw: bytes) -> None:
    document, problems = parse_yaml(raw, shown_as="x.yaml")
    assert document is not None or problems


WORDS = st.text(st.sampled_from("abcxyz é🙂:#'\"-,"), max_size=12)
NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, places=2)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(WORDS, st.booleans(), st.none(), st.integers(-(10**9), 10**9)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(WORDS.filter(bool), inner, max_size=4)
    ),
    max_leaves=15,
)


@RELAXED
@given(st.dictionaries(WORDS.filter(bool), VALUES, min_size=1, max_size=4), st.booleans())
def test_what_was_written_is_read_back(data: dict[str, Any], flow: bool) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, width=10_000)
    document, problems = parse_yaml(text.encode(), shown_as="x.yaml")
    assert problems == []
    assert document is not None
    assert document.data == data
    check_places(document, document.data)


@RELAXED
@given(st.text(max_size=80))
def test_any_text_is_a_table_or_problems(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.csv").write_bytes(text.encode("utf-8", "replace"))
    table, problems = read_table("t.csv", base=tmp_path, at=Place("s.yaml", 1, 1))
    assert table is not None or problems
    assert {p.code for p in problems} <= set(CODES)


CELLS = st.text(st.sampled_from('ab ,;"\n12.$%é'), max_size=8)


@RELAXED
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_each_cell_of_a_csv_file_is_marked_where_it_stands(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(("one", "two", "three"))
    writer.writerows(rows)
    (tmp_path / "t.csv").write_bytes(buffer.getvalue().encode())
    table, problems = read_table("t.csv", base=tmp_path, at=Place("s.yaml", 1, 1))
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert [p.code for p in problems] == ([] if kept else ["B038"])
    for index, row in enumerate(kept):
        assert table is not None
        for name, cell in zip(("one", "two", "three"), row, strict=True):
            spot: Any = table.spot.child(index)
            assert spot.child(name).text() == (cell.strip() or None)
            place = spot.child(name).place()
            shown = place.excerpt[place.column - 1 : place.column - 1 + place.width]
            first_line = cell.split("\n")[0].replace('"', '""')
            assert shown.strip('" ').startswith(first_line.strip('" '))
            value = table.rows[index].get(name)
            assert value is None or isinstance(value, str | Decimal)


WORKBOOK = workbook_bytes({"Costs": [["id", "amount"], ["x", 5], ["y", 1.5]]})


@RELAXED
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(max_size=12))
def test_a_damaged_workbook_is_a_table_or_problems(tmp_path: Path, at: int, raw: bytes) -> None:
    (tmp_path / "t.xlsx").write_bytes(WORKBOOK[:at] + raw + WORKBOOK[at + len(raw) :])
    table, problems = read_table("t.xlsx#Costs", base=tmp_path, at=Place("s.yaml", 1, 1))
    assert table is not None or problems
    assert {p.code for p in problems} <= set(CODES)
