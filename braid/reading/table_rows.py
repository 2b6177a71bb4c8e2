"""From a grid of cells to rows of named values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from braid.problems import Place, Problem
from braid.reading.book_layout import OWN
from braid.reading.grids import Grid
from braid.reading.limits import Limits
from braid.reading.table_spots import TableSpot

_MAX_LEVELS = 5


def table_rows(
    grid: Grid, whole: Place, limits: Limits, *, may_be_empty: bool = False
) -> tuple[list[dict[str, Any]] | None, TableSpot | None, list[Problem]]:
    """Rows as nested dicts without empty cells; ``whole`` is the place of the table itself.

    Columns whose headings begin with ``#`` are the user's own, and so are rows that fill no other.
    """
    if not grid.rows:
        message = f"The table '{whole.file}' is empty."
        remedy = "Write a header row with the names of the columns, and one row per item."
        return None, None, [Problem("B033", message, remedy, whole)]
    title = _title(grid)
    if title:
        return None, None, title
    headings, problems = _headings(grid, limits)
    if len(grid.rows) == 1 and not may_be_empty:
        message = f"The table '{whole.file}' has a header but no rows."
        remedy = "Add a row for each item, or write an empty list ([]) in the scenario."
        problems.append(Problem("B038", message, remedy, grid.place(0, 0)))
    paths = [(column, heading.split(".")) for heading, column in headings.items()]
    width = max(headings.values(), default=-1) + 1
    rows: list[dict[str, Any]] = []
    nameless: set[int] = set()
    numbers = _numbers(grid, headings)
    for number in numbers:
        raw = grid.rows[number]
        if len(raw) > width or width > len(headings):
            problems += _beyond(grid, number, nameless)
        row: dict[str, Any] = {}
        for column, path in paths:
            value = grid.value(raw[column]) if column < len(raw) else None
            if value is None:
                continue
            if len(path) == 1 and path[0] not in row:
                row[path[0]] = value
            elif not put(row, path, value):
                problems.append(_conflict(grid, number, column, ".".join(path)))
        rows.append(row)
        if len(problems) >= limits.problems:
            break
    return rows, TableSpot(grid, headings, numbers), problems


def _numbers(grid: Grid, headings: dict[str, int]) -> Sequence[int]:
    """The rows of the grid that are entries: all below the header that fill a column of theirs."""
    own = {c for c in range(len(grid.rows[0])) if (grid.text(0, c) or "").startswith(OWN)}
    if not own:
        return range(1, len(grid.rows))

    def fills(number: int) -> bool:
        cells = (c for c in range(len(grid.rows[number])) if c not in own)
        return any(grid.text(number, column) is not None for column in cells)

    return [number for number in range(1, len(grid.rows)) if fills(number)]


def _title(grid: Grid) -> list[Problem]:
    """The problem of a line above the headings, such as a title; none if there is none."""
    filled = [
        [c for c in range(len(row)) if grid.text(number, c) is not None]
        for number, row in enumerate(grid.rows[:2])
    ]
    if len(filled) < 2 or len(filled[0]) != 1 or len(filled[1]) < 3:
        return []
    if not all(isinstance(grid.value(grid.rows[1][column]), str) for column in filled[1]):
        return []
    (column,) = filled[0]
    words = [grid.text(1, c) for c in filled[1][:3]]
    message = (
        f"The first row must hold the names of the columns; '{grid.text(0, column)}' stands alone "
        f"in it. Are the names below it ({', '.join(map(str, words))}, ...)?"
    )
    remedy = "Delete the rows above the names of the columns."
    return [Problem("B033", message, remedy, grid.place(0, column))]


def _headings(grid: Grid, limits: Limits) -> tuple[dict[str, int], list[Problem]]:
    """Each heading and its column. A column that is empty from top to bottom is no column."""
    problems: list[Problem] = []
    headings: dict[str, int] = {}
    if len(grid.rows[0]) > limits.columns:
        message = f"The table has more than {limits.columns:,} columns."
        remedy = "Keep the columns that braid knows."
        return {}, [Problem("B042", message, remedy, grid.place(0, limits.columns))]
    for column in range(len(grid.rows[0])):
        heading = grid.text(0, column)
        if heading is None or heading.startswith(OWN):
            continue
        if not isinstance(grid.value(grid.rows[0][column]), str):
            message = f"The first row must hold the names of the columns; '{heading}' is a value."
            remedy = "Put a header row above the values, such as id,category,amount."
            problems.append(Problem("B033", message, remedy, grid.place(0, column)))
            break
        steps = heading.split(".")
        if heading in headings:
            message = f"Two columns are called '{heading}'."
            first = grid.place(0, headings[heading])
            remedy = "Keep one of the two, or rename one."
            here = grid.place(0, column)
            problems.append(Problem("B035", message, remedy, here, see=(first,)))
        elif len(steps) > _MAX_LEVELS or any(s != s.strip() or not s for s in steps):
            message = f"The heading '{heading}' is not a name, or names joined by dots."
            remedy = "Write a heading such as amount, or when.share for a value inside another."
            problems.append(Problem("B036", message, remedy, grid.place(0, column)))
        else:
            headings[heading] = column
    return headings, problems


def _beyond(grid: Grid, number: int, nameless: set[int]) -> list[Problem]:
    """Values that stand under no heading: beside the table, or in a column without a name."""
    header = len(grid.rows[0])
    row = grid.rows[number]
    for column in range(len(row)):
        if grid.text(number, column) is None or column in nameless:
            continue
        if column >= header:
            message = f"This row has more cells than the header, which has {header}."
            remedy = "Delete the extra cell, or quote a cell that holds the separator."
            return [Problem("B037", message, remedy, grid.place(number, column))]
        if grid.text(0, column) is None:
            nameless.add(column)
            message = "This value stands in a column that has no heading."
            remedy = "Write the column's name into the header row, or clear the value."
            see = (grid.place(0, column),)
            return [Problem("B034", message, remedy, grid.place(number, column), see=see)]
    return []


def put(row: dict[str, Any], path: list[str], value: Any) -> bool:
    """Set a nested value; False if a part of its path already has another meaning."""
    inside = row
    for step in path[:-1]:
        below = inside.setdefault(step, {})
        if not isinstance(below, dict):
            return False
        inside = below
    if path[-1] in inside:
        return False
    inside[path[-1]] = value
    return True


def _conflict(grid: Grid, number: int, column: int, heading: str) -> Problem:
    message = f"The column '{heading}' and the column it is part of both have a value in this row."
    remedy = f"Fill either '{heading.split('.')[0]}' or the columns below it, not both."
    return Problem("B041", message, remedy, grid.place(number, column))
