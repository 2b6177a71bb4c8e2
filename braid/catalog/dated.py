"""The numbers of a rule that have versions, wherever in it they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from braid.schema.base import Versioned
from braid.schema.expression import versions_in
from braid.schema.predicate import Compare
from braid.schema.rule_base import RuleBase

Path = tuple[str, ...]


def dated_numbers(rule: RuleBase) -> Iterator[tuple[Path, Versioned]]:
    """Every number with versions, with its keys: ``("at_most", "share")``."""
    yield from _within(rule, ())


def _within(value: Any, path: Path) -> Iterator[tuple[Path, Versioned]]:
    if isinstance(value, Versioned):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _within(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for name, inside in value.items():
            yield from _within(inside, (*path, name))
    elif isinstance(value, tuple):
        for inside in value:
            yield from _within(inside, path)
    elif isinstance(value, Compare):
        for number in versions_in(value.value):
            yield (*path, value.attribute), number
    elif is_dataclass(value):
        for part in fields(value):
            yield from _within(getattr(value, part.name), path)
