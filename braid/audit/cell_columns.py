"""The auditor's cells as columns, in their order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from braid.audit.cells import Cell
from braid.audit.exact import Flags, Numbers, whole
from braid.audit.numbering import Numbering
from braid.audit.subjects import Subjects


class CellColumns:
    """One row per cell; days as ordinals, -1 for the group of a shared cell."""

    def __init__(self, cells: Iterable[Cell], numbering: Numbering) -> None:
        self.cells = tuple(cells)
        self.number = {cell.key: n for n, cell in enumerate(self.cells)}
        self.line = _column(numbering.line[cell.line.id] for cell in self.cells)
        self.group = _column(
            -1 if cell.group is None else numbering.group[cell.group.id] for cell in self.cells
        )
        self.start = _column(cell.start.toordinal() for cell in self.cells)
        self.end = _column(cell.end.toordinal() for cell in self.cells)
        self.gross = whole(cell.gross for cell in self.cells)
        self.category = numbering.category_of_line[self.line]
        stated = _column(
            -1 if line.obligated is None else line.obligated.toordinal() for line in numbering.lines
        )
        self.obligated = np.where(stated[self.line] < 0, self.start, stated[self.line])

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def direct(self) -> Flags:
        """Which cells are for one group's own participants."""
        return self.group >= 0

    def subjects(self, award: int, cells: Numbers) -> Subjects:
        """Some cells, for an award that might pay them."""
        payer = np.full(len(cells), award, dtype=np.int64)
        return Subjects(payer, self.group[cells], self.line[cells], self.start[cells])


def _column(numbers: Iterable[int]) -> Numbers:
    return np.array(list(numbers), dtype=np.int64)
