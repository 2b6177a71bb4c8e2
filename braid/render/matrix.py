"""Which stream may pay which kind of cost, as a table for programs and as a text to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from braid.catalog.matrix import Cell, Matrix
from braid.catalog.whole import WholeLibrary
from braid.render.output import heading, indented
from braid.writing import csv_text

if TYPE_CHECKING:
    from rich.console import Console

COLUMNS = ("stream", "category", "allowed", "rules")


def matrix_csv(found: Matrix) -> str:
    """One row for each stream and category, with the rules that decide."""
    rows = (
        (stream, category, cell.answer, " ".join(cell.rules))
        for stream, row in found.items()
        for category, cell in row.items()
    )
    return csv_text(COLUMNS, rows)


def matrix_text(found: Matrix, library: WholeLibrary, out: Console) -> None:
    """For each stream what it pays, what it does not, and what under which rules."""
    out.print("What each stream may pay, conditions on everything (such as an age) aside")
    for stream, row in found.items():
        heading(out, stream, library.files[stream].content.name)
        plain = [(answer, _categories(row, answer)) for answer in ("yes", "no")]
        indented([(answer, ", ".join(names) or "nothing") for answer, names in plain], out)
        asked = _categories(row, "conditional")
        if asked:
            out.print("  if its rules hold:")
            indented([(f"  {c}", ", ".join(row[c].rules)) for c in asked], out)


def _categories(row: dict[str, Cell], answer: str) -> list[str]:
    return [category for category, cell in row.items() if cell.answer == answer]
