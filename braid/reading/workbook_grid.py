"""Sheets of an Excel workbook as grids."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from braid.problems import Place, Problem
from braid.reading.limits import Limits
from braid.reading.scalars import MOST, cell_value, workbook_number
from braid.reading.sheet_survey import column_letters
from braid.reading.workbook_check import CheckedSheet, check_sheet
from braid.record import record

_SIMPLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@record
class SheetGrid:
    """The rows of a sheet that hold anything, and the number of each in the sheet."""

    file: str
    sheet: str
    rows: list[list[Any]]
    numbers: list[int]

    def value(self, raw: Any) -> str | Decimal | bool | None:
        if isinstance(raw, str):
            return cell_value(raw)
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, int | float):
            return workbook_number(raw)
        return written(raw)

    def text(self, row: int, column: int) -> str | None:
        cells = self.rows[row]
        raw = cells[column] if column < len(cells) else ""
        return None if raw == "" else written(raw)

    def place(self, row: int, column: int) -> Place:
        """The cell's address. The excerpt is the cell itself; ``line`` is its row, for order."""
        text = self.text(row, column) or ""
        return cell_place(
            self.file, self.sheet, f"{column_letters(column + 1)}{self.numbers[row]}", text
        )


def read_sheet(
    raw: bytes, *, shown_as: str, sheet: str | None, limits: Limits, at: Place
) -> tuple[SheetGrid | None, list[Problem]]:
    """The rows of one sheet; without a name, of the only one."""
    checked, problems = check_sheet(raw, shown_as=shown_as, sheet=sheet, limits=limits, at=at)
    if checked is None:
        return None, problems
    grids, problems = opened(raw, [checked], shown_as, at)
    return grids.get(checked.name), problems


def opened(
    raw: bytes, sheets: Sequence[CheckedSheet], shown_as: str, at: Place
) -> tuple[dict[str, SheetGrid], list[Problem]]:
    """The rows of sheets by name, and every cell of them that holds no usable value."""
    problems = []
    for one in sheets:
        for cell in one.extent.broken:
            place = cell_place(shown_as, one.name, cell.address, cell.text)
            problems.append(Problem("B040", cell.message, cell.remedy, place))
    tables = _cells(raw, [one.name for one in sheets if one.extent.rows])
    if tables is None:
        message = f"The workbook '{shown_as}' cannot be read."
        remedy = "Open it in Excel, save it again as .xlsx, and try once more."
        return {}, [*problems, Problem("B030", message, remedy, at)]
    grids = {}
    for one in sheets:
        table = tables.get(one.name, [])
        numbered = [(n, row) for n, row in enumerate(table, 1) if not all(map(_blank, row))]
        numbers, rows = [n for n, _ in numbered], [row for _, row in numbered]
        grid = SheetGrid(shown_as, one.name, rows, numbers)
        problems += _unusable(grid)
        grids[one.name] = grid
    return grids, problems


def _unusable(grid: SheetGrid) -> list[Problem]:
    """The first number that braid does not calculate with; all of them become text."""
    strange = [
        (r, c)
        for r, row in enumerate(grid.rows)
        for c, value in enumerate(row)
        if value.__class__ is float and not -MOST < value < MOST
    ]
    for row, column in strange:
        grid.rows[row][column] = repr(grid.rows[row][column])
    if not strange:
        return []
    row, column = strange[0]
    message = f"The number '{grid.rows[row][column]}' is larger than braid calculates with."
    remedy = "Check the number; put an apostrophe before it if it is text."
    return [Problem("B021", message, remedy, grid.place(row, column))]


def cell_place(file: str, sheet: str, address: str, text: str) -> Place:
    """A place in a sheet, such as ``budget.xlsx#Costs!B7``."""
    shown = sheet if _SIMPLE_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    row = int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    line = " ".join(text.split())
    return Place(file, row, 1, f"{shown}!{address}", line or None, max(1, len(line)))


def _cells(raw: bytes, names: Sequence[str]) -> dict[str, list[list[Any]]] | None:
    if not names:
        return {}
    from python_calamine import CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            return {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in names
            }
    except Exception:
        return None
    except BaseException as error:
        # A panic inside the Rust library is not an Exception.
        if type(error).__name__ != "PanicException":
            raise
        return None


def _blank(raw: Any) -> bool:
    return isinstance(raw, str) and not raw.strip()


def written(raw: Any) -> str:
    """What a cell holds, as it would stand in a CSV file."""
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, int | float):
        return f"{workbook_number(raw):f}"
    if isinstance(raw, datetime) and raw.time() == time():
        raw = raw.date()
    if isinstance(raw, date | time):
        return raw.isoformat()
    if isinstance(raw, timedelta):
        return str(raw)
    return str(raw).strip()
