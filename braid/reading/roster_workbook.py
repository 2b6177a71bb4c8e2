"""A roster in the first sheet of a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from braid.problems import Place, Problem
from braid.reading.files import read_bytes
from braid.reading.limits import Limits
from braid.reading.sheet_survey import column_number
from braid.reading.workbook_check import check_sheets
from braid.reading.workbook_grid import cell_place

_LIMITS = Limits(cells=20_000_000)


class RosterUnread(Exception):
    """The library that opens workbooks gives up."""


def roster_workbook(path: Path, shown: str) -> tuple[list[tuple[int, Problem]], list[Problem]]:
    """Cells that show an error, by column from 0, and what is wrong with the workbook itself.

    A column of formulas without results is empty, which is told once it is known to be asked for.
    """
    place = Place(shown)
    raw, problems = read_bytes(path, shown_as=shown, limit=_LIMITS.table_bytes)
    if raw is None:
        return [], problems
    checked, problems = check_sheets(
        raw, shown_as=shown, chosen=lambda names: (list(names[:1]), []), limits=_LIMITS, at=place
    )
    if not checked:
        message = f"'{shown}' has no sheet."
        remedy = "Save the roster in the first sheet, one row for each person."
        return [], problems or [Problem("B032", message, remedy, place)]
    (sheet,) = checked
    cells = []
    for cell in (cell for cell in sheet.extent.broken if cell.text):
        at = cell_place(shown, sheet.name, cell.address, cell.text)
        letters = cell.address.rstrip("0123456789").encode()
        cells.append((column_number(letters) - 1, Problem("B040", cell.message, cell.remedy, at)))
    return cells, []


def first_sheet(path: Path, **how: Any) -> Any:
    """The first sheet as a frame of what its cells hold."""
    import pandas as pd
    from python_calamine import CalamineError

    try:
        return pd.read_excel(path, engine="calamine", dtype=object, **how)
    except CalamineError as error:
        raise RosterUnread(str(error)) from None
    except BaseException as error:
        # a panic inside the Rust library is not an Exception
        if type(error).__name__ != "PanicException":
            raise
        raise RosterUnread("it is damaged") from None
