"""Who may pay what: the award, the time, and every rule that concerns a cost."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from braid.audit.cells import Cell
from braid.audit.questions import Questions
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


def condition_of(rule: kinds.RuleBase) -> tuple[Predicate, str] | None:
    """The condition of a permission rule, and the entity that it means without a prefix."""
    if isinstance(rule, kinds.Participant):
        return rule.who, "group"
    if isinstance(rule, kinds.Line):
        return None if rule.where is None else (rule.where, "line")
    if isinstance(rule, kinds.Program | kinds.Employer | kinds.Award):
        return rule.where, rule.kind
    return None


@dataclass(frozen=True)
class Profile:
    """What the answers of an award's rules of some kinds may depend on.

    Awards with the same ``book`` get the same answers.
    """

    book: tuple[str, ...]
    of_group: bool
    of_line: bool
    turns: tuple[date, ...]
    dated: bool

    def when(self, day: date) -> date | int:
        """What the answers know of a day: which rules are in force; else the day itself."""
        return day if self.dated else bisect_right(self.turns, day)


@dataclass(frozen=True)
class Timing:
    """When an award may pay: ``[start, end)``, whether obligation counts, days to liquidate."""

    start: date
    end: date
    obligated: bool
    liquidate_days: int

    def allows(self, start: date, end: date, obligated: date | None) -> bool:
        """Whether a cost on ``[start, end)``, obligated on a day (or its first), is in time."""
        if not self.obligated:
            return self.start <= start and end <= self.end
        day = obligated or start
        last = self.end + timedelta(days=self.liquidate_days)
        return self.start <= day < self.end and end <= last


@dataclass
class Permissions:
    """The permission rules of one scenario, asked and remembered."""

    inputs: Inputs
    questions: Questions
    _followed: dict[tuple[str, str], tuple[HomedRule, ...]] = field(
        default_factory=dict, init=False
    )
    _refusals: dict[tuple[object, ...], tuple[HomedRule, ...]] = field(
        default_factory=dict, init=False
    )
    _profiles: dict[tuple[str, tuple[str, ...]], Profile] = field(default_factory=dict, init=False)
    _timing: dict[str, Timing] = field(default_factory=dict, init=False)
    _may_pay: dict[tuple[object, ...], bool] = field(default_factory=dict, init=False)
    _qualifying: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict, init=False)

    @cached_property
    def _that_ask(self) -> dict[tuple[object, ...], tuple[HomedRule, ...]]:
        return {}

    @cached_property
    def _asked(self) -> dict[tuple[int, str | None], bool | tuple[Predicate, str]]:
        return {}

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

    def rules(self, award: Award, kind: str) -> tuple[HomedRule, ...]:
        """The binding rules of a kind that an award follows."""
        key = (award.id, kind)
        if key not in self._followed:
            self._followed[key] = self.inputs.law.of_kind(kind, award.id)
        return self._followed[key]

    def timing(self, award: Award) -> Timing:
        """The award's window; obligation counts as soon as one of its timeline rules says so."""
        if award.id not in self._timing:
            timelines = [
                r.rule for r in self.rules(award, "timeline") if isinstance(r.rule, kinds.Timeline)
            ]
            days = [r.liquidate_days or 0 for r in timelines if r.test == "obligated"]
            start, end = self.inputs.window(award)
            by_law = self.inputs.law.latest_end(award.id, start)
            end = end if by_law is None else min(end, by_law)
            self._timing[award.id] = Timing(start, end, bool(days), min(days, default=0))
        return self._timing[award.id]

    def in_time(self, award: Award, cell: Cell) -> bool:
        """Whether a cell's dates fit the award's window."""
        return self.timing(award).allows(cell.start, cell.end, cell.line.obligated)

    def may_commit(self, award: Award, line: Cost | None) -> bool:
        """Whether the award is committed, its stream enabled, and its form one the line takes."""
        stream = self.inputs.law.streams.get(award.stream)
        if award.id not in self.inputs.committed or stream is None or not stream.enabled:
            return False
        if award.form == "cash":
            return True
        return line is not None and line.attributes.get("accepts_in_kind") is True

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
        key = (id(rule), category)
        asked = self._asked[key] if key in self._asked else self._what_of(rule, category)
        if asked is True or asked is False:
            return asked
        if line is None and asked[1] == "line":
            return True
        return bool(self.questions.ask(*asked, award=award, group=group, line=line, day=day))

    def _what_of(self, rule: kinds.RuleBase, category: str | None) -> bool | tuple[Predicate, str]:
        """What a rule says of a category: allowed, refused, or the condition to ask."""
        asked: bool | tuple[Predicate, str] = condition_of(rule) or True
        names: tuple[str, ...] = getattr(rule, "for_", ())
        if names and (category is None or not self.concerns(names, category)):
            asked = True
        elif isinstance(rule, kinds.Line) and category is not None:
            asked = asked if self._listed(rule, category) else False
        self._asked[id(rule), category] = asked
        return asked

    def _listed(self, rule: kinds.Line, category: str) -> bool:
        if rule.allow is not None and not (rule.allow and self.concerns(rule.allow, category)):
            return False
        return not (rule.forbid and self.concerns(rule.forbid, category))

    def refusing(
        self, award: Award, cell: Cell, group: Group | None, about: tuple[str, ...]
    ) -> tuple[HomedRule, ...]:
        """The binding rules of some kinds that refuse a cell, for a group."""
        profile = self._profile(award, about)
        of_line = profile.of_line or (profile.of_group and group is None)
        key = (
            profile.book, group.id if group is not None and profile.of_group else group is None,
            cell.line.id if of_line else cell.line.category, of_line, about,
            profile.when(cell.start),
        )  # fmt: skip
        known = self._refusals.get(key)
        if known is None:
            known = tuple(
                homed
                for homed in self._asking(award, about, cell.line.category)
                if not self.holds(
                    homed, award=award, line=cell.line, group=group,
                    category=cell.line.category, day=cell.start,
                )
            )  # fmt: skip
            self._refusals[key] = known
        return known

    def _asking(
        self, award: Award, about: tuple[str, ...], category: str | None
    ) -> tuple[HomedRule, ...]:
        """The binding rules of some kinds that may refuse a cost of a category."""
        key = (award.id, about, category)
        known = self._that_ask.get(key)
        if known is None:
            known = self._that_ask[key] = tuple(
                homed
                for kind in about
                for homed in self.rules(award, kind)
                if self._what_of(homed.rule, category) is not True
            )
        return known

    def gates(self, award: Award, group: Group) -> Iterator[HomedRule]:
        """The rules about everything that keep a group from an entitlement."""
        for homed in self._asking(award, GATES, None):
            if not self.holds(
                homed, award=award, line=None, group=group, category=None, day=group.start
            ):
                yield homed

    def _profile(self, award: Award, about: tuple[str, ...]) -> Profile:
        known = self._profiles.get((award.id, about))
        if known is None:
            rules = [homed for kind in about for homed in self.rules(award, kind)]
            asked = [a for a in (condition_of(h.rule) for h in rules) if a is not None]
            looks = [self.questions.looks(*a) for a in asked]
            ids = tuple(homed.id for homed in rules)
            days = {d for h in rules for d in (h.rule.from_, h.rule.until) if d is not None}
            known = self._profiles[award.id, about] = Profile(
                book=(*ids, award.id) if any(k.award for k in looks) else ids,
                of_group=any(k.group or k.employer for k in looks),
                of_line=any(k.line or k.employer for k in looks),
                turns=tuple(sorted(days)),
                dated=any(k.day for k in looks),
            )
        return known

    def qualifying(self, award: Award, cell: Cell) -> tuple[str, ...]:
        """The groups of a shared cell for which the rules about people hold, in order of id."""
        key = (award.id, cell.line.id, self._profile(award, ABOUT_PEOPLE).when(cell.start))
        known = self._qualifying.get(key)
        if known is None:
            known = self._qualifying[key] = tuple(
                name
                for name in self.inputs.groups_of(cell.line)
                if not self.refusing(award, cell, self.inputs.groups[name], ABOUT_PEOPLE)
            )
        return known

    def benefit_rules(self, award: Award, line: Cost, day: date) -> tuple[HomedRule, ...]:
        """The binding benefit rules of an award that concern a shared line on a day."""
        return tuple(
            homed
            for homed in self.rules(award, "benefit")
            if isinstance(homed.rule, kinds.Benefit)
            and in_force(homed.rule, day)
            and self.concerns(homed.rule.for_, line.category)
        )

    def may_pay(self, award: Award, cell: Cell) -> bool:
        """Whether an award that is no entitlement may pay a cell, beneficiaries apart."""
        key = (award.id, *cell.key)
        known = self._may_pay.get(key)
        if known is None:
            known = self._may_pay[key] = self._ask_whether(award, cell)
        return known

    def _ask_whether(self, award: Award, cell: Cell) -> bool:
        stream = self.inputs.law.streams.get(award.stream)
        if stream is None or stream.entitlement or not self.may_commit(award, cell.line):
            return False
        if not self.in_time(award, cell):
            return False
        if self.refusing(award, cell, cell.group, ABOUT_AWARD):
            return False
        if cell.direct:
            return not self.refusing(award, cell, cell.group, ABOUT_PEOPLE)
        split = self.benefit_rules(award, cell.line, cell.start)
        return bool(split) or bool(self.qualifying(award, cell))
