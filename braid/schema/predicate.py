"""Predicates: what a rule asks about participants, programs, awards or cost lines.

Written in YAML as a mapping from attribute to test; every key must hold::

    {age: {min: 18}, selective_service: [registered, exempt]}
    {any: [{provider.etpl: true}, {registered_apprenticeship: true}]}
    {not: {in_secondary_school: true}}
    {clock_hours: {min: 150, below: 600}}
    {family_income: {max: {value: poverty_line}}}
    {award_date: {min: {day: registered_on, plus_days: 30}}}

An attribute without a dot belongs to the entity that the rule's kind looks at;
``program.weeks`` or ``provider.etpl`` name another entity.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from braid.problems import did_you_mean
from braid.record import record
from braid.schema.base import Versioned
from braid.schema.expression import (
    ConditionFault,
    DayOf,
    Expression,
    Named,
    Step,
    Worked,
    names_in,
    parse_day,
    parse_expression,
    parse_versions,
    parsed,
    versions_in,
)

Op = Literal["is", "in", "min", "max", "above", "below"]
OPS: tuple[Op, ...] = ("is", "in", "min", "max", "above", "below")
Scalar = str | bool | Decimal | dt.date


class Asking:
    """What every condition knows of itself, worked out once: the same rules are asked often."""

    @cached_property
    def attributes(self) -> frozenset[str]:
        """Every attribute that it asks about, those with which it compares included."""
        assert isinstance(self, Compare | AllOf | AnyOf | Not)
        return frozenset(
            name for test in compares(self) for name in (test.attribute, *names_in(test.value))
        )


@record
class Compare(Asking):
    """One attribute against one value: ``min`` is >=, ``max`` <=, ``above`` >, ``below`` <."""

    attribute: str
    op: Op
    value: Scalar | tuple[Scalar, ...] | Expression | DayOf


@record
class AllOf(Asking):
    """Every part holds."""

    parts: tuple[Predicate, ...]


@record
class AnyOf(Asking):
    """At least one part holds."""

    parts: tuple[Predicate, ...]


@record
class Not(Asking):
    """The part does not hold."""

    part: Predicate


Predicate = Compare | AllOf | AnyOf | Not
FORM = "Write a test for each attribute, such as: {age: {min: 18}, low_income: true}"


def _scalar(value: Any, attribute: str, path: tuple[Step, ...]) -> Scalar:
    if isinstance(value, str | bool | Decimal | dt.date):
        return value
    if isinstance(value, int):
        return Decimal(value)
    what = "nothing" if value is None else "something that is not a single value"
    raise ConditionFault(path, f"'{attribute}' is compared with {what}.", FORM)


def _compare(attribute: str, op: Op, value: Any, path: tuple[Step, ...]) -> Predicate:
    if op == "in":
        if not isinstance(value, list | tuple) or not value:
            remedy = f"Write a list: {attribute}: [one, two]"
            raise ConditionFault(path, f"'{attribute}' needs a list of values here.", remedy)
        options = (_scalar(v, attribute, (*path, k)) for k, v in enumerate(value))
        return Compare(attribute, "in", tuple(options))
    if isinstance(value, Versioned | Named | Worked | DayOf):
        return Compare(attribute, op, value)
    if isinstance(value, dict) and "clock" in value:
        return Compare(attribute, op, parse_versions(value, attribute, path))
    if isinstance(value, dict) and "value" in value:
        for key in value:
            if key != "value":
                message = f"'{key}' cannot stand beside 'value'."
                raise ConditionFault((*path, key), message, "Write: {value: poverty_line}")
        return Compare(attribute, op, parse_expression(value["value"], (*path, "value")))
    if isinstance(value, dict) and "day" in value:
        return Compare(attribute, op, parse_day(value, path))
    return Compare(attribute, op, _scalar(value, attribute, path))


def _test(attribute: str, test: Any, path: tuple[Step, ...]) -> Predicate:
    if isinstance(test, list | tuple):
        return _compare(attribute, "in", test, path)
    if not isinstance(test, dict):
        return _compare(attribute, "is", test, path)
    parts: list[Predicate] = []
    for op, value in test.items():
        if op == "not":
            parts.append(Not(_test(attribute, value, (*path, op))))
        elif op in OPS:
            parts.append(_compare(attribute, op, value, (*path, op)))
        else:
            message = f"'{op}' is not a test."
            raise ConditionFault((*path, op), message, did_you_mean(op, (*OPS, "not")))
    if not parts:
        raise ConditionFault(path, f"'{attribute}' has no test.", FORM)
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def parse_predicate(value: Any, path: tuple[Step, ...] = ()) -> Any:
    """The predicate that a YAML mapping says; a :class:`ConditionFault` says what is wrong."""
    if isinstance(value, Compare | AllOf | AnyOf | Not):
        return value
    if not isinstance(value, dict) or not value:
        raise ConditionFault(path, "A condition says of attributes what they must be.", FORM)
    parts: list[Predicate] = []
    for key, test in value.items():
        if key in ("all", "any"):
            if not isinstance(test, list | tuple) or not test:
                remedy = f"Write: {key}: [{{age: {{min: 18}}}}, {{low_income: true}}]"
                raise ConditionFault((*path, key), f"'{key}' needs a list of conditions.", remedy)
            inner = tuple(parse_predicate(p, (*path, key, k)) for k, p in enumerate(test))
            parts.append(AllOf(inner) if key == "all" else AnyOf(inner))
        elif key == "not":
            parts.append(Not(parse_predicate(test, (*path, key))))
        else:
            parts.append(_test(key, test, (*path, key)))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


if TYPE_CHECKING:
    Condition = Compare | AllOf | AnyOf | Not
else:
    Condition = parsed(parse_predicate, "Condition")
"""A predicate as a model's field."""


def compares(predicate: Predicate) -> Iterator[Compare]:
    """Every comparison in a condition."""
    if isinstance(predicate, Compare):
        yield predicate
    elif isinstance(predicate, Not):
        yield from compares(predicate.part)
    else:
        for part in predicate.parts:
            yield from compares(part)


def attributes_of(predicate: Predicate) -> frozenset[str]:
    """Every attribute that a condition asks about, those with which it compares included."""
    return predicate.attributes


def clocks_of(predicate: Predicate) -> frozenset[str]:
    """The clocks that pick versions of a condition's numbers."""
    tests = compares(predicate)
    return frozenset(number.clock for test in tests for number in versions_in(test.value))
