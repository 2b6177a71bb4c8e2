"""Who may pay what: the award, the time, and every rule that concerns a cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from braid.audit.exact import Flags, Numbers
from braid.audit.numbering import Numbering
from braid.audit.questions import Questions
from braid.audit.subjects import Answers, Subjects, on_first_days
from braid.audit.timing import Timings
from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.schema import rules as kinds
from braid.schema.predicate import Predicate
from braid.schema.scenario import Award, Cost, Group

ABOUT_AWARD = ("award", "line")
GATES = ("award", "participant", "program")
ABOUT_PEOPLE = ("participant", "program", "employer")


def in_force(rule: kinds.RuleBase, day: date) -> bool:
    """Whether a rule applies to what happens on ``day``."""
    return (rule.from_ is None or rule.from_ <= day) and (rule.until is None or day < rule.until)


def always(rule: kinds.RuleBase) -> bool:
    """Whether a rule applies to every day."""
    return rule.from_ is None and rule.until is None


def in_force_on(rule: kinds.RuleBase, days: Numbers) -> Flags:
    """On which days a rule applies."""
    found = np.ones(len(days), dtype=bool)
    if rule.from_ is not None:
        found &= days >= rule.from_.toordinal()
    if rule.until is not None:
        found &= days < rule.until.toordinal()
    return found


def condition_of(rule: kinds.RuleBase) -> tuple[Predicate, str] | None:
    """The condition of a permission rule, and the entity that it means without a prefix."""
    if isinstance(rule, kinds.Participant):
        return rule.who, "group"
    if isinstance(rule, kinds.Line):
        return None if rule.where is None else (rule.where, "line")
    if isinstance(rule, kinds.Program | kinds.Employer | kinds.Award):
        return rule.where, rule.kind
    return None


@dataclass
class Permissions:
    """The permission rules of one scenario, asked and remembered."""

    inputs: Inputs
    questions: Questions
    numbering: Numbering
    answers: Answers
    _benefit: dict[tuple[str, str, date], tuple[HomedRule, ...]] = field(
        default_factory=dict, init=False
    )

    @cached_property
    def _expanded(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    def concerns(self, names: tuple[str, ...], category: str) -> bool:
        """Whether a rule's ``for`` is empty or names a category or one of its families."""
        if not names:
            return True
        if names not in self._expanded:
            self._expanded[names] = self.inputs.law.categories.expand(names)
        return category in self._expanded[names]

    def concerned(self, names: tuple[str, ...]) -> Flags:
        """Which categories a rule's ``for`` concerns."""
        if not names:
            return np.ones(len(self.numbering.categories), dtype=bool)
        return self.numbering.named(names)

    def rules(self, award: Award, kind: str) -> tuple[HomedRule, ...]:
        """The binding rules of a kind that an award follows."""
        return self.inputs.law.of_kind(kind, award.id)

    @cached_property
    def timings(self) -> Timings:
        """When each award may pay what."""
        return Timings(self.inputs)

    def is_committed(self, award: Award) -> bool:
        """Whether the award is committed and its stream enabled."""
        stream = self.inputs.law.streams.get(award.stream)
        return award.id in self.inputs.committed and stream is not None and stream.enabled

    def may_commit(self, award: Award, line: Cost | None) -> bool:
        """Whether the award is committed, its stream enabled, and its form one the line takes."""
        if not self.is_committed(award):
            return False
        if award.form == "cash":
            return True
        return line is not None and line.attributes.get("accepts_in_kind") is True

    def may_commit_lines(self, award: Award) -> Flags:
        """The same for every line."""
        if award.form == "cash":
            return np.full(len(self.numbering.lines), self.may_commit(award, None))
        return self._accepting & self.is_committed(award)

    @cached_property
    def _accepting(self) -> Flags:
        """The lines that take what is given in kind."""
        found = [line.attributes.get("accepts_in_kind") is True for line in self.numbering.lines]
        return np.array(found, dtype=bool)

    def holds(
        self,
        homed: HomedRule,
        *,
        award: Award,
        line: Cost | None,
        group: Group | None,
        category: str | None,
        day: date,
    ) -> bool:
        """Whether a permission rule holds; what it does not concern, it never refuses.

        Without a ``category`` only rules that concern everything are asked.
        """
        rule = homed.rule
        if not in_force(rule, day):
            return True
        names: tuple[str, ...] = getattr(rule, "for_", ())
        if names and (category is None or not self.concerns(names, category)):
            return True
        asked = condition_of(rule)
        if isinstance(rule, kinds.Line) and not self._lists(rule, category):
            return False
        if asked is None or (line is None and asked[1] == "line"):
            return True
        return bool(self.questions.ask(*asked, award=award, group=group, line=line, day=day))

    def hold(self, homed: HomedRule, subjects: Subjects, category: Numbers) -> Flags:
        """The same of many: of which subjects a rule holds for what they have of a category."""
        rule = homed.rule
        names: tuple[str, ...] = getattr(rule, "for_", ())
        found = np.ones(len(subjects), dtype=bool)
        concerned = self.concerned(names)[category]
        if not always(rule):
            concerned &= in_force_on(rule, subjects.day)
        if isinstance(rule, kinds.Line):
            found[concerned] = self._listed(rule)[category[concerned]]
            concerned &= found
        asked = condition_of(rule)
        if asked is None:
            return found
        if asked[1] == "line":
            concerned &= subjects.line >= 0
        rows = np.flatnonzero(concerned)
        if len(rows):
            found[rows] = self.answers.true_of(*asked, subjects.at(rows))
        return found

    def _lists(self, rule: kinds.Line, category: str | None) -> bool:
        return category is None or bool(self._listed(rule)[self.numbering.category[category]])

    def _listed(self, rule: kinds.Line) -> Flags:
        """Which categories the lists of a rule let pass."""
        found = np.ones(len(self.numbering.categories), dtype=bool)
        if rule.allow is not None:
            found &= self.numbering.named(rule.allow) if rule.allow else False
        if rule.forbid:
            found &= ~self.numbering.named(rule.forbid)
        return found

    def barred(self, award: Award) -> Flags:
        """Which groups a rule about everything keeps from an entitlement."""
        every = np.arange(len(self.numbering.groups))
        subjects = on_first_days(self.numbering, award, every)
        found = ~self.numbering.groups_for(award)
        for kind in GATES:
            for homed in self.rules(award, kind):
                asked = condition_of(homed.rule)
                names: tuple[str, ...] = getattr(homed.rule, "for_", ())
                if asked is None or names:
                    continue
                rows = np.flatnonzero(in_force_on(homed.rule, subjects.day) & ~found)
                found[rows] = ~self.answers.true_of(*asked, subjects.at(rows))
        return found

    def benefit_rules(self, award: Award, line: Cost, day: date) -> tuple[HomedRule, ...]:
        """The binding benefit rules of an award that concern a shared line on a day."""
        key = (award.id, line.category, day)
        known = self._benefit.get(key)
        if known is None:
            known = self._benefit[key] = tuple(
                homed
                for homed in self.rules(award, "benefit")
                if isinstance(homed.rule, kinds.Benefit)
                and in_force(homed.rule, day)
                and self.concerns(homed.rule.for_, line.category)
            )
        return known
