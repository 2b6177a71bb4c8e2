"""Conditions: they ask about attributes that there are, and compare them with what they can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from braid.catalog.checks import rule_needs
from braid.catalog.checks.attributes import attribute_fault, dictionary
from braid.catalog.checks.rule_limits import selectors
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.view import View
from braid.catalog.facts import ENTITIES
from braid.problems import Problem, did_you_mean, suggest
from braid.reading.document import Path
from braid.schema import rules as schema
from braid.schema import scenario
from braid.schema.keys import keys_of, model_at
from braid.schema.library import AttributeDefinition

MODELS: dict[str, type[BaseModel]] = {
    "group": scenario.Group, "program": scenario.Program, "provider": scenario.Provider,
    "employer": scenario.Employer, "organization": scenario.Organization,
    "award": scenario.Award, "line": scenario.Cost,
}  # fmt: skip


def _number(means: str) -> AttributeDefinition:
    return AttributeDefinition(type="number", means=means, computed=True)


def _flag(means: str) -> AttributeDefinition:
    return AttributeDefinition(type="boolean", means=means, computed=True)


COMPUTED: dict[str, dict[str, AttributeDefinition]] = {
    "program": {"months_operating": _number("Full months of operation when the group starts")},
    "group": {
        "months_in_tax_year": _number("Full months of training in the calendar year"),
        "weeks": _number("Weeks of the group's program"),
    },
    "award": {
        "holds": AttributeDefinition(
            type="choice", means="Whose", values=("allocation", "subaward"), computed=True
        ),
        "has_amount": _flag("Whether the award states an amount"),
        "may_match": _flag("Whether the award's money may stand beside any other award"),
    },
    "line": {"direct": _flag("Costs so much per participant"), "shared": _flag("Costs one amount")},
}
"""Attributes that braid works out (``docs/semantics.md``, section 3)."""
_OF_KIND = {"participant": "group", "report": "award"}


def check(view: View, site: Site) -> Iterator[Problem]:
    """Every attribute of a rule's conditions that there is not, or that cannot be as asked."""
    for path, entity in _conditions(site.rule):
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
    head, _, rest = name.partition(".")
    if rest and head in ENTITIES:
        entity, name = head, rest
    entity = "organization" if entity == "recipient" else entity
    definitions = definitions_of(view, entity)
    definition = definitions.get(name)
    if definition is not None:
        for inside, value in _values(test, path, ordered=definition.type in ("number", "date")):
            yield from _compared(site, name, definition, inside, value)
        return
    if _is_field(entity, name):
        return
    message = f"There is no attribute '{name}' of {entity}s."
    remedy = _instead(view, entity, name, definitions)
    yield site.problem("B253", message, remedy, path, key=True)


def definitions_of(view: View, entity: str) -> Mapping[str, AttributeDefinition]:
    """The attributes of an entity: declared, computed, and a provider's organization's."""
    found = {**dictionary(view, entity), **COMPUTED.get(entity, {})}
    if entity == "provider":
        found = {**dictionary(view, "organization"), **found}
    return found


def _is_field(entity: str, name: str) -> bool:
    model = MODELS[entity]
    *above, last = name.split(".")
    holder = model_at(model, tuple(above))
    if above and holder is model:
        return False
    if last in keys_of(holder):
        return True
    return entity == "provider" and _is_field("organization", name)


def _instead(
    view: View, entity: str, name: str, definitions: Mapping[str, AttributeDefinition]
) -> str:
    own = [*definitions, *keys_of(MODELS[entity])]
    if suggest(name, own) is not None:
        return did_you_mean(name, own)
    for other in MODELS:
        if name in definitions_of(view, other) or _is_field(other, name):
            return f"Write '{other}.{name}' if that is meant."
    return "Declare it in rules/attributes.yaml, or name another."


_UNORDERED = ("is", "in")


def _values(test: Any, path: Path, *, ordered: bool) -> Iterator[tuple[Path, Any]]:
    """The values that a test compares with; None as value where the test needs an order."""
    if isinstance(test, list):
        for index, value in enumerate(test):
            yield (*path, index), value
    elif isinstance(test, dict) and "clock" not in test:
        for op, value in test.items():
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
