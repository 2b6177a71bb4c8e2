"""The tables of a plan as CSV files, as they are written and as they are read back."""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from braid.plan.tables import LATER, TABLES, Column, Table, Tables
from braid.problems import Place, Problem
from braid.writing import csv_text


def table_text(table: Table) -> str:
    """A table as CSV: a header, LF, two-decimal amounts."""
    return csv_text(table.written, zip(*table.written.values(), strict=True))


def read_plan_tables(folder: Path) -> tuple[Tables | None, tuple[Problem, ...]]:
    """The tables of a plan folder, or every value in them that is not what it should be."""
    problems: list[Problem] = []
    rows = {name: _read_table(folder / f"{name}.csv", name, problems) for name in TABLES}
    return (None, tuple(problems)) if problems else (Tables.of(**rows), ())


def _read_table(path: Path, name: str, problems: list[Problem]) -> list[dict[str, Any]]:
    if name in LATER and not path.exists():
        return []
    columns = TABLES[name]
    headings = [column.heading for column in columns]
    try:
        lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, ValueError, csv.Error) as error:
        message = f"The table cannot be read: {error}."
        problems.append(Problem("B306", message, "Solve again.", Place(str(path))))
        return []
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


def _value(column: Column, text: str, path: Path, line: int, problems: list[Problem]) -> Any:
    kind = column.kind
    if kind == "text":
        return text
    if text == "" and kind in ("cents?", "count?", "number"):
        return None
    if kind == "flag" and text in ("true", "false"):
        return text == "true"
    try:
        number = Decimal(text)
        if kind == "number" and number.is_finite():
            return number
        whole = number if kind in ("count", "count?") else number.scaleb(2)
        if kind != "flag" and whole == int(whole):
            return int(whole)
    except (InvalidOperation, ValueError, OverflowError):
        pass
    wanted = {"flag": "true or false", "count": "a whole number", "number": "a number"}
    remedy = f"Write {wanted.get(kind.rstrip('?'), 'dollars and cents such as 1250.00')}."
    message = f"'{text}' in the column '{column.heading}' is not what it should be."
    problems.append(Problem("B309", message, remedy, Place(str(path), line)))
    return 0
