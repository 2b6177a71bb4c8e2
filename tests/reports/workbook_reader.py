"""A workbook as a reader without braid sees it: values, formulas, styles."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Row = dict[str, Any]


def opened(content: bytes, *, formulas: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=not formulas)


def head_row(sheet: Worksheet, first: str) -> int:
    """The row of a table's heads."""
    return next(r for r in range(1, 40) if sheet.cell(r, 1).value == first)


def rows_of(sheet: Worksheet, first: str, until: str | None = None) -> list[Row]:
    """The rows below the heads, up to the first that is empty or is the total."""
    top = head_row(sheet, first)
    heads = [cell.value for cell in sheet[top]]
    found: list[Row] = []
    for cells in sheet.iter_rows(min_row=top + 1, values_only=True):
        if cells[0] is None or cells[0] == until:
            break
        found.append(dict(zip(heads, cells, strict=True)))
    return found


def cents(value: float | None) -> int | None:
    """Dollars of a cell as whole cents; it must have no crumbs."""
    if value is None:
        return None
    exact = Decimal(repr(value)) * 100
    assert abs(exact - round(exact)) < Decimal("0.0001"), value
    return round(exact)


def iso(value: Any) -> Any:
    return value.date().isoformat() if isinstance(value, datetime | date) else value


def text(value: Any) -> str:
    return "" if value is None else str(value)


def every_cell(book: openpyxl.Workbook, wanted: Callable[[Any], bool]) -> list[Any]:
    return [c for sheet in book for row in sheet.iter_rows() for c in row if wanted(c)]


def first_cells(sheet: Worksheet) -> dict[str, Any]:
    """What stands beside each text of the first column, where it first stands there."""
    found: dict[str, Any] = {}
    for row in sheet.iter_rows(values_only=True):
        if row[0] is not None:
            found.setdefault(str(row[0]), row[1])
    return found
