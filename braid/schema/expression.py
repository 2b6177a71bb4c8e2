"""Expressions: what an attribute is compared with, or follows from, when it is no plain number.

Written in YAML as a number, a number with versions, the name of an attribute, or a mapping::

    {times: [0.7, lower_living_standard]}
    {greatest: [weekly_unemployment_benefit, {over: [poverty_line, 52]}]}
    {day: registered_on, plus_days: 30}

The last is a date and stands only in comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import PlainValidator, ValidationError, WithJsonSchema

from braid.problems import did_you_mean
from braid.record import record
from braid.schema.base import Versioned

Operation = Literal["plus", "times", "minus", "over", "least", "greatest"]
OPERATIONS: tuple[Operation, ...] = ("plus", "times", "minus", "over", "least", "greatest")
OF_TWO: tuple[Operation, ...] = ("minus", "over")
"""Operations whose parts have an order, and of which there are two."""
MAX_DAYS = 36_600
"""The most days that a date may be moved: about a hundred years."""


@record
class Named:
    """The number that an attribute has."""

    attribute: str


@record
class Worked:
    """Several numbers worked into one."""

    op: Operation
    parts: tuple[Expression, ...]


@record
class DayOf:
    """The date that an attribute has, and some days more or less."""

    attribute: str
    plus_days: int = 0


Expression = Decimal | Versioned | Named | Worked
Step = str | int
EXPRESSION_FORM = "Write a number, the name of an attribute, or {plus: [first, second]}."
DAY_FORM = "Write: {day: signed_on, plus_days: 30}"
VERSIONS_FORM = "Write: {clock: cost_date, versions: [{from: 2026-07-01, value: 1, cite: …}]}"


class ConditionFault(ValueError):
    """What is wrong with a condition, where inside it, and what would be right."""

    def __init__(self, path: tuple[Step, ...], message: str, remedy: str) -> None:
        super().__init__(message)
        self.path = path
        self.remedy = remedy


def parse_versions(value: Any, what: str, path: tuple[Step, ...]) -> Versioned:
    """A number with versions; a :class:`ConditionFault` says what is wrong."""
    try:
        return Versioned.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        inside = tuple(s for s in first["loc"] if isinstance(s, int) or s[0] != ":")
        message = f"The versions of '{what}' are not right: {first['msg'].lower()}."
        raise ConditionFault((*path, *inside), message, VERSIONS_FORM) from None


def parse_expression(value: Any, path: tuple[Step, ...] = ()) -> Any:
    """The expression that YAML says; a :class:`ConditionFault` says what is wrong."""
    if isinstance(value, Versioned | Named | Worked):
        return value
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and value:
        return Named(value)
    if isinstance(value, dict) and "clock" in value:
        return parse_versions(
            value, next((s for s in reversed(path) if s in OPERATIONS), "value"), path
        )
    if not isinstance(value, dict) or len(value) != 1:
        raise ConditionFault(path, "This is not an expression.", EXPRESSION_FORM)
    op, parts = next(iter(value.items()))
    here = (*path, op)
    if op not in OPERATIONS:
        message = f"'{op}' is no operation."
        raise ConditionFault(here, message, did_you_mean(str(op), OPERATIONS))
    if not isinstance(parts, list | tuple) or not parts:
        message = f"'{op}' needs a list of numbers and names."
        raise ConditionFault(here, message, f"Write: {op}: [first, second]")
    if op in OF_TWO and len(parts) != 2:
        message = f"'{op}' needs two numbers or names, the first {_READ[op]} the second."
        raise ConditionFault(here, message, f"Write: {op}: [first, second]")
    found = tuple(parse_expression(part, (*here, k)) for k, part in enumerate(parts))
    return Worked(op, found)


_READ = {"minus": "less", "over": "divided by"}


def parse_day(value: dict[str, Any], path: tuple[Step, ...]) -> DayOf:
    """The date that YAML says; a :class:`ConditionFault` says what is wrong."""
    for key in value:
        if key not in ("day", "plus_days"):
            message = f"'{key}' says nothing of a date."
            raise ConditionFault((*path, key), message, DAY_FORM)
    name, days = value["day"], value.get("plus_days", 0)
    if not isinstance(name, str) or not name:
        raise ConditionFault((*path, "day"), "'day' names no attribute.", DAY_FORM)
    whole = isinstance(days, Decimal | int) and not isinstance(days, bool) and days == int(days)
    if not whole or abs(days) > MAX_DAYS:
        message = f"'plus_days' is no whole number of days from -{MAX_DAYS:,} to {MAX_DAYS:,}."
        raise ConditionFault((*path, "plus_days"), message, DAY_FORM)
    return DayOf(name, int(days))


def parsed(parse: Callable[[Any], Any], title: str) -> Any:
    """The type of a model's field that ``parse`` makes of a mapping.

    pydantic is not told the type of what comes out: it would work out a schema of that too, and
    again for every field.
    """
    form = Annotated[dict[str, Any], WithJsonSchema({"title": title})]
    return Annotated[Any, PlainValidator(lambda value: parse(value), json_schema_input_type=form)]


if TYPE_CHECKING:
    ExpressionField = Decimal | Versioned | Named | Worked
else:
    ExpressionField = parsed(parse_expression, "Expression")
"""An expression as a model's field."""


def names_in(value: Any) -> Iterator[str]:
    """Every attribute that an expression or a date names; none in a plain value."""
    if isinstance(value, Named | DayOf):
        yield value.attribute
    elif isinstance(value, Worked):
        for part in value.parts:
            yield from names_in(part)


def versions_in(value: Any) -> Iterator[Versioned]:
    """Every number with versions in an expression."""
    if isinstance(value, Versioned):
        yield value
    elif isinstance(value, Worked):
        for part in value.parts:
            yield from versions_in(part)
