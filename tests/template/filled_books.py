"""Workbooks in tests: made from a scenario, changed by hand, read again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl

from braid.catalog.documents import is_portfolio, scenario_document
from braid.catalog.load import load_inputs
from braid.catalog.whole import WholeLibrary
from braid.reading.document import Document
from braid.reading.yaml_reader import parse_yaml
from braid.render.template import made
from braid.render.template.cells import flow
from braid.schema.portfolio import PartnershipFile, Portfolio
from braid.schema.scenario import Scenario
from braid.schema.validate import validate

ROOT = Path(__file__).parents[2]


def document_of(path: Path) -> Document:
    """What a scenario file says; it has no mistakes of form."""
    document, problems = scenario_document(path)
    assert document is not None
    assert not problems
    return document


def workbook(document: Document | None, library: WholeLibrary) -> bytes:
    """The workbook of a scenario, or the empty one."""
    model = Portfolio if document is not None and is_portfolio(document) else Scenario
    return made(document, model, library, (), Path("budget.xlsx"))


def model_in(document: Document) -> Any:
    """The validated scenario of a document."""
    value, problems = validate(Portfolio if is_portfolio(document) else PartnershipFile, document)
    assert not problems
    return value


def strictly(value: Any) -> Any:
    """A model's data in which true is not 1, and text is not the day that it says."""
    if hasattr(value, "model_fields_set"):
        own = {name: getattr(value, name) for name in type(value).model_fields}
        return {k: strictly(v) for k, v in {**own, **(value.model_extra or {})}.items()}
    if isinstance(value, dict):
        return {k: strictly(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [strictly(one) for one in value]
    return (type(value).__name__, value)


def as_read(data: Any) -> Any:
    """Plain data as a reader of YAML has it: exact numbers, days as text."""
    if isinstance(data, dict):
        return {str(k): as_read(v) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [as_read(one) for one in data]
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, int | float) and not isinstance(data, bool):
        return Decimal(str(data))
    return data


def parsed(data: Any) -> Document:
    """Plain data as a document of YAML."""
    document, problems = parse_yaml(flow(as_read(data)).encode(), shown_as="scenario.yaml")
    assert document is not None
    assert not problems
    return document


def again(content: bytes, folder: Path) -> Document:
    """What the workbook says when it is read."""
    path = folder / "again.xlsx"
    path.write_bytes(content)
    return document_of(path)


def changed(book: Path, to: Path, change: Callable[[Any], None]) -> Path:
    """A copy of a workbook that somebody has edited and saved."""
    opened = openpyxl.load_workbook(book)
    change(opened)
    opened.save(to)
    return to


def column(sheet: Any, heading: str) -> int:
    """The number of the column with a heading."""
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def put(book: Any, sheet: str, heading: str, row: int, value: Any) -> None:
    """A value under a heading."""
    book[sheet].cell(row, column(book[sheet], heading)).value = value


def found(path: Path) -> set[tuple[str, str]]:
    """The code and the cell of every error that `braid check` finds."""
    problems = load_inputs(path)[1]
    return {(p.code, p.place.cell or "") for p in problems if p.severity == "error"}


def with_xml(book: Path, to: Path, sheet: str, change: Callable[[str], str]) -> Path:
    """A copy of a workbook with the XML of a sheet changed."""
    with ZipFile(book) as old:
        index = old.read("xl/workbook.xml").decode()
        number = [m[1] for m in re.finditer(r'<sheet name="([^"]*)"', index)].index(sheet) + 1
        with ZipFile(to, "w") as new:
            for part in old.namelist():
                text = old.read(part)
                if part == f"xl/worksheets/sheet{number}.xml":
                    text = change(text.decode()).encode()
                new.writestr(part, text)
    return to
