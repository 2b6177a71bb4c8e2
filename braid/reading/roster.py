"""A roster: one row for each person, of which only the columns that are wanted are kept.

Names, birth dates, addresses and whatever else nobody asked for pass through the reader's buffer
and are never made values. A column that is kept is kept as the number of its text for every
person and the texts themselves, so that a million people need as many small numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from braid.problems import Place, Problem
from braid.reading.csv_grid import delimiter_of
from braid.reading.files import NOT_TEXT, megabytes, nearby, not_text
from braid.reading.plain_csv import plain_columns
from braid.reading.roster_workbook import RosterUnread, first_sheet, roster_workbook
from braid.reading.workbook_grid import written
from braid.record import record
from braid.suffixes import is_workbook

ROSTER_BYTES = 2_000_000_000
MOST_COLUMNS = 16_384
"""As many as a sheet has."""
_FIELDS = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")


@record
class RosterColumn:
    """One column: the number of its text for each person; -1 where the row ends before it."""

    codes: NDArray[np.signedinteger[Any]]
    texts: tuple[str, ...]


@record
class Roster:
    """The people of a file, by column, in the order of its rows."""

    path: Path
    shown_as: str
    headings: tuple[str, ...]
    columns: Mapping[str, RosterColumn]
    people: int

    def place(self, person: int) -> Place:
        """Where the row of a person stands, counted from 0; only for messages."""
        if is_workbook(self.path):
            return Place(self.shown_as, person + 2)
        with self.path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream, delimiter=_delimiter(self.path))
            line, left = 1, person + 1
            for row in rows:
                if row and left == 0:
                    break
                left -= bool(row)
                line = rows.line_num + 1
        return Place(self.shown_as, line)


def read_roster(
    path: Path, wanted: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> tuple[Roster | None, list[Problem]]:
    """Read the columns that ``wanted`` picks from the headings, and no others."""
    shown, found = str(path), _missing(path)
    unusable: list[tuple[int, Problem]] = []
    if not found and is_workbook(path):
        unusable, found = roster_workbook(path, shown)
    if found:
        return None, found
    try:
        headings = _headings(path)
        problems = _faults(headings, shown)
        if problems:
            return None, problems
        picked = [name for name in wanted(headings) if name in headings]
        numbers = [headings.index(name) for name in picked]
        broken = [problem for column, problem in unusable if column in numbers]
        if broken:
            return None, broken[:1]
        columns, beyond = _columns(path, len(headings), numbers)
    except UnicodeDecodeError:
        message = "The roster is not UTF-8 text."
        remedy = "Save it as UTF-8; in Excel choose 'CSV UTF-8 (Comma delimited)'."
        return None, [Problem("B005", message, remedy, Place(shown))]
    except (OSError, ValueError, csv.Error, RosterUnread) as error:
        return None, [_unreadable(error, shown)]
    roster = Roster(
        path, shown, headings, dict(zip(picked, columns, strict=True)), len(beyond.codes)
    )
    if not roster.people:
        message = "The roster has no people."
        remedy = "Write a header row, and one row for each person."
        return None, [Problem("B038", message, remedy, Place(shown))]
    filled = np.flatnonzero(np.array([*map(bool, beyond.texts), False])[beyond.codes])
    if len(filled):
        message = f"This row has more cells than the header, which has {len(headings)}."
        remedy = "Delete the extra cell, or quote a cell that holds the separator."
        return None, [Problem("B037", message, remedy, roster.place(int(filled[0])))]
    return roster, _strange(roster)


def _strange(roster: Roster) -> list[Problem]:
    """The first text of each column that holds a character that nobody can read."""
    problems = []
    for column in roster.columns.values():
        if NOT_TEXT.search("\n".join(column.texts)) is None:
            continue
        code, sign = next(
            (k, found[0]) for k, t in enumerate(column.texts) if (found := NOT_TEXT.search(t))
        )
        person = int(np.flatnonzero(column.codes == code)[0])
        problems.append(not_text(sign, roster.place(person)))
    return problems


def _missing(path: Path) -> list[Problem]:
    place = Place(str(path))
    if not path.is_file():
        if path.is_dir():
            return [Problem("B002", f"'{path}' is a folder.", "Name a file inside it.", place)]
        return [Problem("B001", f"The roster '{path}' is not there.", nearby(path), place)]
    size = path.stat().st_size
    if size > ROSTER_BYTES:
        message = f"The roster is larger than {megabytes(ROSTER_BYTES)}."
        return [Problem("B004", message, "Check that it is the right file, or split it.", place)]
    return []


def _delimiter(path: Path) -> str:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        first = next((line for line in stream if line.strip()), "")
    return delimiter_of(first)


def _headings(path: Path) -> tuple[str, ...]:
    if is_workbook(path):
        first = first_sheet(path, header=None, nrows=1)
        return tuple(_text(value) for value in first.iloc[0]) if len(first) else ()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, delimiter=_delimiter(path), strict=True)
        return tuple(cell.strip() for cell in next((row for row in rows if row), ()))


def _faults(headings: tuple[str, ...], shown: str) -> list[Problem]:
    place = Place(shown, 1)
    if not any(headings):
        message = "The roster is empty."
        remedy = "Write a header row, and one row for each person."
        return [Problem("B033", message, remedy, place)]
    if len(headings) > MOST_COLUMNS:
        message = f"The roster has more than {MOST_COLUMNS:,} columns."
        remedy = "Check that it is the right file, and that its lines end."
        return [Problem("B042", message, remedy, place)]
    twice = next((n for n, times in Counter(filter(None, headings)).items() if times > 1), None)
    if twice is not None:
        message = f"Two columns are called '{twice}'."
        return [Problem("B035", message, "Keep one of the two, or rename one.", place)]
    return []


def _columns(path: Path, width: int, numbers: list[int]) -> tuple[list[RosterColumn], RosterColumn]:
    """The columns of these numbers, in their order, and what stands beyond all."""
    if numbers and not is_workbook(path):
        plain = plain_columns(path, _delimiter(path), width, numbers)
        if plain is not None:
            columns = [RosterColumn(codes, _stripped(texts)) for codes, texts in plain]
            return columns, RosterColumn(np.zeros(len(columns[0].codes), dtype=np.int8), ("",))
    *columns, beyond = map(_column, _table(path, width, numbers))
    return columns, beyond


def _table(path: Path, width: int, numbers: list[int]) -> list[Any]:
    """The columns of these numbers as categories, in their order, and what stands beyond all."""
    import pandas as pd

    if is_workbook(path):
        # no columns at all would have no rows either
        frame = first_sheet(path, header=0, usecols=sorted(numbers) or [0])
        place = {number: k for k, number in enumerate(sorted(numbers))}
        made = [frame.iloc[:, place[n]].map(_text).astype("category") for n in numbers]
        return [*made, pd.Series([""] * len(frame), dtype="category")]
    wanted = [*numbers, width]
    delimiter = _delimiter(path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, delimiter=delimiter)
        next((row for row in rows if row), None)
        # pandas drops cells beyond the header without a word: here they have a column
        frame = pd.read_csv(
            _Headed(delimiter.join(map(str, range(width + 1))), stream), sep=delimiter,
            usecols=wanted, names=range(width + 1), header=0, dtype="category", na_filter=False,
            engine="c", index_col=False, low_memory=False,
        )  # fmt: skip
    return [frame[number] for number in wanted]


class _Headed(io.TextIOBase):
    """A file from where it stands on, with another first line."""

    def __init__(self, header: str, rest: TextIO) -> None:
        self._first = f"{header}\n"
        self._rest = rest

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> str:
        if self._first:
            first, self._first = self._first, ""
            return first
        return self._rest.read(-1 if size is None else size)


def _column(values: Any) -> RosterColumn:
    codes = np.asarray(values.cat.codes, dtype=np.int32)
    return RosterColumn(codes, _stripped(map(str, values.cat.categories)))


def _stripped(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts)


def _text(value: Any) -> str:
    """A workbook's cell as it would stand in a CSV file."""
    # pandas has NaN where a cell is empty
    return "" if value is None or value != value else written(value)


def _unreadable(error: Exception, shown: str) -> Problem:
    found = _FIELDS.search(str(error))
    if found is not None:
        message = f"This row has {found[3]} cells; the header has {found[1]}."
        remedy = "Delete the extra cell, or quote a cell that holds the separator."
        return Problem("B037", message, remedy, Place(shown, int(found[2])))
    reason = str(error).splitlines()[0].removeprefix("Error tokenizing data. C error: ")
    message = f"The roster cannot be read: {reason}."
    remedy = "Save it again as 'CSV UTF-8 (Comma delimited)'."
    return Problem("B003", message, remedy, Place(shown))
