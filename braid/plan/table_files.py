"""The tables of a plan as CSV files, as they are written and as they are read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from braid.plan.tables import LATER, TABLES, Column, Table, Tables
from braid.problems import Place, Problem
from braid.reading.files import decode, read_bytes
from braid.reading.limits import Limits
from braid.reading.plan_form import PLAN_VERSION, stand_ins, too_old
from braid.reading.scalars import plain_number
from braid.writing import csv_text

_GREATEST = Decimal(10) ** 15
"""No amount and no count of a plan is as great as this."""


def table_text(table: Table) -> str:
    """A table as CSV: a header, LF, two-decimal amounts."""
    return csv_text(table.written, zip(*table.written.values(), strict=True))


def read_plan_tables(
    folder: Path, version: int = PLAN_VERSION
) -> tuple[Tables | None, tuple[Problem, ...]]:
    """The tables of a plan folder, or every value in them that is not what it should be."""
    problems: list[Problem] = []
    rows = {name: _read_table(folder / f"{name}.csv", name, version, problems) for name in TABLES}
    return (None, tuple(problems)) if problems else (Tables.of(**rows), ())


def _read_table(
    path: Path, name: str, version: int, problems: list[Problem]
) -> list[dict[str, Any]]:
    if name in LATER and not path.exists():
        return []
    columns = TABLES[name]
    headings = [column.heading for column in columns]
    raw, found = read_bytes(path, shown_as=str(path), limit=Limits().json_bytes)
    text, more = (None, []) if raw is None else decode(raw, str(path), any_sign=True)
    problem = next(iter((*found, *more)), None)
    try:
        lines = list(csv.reader(io.StringIO(text or ""), strict=True))
    except csv.Error as error:
        problem = Problem("B306", f"{error}.", "Solve again.", Place(str(path)))
    if problem is not None:
        message = f"The table cannot be read: {problem.message}"
        problems.append(Problem("B306", message, "Solve again.", problem.place))
        return []
    added = stand_ins(version, name, lines[0]) if lines else {}
    unsaid = next((column for column, value in added.items() if value is None), None)
    if unsaid is not None and len(lines) > 1:
        problems.append(too_old(unsaid, Place(str(path), 1)))
        return []
    _complete(lines, columns, added)
    if not lines or lines[0] != headings:
        remedy = f"The header is: {','.join(headings)}"
        message = "The columns of the table are not those of a plan."
        problems.append(Problem("B307", message, remedy, Place(str(path), 1)))
        return []
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(columns):
            message = f"The row has {len(line)} values; the table has {len(columns)} columns."
            problems.append(Problem("B308", message, "One per column.", Place(str(path), number)))
            continue
        rows.append(
            {
                c.name: _value(c, t, path, number, problems)
                for c, t in zip(columns, line, strict=True)
            }
        )
    return rows


def _complete(
    lines: Sequence[list[str]], columns: Sequence[Column], added: Mapping[str, str | None]
) -> None:
    """Put the columns that a table does not have at their places."""
    for place, column in enumerate(columns):
        if column.heading in added:
            for number, line in enumerate(lines):
                line.insert(place, (added[column.heading] or "") if number else column.heading)


def _value(column: Column, text: str, path: Path, line: int, problems: list[Problem]) -> Any:
    kind = column.kind
    if kind == "text":
        return text
    if text == "" and kind in ("cents?", "count?", "number?"):
        return None
    if kind == "flag" and text in ("true", "false"):
        return text == "true"
    number = plain_number(text)
    if number is not None and kind != "flag" and abs(number) < _GREATEST:
        if kind in ("number", "number?"):
            return number
        whole = number if kind in ("count", "count?") else number.scaleb(2)
        if whole == int(whole):
            return int(whole)
    wanted = {"flag": "true or false", "count": "a whole number", "number": "a number"}
    remedy = f"Write {wanted.get(kind.rstrip('?'), 'dollars and cents such as 1250.00')}."
    problems.append(odd_value(text, column.heading, remedy, Place(str(path), line)))
    return 0


def odd_value(text: str, heading: str, remedy: str, place: Place) -> Problem:
    """A value of a table that cannot stand in its column."""
    message = f"'{text}' in the column '{heading}' is not what it should be."
    return Problem("B309", message, remedy, place)
