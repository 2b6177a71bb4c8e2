"""Conditions: they ask about attributes that there are, and compare them with what they can be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from braid.catalog.checks import rule_needs
from braid.catalog.checks.attributes import attribute_fault
from braid.catalog.checks.expressions import check_sides, is_expression
from braid.catalog.checks.names import definitions_of, unknown
from braid.catalog.checks.rule_limits import selectors
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.view import View
from braid.catalog.fields import owned
from braid.problems import Problem
from braid.reading.document import Path
from braid.schema import rules as schema
from braid.schema.library import AttributeDefinition

_OF_KIND = {"participant": "group", "report": "award", "together": "group", "transfer": "award"}


def check(view: View, site: Site) -> Iterator[Problem]:
    """Every attribute of a rule's conditions that there is not, or that cannot be as asked."""
    for path, entity in _conditions(site.rule):
        yield from check_condition(view, site, entity, path)


def check_condition(view: View, site: Site, entity: str, path: Path) -> Iterator[Problem]:
    """Every problem of one condition, which stands at ``path`` in a rule or a derivation."""
    raw = site.document.data
    for step in (*site.path, *path):
        raw = raw.get(step) if isinstance(raw, dict) else raw[step]
    for name, where, test in _tests(raw, path):
        yield from _attribute(view, site, entity, name, where, test)


def _conditions(rule: schema.RuleBase) -> Iterator[tuple[Path, str]]:
    """The paths of a rule's conditions, each with the entity that it looks at."""
    kind = str(getattr(rule, "kind", ""))
    for key in ("who", "where"):
        if getattr(rule, key, None) is not None:
            yield (key,), _OF_KIND.get(kind, kind)
    if isinstance(rule, schema.Order) and rule.first is not None:
        yield ("first",), "group"
    if isinstance(rule, schema.Limit | schema.Match | schema.Reimbursement):
        looks = selectors(rule) if isinstance(rule, schema.Limit) else rule_needs.selectors(rule)
        for selector, path in looks:
            if selector.who is not None:
                yield (*path, "who"), "group"
            if selector.where is not None:
                yield (*path, "where"), "line"


def _tests(condition: Any, path: Path) -> Iterator[tuple[str, Path, Any]]:
    """Every attribute of a condition as written, with its path and its test."""
    for key, test in condition.items():
        here = (*path, key)
        if key in ("all", "any"):
            for index, part in enumerate(test):
                yield from _tests(part, (*here, index))
        elif key == "not":
            yield from _tests(test, here)
        else:
            yield key, here, test


def _attribute(
    view: View, site: Site, entity: str, name: str, path: Path, test: Any
) -> Iterator[Problem]:
    problem = unknown(view, site, entity, name, path)
    if problem is not None:
        yield problem
        return
    owner, last = owned(entity, name)
    definition = definitions_of(view, owner).get(last)
    if definition is not None:
        for inside, value in _values(test, path, ordered=definition.type in ("number", "date")):
            yield from _compared(site, last, definition, inside, value)
    yield from check_sides(view, site, entity, name, test, path)


_UNORDERED = ("is", "in")


def _values(test: Any, path: Path, *, ordered: bool) -> Iterator[tuple[Path, Any]]:
    """The values that a test compares with; None as value where the test needs an order."""
    if isinstance(test, list):
        for index, value in enumerate(test):
            yield (*path, index), value
    elif isinstance(test, dict) and "clock" not in test:
        for op, value in test.items():
            if is_expression(value) and (op in _UNORDERED or ordered):
                continue  # what stands in it is checked by itself
            if op == "not" or op in _UNORDERED or ordered:
                yield from _values(value, (*path, op), ordered=ordered)
            else:
                yield (*path, op), None
    else:
        yield path, test


def _compared(
    site: Site, name: str, definition: AttributeDefinition, path: Path, value: Any
) -> Iterator[Problem]:
    if value is None:
        message = f"'{name}' cannot be compared as more or less: it is of type {definition.type}."
        yield site.problem("B254", message, "Name the values that it may have.", path, key=True)
        return
    if isinstance(value, dict):
        if definition.type != "number":
            message = f"'{name}' is compared with a number, but is of type {definition.type}."
            yield site.problem("B254", message, "Name the values that it may have.", path)
        return
    if definition.type == "text" and isinstance(value, Decimal):
        return
    fault = attribute_fault(name, value, definition)
    if fault is not None:
        _, message, remedy = fault
        yield site.problem("B254", message, remedy, path)
