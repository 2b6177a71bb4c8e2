"""A plain CSV file is read as any other reader reads it, and what is not plain is left alone."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

import pytest

import braid.reading.plain_csv as plain_csv
from braid.reading.plain_csv import plain_columns
from braid.reading.roster import read_roster

SIGNS = "abc 01é€-"


def table(seed: int) -> list[list[str]]:
    """Rows whose columns have few short texts, many long ones, and none."""
    random = Random(seed)

    def texts(number: int, longest: int) -> list[str]:
        return ["".join(random.choices(SIGNS, k=random.randint(0, longest))) for _ in range(number)]

    kinds = [texts(2, 5), texts(30, 12), texts(400, 30), [""], texts(9, 8)]
    return [[random.choice(kind) for kind in kinds] for _ in range(500)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_cell_is_read_as_it_stands(
    tmp_path: Path, seed: int, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, path = table(seed), tmp_path / "people.csv"
    lines = [",".join(row) for row in [["a", "b", "c", "d", "e"], *rows]]
    path.write_bytes((end.join(lines) + end * (seed % 2)).encode())
    monkeypatch.setattr(plain_csv, "FIRST", 4000)
    monkeypatch.setattr(plain_csv, "PIECE", 5000 + seed)  # rows lie across pieces
    monkeypatch.setattr(plain_csv, "SLOTS", 6)  # texts share slots
    monkeypatch.setattr(plain_csv, "_SHIFT", plain_csv.np.uint64(58))
    found = plain_columns(path, ",", 5, [0, 2, 1, 4])
    assert found is not None
    for number, (codes, texts) in zip((0, 2, 1, 4), found, strict=True):
        assert [texts[k].strip() for k in codes.tolist()] == [row[number].strip() for row in rows]
        assert list(texts) == sorted(texts)


@pytest.mark.parametrize("row", [
    '"1",2', "1,2,3", "1", "", "1\r2,3", "1,\0", f"1,{'x' * 65}", ",,\n1",
])  # fmt: skip
def test_what_is_not_plain_is_left_to_the_other_reader(tmp_path: Path, row: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(f"a,b\n1,2\n3,4\n{row}\n".encode())
    assert plain_columns(path, ",", 2, [0, 1]) is None


@pytest.mark.parametrize("head", ['"a",b', "a\rb,c", "a,b"])
def test_a_header_that_is_not_plain_or_has_nobody_below(tmp_path: Path, head: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(head.encode() + (b"\n1,2\n" if head != "a,b" else b"\n"))
    assert plain_columns(path, ",", 2, [0]) is None


def test_quotes_change_no_column_of_a_roster(tmp_path: Path) -> None:
    rows = [[text.strip() for text in row] for row in table(9)]
    read = []
    for name, quoting in (("plain", csv.QUOTE_MINIMAL), ("quoted", csv.QUOTE_ALL)):
        path = tmp_path / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, quoting=quoting).writerows([list("abcde"), *rows])
        roster, problems = read_roster(path, lambda headings: ("a", "c", "e"))
        assert roster is not None, problems
        assert (plain_columns(path, ",", 5, [0]) is None) == (name == "quoted")
        read.append({
            head: [column.texts[k] for k in column.codes.tolist()]
            for head, column in roster.columns.items()
        })  # fmt: skip
    assert read[0] == read[1]
    assert read[0]["c"] == [row[2] for row in rows]
