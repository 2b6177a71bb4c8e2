"""The matrix of the law's notes, cell by cell, in the words of ``rules/categories.yaml``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from braid.schema.library import CategoriesFile

FOLDER = Path(__file__).parent / "law_matrix"


@dataclass(frozen=True)
class LawCell:
    """What the notes say of a stream and one of their kinds of cost, with the name it has here."""

    stream: str
    category: str
    here: str
    allowed: str


def rows(name: str) -> list[dict[str, str]]:
    """A table of the folder."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def law_cells(categories: CategoriesFile) -> Iterator[LawCell]:
    """Every cell of the notes, once for each category that its name means here."""
    notes = rows("notes.csv")
    for source in sorted({row["notes"] for row in notes}):
        of_source = [row for row in notes if row["notes"] == source]
        single = {name for row in of_source for name in _single(row["category"], categories)}
        for row in of_source:
            found = _single(row["category"], categories) or [
                name
                for name, category in categories.categories.items()
                if row["category"] in category.families and name not in single
            ]
            assert found, f"nothing here is called {row['category']}"
            for name in found:
                yield LawCell(row["stream"], row["category"], name, row["allowed"])


def _single(name: str, categories: CategoriesFile) -> list[str]:
    """The categories of a name, unless it is a family's only."""
    if name in categories.categories:
        return [name]
    return [c for c, category in categories.categories.items() if name in category.also]
