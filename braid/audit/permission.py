"""Who may pay what: the award, the time, and every rule that concerns a cost."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from braid.audit.cells import Cell
from braid.audit.questions import Questions, depends_on_day
from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.schema import rules as kinds
from braid.schema.scenario import Award, Cost, Group

ABOUT_AWARD = ("award", "line")
ABOUT_PEOPLE = ("participant", "program", "employer")


def in_force(rule: kinds.RuleBase, day: date) -> bool:
    """Whether a rule applies to what happens on ``day``."""
    return (rule.from_ is None or rule.from_ <= day) and (rule.until is None or day < rule.until)


def _asks_for_day(rule: kinds.RuleBase) -> bool:
    conditions = (getattr(rule, name, None) for name in ("who", "where"))
    return any(depends_on_day(c) for c in conditions if c is not None)


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
    _turns: dict[str, tuple[list[date], bool]] = field(default_factory=dict, init=False)
    _timing: dict[str, Timing] = field(default_factory=dict, init=False)

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
            days = [r.liquidate_days for r in timelines if r.liquidate_days is not None]
            start, end = self.inputs.window(award)
            by_law = self.inputs.law.latest_end(award.id, start)
            end = end if by_law is None else min(end, by_law)
            obligated = any(r.test == "obligated" for r in timelines)
            self._timing[award.id] = Timing(start, end, obligated, min(days, default=0))
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
        names: tuple[str, ...] = getattr(rule, "for_", ())
        if names and (category is None or not self.concerns(names, category)):
            return True
        if isinstance(rule, kinds.Line):
            if category is not None and not self._listed(rule, category):
                return False
            if rule.where is None or line is None:
                return True
            condition, entity = rule.where, "line"
        elif isinstance(rule, kinds.Participant):
            condition, entity = rule.who, "group"
        elif isinstance(rule, kinds.Program | kinds.Employer | kinds.Award):
            condition, entity = rule.where, rule.kind
        else:
            return True
        return bool(
            self.questions.ask(condition, entity, award=award, group=group, line=line, day=day)
        )

    def _listed(self, rule: kinds.Line, category: str) -> bool:
        if rule.allow is not None and not (rule.allow and self.concerns(rule.allow, category)):
            return False
        return not (rule.forbid and self.concerns(rule.forbid, category))

    def refusing(
        self, award: Award, cell: Cell, group: Group | None, about: tuple[str, ...]
    ) -> tuple[HomedRule, ...]:
        """The binding rules of some kinds that refuse a cell, for a group."""
        when = self._when(award, cell.start)
        key = (award.id, cell.line.id, group.id if group else "", about, when)
        known = self._refusals.get(key)
        if known is None:
            known = tuple(
                homed
                for kind in about
                for homed in self.rules(award, kind)
                if not self.holds(
                    homed, award=award, line=cell.line, group=group,
                    category=cell.line.category, day=cell.start,
                )
            )  # fmt: skip
            self._refusals[key] = known
        return known

    def _when(self, award: Award, day: date) -> date | int:
        """What the answers of an award's permission rules know of a day: which rules are in force.

        Where a condition itself looks at the day, the day.
        """
        known = self._turns.get(award.id)
        if known is None:
            rules = [h.rule for k in (*ABOUT_AWARD, *ABOUT_PEOPLE) for h in self.rules(award, k)]
            turns = sorted({d for r in rules for d in (r.from_, r.until) if d is not None})
            known = (turns, any(map(_asks_for_day, rules)))
            self._turns[award.id] = known
        turns, asked = known
        return day if asked else bisect_right(turns, day)

    def qualifying(self, award: Award, cell: Cell) -> tuple[str, ...]:
        """The groups of a shared cell for which the rules about people hold, in order of id."""
        found: list[str] = []
        for name in self.inputs.groups_of(cell.line):
            if not self.refusing(award, cell, self.inputs.groups[name], ABOUT_PEOPLE):
                found.append(name)
        return tuple(found)

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
