"""Which keys a model knows at some place inside it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from braid.schema.rules import KIND_MODELS


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys of a model as they are written in files."""
    return [field.alias or name for name, field in model.model_fields.items()]


def model_at(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel]:
    """The model that stands at a location of pydantic's, which has the tags of unions."""
    current = model
    for step in location:
        if isinstance(step, int):
            continue
        if step.startswith(":"):
            current = KIND_MODELS.get(step[1:], current)
            continue
        current = _field_model(current, step) or current
    return current


def homes_of(key: str, model: type[BaseModel], above: str = "") -> list[str]:
    """The keys of the file below which ``key`` may stand, such as ``groups`` for ``start``."""
    found = [above] if above and key in keys_of(model) else []
    for name, field in model.model_fields.items():
        below = _model_in(field.annotation)
        if below is not None and below is not model and name != "rules":
            found += homes_of(key, below, field.alias or name)
    return found


def _field_model(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    for name, field in model.model_fields.items():
        if key in (name, field.alias):
            return _model_in(field.annotation)
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
