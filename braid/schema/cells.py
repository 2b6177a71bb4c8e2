"""What the cells of tables mean: text, lists and records, as the schema has them.

A cell under a field of text is that text, whatever it looks like; in quotation marks it is text
as JSON writes it. A cell under a list holds its values parted by semicolons. One that begins
with [ under a list, or with { under a record, holds YAML.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from braid.problems import Place, Problem, has_errors
from braid.reading.document import Document, Overlay, Path, Spot, Step
from braid.reading.scalars import cell_value
from braid.reading.table_spots import RowSpot, TableSpot
from braid.reading.yaml_reader import parse_yaml
from braid.record import record
from braid.schema.sheets import Shape, entry_model, fields_of, is_open

SEPARATOR = ";"
_OPENS = {"list": "[", "record": "{", "map": "{"}
_UNREAD = object()
"""Stands for what a cell says that could not be read."""


def shaped(
    document: Document, model: type[BaseModel], tables: tuple[tuple[str, ...], ...]
) -> tuple[Document, list[Problem]]:
    """A document with what its cells mean in place of what they hold.

    ``tables`` are the lists that may stand in a table; of a workbook, everything does.
    """
    work = _Work(document)
    data = document.data
    if document.columns(()) is not None:
        data, spots = work.record(data, model, ())
        return replace(document, data=data, spot=_over(document.spot, spots)), work.problems
    children: dict[Step, Spot] = {}
    for path in tables:
        rows = at_keys(data, path)
        if not isinstance(rows, list) or path[0] not in fields_of(model):
            continue
        rows, below = work.rows(rows, entry_model(model, path), path, only_cells=True)
        data = _put(data, path, rows)
        if below:
            base = document.part(path).spot
            if len(path) > 1:
                above = document.part(path[:-1]).spot
                children[path[0]] = Overlay(above, {path[-1]: _OverTable(base, below)})
            else:
                children[path[0]] = _OverTable(base, below)
    if children:
        document = replace(document, spot=Overlay(document.spot, children))
    return replace(document, data=data), work.problems


class _Work:
    """One document under way; each method returns a value and the spots of what was YAML."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def record(
        self, value: Any, model: type[BaseModel], path: Path
    ) -> tuple[Any, dict[Step, Spot]]:
        if not isinstance(value, dict):
            return value, {}
        fields = fields_of(model)
        made, spots = dict(value), dict[Step, Spot]()
        for key, inside in value.items():
            shape = fields.get(key)
            if shape is None:
                made[key] = _fact(inside) if is_open(model) else inside
                continue
            made[key], spot = self.value(inside, shape, (*path, key))
            if made[key] is _UNREAD:
                del made[key]
            elif spot is not None:
                spots[key] = spot
        return made, spots

    def rows(
        self, value: Any, model: type[BaseModel], path: Path, *, only_cells: bool = False
    ) -> tuple[Any, dict[Step, Spot]]:
        """The entries of a list; ``only_cells``: those of them that stand in a table."""
        made, spots = [], dict[Step, Spot]()
        whole = self.document.part(path).spot if only_cells else None
        if isinstance(whole, TableSpot):
            whole = None  # every entry stands in the table
        fields = fields_of(model)
        for index, row in enumerate(value):
            if whole is not None and not isinstance(whole.child(index), RowSpot):
                made.append(row)
                continue
            if _says_what_it_holds(row, fields):
                made.append(row)
                continue
            entry, below = self.record(row, model, (*path, index))
            made.append(entry)
            if below:
                inside = self.document.part((*path, index)).spot
                spots[index] = _over(inside, below)
        return made, spots

    def value(self, value: Any, shape: Shape, path: Path) -> tuple[Any, Spot | None]:
        if shape.kind == "either":
            return self._either(value, shape, path)
        opens = _OPENS.get(shape.kind)
        if opens is not None and isinstance(value, str) and value.startswith(opens):
            return self._yaml(value, path)
        if shape.kind in ("text", "id"):
            return self._text(value, path), None
        if shape.kind == "list":
            return self._list(value, shape.of[0], path)
        if shape.kind == "record" and shape.model is not None:
            made, spots = self.record(value, shape.model, path)
            return made, _over(self.document.part(path).spot, spots) if spots else None
        return _fact(value) if shape.single else value, None

    def _either(self, value: Any, shape: Shape, path: Path) -> tuple[Any, Spot | None]:
        if isinstance(value, str) and value.startswith(("[", "{")):
            return self._yaml(value, path)
        found = shape.option("list") if isinstance(value, list) else None
        return (value, None) if found is None else self.value(value, found, path)

    def _text(self, value: Any, path: Path) -> Any:
        if isinstance(value, str):
            return _fact(value)
        if isinstance(value, Decimal | bool):
            return self.document.text(path) or value
        return value

    def _list(self, value: Any, item: Shape, path: Path) -> tuple[Any, Spot | None]:
        if isinstance(value, list) and item.model is not None:
            made, spots = self.rows(value, item.model, path)
            return made, _over(self.document.part(path).spot, spots) if spots else None
        if isinstance(value, Decimal | bool) and item.kind in ("text", "id", "word"):
            return [self.document.text(path)], None
        if isinstance(value, Decimal | bool):
            return [value], None
        if not isinstance(value, str) or not item.single:
            return value, None
        parts = [part.strip() for part in value.split(SEPARATOR) if part.strip()] or [value]
        if item.kind in ("text", "id", "word"):
            return [_fact(part) for part in parts], None
        return [cell_value(part) for part in parts], None

    def _yaml(self, text: str, path: Path) -> tuple[Any, Spot | None]:
        place = self.document.place(path)
        read, problems = parse_yaml(text.encode(), shown_as=place.file)
        if read is None or has_errors(problems):
            why = problems[0].message if problems else "It is empty."
            message = f"'{path[-1]}' begins like a list or a record in YAML, but is none: {why}"
            remedy = "Write for example [{from: 2026-07-01, amount: 42000}] into the cell."
            self.problems.append(Problem("B111", message, remedy, place))
            return _UNREAD, None
        return read.data, _InCell(place, read.spot)


