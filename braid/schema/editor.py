"""JSON Schemas for editors: what can be written in the files of a library, and in scenarios.

Made from the models, and fitted to what the readers of YAML accept: exact numbers, one value
where a list is meant, conditions, tables and files in the place of lists. The words of a
library (categories, attributes, streams) are part of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Any, Literal

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from braid.record import record
from braid.schema import rules, scenario
from braid.schema.base import MODEL, Versioned
from braid.schema.conflicts import Conflict
from braid.schema.editor_words import described, with_words
from braid.schema.expression import OF_TWO, OPERATIONS
from braid.schema.library import (
    AttributesFile,
    CategoriesFile,
    FamilyFile,
    OverlayFile,
    RuleSetFile,
    StreamFile,
)
from braid.schema.portfolio import Portfolio
from braid.schema.predicate import OPS
from braid.schema.proposal import Proposal
from braid.schema.scenario_words import FIELD_WORDS, with_field_words
from braid.schema.sweep import Sweep

Kind = Literal[
    "rule", "scenario", "portfolio", "categories", "attributes", "conflicts", "proposal", "sweep",
]  # fmt: skip
DRAFT = "http://json-schema.org/draft-07/schema#"
"""The version that editors know; it needs nothing newer."""
TABLES = ("costs", "groups", "awards")
"""Lists of a scenario that may stand in a table, named in their place."""
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_LIMITS = {"ge": "minimum", "le": "maximum"}
SCALAR = {"type": ["string", "number", "boolean"]}


@record
class Words:
    """The words of a library, which its files and scenarios use."""

    categories: CategoriesFile
    attributes: AttributesFile = field(default_factory=AttributesFile)
    streams: tuple[str, ...] = ()


def editor_schema(kind: Kind, words: Words) -> dict[str, Any]:
    """The JSON Schema of a kind of file."""
    title, models, top = _OF_KIND[kind]
    conditions = kind != "categories"  # they name versions without a field of that type
    needed = (*models, Versioned) if conditions and Versioned not in models else models
    keys, made = models_json_schema(
        [(model, "validation") for model in needed], schema_generator=_Generator
    )
    refs = [keys[model, "validation"] for model in models]
    defs = made.get("$defs", {})
    if conditions:
        defs |= _conditions(words.attributes)
    if kind in ("rule", "scenario", "portfolio", "conflicts", "proposal"):
        with_words(defs, words.categories, words.attributes, words.streams)
    if kind in ("scenario", "portfolio"):
        with_field_words(defs)
    schema = {"$schema": DRAFT, "title": title, **top(refs, defs), "$defs": defs}
    return dict(_tidy(schema))


class _Generator(GenerateJsonSchema):
    """Pydantic's schemas, with the sorts of values that braid's reader of YAML makes."""

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        model = schema.get("metadata", {}).get(MODEL)
        if model is not None:  # what a field holds is read, and so described, by itself
            model.model_rebuild()
            own = f"{model.__module__}.{model.__qualname__}:{id(model)}"
            schema = {**model.__pydantic_core_schema__, "ref": own}
        return super().generate_inner(schema)

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        limits = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum"}
        named = {limits[k]: float(v) for k, v in schema.items() if k in limits}  # type: ignore[arg-type]
        return {"type": "number", **{k: int(v) if v == int(v) else v for k, v in named.items()}}

    def date_schema(self, schema: core_schema.DateSchema) -> JsonSchemaValue:
        return {"type": "string", "format": "date", "pattern": DAY}

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        # what looks like a number counts as the text that is written
        return {**super().str_schema(schema), "type": ["string", "number"]}

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        made = super().tagged_union_schema(schema)
        kinds = [str(tag)[1:] for tag in schema["choices"]]
        if not set(kinds) <= set(rules.KIND_MODELS):
            return made
        return {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"enum": kinds}},
            "allOf": [
                {"if": {"required": ["kind"], "properties": {"kind": {"const": kind}}}, "then": one}
                for kind, one in zip(kinds, made["oneOf"], strict=True)
            ],
        }


def _rule_file(refs: list[JsonSchemaValue], defs: dict[str, Any]) -> dict[str, Any]:
    """A stream, else a family, else a set, else an overlay: its first key tells."""
    keys = ("stream", "family", "set", "overlay")
    found: dict[str, Any] = {"anyOf": [{"required": [key]} for key in keys]}
    for key, ref in reversed(list(zip(keys, refs, strict=True))):
        found = {"if": {"required": [key]}, "then": ref, "else": found}
    return {"type": "object", **found}


def _scenario_file(refs: list[JsonSchemaValue], defs: dict[str, Any]) -> dict[str, Any]:
    """A scenario or a portfolio; what another file or a table holds need not stand in it."""
    whole = dict(defs.pop("Scenario" if "Scenario" in defs else "Portfolio"))
    properties = dict(whole.pop("properties"))
    for key in (key for key in TABLES if key in properties):
        properties[key] = _list_or_table(properties[key])
    charged = defs["Actuals"]["properties"]
    charged["charges"] = _list_or_table(charged["charges"])
    names = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    properties["include"] = {**names, "description": FIELD_WORDS["Scenario"]["include"]}
    needed = whole.pop("required")
    return {
        **whole, "properties": properties,
        "if": {"not": {"required": ["include"]}}, "then": {"required": needed},
    }  # fmt: skip


def _list_or_table(field: dict[str, Any]) -> dict[str, Any]:
    """The list itself, or the name of the table that holds it."""
    table = {"type": "string", "description": "The name of a table: a CSV file or a workbook"}
    said = {"description": field["description"]} if "description" in field else {}
    items = {key: value for key, value in field.items() if key != "description"}
    return {"anyOf": [items, table], **said}


def _only(refs: list[JsonSchemaValue], defs: dict[str, Any]) -> dict[str, Any]:
    return {"allOf": refs}


def _list(refs: list[JsonSchemaValue], defs: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": refs[0]}


_OF_KIND: dict[Kind, tuple[str, list[Any], Any]] = {
    "rule": (
        "braid: rules of a stream, a family, a set or an overlay",
        [StreamFile, FamilyFile, RuleSetFile, OverlayFile],
        _rule_file,
    ),
    "scenario": ("braid: a scenario", [scenario.Scenario], _scenario_file),
    "portfolio": ("braid: several partnerships and what they share", [Portfolio], _scenario_file),
    "categories": ("braid: categories of cost", [CategoriesFile], _only),
    "attributes": ("braid: the data dictionary", [AttributesFile], _only),
    "conflicts": ("braid: where sources disagree", [Conflict], _list),
    "proposal": ("braid: a proposal to compare with today", [Proposal], _only),
    "sweep": ("braid: many cases of a scenario", [Sweep], _only),
}


def _conditions(attributes: AttributesFile) -> dict[str, Any]:
    """What ``braid/schema/predicate.py`` reads, as definitions."""
    condition, test = {"$ref": "#/$defs/Condition"}, {"$ref": "#/$defs/Test"}
    several = {"type": "array", "minItems": 1, "items": condition}
    named = {name: {"$ref": f"#/$defs/{name}"} for name in ("Versioned", "Expression", "DayOf")}
    number = {"anyOf": [SCALAR, named["Versioned"], _only_key("value"), named["DayOf"]]}
    values = {"type": "array", "minItems": 1, "items": SCALAR}
    tests = {op: values if op == "in" else number for op in OPS} | {"not": test}
    known = {
        name: {"allOf": [test], "description": described(entry)}
        for entity in AttributesFile.model_fields
        for name, entry in sorted(getattr(attributes, entity).items())
    }
    parts = {"type": "array", "minItems": 1, "items": named["Expression"]}
    two = {**parts, "minItems": 2, "maxItems": 2}
    worked = {op: two if op in OF_TWO else parts for op in OPERATIONS}
    return {
        "Expression": {
            "description": "A number, the name of an attribute, or several worked into one.",
            "anyOf": [{"type": ["number", "string"]}, named["Versioned"], {
                "type": "object", "minProperties": 1, "maxProperties": 1, "properties": worked,
                "additionalProperties": False,
            }],
        },
        "DayOf": {
            "type": "object", "required": ["day"], "additionalProperties": False,
            "description": "The date that an attribute has, and some days more or less.",
            "properties": {"day": {"type": "string"}, "plus_days": {"type": "integer"}},
        },
        "Condition": {
            "type": "object",
            "description": "What attributes must be; everything in it must hold.",
            "minProperties": 1,
            "properties": {"any": several, "all": several, "not": condition, **known},
            "additionalProperties": test,
        },
        "Test": {
            "anyOf": [SCALAR, values, {
                "type": "object", "minProperties": 1, "properties": tests,
                "additionalProperties": False,
            }],
        },
    }  # fmt: skip


def _only_key(key: str) -> dict[str, Any]:
    """An object with an expression under one key."""
    return {
        "type": "object", "required": [key], "additionalProperties": False,
        "properties": {key: {"$ref": "#/$defs/Expression"}},
    }  # fmt: skip


def _tidy(value: Any) -> Any:
    """The schema without what only repeats the keys, with references for conditions."""
    if isinstance(value, list):
        return [_tidy(inside) for inside in value]
    if not isinstance(value, dict):
        return value
    if value in ({"title": "Condition"}, {"title": "Expression"}):
        return {"$ref": f"#/$defs/{value['title']}"}
    made = {key: _tidy(inside) for key, inside in _plain_items(value)}
    if "patternProperties" in made:
        made["additionalProperties"] = False
    return made


def _plain_items(value: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    number = value.get("type") in ("number", "integer")
    for key, inside in value.items():
        if number and key in _LIMITS:  # pydantic leaves them so behind a validator of ours
            yield _LIMITS[key], inside
            continue
        if key == "title" and isinstance(inside, str) and "$schema" not in value:
            continue
        if key == "default" and inside in (None, [], {}, ""):
            continue
        if key == "description" and isinstance(inside, str):
            inside = inside.partition("\n\n")[0].replace("``", "`").replace("\n", " ")
        yield key, inside
