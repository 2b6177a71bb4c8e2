"""What the permission kinds share: does a rule concern a category, and does its condition hold."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from braid.catalog.conditions import holds, unknown_attributes
from braid.catalog.facts import ENTITIES, Facts, Subject
from braid.catalog.head_counts import following, last_parts
from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.catalog.library import Categories
from braid.catalog.values import Clock
from braid.kinds.alike import Alike, distinct, names
from braid.kinds.tables import Mask
from braid.record import record
from braid.schema.predicate import Predicate, attributes_of, clocks_of
from braid.schema.scenario import Award, Cost, Group

_OF_GROUP = {"group", "program", "provider"}
_OF_LINE = {"line", "employer"}
_OF_AWARD = {"award", "organization", "recipient"}


@record
class Verdict:
    """Whether a rule permits; ``unknown`` names the attributes that nobody has stated."""

    permits: bool
    unknown: tuple[str, ...] = ()


PERMITTED = Verdict(True)


@dataclass
class Conditions:
    """Answers conditions for subjects, each distinct question once."""

    facts: Facts
    _answers: dict[tuple[object, ...], Verdict] = field(default_factory=dict)
    _scopes: dict[int, tuple[bool, bool, bool, bool]] = field(default_factory=dict)
    _true_of: dict[tuple[int, str | None], Mask] = field(default_factory=dict)
    _counting: dict[int, tuple[Predicate, bool]] = field(default_factory=dict)
    """With each its condition, so that no other can take its identity."""
    _of_numbers: dict[tuple[object, ...], Verdict] = field(default_factory=dict)
    """Answers that hang on head counts, which others with the same law do not have."""

    def enrolling(self, inputs: Inputs) -> Conditions:
        """The conditions of the same scenario under the same law, with other head counts.

        Answers that do not hang on these are shared: what the one asks the other knows.
        """
        found = replace(self, facts=Facts(inputs), _of_numbers={})
        found.alike = self.alike.enrolling(found.facts, self._following)
        return found

    @cached_property
    def _following(self) -> frozenset[str]:
        return following(self.facts.inputs.derivations)

    def counts_people(self, predicate: Predicate) -> bool:
        """Whether what a condition asks about follows from head counts."""
        known = self._counting.get(id(predicate))
        if known is None:
            asked = last_parts(attributes_of(predicate))
            known = predicate, not asked.isdisjoint(self._following)
            self._counting[id(predicate)] = known
        return known[1]

    def ask(
        self,
        predicate: Predicate,
        entity: str,
        *,
        group: Group | None = None,
        line: Cost | None = None,
        award: Award | None = None,
        day: date | None = None,
    ) -> Verdict:
        """Whether a condition is true of a subject."""
        of_group, of_line, of_award, dated = self._scope(predicate, entity)
        key = (
            id(predicate),
            entity,
            group.id if group is not None and (of_group or of_line) else None,
            line.id if line is not None and of_line else None,
            award.id if award is not None and of_award else None,
            day if dated else None,
        )
        answers = self._of_numbers if self.counts_people(predicate) else self._answers
        known = answers.get(key)
        if known is None:
            known = answers[key] = self._answer(predicate, entity, Subject(group, line, award, day))
        return known

    @cached_property
    def alike(self) -> Alike:
        """The attributes of all lines and groups as numbers."""
        return Alike(self.facts)

    def of_groups(self, predicate: Predicate, award: Award | None = None) -> Mask:
        """For every group: whether a condition is true of it on its first day."""
        if self.counts_people(predicate):
            return self._groups_of(predicate, award)
        at = award if self.depends_on_award(predicate, "group") else None
        key = id(predicate), None if at is None else at.id
        known = self._true_of.get(key)
        if known is None:
            known = self._true_of[key] = self._groups_of(predicate, award)
            known.flags.writeable = False
        return known

    def _groups_of(self, predicate: Predicate, award: Award | None) -> Mask:
        groups = self.alike.groups
        asked = names(predicate, "group")
        columns = [self.alike.of_group(entity, name) for entity, name in asked]
        if self.depends_on_day(predicate, "group"):
            columns = [np.arange(len(groups))]
        cases = distinct(columns, len(groups))
        chosen = [groups[k] for k in cases.first.tolist()]
        truth = [
            self.ask(predicate, "group", group=g, award=award, day=g.start).permits for g in chosen
        ]
        found: Mask = np.array(truth, dtype=bool)[cases.rank]
        return found

    def of_lines(self, predicate: Predicate, day: date) -> Mask:
        """For every line: whether a condition is true of it on ``day``, no group being meant."""
        lines = self.alike.lines
        columns = [self.alike.of_line(entity, name) for entity, name in names(predicate, "line")]
        cases = distinct(columns, len(lines))
        chosen = [lines[k] for k in cases.first.tolist()]
        truth = [self.ask(predicate, "line", line=line, day=day).permits for line in chosen]
        found: Mask = np.array(truth, dtype=bool)[cases.rank]
        return found

    def clock(self, award: Award | None, day: date | None) -> Clock:
        """The dates that pick versions of numbers for a cost of an award."""
        inputs = self.facts.inputs
        first = inputs.calendar.first
        granted = first
        starts = "07-01"
        if award is not None:
            granted = award.award_date or award.start or first
            organization = inputs.organizations.get(inputs.recipient(award))
            starts = organization.fiscal_year_start if organization is not None else starts
        return Clock(day or granted, granted, starts)

    def depends_on_day(self, predicate: Predicate, entity: str) -> bool:
        """Whether a condition can be true on one day and false on another."""
        return self._scope(predicate, entity)[3]

    def depends_on_award(self, predicate: Predicate, entity: str) -> bool:
        """Whether a condition can be true of one award and false of another."""
        return self._scope(predicate, entity)[2]

    def _answer(self, predicate: Predicate, entity: str, subject: Subject) -> Verdict:
        clock = self.clock(subject.award, subject.day)

        def lookup(name: str) -> object:
            return self.facts.lookup(subject, entity, name)

        truth = holds(predicate, lookup, clock)
        if truth is True:
            return PERMITTED
        if truth is False:
            return Verdict(False)

        def behind(name: str) -> tuple[str, ...]:
            return self.facts.behind(entity, name)

        return Verdict(False, unknown_attributes(predicate, lookup, behind))

    def _scope(self, predicate: Predicate, entity: str) -> tuple[bool, bool, bool, bool]:
        known = self._scopes.get(id(predicate))
        if known is None:
            heads = set()
            dated = False
            for name in attributes_of(predicate):
                head, _, rest = name.partition(".")
                heads.add(head if rest and head in ENTITIES else entity)
                dated = dated or name.endswith("months_in_tax_year")
            clocks = clocks_of(predicate)
            known = (
                bool(heads & _OF_GROUP) or "employer" in heads,
                bool(heads & _OF_LINE) or bool(heads & {"program", "provider"}),
                bool(heads & _OF_AWARD) or bool(clocks),
                dated or bool(clocks - {"award_date"}),
            )
            self._scopes[id(predicate)] = known
        return known


def concerned(homed: HomedRule, categories: Categories) -> frozenset[str] | None:
    """The categories that a rule's ``for`` names; None means every category."""
    names: tuple[str, ...] = getattr(homed.rule, "for_", ())
    return categories.expand(names) if names else None


def entities_of(predicate: Predicate, entity: str) -> frozenset[str]:
    """The entities that a condition looks at; names without a prefix mean ``entity``."""
    heads = set()
    for name in attributes_of(predicate):
        head, _, rest = name.partition(".")
        heads.add(head if rest and head in ENTITIES else entity)
    return frozenset(heads)


def in_force(homed: HomedRule, day: date) -> bool:
    """Whether a rule's effective dates hold ``day``."""
    rule = homed.rule
    return (rule.from_ is None or rule.from_ <= day) and (rule.until is None or day < rule.until)


@record
class Permission:
    """A kind that permits or refuses: whose condition it asks, and whether group by group."""

    entity: str
    field: str
    per_group: bool

    def verdict(
        self,
        homed: HomedRule,
        conditions: Conditions,
        *,
        group: Group | None,
        line: Cost | None,
        award: Award,
        day: date,
    ) -> Verdict:
        """Whether the rule lets ``award`` pay ``line`` for ``group`` on ``day``."""
        predicate = getattr(homed.rule, self.field)
        if predicate is None or (self.entity == "line" and line is None):
            return PERMITTED
        return conditions.ask(predicate, self.entity, group=group, line=line, award=award, day=day)
