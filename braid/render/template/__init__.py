"""The workbook in which a scenario is filled in: ``braid template --xlsx``."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from braid.problems import InputProblems, Place
from braid.reading.book_layout import folded

if TYPE_CHECKING:
    from braid.catalog.whole import WholeLibrary
    from braid.reading.document import Document
    from braid.render.template.columns import Known
    from braid.render.template.content import Content, Sheet
    from braid.schema.library import AttributeDefinition

MADE = datetime(2000, 1, 1)
"""The day that stands in every workbook, so that the same scenario gives the same bytes."""


def made(
    document: Document | None, model: type[BaseModel], library: WholeLibrary,
    streams: Iterable[str], file: Path,
) -> bytes:  # fmt: skip
    """The workbook of a scenario, or one with an example; InputProblems where it cannot be made.

    It has columns for what ``streams`` ask about, and for what the scenario states.
    """
    from braid.render.extras import needs
    from braid.render.template.cells import TooLong
    from braid.render.template.content import content_of
    from braid.render.template.example import STREAMS, example
    from braid.render.template.sheets import too_long, too_many

    needs(file, "a workbook to fill in", "xlsxwriter")
    known = statable(library)
    place = Place(str(file) if document is None else document.file)
    shown = document
    if document is None and all(name in library.files for name in STREAMS):
        shown = example()
    asked = asked_by([*streams, *_streams_of(shown)], library)
    content = content_of(shown, model, known, asked)
    problems = too_many(content, place)
    if problems:
        raise InputProblems(problems)
    try:
        return _bytes(content, library, known, file.name, document is None)
    except TooLong as error:
        raise InputProblems([too_long(error, place)]) from None


def statable(library: WholeLibrary) -> dict[str, dict[str, AttributeDefinition]]:
    """The attributes that a scenario can state, by entity: of the format and of the dictionary."""
    from braid.catalog.checks.attributes import known_attributes
    from braid.schema.library import AttributesFile

    declared = library.attributes or AttributesFile()
    known = {entity: known_attributes(declared, entity) for entity in AttributesFile.model_fields}
    return {
        entity: {name: one for name, one in own.items() if not one.computed}
        for entity, own in known.items()
    }


def asked_by(streams: Iterable[str], library: WholeLibrary) -> dict[str, list[str]]:
    """The attributes that streams ask about, by entity."""
    from braid.render.facts import facts_of
    from braid.schema.library import AttributesFile

    homes: dict[str, None] = {}
    for name in (name for name in streams if name in library.files):
        homes |= dict.fromkeys((name, *library.followed(name)))
    rules = [rule for home in homes for rule in library.files[home].content.rules]
    found: dict[str, list[str]] = {}
    for fact in facts_of(rules, library.attributes or AttributesFile()):
        found.setdefault(fact.entity, []).append(fact.name)
    return found


def _streams_of(document: Document | None) -> list[str]:
    awards = None if document is None else document.data.get("awards")
    names = (award.get("stream") for award in awards or () if isinstance(award, dict))
    return [name for name in names if isinstance(name, str)]


def _bytes(
    content: Content, library: WholeLibrary, known: Known, file: str, example: bool
) -> bytes:
    from xlsxwriter import Workbook

    from braid.render.template.choices import Lists, long_lists
    from braid.render.template.read_me import facts, read_me
    from braid.render.template.sheets import Book, keys_sheet, list_sheet
    from braid.render.workbook.safe import OPTIONS

    words: dict[str, Sequence[str]] = {"streams": sorted(library.of_kind("stream"))}
    if library.categories is not None:
        words["categories"] = list(library.categories.categories)
    for sheet in content.sheets:
        words |= long_lists(sheet.columns)
    open_to = {sheet.of.name: facts_open_to(sheet, known) for sheet in content.sheets}
    words |= {_named(name): names for name, names in open_to.items() if names}
    kept = io.BytesIO()
    workbook = Workbook(kept, dict(OPTIONS))
    workbook.set_properties({"title": "A scenario for braid", "author": "braid", "created": MADE})
    lists = Lists(words)
    shown = example and content.document is not None
    book = Book(workbook, {}, lists, content.document, shown)
    read_me(book, file)
    keys_sheet(book, content)
    for sheet in content.sheets:
        more = f"list_{_named(sheet.of.name)}" if open_to[sheet.of.name] else None
        list_sheet(book, sheet, more)
    facts(book, known)
    ids = {s.of.path[-1]: s.of.name for s in content.sheets if s.columns[0].heading == "id"}
    lists.write(workbook, ids)
    workbook.close()
    return kept.getvalue()


def facts_open_to(sheet: Sheet, known: Known) -> list[str]:
    """The headings of the attributes for which a sheet has no column yet."""
    from braid.render.template.columns import ENTITIES
    from braid.schema.scenario import Scenario
    from braid.schema.sheets import entry_model, fields_of

    model = entry_model(Scenario, sheet.of.path)
    there = {column.heading for column in sheet.columns}
    names = list(known.get(ENTITIES.get(model.__name__, ""), {}))
    for key, shape in fields_of(model).items():
        if shape.kind == "record" and shape.model is not None:
            inner = known.get(ENTITIES.get(shape.model.__name__, ""), {})
            names += [f"{key}.{name}" for name in inner]
    return [name for name in names if name not in there]


def _named(sheet: str) -> str:
    """The name of the list of a sheet's further headings."""
    return f"facts_{folded(sheet)}"
