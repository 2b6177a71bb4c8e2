"""Lists kept in a CSV file or a workbook's sheet instead of in YAML.

``costs: costs.csv`` or ``costs: budget.xlsx#Costs``: the same column names as
the YAML keys, one row per item, an empty cell for what is not said. A heading
with dots makes a nested value: the column ``when.share`` gives ``when: {share: ...}``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from braid.problems import Place, Problem, has_errors
from braid.reading.files import Source, fingerprint, read_bytes
from braid.reading.grids import Grid
from braid.reading.inside import content_of, resolve_inside
from braid.reading.limits import Limits
from braid.record import record
from braid.suffixes import WORKBOOKS

if TYPE_CHECKING:
    from braid.reading.table_spots import TableSpot

_REFERENCE = re.compile(r"(.+?\.(\w{1,5}))(?:#(.*))?", re.DOTALL)
_CSV = frozenset({"csv", "tsv", "txt"})


@record
class Table:
    """The rows of a table as plain data, the places of its cells, and the file they are from."""

    rows: list[dict[str, Any]]
    spot: TableSpot
    source: Source


def read_table(
    ref: str,
    *,
    base: Path,
    at: Place,
    root: Path | None = None,
    shown_base: Path | None = None,
    allow_outside: bool = False,
    kept: bool = False,
    limits: Limits | None = None,
) -> tuple[Table | None, list[Problem]]:
    """Read the table that ``ref`` names, as seen from the folder ``base``.

    ``at`` is where the reference stands; ``root`` the folder that the file must
    be in (``base`` unless given) unless ``allow_outside``; ``shown_base`` is put
    before the file's name in messages; ``kept`` says that a plan keeps the file.
    """
    limits = limits or Limits()
    name, kind, sheet, problems = _reference(ref, at)
    if problems:
        return None, problems
    shown_as = name if shown_base is None else str(shown_base / name)
    path, problems = resolve_inside(
        name, base=base, root=root or base, at=at, allow_outside=allow_outside, kept=kept
    )
    if path is None:
        return None, problems
    path = content_of(path, root or base, kept=kept)
    raw, problems = read_bytes(path, shown_as=shown_as, limit=limits.table_bytes, at=at)
    if raw is None:
        return None, problems
    grid: Grid | None
    if kind in _CSV:
        from braid.reading.csv_grid import read_csv

        grid, problems = read_csv(raw, shown_as=shown_as, limits=limits)
    else:
        from braid.reading.workbook_grid import read_sheet

        grid, problems = read_sheet(raw, shown_as=shown_as, sheet=sheet, limits=limits, at=at)
    if grid is None:
        return None, problems
    from braid.reading.table_rows import table_rows

    whole = Place(shown_as if sheet is None else f"{shown_as}#{sheet}")
    rows, spot, more = table_rows(grid, whole, limits)
    problems = [*problems, *more]
    if rows is None or spot is None or has_errors(problems):
        return None, problems
    return Table(rows, spot, Source(path, shown_as, fingerprint(raw))), problems


def _reference(ref: str, at: Place) -> tuple[str, str, str | None, list[Problem]]:
    """File name, kind of file and sheet of a reference such as ``budget.xlsx#Costs``."""
    match = _REFERENCE.fullmatch(ref.strip())
    name, kind, sheet = (match[1], match[2].lower(), match[3]) if match else (ref, "", None)
    if f".{kind}" in WORKBOOKS or (kind in _CSV and sheet is None):
        return name, kind, sheet, []
    if kind in _CSV:
        message, remedy = f"'{name}' is a CSV file, which has no sheets.", f"Write '{name}'."
    else:
        message = f"'{ref}' does not name a table that braid reads."
        remedy = "Write a list, or the name of a CSV file or a sheet: costs.csv, budget.xlsx#Costs."
    return name, kind, sheet, [Problem("B029", message, remedy, at)]
