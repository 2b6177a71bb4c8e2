"""The fields and attributes of the parts of a scenario, by the words of the format."""

from __future__ import annotations

from functools import cache
from typing import Any

from braid.schema.base import Model, OpenModel

ENTITIES = (
    "group", "program", "provider", "employer", "organization", "recipient", "award", "line",
)  # fmt: skip


def field_of(entity: Any, path: str) -> Any:
    """A field or attribute of a model by dotted path; None when absent anywhere on the way."""
    value = entity
    for part in path.split("."):
        if value is None:
            return None
        if isinstance(value, Model | OpenModel):
            further = value.model_extra
            if further and part in further:
                value = further[part]
            else:
                name = _fields(type(value)).get(part)
                value = getattr(value, name) if name is not None else None
        elif isinstance(value, dict):
            value = value.get(part)
        else:
            return None
    return value


@cache
def _fields(model: type[Model | OpenModel]) -> dict[str, str]:
    """The fields of a model by the words of the format, of which Python reserves some."""
    return {name.removesuffix("_"): name for name in model.model_fields}


def owned(entity: str, name: str) -> tuple[str, str]:
    """Whose attribute a name means, and the attribute; without a dot it is ``entity``'s."""
    head, _, rest = name.partition(".")
    if rest and head in ENTITIES:
        entity, name = head, rest
    return "organization" if entity == "recipient" else entity, name
