"""Expressions in conditions and derivations: they name numbers, and dates where days are meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_args

from braid.catalog.checks.names import definitions_of, field_in, unknown
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.view import View
from braid.catalog.fields import owned
from braid.problems import Problem
from braid.reading.document import Path
from braid.schema.expression import OPERATIONS

OF_NUMBERS = "Only numbers can be worked with."
OF_DAYS = "Name an attribute of type date."


def is_expression(value: Any) -> bool:
    """Whether a value as written is an expression, or a date with days."""
    return isinstance(value, dict) and ("value" in value or "day" in value)


def check_sides(
    view: View, site: Site, entity: str, name: str, test: Any, path: Path
) -> Iterator[Problem]:
    """What a test compares an attribute with where that is an expression or a date."""
    if not isinstance(test, dict):
        return
    for op, value in test.items():
        if op == "not":
            yield from check_sides(view, site, entity, name, value, (*path, op))
        elif is_expression(value):
            kind = kind_of(view, entity, name)
            here = (*path, op)
            if "value" in value:
                if kind not in (None, "number"):
                    message = f"'{name}' is compared with a number, but is of type {kind}."
                    yield site.problem("B254", message, OF_NUMBERS, here)
                yield from check_expression(view, site, entity, value["value"], (*here, "value"))
            else:
                if kind not in (None, "date"):
                    message = f"'{name}' is compared with a date, but is of type {kind}."
                    yield site.problem("B254", message, OF_DAYS, here)
                yield from _named(view, site, entity, value["day"], (*here, "day"), "date", OF_DAYS)


def check_expression(
    view: View, site: Site, entity: str, value: Any, path: Path
) -> Iterator[Problem]:
    """Every name of an expression that there is not, or that is no number."""
    if isinstance(value, str):
        yield from _named(view, site, entity, value, path, "number", OF_NUMBERS)
    elif isinstance(value, dict):
        for op in OPERATIONS:
            for number, part in enumerate(value.get(op, ())):
                yield from check_expression(view, site, entity, part, (*path, op, number))


def _named(
    view: View, site: Site, entity: str, name: str, path: Path, wanted: str, remedy: str
) -> Iterator[Problem]:
    problem = unknown(view, site, entity, name, path, key=False)
    if problem is not None:
        yield problem
        return
    kind = kind_of(view, entity, name)
    if kind not in (None, wanted):
        message = f"'{name}' is no {wanted}: it is of type {kind}."
        yield site.problem("B254", message, remedy, path)


def kind_of(view: View, entity: str, name: str) -> str | None:
    """The type of an attribute or of a field of the format; None if that is not known."""
    entity, name = owned(entity, name)
    definition = definitions_of(view, entity).get(name)
    if definition is not None:
        return definition.type
    field = field_in(entity, name)
    if field is None:
        return None
    sorts = set(_sorts(field))
    if dt.date in sorts:
        return "date"
    if bool in sorts:
        return "boolean"
    return "number" if sorts & {Decimal, int} else "text"


def _sorts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for argument in get_args(annotation):
        yield from _sorts(argument)
