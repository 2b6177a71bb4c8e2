"""Files are written whole or not at all, and a cell's text gives its value again."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from braid.reading.scalars import cell_value
from braid.writing import STALE_SECONDS, cell_text, csv_text, replacing, write_whole


def half(file: Path) -> None:
    with replacing(file) as partial:
        partial.write_bytes(b"half")
        raise OSError("the disk is full")


def test_what_is_there_stays_where_writing_fails(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(b"before")
    with pytest.raises(OSError, match="full"):
        half(file)
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]
    write_whole(file, b"after")
    assert file.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [file]


def test_what_killed_runs_left_goes_once_it_is_old(tmp_path: Path) -> None:
    """Whatever the name: brackets are no pattern. What a run of now writes stays."""
    file, other = tmp_path / "plan [2].json", tmp_path / ".plan 2.json.01234567.partial"
    old, now = (tmp_path / f".{file.name}.{key}.partial" for key in ("89abcdef", "00000000"))
    for left in (old, now, other):
        left.write_bytes(b"half")
    for left in (old, other):
        os.utime(left, (0, left.stat().st_mtime - STALE_SECONDS - 1))
    write_whole(file, b"whole")
    assert set(tmp_path.iterdir()) == {file, now, other}


@pytest.mark.skipif(os.name == "nt", reason="it has no such rights")
def test_a_file_is_its_owners_alone_unless_it_is_meant_for_all(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    for public, rights in ((False, 0o600), (True, 0o644)):
        file.write_bytes(b"before")
        file.chmod(0o777)
        with replacing(file, public=public) as partial:
            partial.write_bytes(b"after")
        assert file.stat().st_mode & 0o755 == rights


def test_a_link_goes_on_being_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    write_whole(tmp_path / "link", b"x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"x"


def test_what_is_no_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"x")
    assert os.read(end, 10) == b"x"
    os.close(end)
    assert list(tmp_path.iterdir()) == [pipe]
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    "value", [None, True, False, Decimal("12.50"), Decimal("1E+3"), Decimal("-0.000001"), "a word"]
)
def test_a_cell_gives_its_value_again(value: object) -> None:
    found = cell_value(cell_text(value))
    assert found == value
    assert type(found) is type(value)


def test_a_table_quotes_what_would_part_it() -> None:
    rows = [["a,b", 'say "x"'], ["", "two\nlines"]]
    assert csv_text(["one", "two"], rows) == 'one,two\n"a,b","say ""x"""\n,"two\nlines"\n'
