"""What a workbook holds of a scenario: the columns and rows of every sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from braid.reading.book_layout import ListSheet
from braid.reading.document import Document, Path
from braid.record import record
from braid.render.template.columns import Column, Known, columns_of, flat
from braid.schema.cells import at_keys
from braid.schema.sheets import Shape, entry_model, scenario_layout

Row = Mapping[str, tuple[Any, Shape | None, Path]]
"""Values by heading, each with its shape and its path in the scenario."""
ORDER = (
    "Programs", "Groups", "Costs", "Costs - when", "Awards", "Awards - slices", "Awards - to_date",
    "Organizations", "Employers", "Charges",
)  # fmt: skip
"""The sheets as they stand in the workbook; what is not named here comes last."""


@record
class Sheet:
    """A list's sheet: its columns and rows."""

    of: ListSheet
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@record
class Content:
    """A scenario as a workbook holds it; without one, what can be said."""

    keys: tuple[Column, ...]
    values: Row
    sheets: tuple[Sheet, ...]
    document: Document | None = None


def content_of(
    document: Document | None, model: type[BaseModel], known: Known,
    asked: Mapping[str, Iterable[str]],
) -> Content:  # fmt: skip
    """Every sheet with its columns, and the rows of a scenario's own file if there is one."""
    data = {} if document is None else document.data
    keys = columns_of(model, [data], known, asked, in_list=False)
    values = {
        heading: (value, shape, tuple(heading.split(".")))
        for heading, value, shape in flat(data, model, (), in_list=False)
    }
    sheets = []
    for one in scenario_layout().lists:
        if _at_model(model, one.path) is None:
            continue
        entries = list(_entries(data, one, document))
        entry = entry_model(model, one.path)
        rows = [value for _, _, value in entries]
        columns = columns_of(entry, rows, known, asked)
        if one.of:
            columns.insert(0, _link(one))
        told = [_row(owner, path, value, entry, one) for owner, path, value in entries]
        sheets.append(Sheet(one, tuple(columns), tuple(told)))
    order = {name: number for number, name in enumerate(ORDER)}
    sheets.sort(key=lambda sheet: order.get(sheet.of.name, len(order)))
    return Content(tuple(keys), values, tuple(sheets), document)


def _at_model(model: type[BaseModel], path: tuple[str, ...]) -> type[BaseModel] | None:
    """The entries of a list, or None where the scenario has no such list (a portfolio's own)."""
    try:
        return entry_model(model, path)
    except KeyError:
        return None


def _link(one: ListSheet) -> Column:
    says = f"The id of the {one.of} that this row is of."
    return Column(one.of, Shape("id"), says, needed=True)


def _entries(
    data: Any, one: ListSheet, document: Document | None
) -> Iterator[tuple[str, Path, Any]]:
    """Each entry of a list with its path, and the id of the entry that it is in."""
    holder = at_keys(data, one.path[:-1])
    if not one.of:
        found = holder.get(one.path[-1]) if isinstance(holder, dict) else None
        for index, entry in enumerate(found or ()):
            yield "", (*one.path, index), entry
        return
    for number, owner in enumerate(holder or ()):
        value = owner.get(one.path[-1])
        if not isinstance(value, list | dict) or not value:
            continue
        path: Path = (*one.path[:-1], number, one.path[-1])
        text = owner["id"]
        if not isinstance(text, str) and document is not None:
            text = document.text((*one.path[:-1], number, "id"))
        several = isinstance(value, list)
        for index, entry in enumerate(value if several else [value]):
            yield str(text), (*path, index) if several else path, entry


def _row(owner: str, path: Path, value: Any, model: type[BaseModel], one: ListSheet) -> Row:
    told = {
        heading: (inside, shape, (*path, *heading.split(".")))
        for heading, inside, shape in flat(value, model, (), in_list=True)
    }
    return {one.of: (owner, Shape("id"), ()), **told} if one.of else told
