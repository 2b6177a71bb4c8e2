"""Predicates: what a rule asks about participants, programs, awards or cost lines.

Written in YAML as a mapping from attribute to test; every key must hold::

    {age: {min: 18}, selective_service: [registered, exempt]}
    {any: [{provider.etpl: true}, {registered_apprenticeship: true}]}
    {not: {in_secondary_school: true}}
    {clock_hours: {min: 150, below: 600}}

An attribute without a dot belongs to the entity that the rule's kind looks at;
``program.weeks`` or ``provider.etpl`` name another entity.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from braid.schema.base import Versioned

Op = Literal["is", "in", "min", "max", "above", "below"]
OPS: tuple[Op, ...] = ("is", "in", "min", "max", "above", "below")
Scalar = str | bool | Decimal | dt.date


@dataclass(frozen=True)
class Compare:
    """One attribute against one value: ``is``, ``in``, ``min`` (>=), ``max`` (<=), ``above``, ``below``."""

    attribute: str
    op: Op
    value: Scalar | tuple[Scalar, ...] | Versioned


@dataclass(frozen=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Predicate


Predicate = Compare | AllOf | AnyOf | Not
_VERSIONED = TypeAdapter(Versioned)


def _scalar(value: Any, attribute: str) -> Scalar:
    if isinstance(value, str | bool | Decimal | dt.date):
        return value
    if isinstance(value, int):
        return Decimal(value)
    raise ValueError(f"'{attribute}' is compared with something that is not a single value")


def _compare(attribute: str, op: Op, value: Any) -> Predicate:
    if op == "in":
        if not isinstance(value, list | tuple) or not value:
            raise ValueError(f"'in' for '{attribute}' needs a list of values")
        return Compare(attribute, "in", tuple(_scalar(v, attribute) for v in value))
    if isinstance(value, dict) and "clock" in value:
        try:
            return Compare(attribute, op, _VERSIONED.validate_python(value))
        except ValidationError as error:
            first = error.errors()[0]
            raise ValueError(f"the versions of '{attribute}' are not right: {first['msg']}") from None
    return Compare(attribute, op, _scalar(value, attribute))


def _test(attribute: str, test: Any) -> Predicate:
    if isinstance(test, list | tuple):
        return _compare(attribute, "in", test)
    if not isinstance(test, dict):
        return _compare(attribute, "is", test)
    parts: list[Predicate] = []
    for op, value in test.items():
        if op == "not":
            parts.append(Not(_test(attribute, value)))
        elif op in OPS:
            parts.append(_compare(attribute, op, value))
        else:
            raise ValueError(
                f"'{op}' is not a test; known tests: {', '.join(OPS)}, not"
            )
    if not parts:
        raise ValueError(f"'{attribute}' has no test")
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def parse_predicate(value: Any) -> Any:
    """The predicate that a YAML mapping says; ValueError says what is wrong with it."""
    if isinstance(value, Compare | AllOf | AnyOf | Not):
        return value
    if not isinstance(value, dict) or not value:
        raise ValueError("a condition is a mapping from attribute to test")
    parts: list[Predicate] = []
    for key, test in value.items():
        if key in ("all", "any"):
            if not isinstance(test, list | tuple) or not test:
                raise ValueError(f"'{key}' needs a list of conditions")
            inner = tuple(parse_predicate(part) for part in test)
            parts.append(AllOf(inner) if key == "all" else AnyOf(inner))
        elif key == "not":
            parts.append(Not(parse_predicate(test)))
        else:
            parts.append(_test(key, test))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


Condition = Annotated[Compare | AllOf | AnyOf | Not, BeforeValidator(parse_predicate)]
"""A predicate as a model's field."""


def attributes_of(predicate: Predicate) -> frozenset[str]:
    """Every attribute that a predicate asks about."""
    if isinstance(predicate, Compare):
        return frozenset({predicate.attribute})
    if isinstance(predicate, Not):
        return attributes_of(predicate.part)
    return frozenset().union(*(attributes_of(part) for part in predicate.parts))
