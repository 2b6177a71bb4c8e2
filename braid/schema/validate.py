"""From plain data with places to a validated model: pydantic's errors as Problems."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from braid.problems import Problem
from braid.reading.document import Document, Path
from braid.schema.faults import problems_of

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], document: Document, path: Path = ()) -> tuple[M | None, list[Problem]]:
    """The part of a document at ``path`` as a ``model``, or every problem that it has.

    Numbers where text is meant (``listing: 17.258``, ``id: 2026``) count as the text that
    is written. What is absent because its file could not be read is not reported again.
    """
    data = document.data
    for step in path:
        data = data[step]
    value, errors = _attempt(model, data)
    as_written = _numbers_for_text(errors, data, document, path)
    if as_written:
        data = _replaced(data, as_written)
        value, errors = _attempt(model, data)
    if value is not None:
        return value, []
    return None, problems_of(errors, model, document, path, data)


def real_path(location: tuple[int | str, ...], data: Any) -> Path:
    """A location of pydantic's as a path in the data: tags of unions are left out."""
    path: list[int | str] = []
    value = data
    for step in location:
        if _has(value, step):
            path.append(step)
            value = value[step]
    return tuple(path)


def _has(value: Any, step: int | str) -> bool:
    if isinstance(value, list):
        return isinstance(step, int) and step < len(value)
    return isinstance(value, dict) and step in value


def _attempt(model: type[M], data: Any) -> tuple[M | None, list[ErrorDetails]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _numbers_for_text(
    errors: list[ErrorDetails], data: Any, document: Document, base: Path
) -> dict[int | str, Any]:
    """A tree of the values that are numbers where text is meant, with the text as written."""
    tree: dict[int | str, Any] = {}
    for error in errors:
        if error["type"] != "string_type" or not isinstance(error["input"], Decimal):
            continue
        path = real_path(error["loc"], data)
        text = document.text((*base, *path))
        if text is None or not path:
            continue
        inside = tree
        for step in path[:-1]:
            inside = inside.setdefault(step, {})
        inside[path[-1]] = text
    return tree


def _replaced(data: Any, tree: dict[int | str, Any]) -> Any:
    """A copy of the data, with the tree's leaves in place of its own."""
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    for step, below in tree.items():
        copy[step] = _replaced(data[step], below) if isinstance(below, dict) else below
    return copy
