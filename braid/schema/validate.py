"""From plain data with positions to a validated model: pydantic's errors as Problems."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from braid.problems import Place, Problem, did_you_mean
from braid.reading.document import Document

M = TypeVar("M", bound=BaseModel)


def validate(
    model: type[M], document: Document, path: tuple[str | int, ...] = ()
) -> tuple[M | None, list[Problem]]:
    """The part of a document at ``path`` as a ``model``, or every problem that it has."""
    data = document.data
    for part in path:
        data = data[part]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        problems = [_problem(e, model, document, path, data) for e in error.errors()]
        return None, problems


def _problem(
    error: ErrorDetails, model: type[BaseModel], document: Document, base: tuple[Any, ...], data: Any
) -> Problem:
    path, missing = _real_path(error["loc"], data)
    kind = error["type"]
    name = str(path[-1]) if path else "the file"
    full = (*base, *path)
    if kind == "extra_forbidden":
        known = _known_keys(model, error["loc"][:-1])
        place = document.place(full, key=True)
        return Problem("B101", f"Unknown key '{name}'.", did_you_mean(name, known), place)
    if kind == "missing":
        field = str(error["loc"][-1])
        place = document.place(full)
        inside = f"in '{name}'" if path and isinstance(path[-1], str) else "here"
        return Problem("B102", f"'{field}' is missing {inside}.", f"Add '{field}: …'.", place)
    place = document.place(full)
    return _value_problem(error, kind, name, place)


def _value_problem(error: ErrorDetails, kind: str, name: str, place: Place) -> Problem:
    value = error.get("input")
    shown = f"'{value}'" if isinstance(value, str | int | float | bool) or value is None else ""
    context = error.get("ctx", {})
    if kind == "value_error":
        text = str(context.get("error", error["msg"]))
        return Problem("B106", f"'{name}': {text}.", "See docs/rules.md for the form.", place)
    if kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than", "finite_number"):
        remedy = {
            "greater_than_equal": f"Give a number of at least {context.get('ge')}.",
            "greater_than": f"Give a number above {context.get('gt')}.",
            "less_than_equal": f"Give a number of at most {context.get('le')}.",
            "less_than": f"Give a number below {context.get('lt')}.",
        }.get(kind, "Give an ordinary number.")
        code = "B104"
        return Problem(code, f"'{name}' is {_number(value)}, which is out of range.", remedy, place)
    if kind == "decimal_max_places":
        return Problem(
            "B104", f"'{name}' has fractions of a cent.", "Give dollars and whole cents.", place
        )
    if kind in ("literal_error", "enum"):
        options = [o.strip().strip("'") for o in str(context.get("expected", "")).replace(" or ", ", ").split(",")]
        return Problem("B105", f"'{name}' cannot be {shown}.", did_you_mean(str(value), options), place)
    if kind == "string_pattern_mismatch":
        return Problem(
            "B107", f"'{name}' has a form that is not allowed: {shown}.",
            f"It must match {context.get('pattern')}.", place,
        )  # fmt: skip
    if kind == "too_short":
        return Problem("B108", f"'{name}' is empty.", "Give at least one entry.", place)
    wanted = _wanted(kind)
    return Problem("B103", f"'{name}' should be {wanted}, not {shown or 'this'}.", f"Write {wanted}.", place)


def _number(value: Any) -> str:
    return str(value) if value is not None else "this"


def _wanted(kind: str) -> str:
    if "date" in kind:
        return "a date such as 2026-07-01"
    if "bool" in kind:
        return "true or false"
    if "decimal" in kind or "int" in kind or "float" in kind or "number" in kind:
        return "a number"
    if "dict" in kind or "model" in kind or "mapping" in kind:
        return "a mapping of keys to values"
    if "list" in kind or "tuple" in kind:
        return "a list"
    return "text"


def _real_path(loc: tuple[int | str, ...], data: Any) -> tuple[tuple[int | str, ...], bool]:
    """The location in the data: pydantic's own tags for unions are left out."""
    path: list[int | str] = []
    value = data
    for part in loc:
        if isinstance(value, dict) and part in value:
            path.append(part)
            value = value[part]
        elif isinstance(value, list | tuple) and isinstance(part, int) and part < len(value):
            path.append(part)
            value = value[part]
    return tuple(path), len(path) < len(loc)


def _known_keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that the model at ``loc`` knows."""
    from braid.schema.rules import KIND_MODELS

    current: Any = model
    for part in loc:
        if isinstance(part, int):
            continue
        if part in KIND_MODELS:
            current = KIND_MODELS[part]
            continue
        found = _field_model(current, part)
        if found is not None:
            current = found
    return [f.alias or n for n, f in current.model_fields.items()]


def _field_model(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    for field_name, field in model.model_fields.items():
        if name in (field_name, field.alias):
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
