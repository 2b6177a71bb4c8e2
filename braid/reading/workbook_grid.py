"""A sheet of an Excel workbook as a grid."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from braid.problems import Place, Problem
from braid.reading.limits import Limits
from braid.reading.scalars import cell_value, workbook_number
from braid.reading.sheet_survey import column_letters
from braid.reading.workbook_check import check_sheet
from braid.record import record

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
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
        return _written(raw)

    def text(self, row: int, column: int) -> str | None:
        cells = self.rows[row]
        raw = cells[column] if column < len(cells) else ""
        return None if raw == "" else _written(raw)

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
    if raw.startswith(_OLD_OR_LOCKED):
        message = f"'{shown_as}' is an old or a password-protected workbook."
        remedy = "Remove the password, and save it in Excel as 'Excel Workbook (.xlsx)'."
        return None, [Problem("B030", message, remedy, at)]
    checked, problems = check_sheet(raw, shown_as=shown_as, sheet=sheet, limits=limits, at=at)
    if checked is None:
        return None, problems
    name = checked.name
    broken = [
        Problem(
            "B040", cell.message, cell.remedy, cell_place(shown_as, name, cell.address, cell.text)
        )
        for cell in checked.extent.broken
    ]
    if checked.extent.rows == 0:
        return SheetGrid(shown_as, name, [], []), broken
    table = _cells(raw, name)
    if table is None:
        message = f"The workbook '{shown_as}' cannot be read."
        remedy = "Open it in Excel, save it again as .xlsx, and try once more."
        return None, [*broken, Problem("B030", message, remedy, at)]
    numbered = [(n, row) for n, row in enumerate(table, 1) if not all(map(_blank, row))]
    numbers, rows = [n for n, _ in numbered], [row for _, row in numbered]
    return SheetGrid(shown_as, name, rows, numbers), broken


def cell_place(file: str, sheet: str, address: str, text: str) -> Place:
    """A place in a sheet, such as ``budget.xlsx#Costs!B7``."""
    shown = sheet if _SIMPLE_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    row = int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    line = " ".join(text.split())
    return Place(file, row, 1, f"{shown}!{address}", line or None, max(1, len(line)))


def _cells(raw: bytes, name: str) -> list[list[Any]] | None:
    from python_calamine import CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            sheet = book.get_sheet_by_name(name)
            return sheet.to_python(skip_empty_area=False)
    except Exception:
        return None
    except BaseException as error:
        # A panic inside the Rust library is not an Exception.
        if type(error).__name__ != "PanicException":
            raise
        return None


def _blank(raw: Any) -> bool:
    return isinstance(raw, str) and not raw.strip()


def _written(raw: Any) -> str:
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
