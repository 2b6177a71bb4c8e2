"""The spots of a table: the whole, a row, a column of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from braid.problems import Place
from braid.reading.document import Step
from braid.reading.grids import Grid
from braid.record import small_record


@small_record
class TableSpot:
    """A table; its headings stand in row 0 of the grid, its items in the rows of ``numbers``."""

    grid: Grid
    headings: Mapping[str, int]
    numbers: Sequence[int]

    def place(self) -> Place:
        return self.grid.place(0, next(iter(self.headings.values()), 0))

    def text(self) -> str | None:
        return None

    def child(self, step: Step) -> RowSpot | None:
        if isinstance(step, int) and 0 <= step < len(self.numbers):
            return RowSpot(self, self.numbers[step])
        return None

    def key_place(self, step: Step) -> Place | None:
        return None

    def columns(self) -> tuple[str, ...] | None:
        return tuple(self.headings)

    def under(self, name: str) -> list[int]:
        """The columns of a heading and of everything below it."""
        prefix = f"{name}."
        return [c for h, c in self.headings.items() if h == name or h.startswith(prefix)]


@small_record
class RowSpot:
    """One row; its place is its first cell that holds anything."""

    table: TableSpot
    row: int

    def place(self) -> Place:
        return self.table.grid.place(self.row, self.filled(list(self.table.headings.values())))

    def text(self) -> str | None:
        return None

    def child(self, step: Step) -> ColumnSpot | None:
        return ColumnSpot(self, step) if isinstance(step, str) and self.table.under(step) else None

    def key_place(self, step: Step) -> Place | None:
        columns = self.table.under(str(step))
        return self.table.grid.place(0, self.filled(columns)) if columns else None

    def columns(self) -> tuple[str, ...] | None:
        return None

    def filled(self, columns: list[int]) -> int:
        """The first of some columns that has a value in this row, or else the first."""
        grid = self.table.grid
        return next((c for c in columns if grid.text(self.row, c) is not None), columns[0])


@small_record
class ColumnSpot:
    """A cell, or the cells of ``when.start`` and ``when.share`` seen as ``when``."""

    row: RowSpot
    name: str

    def _column(self) -> int:
        return self.row.filled(self.row.table.under(self.name))

    def place(self) -> Place:
        return self.row.table.grid.place(self.row.row, self._column())

    def text(self) -> str | None:
        return self.row.table.grid.text(self.row.row, self._column())

    def child(self, step: Step) -> ColumnSpot | None:
        return self.row.child(f"{self.name}.{step}")

    def key_place(self, step: Step) -> Place | None:
        return self.row.key_place(f"{self.name}.{step}")

    def columns(self) -> tuple[str, ...] | None:
        return None
