"""Shares of a cost on shared lines: held for the line, not for each person as elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from braid.catalog.checks.rule_numbers import values
from braid.catalog.checks.view import whole_view
from braid.catalog.conditions import holds
from braid.catalog.facts import Facts, Subject
from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.catalog.values import Clock
from braid.problems import Problem
from braid.schema.predicate import Predicate
from braid.schema.rule_base import Selector
from braid.schema.rules import Benefit, Limit, Line
from braid.schema.scenario import Award, Cost

Pair = tuple[HomedRule, Award]
"""A rule on the share of a cost, and an award that follows it."""


def check(inputs: Inputs) -> Iterator[Problem]:
    """Shared lines of which an award may pay a share, and only for those whom its stream serves."""
    shares = [homed for homed in inputs.law.of_kind("limit") if _is_share(homed)]
    shared = [line for line in inputs.costs.values() if line.per_participant is None]
    near = _by_home(inputs, shares)
    found = {
        line.id: pair
        for line in shared
        for pair in _Asked(inputs, line).pairs(near.get(inputs.partnership(line.id), ()))
    }
    if not found or inputs.library is None or inputs.document is None:
        return
    view = whole_view(inputs.scenario, inputs.library, inputs.document)
    for path, line in view.costs():
        if line.id not in found:
            continue
        homed, award = found[line.id]
        message = (
            f"'{award.id}' may pay a share of '{line.id}' ({homed.id}), which is a shared cost: the"
            " share is held for the line as a whole, not for each of those whom its stream serves."
        )
        remedy = (
            "Give what it costs per participant ('per_participant') to have it held for each; or"
            " leave it so where others pay their share for the same people."
        )
        yield view.problem("B337", message, remedy, (*path, "amount"), "warning")


def _is_share(homed: HomedRule) -> bool:
    """Whether a rule lets only a part of a cost be paid, at any time."""
    bound = homed.rule.at_most if isinstance(homed.rule, Limit) else None
    if bound is None or bound.of != "cost" or bound.share is None:
        return False
    return any(share < 1 for _, share in values(bound.share, ()))


def _by_home(inputs: Inputs, shares: list[HomedRule]) -> dict[str, list[Pair]]:
    """Partnership -> the rules on shares of awards whose money is for it, each with its award."""
    homes = [*(member.id for member in inputs.partnerships), ""]
    found: dict[str, list[Pair]] = {home: [] for home in homes}
    for homed in shares:
        for award in map(inputs.committed.get, homed.awards):
            if award is not None:
                for home in [owner] if (owner := inputs.owner(award.id)) else homes:
                    found[home].append((homed, award))
    return found


class _Asked:
    """What an award's rules say of one shared line."""

    def __init__(self, inputs: Inputs, line: Cost) -> None:
        self.inputs = inputs
        self.line = line

    def pairs(self, near: Iterable[Pair]) -> Iterator[Pair]:
        """The rules on shares that concern the line, each with an award that may pay it."""
        for homed, award in near:
            rule = homed.rule
            assert isinstance(rule, Limit)
            if (
                self._selected(rule.spend, award)
                and self._for_those_served(award)
                and self._may_pay(award)
            ):
                yield homed, award

    def _selected(self, chosen: Selector | None, award: Award) -> bool:
        if chosen is None:
            return True
        return (
            not chosen.direct
            and (chosen.category is None or self._named(chosen.category))
            and (chosen.where is None or self._true(chosen.where, award))
        )

    def _for_those_served(self, award: Award) -> bool:
        rules = (homed.rule for homed in self.inputs.law.of_kind("benefit", award.id))
        return any(isinstance(r, Benefit) and (not r.for_ or self._named(r.for_)) for r in rules)

    def _may_pay(self, award: Award) -> bool:
        """Whether no rule on cost lines keeps the award from it."""
        for homed in self.inputs.law.of_kind("line", award.id):
            rule = homed.rule
            assert isinstance(rule, Line)
            if rule.for_ and not self._named(rule.for_):
                continue
            refused = (rule.allow is not None and not self._named(rule.allow)) or (
                rule.forbid is not None and self._named(rule.forbid)
            )
            if refused or (rule.where is not None and not self._true(rule.where, award)):
                return False
        return True

    def _named(self, names: Iterable[str]) -> bool:
        members, category = self.inputs.law.categories.members, self.line.category
        return any(category in members.get(name, ()) for name in names)

    def _true(self, condition: Predicate, award: Award) -> bool:
        first = self.inputs.calendar.first
        subject, facts = Subject(line=self.line, award=award, day=first), Facts(self.inputs)
        clock = Clock(first, award.start or first)
        return holds(condition, lambda name: facts.lookup(subject, "line", name), clock) is True
