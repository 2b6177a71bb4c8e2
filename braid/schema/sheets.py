"""The shapes of a scenario's values, and the sheets of a workbook that follow from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le
from pydantic import BaseModel, StrictBool
from pydantic.fields import FieldInfo

from braid.reading.book_layout import BookLayout, ListSheet
from braid.record import record
from braid.schema import base
from braid.schema.base import MAX_USD, OpenModel
from braid.schema.scenario import Scenario

Kind = Literal[
    "text", "id", "word", "flag", "day", "usd", "share", "whole", "number", "list", "map",
    "record", "either",
]  # fmt: skip
SINGLE = ("text", "id", "word", "flag", "day", "usd", "share", "whole", "number")
KEYS_SHEET, READ_ME, FACTS_SHEET, LISTS_SHEET = "Scenario", "Read me", "Facts", "Lists"


@record
class Shape:
    """What may stand in a place: its kind, and what is inside."""

    kind: Kind
    words: tuple[str, ...] = ()
    """Of a word: those that there are."""
    of: tuple[Shape, ...] = ()
    """Of a list and a map: each entry; of ``either``: the shapes of which it has one."""
    model: type[BaseModel] | None = None

    @property
    def single(self) -> bool:
        """Whether a cell holds it as it is."""
        return self.kind in SINGLE

    @property
    def flat(self) -> bool:
        """Whether it is a record of single values, so that a row holds it."""
        return self.model is not None and all(s.single for s in fields_of(self.model).values())

    def option(self, *kinds: Kind) -> Shape | None:
        """This shape, or the one among those of ``either``, that is of one of these kinds."""
        options = self.of if self.kind == "either" else (self,)
        return next((one for one in options if one.kind in kinds), None)

    @property
    def rows(self) -> Shape | None:
        """Each entry, where it is or may be a list of flat records."""
        found = self.option("list")
        return found.of[0] if found is not None and found.of[0].flat else None


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, Shape]:
    """The shapes of a model's fields, by the keys of files."""
    hints = get_type_hints(model, include_extras=True)
    return {field.alias or name: _shape(hints[name]) for name, field in model.model_fields.items()}


def required(model: type[BaseModel]) -> frozenset[str]:
    """The keys without which there is no such thing."""
    fields = model.model_fields.items()
    return frozenset(field.alias or name for name, field in fields if field.is_required())


def is_open(model: type[BaseModel]) -> bool:
    """Whether it takes attributes of the data dictionary."""
    return issubclass(model, OpenModel)


def _shape(hint: Any) -> Shape:
    found = _named(hint)
    if found is not None:
        return Shape(found)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1:])
    if origin in (Union, UnionType):
        options = [_shape(one) for one in arguments if one is not NoneType]
        return options[0] if len(options) == 1 else Shape("either", of=tuple(options))
    if origin is Literal:
        return Shape("word", words=tuple(str(word) for word in arguments))
    if origin is tuple:
        return Shape("list", of=(_shape(arguments[0]),))
    if origin is dict:
        return Shape("map", of=(_shape(arguments[1]),))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return Shape("record", model=hint)
    return Shape("text")


def _named(hint: Any) -> Kind | None:
    """The kinds that have a name of their own."""
    names: list[tuple[Any, Kind]] = [
        (base.ScenarioId, "id"), (base.MonthDay, "text"), (base.Usd, "usd"), (base.Day, "day"),
        (base.Share, "share"), (base.Heads, "whole"), (base.Whole, "whole"), (StrictBool, "flag"),
        (bool, "flag"), (int, "whole"), (Decimal, "number"), (dt.date, "day"), (str, "text"),
    ]  # fmt: skip
    return next((kind for known, kind in names if hint is known or hint == known), None)


def _annotated(inner: Any, notes: tuple[Any, ...]) -> Shape:
    """An annotated hint: its bounds tell dollars and shares from other numbers."""
    shape = _shape(inner)
    if shape.kind != "number":
        return shape
    held = (note.metadata if isinstance(note, FieldInfo) else [note] for note in notes)
    found = [bound for bounds in held for bound in bounds]
    most = next((m.le for m in found if isinstance(m, Le)), None)
    least = next((m.ge for m in found if isinstance(m, Ge)), None)
    if most == 1 and least == 0:
        return Shape("share")
    return Shape("usd") if most == MAX_USD and least == 0 else shape


def layout_of(model: type[BaseModel]) -> BookLayout:
    """A sheet for the keys, one for each list of records, and one for each list inside those."""
    lists = list(_lists(model, ()))
    inner = [one for top in lists for one in _inside(model, top)]
    return BookLayout(KEYS_SHEET, (*lists, *inner), (READ_ME, FACTS_SHEET, LISTS_SHEET))


def _lists(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[ListSheet]:
    for key, shape in fields_of(model).items():
        here = (*path, key)
        if shape.kind == "record" and shape.model is not None:
            yield from _lists(shape.model, here)
        elif shape.kind == "list" and shape.of[0].model is not None:
            needed = not path and key in required(model)
            yield ListSheet(here, key.capitalize(), needed=needed)


def _inside(model: type[BaseModel], top: ListSheet) -> Iterator[ListSheet]:
    for key, shape in fields_of(entry_model(model, top.path)).items():
        if shape.rows is not None:
            of = top.path[-1].removesuffix("s")
            yield ListSheet((*top.path, key), f"{top.name} - {key}", of=of)


def entry_model(model: type[BaseModel], path: tuple[str, ...]) -> type[BaseModel]:
    """The model of each entry of the list at a path."""
    found = model
    for key in path:
        shape = fields_of(found)[key]
        inner = shape if shape.model is not None else shape.option("list")
        if inner is not None and inner.kind == "list":
            inner = inner.of[0]
        assert inner is not None
        assert inner.model is not None
        found = inner.model
    return found


@cache
def scenario_layout() -> BookLayout:
    """The sheets of a workbook that holds a scenario, or the own file of a portfolio."""
    return layout_of(Scenario)
