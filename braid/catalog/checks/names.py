"""The names that conditions and expressions may use: attributes, computed ones, fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from braid.catalog.checks.attributes import dictionary
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.view import View
from braid.catalog.fields import owned
from braid.problems import Problem, did_you_mean, suggest
from braid.reading.document import Path
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
    "program": {
        "months_operating": _number("Full months of operation when the group starts"),
        "signed_interviews_per_completer": _number(
            "Interviews that employers have signed for by the group's start, for each completer"
        ),
        "backbone_fte": _number("Paid staff of the partnership's backbone"),
        "wage_records": _flag("Whether results are measured on wage records"),
    },
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


def definitions_of(view: View, entity: str) -> Mapping[str, AttributeDefinition]:
    """The attributes of an entity: declared, computed, and a provider's organization's."""
    found = {**dictionary(view, entity), **COMPUTED.get(entity, {})}
    if entity == "provider":
        found = {**dictionary(view, "organization"), **found}
    return found


def field_in(entity: str, name: str) -> Any:
    """The annotation of a field of the format, or of its provider's organization; else None."""
    model = MODELS[entity]
    *above, last = name.split(".")
    holder = model_at(model, tuple(above))
    if above and holder is model:
        return None
    for key, field in holder.model_fields.items():
        if (field.alias or key) == last:
            return field.annotation
    return field_in("organization", name) if entity == "provider" else None


def unknown(
    view: View, site: Site, entity: str, name: str, path: Path, *, key: bool = True
) -> Problem | None:
    """The problem of a name that nothing has; None for one that there is."""
    entity, name = owned(entity, name)
    definitions = definitions_of(view, entity)
    if name in definitions or field_in(entity, name) is not None:
        return None
    message = f"There is no attribute '{name}' of {entity}s."
    return site.problem("B253", message, _instead(view, entity, name, definitions), path, key=key)


def _instead(
    view: View, entity: str, name: str, definitions: Mapping[str, AttributeDefinition]
) -> str:
    own = [*definitions, *keys_of(MODELS[entity])]
    if suggest(name, own) is not None:
        return f"{did_you_mean(name, own)} A new one is declared in rules/attributes.yaml."
    for other in MODELS:
        if name in definitions_of(view, other) or field_in(other, name) is not None:
            return f"Write '{other}.{name}' if that is meant."
    return "Declare it in rules/attributes.yaml, or name another."