def _says_what_it_holds(row: Mapping[str, Any], fields: Mapping[str, Shape]) -> bool:
    """Whether a row has nothing but numbers, and single texts without quotation marks."""
    for key, value in row.items():
        if value.__class__ is str and value[0] == '"':
            return False
        shape = fields.get(key)
        if shape is None:  # a fact, which is what its cell says
            continue
        if not shape.single or (shape.kind in ("text", "id") and value.__class__ is not str):
            return False
    return True


def _fact(value: Any) -> Any:
    """A value of a cell; text in quotation marks is what JSON says that it is."""
    if isinstance(value, str) and len(value) > 1 and value[0] == value[-1] == '"':
        try:
            found = json.loads(value)
            str(found).encode("utf-8")  # half a character is none
        except ValueError:
            return value
        return found if isinstance(found, str) else value
    return value


@record
class _InCell:
    """A value that stands, with others, in the YAML of one cell."""

    cell: Place
    inside: Spot

    def place(self) -> Place:
        return self.cell

    def text(self) -> str | None:
        return self.inside.text()

    def child(self, step: Step) -> Spot | None:
        below = self.inside.child(step)
        return None if below is None else _InCell(self.cell, below)

    def key_place(self, step: Step) -> Place | None:
        return None if self.inside.key_place(step) is None else self.cell

    def columns(self) -> tuple[str, ...] | None:
        return None


@record
class _OverTable(Overlay):
    """A table, or part of one, some of whose values come from the YAML of a cell."""

    def text(self) -> str | None:
        return self.base.text()

    def columns(self) -> tuple[str, ...] | None:
        return self.base.columns()


def _over(base: Spot, spots: Mapping[Step, Spot]) -> Spot:
    return _OverTable(base, spots) if spots else base


def at_keys(data: Any, path: Path) -> Any:
    """What stands under keys inside one another; None where a key is not there."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _put(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    return {**data, path[0]: _put(data[path[0]], path[1:], value)}
