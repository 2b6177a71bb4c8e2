"""The columns of each sheet: the schema's fields, then attributes of the data dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from braid.record import record
from braid.schema.library import AttributeDefinition
from braid.schema.scenario_words import FIELD_WORDS
from braid.schema.sheets import Shape, fields_of, is_open, required

ENTITIES: Mapping[str, str] = {
    "Group": "group", "Program": "program", "Provider": "provider", "Employer": "employer",
    "Organization": "organization", "Award": "award", "Cost": "line", "ToDate": "group",
}  # fmt: skip
"""The parts of a scenario that take attributes, and whose attributes those are."""
Known = Mapping[str, Mapping[str, AttributeDefinition]]
"""The attributes that a scenario can state, by entity and name."""


@record
class Column:
    """A heading with dots, what its cells hold, and what it says."""

    heading: str
    shape: Shape | None = None
    says: str = ""
    needed: bool = False
    usual: str = ""
    """What holds where a cell is empty."""
    fact: AttributeDefinition | None = None

    @property
    def last(self) -> str:
        """The last part of the heading."""
        return self.heading.rpartition(".")[2]


def columns_of(
    model: type[BaseModel], rows: Sequence[Mapping[str, Any]], known: Known,
    asked: Mapping[str, Iterable[str]], *, in_list: bool = True,
) -> list[Column]:  # fmt: skip
    """The columns of a list: fields, attributes that rows state, those that streams ask for.

    Not those that stand on a sheet of their own, which they do when the model is ``in_list``.
    """
    found = {c.heading: c for c in _fields(model, "", in_list)}
    stated = dict.fromkeys(heading for row in rows for heading in headings_in(row, model, in_list))
    own = sorted((*stated, *_asked(model, "", asked)), key=lambda heading: "." in heading)
    for heading in own:
        if heading not in found:
            found[heading] = _other(heading, model, known)
    return list(found.values())


def headings_in(row: Mapping[str, Any], model: type[BaseModel], in_list: bool) -> Iterator[str]:
    """The headings that a row fills."""
    for heading, _, _ in flat(row, model, (), in_list):
        yield heading


def flat(
    row: Mapping[str, Any], model: type[BaseModel], path: tuple[str, ...], in_list: bool
) -> Iterator[tuple[str, Any, Shape | None]]:
    """Each value of a record with its heading and shape; what is not said is left out."""
    fields = fields_of(model)
    for key, value in row.items():
        here = (*path, key)
        shape = fields.get(key)
        if value is None or (shape is not None and elsewhere(shape, value, path, in_list)):
            continue
        inner = shape.model if shape is not None and shape.kind == "record" else None
        if inner is not None and isinstance(value, dict) and value:
            yield from flat(value, inner, here, in_list)
        else:
            yield ".".join(here), value, shape


def elsewhere(shape: Shape, value: Any, path: tuple[str, ...], in_list: bool) -> bool:
    """Whether a value's rows stand on a sheet of their own."""
    if not isinstance(value, list | dict):
        return False
    if in_list:
        return shape.rows is not None and not path and bool(value)
    return shape.kind == "list" and shape.of[0].model is not None


def _fields(model: type[BaseModel], prefix: str, in_list: bool) -> Iterator[Column]:
    words = FIELD_WORDS.get(model.__name__, {})
    needed = required(model)
    for key, shape in fields_of(model).items():
        heading = f"{prefix}{key}"
        if shape.kind == "record" and shape.model is not None:
            yield from _fields(shape.model, f"{heading}.", in_list)
            continue
        cell = shape
        if shape.rows is not None or (shape.kind == "list" and shape.of[0].model and not in_list):
            word = shape.option("word")
            if word is None:
                continue
            cell = word
        yield Column(
            heading, cell, words.get(key, ""), key in needed and not prefix, _usual(model, key)
        )


def _usual(model: type[BaseModel], key: str) -> str:
    names = {field.alias or name: field for name, field in model.model_fields.items()}
    usual = names[key].default
    if usual is None or usual in ((), {}) or names[key].is_required():
        return ""
    return str(usual)


def _asked(
    model: type[BaseModel], prefix: str, asked: Mapping[str, Iterable[str]]
) -> Iterator[str]:
    if is_open(model) and model.__name__ != "ToDate":
        for name in asked.get(ENTITIES[model.__name__], ()):
            yield f"{prefix}{name}"
    for key, shape in fields_of(model).items():
        if shape.kind == "record" and shape.model is not None:
            yield from _asked(shape.model, f"{prefix}{key}.", asked)


def _other(heading: str, model: type[BaseModel], known: Known) -> Column:
    """A column that no field has: an attribute, or a record that is said to be empty."""
    holder, steps = model, heading.split(".")
    for key in steps[:-1]:
        shape = fields_of(holder).get(key)
        holder = shape.model if shape is not None and shape.model is not None else holder
    shape = fields_of(holder).get(steps[-1])
    if shape is not None:
        return Column(heading, shape, FIELD_WORDS.get(holder.__name__, {}).get(steps[-1], ""))
    fact = known.get(ENTITIES.get(holder.__name__, ""), {}).get(steps[-1])
    return Column(heading, None, "" if fact is None else fact.means, fact=fact)
