"""Keys beyond the format's own: attributes of the data dictionary, each of its type."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from braid.catalog.checks.view import MODELS, SECTIONS, View
from braid.problems import Place, Problem, did_you_mean, suggest
from braid.reading.document import Path
from braid.schema.days import day_fault
from braid.schema.keys import keys_of
from braid.schema.library import AttributeDefinition, AttributesFile
from braid.schema.repeats import not_too_often
from braid.schema.scenario import Provider, ToDate
from braid.schema.values import value_fault
from braid.schema.wording import thing_at

ENTITIES: dict[str, str] = {
    "programs": "program", "groups": "group", "costs": "line", "awards": "award",
    "organizations": "organization", "employers": "employer",
}  # fmt: skip
"""The data dictionary's name for the entries of each list."""
_PLURALS = {entity: section for section, entity in ENTITIES.items()} | {"provider": "providers"}

OF_FORMAT: dict[str, dict[str, AttributeDefinition]] = {
    "group": {"employer": AttributeDefinition(type="text", means="The employer it works for")},
    "line": {
        "round": AttributeDefinition(type="text", means="The round of funding it belongs to"),
        "accepts_in_kind": AttributeDefinition(
            type="boolean", means="Whether goods and work may stand for money"
        ),
    },
}
"""Attributes that the format itself knows, whatever the data dictionary says."""

Known = Mapping[str, AttributeDefinition]
Found = tuple[Path, Problem]


def known_attributes(declared: AttributesFile, entity: str) -> Known:
    """The attributes that an entity may have: the format's own, and the data dictionary's."""
    return {**OF_FORMAT.get(entity, {}), **getattr(declared, entity, {})}


def dictionary(view: View, entity: str) -> Known:
    """The attributes that an entity may have."""
    return known_attributes(view.library.attributes, entity)


def check(view: View) -> Iterator[Problem]:
    """Every key that is neither a field nor an attribute, and every attribute of a wrong type."""
    headings: set[Place] = set()
    found: list[tuple[Hashable, Problem]] = []
    for section in SECTIONS:
        in_table = view.document.columns(SECTIONS[section]) is not None
        for path, problem in _of_table(view, section) if in_table else _of_list(view, section):
            # a list that an include adds to a table is no table: its headings are told apart here
            if problem.code != "B101" or problem.place not in headings:
                found.append(((path[0], *path[2:]) if in_table else None, problem))
            headings.add(problem.place)
    yield from not_too_often(found)


def _of_table(view: View, section: str) -> Iterator[Found]:
    """An unknown column is reported with the first row that fills it."""
    told: set[Any] = set()
    known = dictionary(view, ENTITIES[section])
    for index, row in enumerate(view.rows(section)):
        here = (*SECTIONS[section], index)
        untold = {key: value for key, value in row.items() if key not in told}
        for where, problem in _entity(view, untold, MODELS[section], known, here):
            if problem.code == "B101":
                told.add(where[-1])
            yield where, problem
        yield from _inside(view, section, row, here)


def _of_list(view: View, section: str) -> Iterator[Found]:
    known = dictionary(view, ENTITIES[section])
    for index, row in enumerate(view.rows(section)):
        here = (*SECTIONS[section], index)
        yield from _entity(view, row, MODELS[section], known, here)
        yield from _inside(view, section, row, here)


def _inside(view: View, section: str, row: Any, here: Path) -> Iterator[Found]:
    """What stands inside an entry: who teaches a program, what was spent of an award before."""
    if section == "programs" and isinstance(row, dict):
        providers = dictionary(view, "provider")
        yield from _entity(view, row.get("provider"), Provider, providers, (*here, "provider"))
    if section == "awards" and isinstance(row, dict):
        yield from _to_date(view, row.get("to_date"), (*here, "to_date"))


def _to_date(view: View, entries: Any, path: Path) -> Iterator[Found]:
    known = dictionary(view, "group")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        yield from _entity(view, entry, ToDate, known, (*path, index))


def _entity(
    view: View, row: Any, model: type[BaseModel], known: Known, path: Path
) -> Iterator[Found]:
    if not isinstance(row, dict):
        return
    fields = keys_of(model)
    for key in [key for key in row if key not in fields]:
        here = (*path, key)
        definition = known.get(key)
        if definition is None:
            yield here, _unknown(view, key, [*fields, *known], path)
        elif definition.computed:
            thing = thing_at(view.document, path)
            message = f"'{key}' is worked out by braid; {thing} cannot state it."
            yield here, view.problem("B209", message, "Take the key out.", here, key=True)
        else:
            fault = attribute_fault(key, row[key], definition)
            if fault is not None:
                yield here, view.problem(*fault, here)


def _unknown(view: View, key: str, known: list[str], path: Path) -> Problem:
    remedy = did_you_mean(key, known)
    if suggest(key, known) is None:
        remedy = "Take it out, or declare it in rules/attributes.yaml if a rule asks about it."
        owners = [e for e in _PLURALS if key in dictionary(view, e)]
        owners += [ENTITIES[s] for s, model in MODELS.items() if key in keys_of(model)]
        if owners:
            remedy = f"It is said of {' or '.join(dict.fromkeys(_PLURALS[e] for e in owners))}."
    thing = thing_at(view.document, path)
    if view.document.columns(path[:-1]) is not None:
        thing = f"the table of {path[-2]}"
    message = f"{thing[:1].upper()}{thing[1:]} has an unknown key '{key}'."
    return view.problem("B101", message, remedy, (*path, key), key=True)


def attribute_fault(
    name: str, value: Any, definition: AttributeDefinition
) -> tuple[str, str, str] | None:
    """Code, message and remedy if a value is not of an attribute's type; absent is never wrong."""
    if value is None:
        return None
    kind = definition.type
    if kind == "boolean":
        return None if isinstance(value, bool) else value_fault("bool", name, value, {})
    if kind == "number":
        good = isinstance(value, Decimal | int) and not isinstance(value, bool)
        return None if good else value_fault("not_a_number", name, value, {})
    if kind == "date":
        fault, remedy = day_fault(value)
        context = {"fault": fault, "remedy": remedy}
        return value_fault("not_a_day", name, value, context) if fault else None
    if isinstance(value, bool) or not isinstance(value, str | Decimal | int):
        return value_fault("string_type", name, value, {})
    if kind == "choice" and str(value) not in definition.values:
        expected = ", ".join(f"'{option}'" for option in definition.values)
        return value_fault("literal_error", name, value, {"expected": expected})
    return None
