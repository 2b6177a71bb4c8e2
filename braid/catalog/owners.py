"""Whose things are whose in a portfolio (``docs/semantics.md``, section 19).

Empty text stands for no partnership: for shared money, and for everything of a scenario that is
no portfolio.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from braid.catalog.renaming import SEPARATOR
from braid.schema.portfolio import Member, State
from braid.schema.rules import Limit, Order
from braid.schema.scenario import Award, Scenario

if TYPE_CHECKING:
    from braid.catalog.law import HomedRule

NOBODY = ""
OF_ONE_PARTNERSHIP = frozenset({
    "partnership", "group", "participant", "credential", "line", "program", "employer", "round",
})  # fmt: skip
"""What a limit may be cut by that belongs to one partnership."""


def members_of(scenario: Scenario) -> tuple[Member, ...]:
    """The partnerships of a portfolio, in the order of its file; else none."""
    return scenario.partnerships if isinstance(scenario, State) else ()


def partnership_of(scenario: Scenario, thing: str) -> str:
    """The partnership of a group, a line, an award or an organization, by its id."""
    if not members_of(scenario):
        return NOBODY
    head, mark, _ = thing.partition(SEPARATOR)
    return head if mark else NOBODY


def own_name(scenario: Scenario, name: str) -> str:
    """An id, or a rule's, as its own file has it: what stands in order of ids in a portfolio."""
    if not members_of(scenario):
        return name
    head, mark, rest = name.partition(SEPARATOR)
    return rest if mark else head


def owner_of(scenario: Scenario, award: Award) -> str:
    """The partnership for which alone an award's money is."""
    if not members_of(scenario):
        return NOBODY
    return partnership_of(scenario, award.id) or award.partnership or NOBODY


def reaches(owner: str, partnership: str) -> bool:
    """Whether what has an owner is about a partnership's things."""
    return owner in (NOBODY, partnership)


def by_owner(scenario: Scenario, rules: Iterable[HomedRule]) -> Iterator[HomedRule]:
    """The rules, those that are held apart for each owner once for each."""
    if not members_of(scenario):
        yield from rules
        return
    owners: Mapping[str, str] = {a.id: owner_of(scenario, a) for a in scenario.awards}
    for homed in rules:
        found: dict[str, list[str]] = {}
        for award in homed.awards if _held_apart(homed) else ():
            found.setdefault(owners[award], []).append(award)
        if not found:
            yield homed
        for owner, awards in sorted(found.items()):
            yield replace(homed, awards=tuple(awards), reach=owner)


def _held_apart(homed: HomedRule) -> bool:
    rule = homed.rule
    if isinstance(rule, Limit):
        bounds = [b for b in (rule.at_most, rule.at_least) if b is not None]
        if any(b.of == "cost" for b in bounds):
            return False
        per = set(rule.per)
        if not per and homed.home == "family":
            per = {"family", "organization", "funding_year"}
        heads = rule.serve is not None
        return heads or not per & (OF_ONE_PARTNERSHIP | {"organization"})
    if isinstance(rule, Order):
        return rule.reading == "priority"
    return homed.kind in ("transfer", "exclusive")
