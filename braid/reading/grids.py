"""What a CSV file and a workbook's sheet have in common: rows of cells, each with a place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol

from braid.problems import Place


class Grid(Protocol):
    """Rows that hold anything at all, the header first; blank rows are left out."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """The cells as they come from the file."""

    def value(self, raw: Any) -> str | Decimal | bool | None:
        """What a raw cell means; None for an empty one."""

    def text(self, row: int, column: int) -> str | None:
        """A cell as written, None if it is empty."""

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands; rows and columns of the grid count from 0."""
