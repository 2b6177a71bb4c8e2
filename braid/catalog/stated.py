"""Numbers that an award's recipient states in place of a rule's own (``or_stated`` in a bound)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from braid.catalog.things import recipient_of
from braid.schema.rule_base import RuleBase
from braid.schema.scenario import Organization, Scenario


def recipients_of(scenario: Scenario) -> dict[str, Organization | None]:
    """The organization that receives each award, where it is stated."""
    organizations = {organization.id: organization for organization in scenario.organizations}
    return {a.id: organizations.get(recipient_of(scenario, a)) for a in scenario.awards}


def by_number(
    rule: RuleBase, awards: Iterable[str], recipients: Mapping[str, Organization | None]
) -> list[tuple[RuleBase, tuple[str, ...]]]:
    """The rule with the number that holds for some awards, and these awards."""
    path = _path(rule)
    found: dict[Decimal | None, list[str]] = {}
    for award in awards:
        number = None if path is None else _number_at(recipients[award], path)
        found.setdefault(number, []).append(award)
    return [
        (rule if number is None else with_number(rule, number), tuple(those))
        for number, those in found.items()
    ]


def with_number(rule: RuleBase, value: Any) -> RuleBase:
    """The rule with another number in place of its own."""
    for key in ("share", "usd"):
        if getattr(rule, key, None) is not None:
            return rule.model_copy(update={key: value})
    for side in ("at_most", "at_least"):
        bound = getattr(rule, side, None)
        if bound is None:
            continue
        for key in ("share", "usd", "count"):
            if getattr(bound, key) is not None:
                return rule.model_copy(update={side: bound.model_copy(update={key: value})})
    return rule


def _path(rule: RuleBase) -> str | None:
    for side in ("at_most", "at_least"):
        bound = getattr(rule, side, None)
        if bound is not None and bound.or_stated is not None:
            return str(bound.or_stated)
    return None


def _number_at(organization: Organization | None, path: str) -> Decimal | None:
    found: Any = organization
    for step in path.split("."):
        found = getattr(found, step, None)
    return found if isinstance(found, Decimal) else None
