"""Which keys a model knows at some place inside it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Tag
from pydantic.fields import FieldInfo

from braid.schema.rules import KIND_MODELS


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys of a model as they are written in files."""
    return [field.alias or name for name, field in model.model_fields.items()]


def model_at(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel]:
    """The model that stands at a location of pydantic's, which has the tags of unions."""
    current = model
    annotation: Any = None
    for step in location:
        if isinstance(step, int):
            continue
        if step.startswith(":"):
            tagged = _tagged(annotation, step)
            current = KIND_MODELS.get(step[1:], current) if tagged is None else tagged
            continue
        annotation = next((f.annotation for f in _fields(current, step)), None)
        below = _model_in(annotation)
        current = current if below is None else below
    return current


def homes_of(key: str, model: type[BaseModel], above: str = "") -> list[str]:
    """The keys of the file below which ``key`` may stand, such as ``groups`` for ``start``."""
    found = [above] if above and key in keys_of(model) else []
    for name, field in model.model_fields.items():
        below = _model_in(field.annotation)
        if below is not None and below is not model and name != "rules":
            found += homes_of(key, below, field.alias or name)
    return found


def _fields(model: type[BaseModel], key: str) -> list[FieldInfo]:
    return [f for name, f in model.model_fields.items() if key in (name, f.alias)]


def _tagged(annotation: Any, tag: str) -> type[BaseModel] | None:
    """The model of a union that has a tag."""
    if any(isinstance(m, Tag) and m.tag == tag for m in getattr(annotation, "__metadata__", ())):
        return _model_in(annotation)
    found = (_tagged(inside, tag) for inside in getattr(annotation, "__args__", ()))
    return next((model for model in found if model is not None), None)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
