"""Derivations of the data dictionary: of the right sort, from what there is, in no circle."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from braid.catalog.checks.expressions import check_expression
from braid.catalog.checks.names import COMPUTED
from braid.catalog.checks.rule_conditions import check_condition
from braid.catalog.checks.rule_numbers import check_order
from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.view import View
from braid.catalog.derived import SEEN, Derivations, names_of
from braid.catalog.fields import owned
from braid.problems import Problem
from braid.reading.document import Document
from braid.schema.library import AttributeDefinition, Derivation
from braid.schema.rule_base import RuleBase

FORM = "Write {when: CONDITION} for what is true or false, {value: EXPRESSION} for a number."
RULE = RuleBase.model_construct(id="")
"""Stands where a site has its rule: a derivation belongs to none."""


def check(view: View) -> Iterator[Problem]:
    """Every problem of the derivations in ``attributes.yaml``."""
    document = view.library.documents.get("attributes")
    if document is None:
        return
    derivations = Derivations(view.library.attributes)
    good = True
    for entity, found in derivations.of.items():
        for name, derivation in found.items():
            site = _site(document, entity, name)
            for problem in _one(view, site, entity, name, derivation):
                good = False
                yield problem
    if good:
        yield from _circles(document, derivations)


def _site(document: Document, entity: str, name: str) -> Site:
    return Site(name, entity, document, (entity, name, "derive"), RULE)


def _one(
    view: View, site: Site, entity: str, name: str, derivation: Derivation
) -> Iterator[Problem]:
    definition: AttributeDefinition = getattr(view.library.attributes, entity)[name]
    wanted = {"boolean": "when", "number": "value"}.get(definition.type)
    said = [key for key in ("when", "value") if getattr(derivation, key) is not None]
    if wanted is None:
        message = f"'{name}' is of type {definition.type}: it cannot follow from others."
        yield site.problem("B290", message, "Take 'derive' out.")
        return
    if definition.computed:
        message = f"'{name}' is worked out by braid itself and cannot follow from others."
        yield site.problem("B290", message, "Take 'derive' or 'computed' out.")
        return
    if said != [wanted]:
        message = f"'{name}' is of type {definition.type} and needs '{wanted}' here, nothing else."
        yield site.problem("B290", message, FORM)
        return
    if wanted == "when":
        yield from check_condition(view, site, entity, ("when",))
    else:
        raw = site.document.data[entity][name]["derive"]["value"]
        yield from check_expression(view, site, entity, raw, ("value",))
    yield from check_order(site)
    for asked in sorted(set(names_of(derivation))):
        yield from _seen(site, entity, asked)


def _seen(site: Site, entity: str, asked: str) -> Iterator[Problem]:
    """A derivation sees what its thing knows, and nothing that depends on anything else."""
    owner, last = owned(entity, asked)
    if owner not in SEEN[entity]:
        message = f"What is derived of a {entity} cannot look at '{asked}'."
        remedy = f"It sees what is stated of its {' or '.join(SEEN[entity])}."
        yield site.problem("B292", message, remedy)
    elif last in COMPUTED.get(owner, {}):
        message = f"'{asked}' is worked out by braid, after everything that is derived."
        yield site.problem("B292", message, "Ask for it in the rule's own condition.")


def _circles(document: Document, derivations: Derivations) -> Iterator[Problem]:
    """Attributes that follow from one another in a circle."""
    steps = {
        (entity, name): {owned(entity, asked) for asked in names_of(derivation)}
        for entity, found in derivations.of.items()
        for name, derivation in found.items()
    }
    try:
        TopologicalSorter(steps).prepare()
    except CycleError as error:
        around = [name for _, name in reversed(error.args[1])]
        entity, name = min(error.args[1])
        message = f"Attributes follow from one another in a circle: {' from '.join(around)}."
        remedy = "Let one of them be stated: take its 'derive' out."
        yield _site(document, entity, name).problem("B291", message, remedy, key=True)
