"""Which award may pay which line for which group, and every rule that says no.

Answers are per (award, line, group) and, only where an award's rules depend on
dates, per day. Time windows are not asked here (see ``charges.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds.line import category_allowed
from braid.kinds.permission import (
    Conditions,
    Permission,
    concerned,
    entities_of,
    in_force,
)
from braid.kinds.registry import PERMISSIONS
from braid.record import record
from braid.schema.scenario import Award, Cost

GROUP_SIDE = frozenset({"group", "program", "provider", "employer"})
"""What is known only together with a group."""

ELSEWHERE = "other-partnership"
"""The word for an award that is for another partnership of the portfolio."""


@record
class No:
    """One rule that refuses, and the attributes whose absence is the reason."""

    rule: str
    unknown: tuple[str, ...] = ()


@record
class Asked:
    """A permission rule of an award: how it is asked, and which categories it concerns."""

    homed: HomedRule
    permission: Permission
    categories: frozenset[str] | None
    looks_at_group: bool = False
    """A rule of kind line or award that asks about the participants, their program or employer."""

    def asked_with(self, *, group: bool, direct: bool) -> bool:
        """Whether the rule is asked together with a group, or of the line alone.

        On a shared line nobody in particular is meant: what a line's rule asks about a group
        is unknown there.
        """
        return (self.permission.per_group or (self.looks_at_group and direct)) is group


@dataclass
class Permissions:
    """Answers for one scenario, each worked out once."""

    inputs: Inputs
    conditions: Conditions
    _books: dict[str, tuple[Asked, ...]] = field(default_factory=dict)
    _dated: dict[str, bool] = field(default_factory=dict)
    _line: dict[tuple[str, str, date | None], tuple[No, ...]] = field(default_factory=dict)
    _group: dict[tuple[str, str, str, date | None], tuple[No, ...]] = field(default_factory=dict)

    def enrolling(self, inputs: Inputs) -> Permissions:
        """The answers for the same scenario under the same law, with other head counts."""
        conditions = self.conditions.enrolling(inputs)
        if self.count_people:
            return Permissions(inputs, conditions)
        return replace(self, inputs=inputs, conditions=conditions)

    @cached_property
    def count_people(self) -> bool:
        """Whether some rule's answer may be another once head counts are."""
        permissions = (h for h in self.inputs.law.rules if h.kind in PERMISSIONS)
        predicates = (getattr(h.rule, PERMISSIONS[h.kind].field) for h in permissions)
        return any(p is not None and self.conditions.counts_people(p) for p in predicates)

    def of_line(self, award: Award, line: Cost | None, category: str, day: date) -> tuple[No, ...]:
        """Rules of kind award and line that keep ``award`` from paying ``category`` on ``line``."""
        if line is not None and not self.inputs.may_reach(award.id, line.id):
            return (No(ELSEWHERE),)
        key = (award.id, line.id if line else f"*{category}", self._day(award, day))
        known = self._line.get(key)
        if known is None:
            known = self._ask(award, line, category, None, day)
            self._line[key] = known
        return known

    def of_group(self, award: Award, line: Cost, group: str, day: date) -> tuple[No, ...]:
        """Rules of kind participant, program and employer that refuse the group on this line."""
        key = (award.id, line.id, group, self._day(award, day))
        known = self._group.get(key)
        if known is None:
            known = self._ask(award, line, line.category, group, day)
            self._group[key] = known
        return known

    def of_rules(
        self, rules: Collection[str], award: Award, line: Cost, group: str | None, day: date
    ) -> tuple[No, ...]:
        """What some rules alone say, asked as :meth:`of_line` and :meth:`of_group` ask all."""
        book = [asked for asked in self.book(award) if asked.homed.id in rules]
        return self._ask(award, line, line.category, group, day, book)

    def unrestricted(
        self, award: Award, group: str, day: date, rules: Collection[str] | None = None
    ) -> tuple[No, ...]:
        """Refusals of a group by rules that concern every category (``for`` is empty).

        Only some ``rules`` are asked if these are named.
        """
        if not self.inputs.may_reach(award.id, group):
            return (No(ELSEWHERE),)
        return tuple(
            no
            for asked in self.book(award)
            if asked.categories is None
            and (rules is None or asked.homed.id in rules)
            and asked.homed.kind != "line"
            and in_force(asked.homed, day)
            for no in self._one(asked, award, None, group, day)
        )

    def _ask(
        self, award: Award, line: Cost | None, category: str, group: str | None, day: date,
        book: Sequence[Asked] | None = None,
    ) -> tuple[No, ...]:  # fmt: skip
        found: list[No] = []
        for asked in self.book(award) if book is None else book:
            direct = line is not None and line.per_participant is not None
            if not asked.asked_with(group=group is not None, direct=direct):
                continue
            if not in_force(asked.homed, day):
                continue
            if asked.categories is not None and category not in asked.categories:
                continue
            if asked.homed.kind == "line" and not category_allowed(
                asked.homed, category, self.conditions
            ):
                found.append(No(asked.homed.id))
                continue
            found += self._one(asked, award, line, group, day)
        return tuple(found)

    def _one(
        self, asked: Asked, award: Award, line: Cost | None, group: str | None, day: date
    ) -> list[No]:
        verdict = asked.permission.verdict(
            asked.homed,
            self.conditions,
            group=self.inputs.groups[group] if group is not None else None,
            line=line,
            award=award,
            day=day,
        )
        return [] if verdict.permits else [No(asked.homed.id, verdict.unknown)]

    def book(self, award: Award) -> tuple[Asked, ...]:
        """The permission rules that an award follows, in order of id."""
        known = self._books.get(award.id)
        if known is None:
            known = tuple(
                self._asked(homed)
                for homed in self.inputs.law.of_award.get(award.id, ())
                if homed.rule.binds and homed.kind in PERMISSIONS
            )
            self._books[award.id] = known
        return known

    def _asked(self, homed: HomedRule) -> Asked:
        permission = PERMISSIONS[homed.kind]
        predicate = getattr(homed.rule, permission.field)
        looks = (
            not permission.per_group
            and predicate is not None
            and bool(GROUP_SIDE & entities_of(predicate, permission.entity))
        )
        categories = concerned(homed, self.inputs.law.categories)
        return Asked(homed, permission, categories, looks)

    def _day(self, award: Award, day: date) -> date | None:
        """The day if the award's answers depend on it; else None, so that one answer serves all."""
        return day if self.depends_on_day(award) else None

    def depends_on_day(self, award: Award) -> bool:
        """Whether what an award may pay depends on the day of the cost."""
        dated = self._dated.get(award.id)
        if dated is None:
            dated = any(self._depends_on_day(asked) for asked in self.book(award))
            self._dated[award.id] = dated
        return dated

    def _depends_on_day(self, asked: Asked) -> bool:
        rule = asked.homed.rule
        if rule.from_ is not None or rule.until is not None:
            return True
        predicate = getattr(rule, asked.permission.field)
        return predicate is not None and self.conditions.depends_on_day(
            predicate, asked.permission.entity
        )
