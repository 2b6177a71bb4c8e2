"""The spots of a workbook that holds a scenario: keys with values, and lists on other sheets."""

from __future__ import annotations

from collections.abc import Mapping

from braid.problems import Place
from braid.reading.book_layout import KEY, VALUE
from braid.reading.document import Spot, Step
from braid.reading.grids import Grid
from braid.reading.table_spots import RowSpot, TableSpot
from braid.record import small_record


@small_record
class KeysSpot:
    """What stands under a key with dots on the sheet of keys, or on the sheet of a list."""

    file: Place
    grid: Grid | None
    rows: Mapping[str, int]
    columns_of: tuple[int, int]
    lists: Mapping[str, Spot]
    name: str = ""

    def _row(self) -> int | None:
        prefix = f"{self.name}." if self.name else ""
        below = [row for key, row in self.rows.items() if key == self.name or _in(key, prefix)]
        filled = (row for row in below if self._text(row) is not None)
        return next(filled, below[0] if below else None)

    def _text(self, row: int) -> str | None:
        return None if self.grid is None else self.grid.text(row, self.columns_of[1])

    def _cell(self, column: int) -> Place:
        row = self._row() if self.name else 0
        if row is not None and self.grid is not None:
            return self.grid.place(row, column if row else self.columns_of[0])
        prefix = f"{self.name}."
        inside = (spot for key, spot in self.lists.items() if self.name and _in(key, prefix))
        first = next(inside, None)
        return self.file if first is None else first.place()

    def place(self) -> Place:
        return self._cell(self.columns_of[1])

    def text(self) -> str | None:
        row = self.rows.get(self.name)
        return None if row is None else self._text(row)

    def child(self, step: Step) -> Spot | None:
        if not isinstance(step, str):
            return None
        name = f"{self.name}.{step}" if self.name else step
        if name in self.lists:
            return self.lists[name]
        if not any(key == name or _in(key, f"{name}.") for key in (*self.rows, *self.lists)):
            return None
        return KeysSpot(self.file, self.grid, self.rows, self.columns_of, self.lists, name)

    def key_place(self, step: Step) -> Place | None:
        below = self.child(step)
        if isinstance(below, KeysSpot):
            return below._cell(self.columns_of[0])
        return None if below is None else below.place()

    def columns(self) -> tuple[str, ...] | None:
        return None if self.name else (KEY, VALUE)


@small_record
class SheetSpot:
    """A list on a sheet of its own, some of whose entries have rows on further sheets."""

    table: TableSpot
    below: Mapping[int, Mapping[str, Spot]]

    def place(self) -> Place:
        return self.table.place()

    def text(self) -> str | None:
        return None

    def child(self, step: Step) -> Spot | None:
        row = self.table.child(step)
        if row is None or not isinstance(step, int) or step not in self.below:
            return row
        return EntrySpot(row, self.below[step])

    def key_place(self, step: Step) -> Place | None:
        return None

    def columns(self) -> tuple[str, ...] | None:
        return self.table.columns()


@small_record
class EntrySpot:
    """A row with what stands of it on further sheets."""

    row: RowSpot
    below: Mapping[str, Spot]

    def place(self) -> Place:
        return self.row.place()

    def text(self) -> str | None:
        return None

    def child(self, step: Step) -> Spot | None:
        return self.below[step] if step in self.below else self.row.child(step)  # type: ignore[index]

    def key_place(self, step: Step) -> Place | None:
        if step in self.below:
            return self.below[step].place()  # type: ignore[index]
        return self.row.key_place(step)

    def columns(self) -> tuple[str, ...] | None:
        return None


@small_record
class RowsSpot:
    """Those rows of a sheet that are of one entry of another."""

    table: TableSpot
    items: tuple[int, ...]

    def place(self) -> Place:
        first = self.table.child(self.items[0])
        assert first is not None
        return first.place()

    def text(self) -> str | None:
        return None

    def child(self, step: Step) -> Spot | None:
        if isinstance(step, int) and 0 <= step < len(self.items):
            return self.table.child(self.items[step])
        return None

    def key_place(self, step: Step) -> Place | None:
        return None

    def columns(self) -> tuple[str, ...] | None:
        return self.table.columns()


def _in(key: str, prefix: str) -> bool:
    return bool(prefix) and key.startswith(prefix)
