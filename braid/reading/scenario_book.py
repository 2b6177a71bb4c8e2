"""A scenario that is a workbook: a sheet with keys and values, and a sheet for each list."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from braid.problems import Place, Problem, Severity, did_you_mean, has_errors
from braid.reading.book_layout import KEY, VALUE, BookLayout, ListSheet
from braid.reading.book_spots import KeysSpot, RowsSpot, SheetSpot
from braid.reading.document import Document, Spot
from braid.reading.document import Path as ValuePath
from braid.reading.files import Source, fingerprint, read_bytes
from braid.reading.limits import Limits
from braid.reading.table_rows import put, table_rows
from braid.reading.table_spots import TableSpot
from braid.reading.workbook_check import check_sheets
from braid.reading.workbook_grid import SheetGrid, opened


def read_book(
    path: Path, *, shown_as: str, layout: BookLayout, limits: Limits, at: Place | None = None
) -> tuple[Document | None, list[Problem]]:
    """Read a workbook as a scenario; None if it cannot be opened or holds none."""
    raw, problems = read_bytes(path, shown_as=shown_as, limit=limits.table_bytes, at=at)
    if raw is None:
        return None, problems
    whole = Place(shown_as)
    names: list[str] = []

    def chosen(found: Any) -> tuple[list[str], list[Problem]]:
        names.extend(found)
        keys, lists, _ = layout.found(names)
        return [*([] if keys is None else [keys]), *lists.values()], []

    checked, problems = check_sheets(
        raw, shown_as=shown_as, chosen=chosen, limits=limits, at=at or whole
    )
    if not checked:
        if not problems:
            message = f"'{shown_as}' has none of the sheets of a scenario, such as 'Costs'."
            remedy = "Make a workbook to fill in with: braid template --xlsx"
            problems = [Problem("B044", message, remedy, whole)]
        return None, problems
    grids, problems = opened(raw, checked, shown_as, at or whole)
    reading = _Book(layout, limits, whole, names, grids, problems)
    data, spot = reading.scenario()
    source = Source(path, shown_as, fingerprint(raw))
    document = Document(shown_as, data, spot, (source,), frozenset(reading.unread))
    return document, reading.problems


@dataclass
class _Book:
    """One workbook's reading: what has been found so far."""

    layout: BookLayout
    limits: Limits
    whole: Place
    names: list[str]
    grids: dict[str, SheetGrid]
    problems: list[Problem]
    unread: set[ValuePath] = field(default_factory=set)
    rows: dict[ValuePath, list[dict[str, Any]]] = field(default_factory=dict)
    tables: dict[ValuePath, TableSpot] = field(default_factory=dict)
    below: dict[ValuePath, dict[int, dict[str, Spot]]] = field(default_factory=dict)

    def scenario(self) -> tuple[dict[str, Any], Spot]:
        """What all sheets say, and where."""
        keys, lists, rest = self.layout.found(self.names)
        for one, name in lists.items():
            self._table(one, name)
        for one in lists:
            if one.of and one.path in self.tables:
                self._give(one)
        data, grid, rows, columns = self._keys(keys)
        spots: dict[str, Spot] = {}
        for one in (one for one in lists if not one.of and one.path in self.tables):
            table = self.tables[one.path]
            spots[".".join(one.path)] = SheetSpot(table, self.below.get(one.path, {}))
            entries = self.rows[one.path]
            if (entries or len(one.path) == 1) and not put(data, list(one.path), entries):
                name = ".".join(one.path)
                message = f"'{name}' is said on sheet '{self.layout.keys}' and on one of its own."
                here = table.place()
                self.problems.append(Problem("B041", message, "Keep one of the two.", here))
        self._absent(keys, lists, "partnerships" in data)
        self._aside(rest, lists)
        return data, KeysSpot(self.whole, grid, rows, columns, spots)

    def _table(self, one: ListSheet, name: str) -> None:
        """The rows of a list's sheet; a sheet that is not right is left out, and said to be."""
        grid = self.grids.get(name)
        if grid is None or not grid.rows:
            return
        broken = _sheet_of(grid.place(0, 0)) in (_sheet_of(p.place) for p in self.problems)
        place = Place(f"{self.whole.file}#{name}")
        rows, spot, found = table_rows(grid, place, self.limits, may_be_empty=True)
        self.problems += found
        if rows is None or spot is None or has_errors(found) or broken:
            self.unread.add(one.path)
            return
        self.rows[one.path], self.tables[one.path] = rows, spot

    def _give(self, one: ListSheet) -> None:
        """Each row of a sheet to the entry that it names."""
        table, name = self.tables[one.path], one.path[-1]
        above = self.tables.get(one.path[:-1])
        if above is None:
            return
        grid = table.grid
        if one.of not in table.headings:
            message = f"The sheet has no column '{one.of}', which says of which {one.of} a row is."
            remedy = f"Add a column with the heading '{one.of}'."
            self.problems.append(Problem("B045", message, remedy, table.place()))
            return
        ids: dict[str, int] = {}
        column = above.headings.get("id")
        for index, number in enumerate(above.numbers):
            text = None if column is None else above.grid.text(number, column)
            if text is not None:
                ids.setdefault(text, index)
        given: dict[int, list[int]] = {}
        for index, number in enumerate(table.numbers):
            text = grid.text(number, table.headings[one.of])
            owner = None if text is None else ids.get(text)
            if owner is not None:
                given.setdefault(owner, []).append(index)
                continue
            message, remedy = f"There is no {one.of} '{text}'.", did_you_mean(text or "", ids)
            if text is None:
                message = f"The row does not say of which {one.of} it is."
                remedy = f"Fill the column '{one.of}' in this row, or clear the row."
            place = grid.place(number, table.headings[one.of])
            self.problems.append(Problem("B045", message, remedy, place))
        for owner, items in given.items():
            spot = RowsSpot(table, tuple(items))
            entry = self.rows[one.path[:-1]][owner]
            if name in entry:
                row = above.child(owner)
                message = f"'{name}' is said here and on the sheet '{one.name}'."
                remedy = "Keep one of the two."
                see = () if row is None else (row.place(),)
                self.problems.append(Problem("B041", message, remedy, spot.place(), see=see))
                continue
            entry[name] = [
                {k: v for k, v in self.rows[one.path][item].items() if k != one.of}
                for item in items
            ]
            self.below.setdefault(one.path[:-1], {}).setdefault(owner, {})[name] = spot

    def _keys(
        self, name: str | None
    ) -> tuple[dict[str, Any], SheetGrid | None, dict[str, int], tuple[int, int]]:
        """The nested values of the sheet of keys, and the row of each key."""
        grid = None if name is None else self.grids.get(name)
        data: dict[str, Any] = {}
        rows: dict[str, int] = {}
        if grid is None or not grid.rows:
            return data, None, rows, (0, 1)
        place = Place(f"{self.whole.file}#{name}")
        _, spot, found = table_rows(grid, place, self.limits, may_be_empty=True)
        self.problems += found
        headings = {} if spot is None else spot.headings
        if KEY not in headings or VALUE not in headings:
            message = f"Sheet '{name}' does not have the headings '{KEY}' and '{VALUE}'."
            remedy = "Write both into its first row, and what belongs to them below."
            self.problems.append(Problem("B033", message, remedy, grid.place(0, 0)))
            self.unread.add(("include",))
            return data, grid, rows, (0, 0)
        columns = headings[KEY], headings[VALUE]
        for number in spot.numbers if spot is not None else ():
            self._key(grid, number, columns, data, rows)
        return data, grid, rows, columns

    def _key(
        self, grid: SheetGrid, number: int, columns: tuple[int, int], data: dict[str, Any],
        rows: dict[str, int],
    ) -> None:  # fmt: skip
        key = grid.text(number, columns[0])
        raw = grid.rows[number]
        value = grid.value(raw[columns[1]]) if columns[1] < len(raw) else None
        if key is None:
            message = "This value has no key beside it."
            remedy = "Write what it says into the column 'key', such as horizon.start."
            self.problems.append(Problem("B034", message, remedy, grid.place(number, columns[1])))
        elif key in rows:
            message = f"The key '{key}' is written twice."
            here, there = (grid.place(row, columns[0]) for row in (number, rows[key]))
            self.problems.append(Problem("B011", message, "Keep one.", here, see=(there,)))
        else:
            rows[key] = number
            if value is not None and not put(data, key.split("."), value):
                message = f"'{key}' and a key that it is part of both have a value."
                remedy = f"Fill either '{key.split('.')[0]}' or the keys below it, not both."
                place = grid.place(number, columns[1])
                self.problems.append(Problem("B041", message, remedy, place))

    def _absent(self, keys: str | None, lists: dict[ListSheet, str], portfolio: bool) -> None:
        """The sheets without which there is no scenario."""
        absent = [] if keys is not None else [self.layout.keys]
        needed = [] if portfolio else [one for one in self.layout.lists if one.needed]
        for one in (one for one in needed if one not in lists):
            absent.append(one.name)
            self.unread.add(one.path)
        if keys is None:
            self.unread.add(("include",))
        for name in absent:
            message = f"The workbook has no sheet '{name}'."
            remedy = "Add it, or start from the one that this makes: braid template --xlsx"
            self.problems.append(Problem("B044", message, remedy, self.whole))

    def _aside(self, names: list[str], lists: dict[ListSheet, str]) -> None:
        """The sheets that are not read, and whether one of them was meant to be."""
        for name in names:
            meant = self.layout.meant(name, lists)
            message = f"The sheet '{name}' is not read."
            remedy = "It is yours. A # before its name says so, and ends this remark."
            if meant is not None:
                remedy = f"Call it '{meant}' if that is what it holds; a # before its name if not."
            severity: Severity = "note" if meant is None else "warning"
            self.problems.append(Problem("B046", message, remedy, self.whole, severity))


def _sheet_of(place: Place) -> str:
    """The sheet of a cell, as places write it."""
    return (place.cell or "").rpartition("!")[0]
