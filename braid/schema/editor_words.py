"""The words of a library in the JSON Schemas for editors: categories, attributes, streams."""

from __future__ import annotations

from typing import Any

from braid.schema.library import AttributeDefinition, AttributesFile, CategoriesFile

DAY = {"type": "string", "format": "date"}
_TYPES: dict[str, dict[str, Any]] = {
    "boolean": {"type": "boolean"}, "number": {"type": "number"},
    "text": {"type": ["string", "number"]}, "date": DAY,
}  # fmt: skip
_ENTITIES = {
    "Group": ("group",), "ToDate": ("group",), "Program": ("program",),
    "Provider": ("provider", "organization"), "Employer": ("employer",),
    "Organization": ("organization",), "Award": ("award",), "Cost": ("line",),
}  # fmt: skip
"""The parts of a scenario that take attributes, and the entities whose attributes those are."""
_NAMES_OR_FAMILIES = {"for", "allow", "forbid", "category"}
_WITHOUT = ("Condition", "Test")


def with_words(
    defs: dict[str, Any],
    categories: CategoriesFile,
    attributes: AttributesFile,
    streams: tuple[str, ...],
) -> None:
    """Put the words of a library into the definitions of a schema."""
    one, either = {"$ref": "#/$defs/Category"}, {"$ref": "#/$defs/CategoryOrFamily"}
    for name, definition in defs.items():
        properties = definition.get("properties", {})
        if name in _WITHOUT:
            continue
        if definition.get("additionalProperties") is True:
            _attributes(name, definition, attributes)
            if "category" in properties:
                properties["category"] = one
        else:
            listed = _NAMES_OR_FAMILIES | ({"first"} if "formula" in properties else set())
            for key in listed & properties.keys():
                properties[key] = _names(either, properties[key])
        if "classed" in properties:
            properties["classed"] = one
        if "stream" in properties and "amount" in properties:
            known = {"enum": list(streams)}
            properties["stream"] = {"anyOf": [known, properties["stream"]]}
    defs["Category"] = {"enum": list(categories.categories)}
    defs["CategoryOrFamily"] = {"enum": [*categories.categories, *categories.families]}


def _names(name: dict[str, Any], before: Any) -> dict[str, Any]:
    """One of the names or a list of them, or nothing where that may be."""
    found: list[Any] = [name, {"type": "array", "items": name}]
    if {"type": "null"} in before.get("anyOf", ()):
        found.append({"type": "null"})
    return {"anyOf": found}


def _attributes(name: str, definition: dict[str, Any], attributes: AttributesFile) -> None:
    """The attributes that an entry of a scenario may state; no others."""
    entities = _ENTITIES.get(name.rpartition("__")[2])
    if entities is None:
        return
    properties = definition["properties"]
    for entity in entities:
        for attribute, entry in sorted(getattr(attributes, entity).items()):
            if not entry.computed:
                properties.setdefault(attribute, _attribute(entry))
    definition["additionalProperties"] = False


def _attribute(entry: AttributeDefinition) -> dict[str, Any]:
    shape = {"enum": list(entry.values)} if entry.type == "choice" else _TYPES[entry.type]
    shown = f" Shown by: {entry.document}." if entry.document else ""
    return {**shape, "description": f"{described(entry)}.{shown}"}


def described(entry: AttributeDefinition) -> str:
    """What an attribute means, and whether it need not be stated."""
    follows = "; worked out from other facts where it is not stated" if entry.derive else ""
    return f"{entry.means}{follows}"
