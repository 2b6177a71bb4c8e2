"""What may be written in a field, in words, from its JSON Schema."""

from __future__ import annotations

from typing import Any

from braid.render.markdown import anchor, code
from braid.schema.base import MAX_USD

Schema = dict[str, Any]
WORDS = {"Category": "[a category](#categories)"}


def of_model(value: Schema) -> str | None:
    """The definition that stands in a field, or in its list, unless it is a word or a rule."""
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    inside = [one for one in value.get("anyOf", ()) if not _is_table(one)]
    inside += [value["items"]] if "items" in value else []
    return next((name for one in inside if (name := of_model(one))), None)


def value_words(value: Schema, path: str) -> str:
    """What may be written; ``path`` is where the field stands, for links to what is inside."""
    if "$ref" in value:
        name = str(value["$ref"]).rpartition("/")[2]
        return WORDS.get(name) or f"[fields](#{anchor(path)})"
    if "enum" in value:
        if path.endswith("awards.stream"):
            return "[a stream](#streams)"
        return ", ".join(code(str(one)) for one in value["enum"])
    if "const" in value:
        return code(str(value["const"]))
    several = value.get("anyOf") or value.get("oneOf")
    if several:
        return _either(several, path)
    return _of_type(value, path)


def _either(several: list[Schema], path: str) -> str:
    found: list[str] = []
    for one in several:
        words = "a table" if _is_table(one) else value_words(one, path)
        if words and words not in found and one != {"type": "null"}:
            found.append(words)
    # a stream that ships is named in the enumeration, one of the user's own is text beside it
    if found[0] == "[a stream](#streams)":
        return found[0]
    return " or ".join(found)


def _is_table(value: Schema) -> bool:
    return value.get("type") == "string" and "table" in value.get("description", "")


def _of_type(value: Schema, path: str) -> str:
    kind = value.get("type")
    if kind == "array":
        inside = value["items"]
        if "discriminator" in inside or "allOf" in inside or "oneOf" in inside:
            return "list: [rules](rule-files.md)"
        return f"list: {value_words(inside, path)}"
    if kind == "boolean":
        return "`true`, `false`"
    if kind in ("number", "integer"):
        return _number(value)
    if kind == "object":
        return "number for each id" if "patternProperties" in value else "text"
    if value.get("format") == "date":
        return "day"
    pattern = value.get("pattern", "")
    if "{1,64}" in pattern:
        return "id"
    return "two letters" if "{2}" in pattern else "text"


def _number(value: Schema) -> str:
    low, high = value.get("minimum"), value.get("maximum")
    if (low, high) == (0, 1):
        return "share from 0 to 1"
    if (low, high) == (0, int(MAX_USD)):
        return "dollars"
    word = "whole number" if value["type"] == "integer" else "number"
    if "exclusiveMinimum" in value:
        word += f" above {value['exclusiveMinimum']}"
    if low is not None:
        word += f" from {low:,}" if high is not None else f", at least {low:,}"
    years = low is not None and low > 1000
    if high is not None and high < int(MAX_USD):
        word += f" to {high}" if years else f" to {high:,}"
    return word.replace(f"{low:,}", str(low)) if years else word
