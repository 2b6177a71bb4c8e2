"""The reports that a plan makes necessary: how many, how many hours, what they cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from braid.audit.payment import half_up
from braid.audit.reach import home_of_report, record_name
from braid.catalog.law import HomedRule
from braid.periods import Occurrence, occurrences
from braid.record import record, working_record
from braid.schema.rules import Report
from braid.schema.scenario import Award, Group

if TYPE_CHECKING:
    from braid.audit.books import Books

ReportKey = tuple[str, str, date]
"""``report:<award>:<rule>`` or ``record:<system or stream>``, category, first day of the period."""


@record
class Duty:
    """One report that falls due: by which rule, caused by which awards, how many, at what cost.

    ``count`` is 1 for an award's report and the number of records for a report per
    participant. ``hours`` and ``cents`` are for all of them.
    """

    homed: HomedRule
    cost: str
    causes: tuple[str, ...]
    occurrence: Occurrence
    count: int
    hours: Fraction
    cents: int
    group: str = ""


@working_record
class ReportCell:
    """Reporting that must be paid in one period: whole cents, dates ``[start, end)``, causes."""

    cost: str
    category: str
    period: date
    start: date
    end: date
    cents: int = 0
    causes: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)


class Reporting:
    """All reporting of a plan."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.inputs = books.inputs
        self._priced: dict[tuple[int, str, date, str], tuple[Fraction, int]] = {}
        self._occurring: dict[tuple[object, ...], tuple[Occurrence, ...]] = {}

    @cached_property
    def _groups_of(self) -> dict[str, list[Group]]:
        """The groups of each partnership."""
        found: dict[str, list[Group]] = {}
        for group in self.inputs.groups.values():
            found.setdefault(self.inputs.partnership(group.id), []).append(group)
        return found

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """Every report that falls due in the horizon, in order of rule."""
        found: list[Duty] = []
        for homed in self.inputs.law.of_kind("report"):
            rule = homed.rule
            if isinstance(rule, Report):
                found += self._of_awards(homed, rule) if rule.per == "award" else []
                found += self._of_people(homed, rule) if rule.per == "participant" else []
        return tuple(found)

    @cached_property
    def by_rule(self) -> Counter[int]:
        """How many of them each rule asks for, by its identity."""
        return Counter(id(duty.homed) for duty in self.duties)

    @cached_property
    def cells(self) -> dict[ReportKey, ReportCell]:
        """The reporting that must be paid; none when staff that is paid already performs it."""
        found: dict[ReportKey, ReportCell] = {}
        periods = self.inputs.calendar.periods
        for duty in self.duties:
            rule = duty.homed.rule
            home = home_of_report(self.inputs, duty.cost)
            done = self.inputs.reporting(home).performed_by is not None
            if done or duty.cents <= 0 or not isinstance(rule, Report):
                continue
            period = periods[duty.occurrence.period]
            start = max(period.start, duty.occurrence.start)
            end = min(period.end, duty.occurrence.end)
            key = (duty.cost, rule.classed, period.start)
            cell = found.setdefault(key, ReportCell(*key, start, end))
            cell.start, cell.end = min(cell.start, start), max(cell.end, end)
            cell.cents += duty.cents
            cell.causes |= set(duty.causes)
            cell.rules.add(duty.homed.id)
        return found

    def _price(self, rule: Report, award: Award, day: date, home: str) -> tuple[Fraction, int]:
        """Hours of one report by its first day, and its cost in cents, rounded half up."""
        name = (id(rule), award.id, day, home)  # the law keeps the rule
        known = self._priced.get(name)
        if known is None:
            stated = self.inputs.reporting(home)
            basis = stated.basis
            number = rule.hours.planning if basis == "planning" else rule.hours.floor
            hours = self.books.questions.number(number, award, day) or Fraction(0)
            rate = Fraction(stated.hourly_rate) * 100
            known = self._priced[name] = hours, half_up(hours * rate)
        return known

    def _asked(self, rule: Report, award: Award, group: Group | None, day: date) -> bool:
        if rule.where is None:
            return True
        entity = "award" if group is None else "group"
        answer = self.books.questions.ask(
            rule.where, entity, award=award, group=group, line=None, day=day
        )
        return answer is not False  # a report whose condition is not known is due

    def _within(self, rule: Report, start: date, end: date) -> tuple[Occurrence, ...]:
        name = (rule.every, rule.from_, rule.until, start, end)
        known = self._occurring.get(name)
        if known is None:
            known = self._occurring[name] = self._occurrences(rule, start, end)
        return known

    def _occurrences(self, rule: Report, start: date, end: date) -> tuple[Occurrence, ...]:
        found = occurrences(self.inputs.calendar, start, end, rule.every)
        return tuple(
            o
            for o in found
            if o.period >= self.books.closed
            and (rule.from_ is None or rule.from_ <= o.start)
            and (rule.until is None or o.start < rule.until)
        )

    def _of_awards(self, homed: HomedRule, rule: Report) -> Iterator[Duty]:
        for name in homed.awards:
            award = self.inputs.awards[name]
            in_force = self.inputs.law.streams[award.stream].enabled
            if not in_force or not self.books.used(award):
                continue
            start, end = self.inputs.window(award)
            if not self._asked(rule, award, None, start):
                continue
            for occurrence in self._within(rule, start, end):
                hours, cents = self._price(rule, award, occurrence.start, self.inputs.owner(name))
                cost = f"report:{name}:{homed.id}"
                yield Duty(homed, cost, (name,), occurrence, 1, hours, cents)

    def _of_people(self, homed: HomedRule, rule: Report) -> Iterator[Duty]:
        homes = [member.id for member in self.inputs.partnerships] or [""]
        for scope, name, following in self._scopes(homed):
            for home in homes:
                causes = tuple(a for a in following if self.inputs.owner(a) in ("", home))
                if causes:
                    yield from self._of_home(homed, rule, scope, name, causes, home)

    def _of_home(
        self, homed: HomedRule, rule: Report, scope: str, name: str, causes: tuple[str, ...],
        home: str,
    ) -> Iterator[Duty]:  # fmt: skip
        """The records of a partnership's groups; of all groups where there are none."""
        for award in (self.inputs.awards[causes[0]],):
            awards = (self.inputs.awards[cause] for cause in causes)
            entitlements = [a for a in awards if self.books.is_entitlement(a)]
            paying = (self.books.entitlements.entitled(a) for a in entitlements)
            entitled = {group.id for groups in paying for group in groups}
            for group in self._groups_of.get(home, ()):
                count = self._records(scope, name, entitled, group)
                if count == 0 or not self._asked(rule, award, group, group.start):
                    continue
                for occurrence in self._within(rule, *self.inputs.training(group)):
                    hours, cents = self._price(rule, award, occurrence.start, home)
                    yield Duty(
                        homed, record_name(self.inputs, name, group.id), causes, occurrence, count,
                        hours * count, cents * count, group.id,
                    )  # fmt: skip

    def _scopes(self, homed: HomedRule) -> list[tuple[str, str, tuple[str, ...]]]:
        """Whose records a rule counts: one system of a family's rule, else each stream."""
        streams = self.books.streams
        following: dict[tuple[str, str], list[str]] = {}
        for name in homed.awards:
            award = self.inputs.awards[name]
            if not self.books.used(award) or award.stream not in streams.system:
                continue
            if homed.home == "family":
                key = ("system", streams.system[award.stream])
            else:
                key = ("stream", award.stream)
            following.setdefault(key, []).append(name)
        return [(scope, name, tuple(awards)) for (scope, name), awards in sorted(following.items())]

    def _records(self, scope: str, name: str, entitled: set[str], group: Group) -> int:
        if group.id in entitled:
            return group.participants
        if scope == "system":
            return self.books.recorded(group.id, name)
        return self.books.served(group.id, name)

    def may_pay(self, award: Award, cell: ReportCell) -> bool:
        """Whether an award may pay reporting: what it causes, or any if its stream says so."""
        stream = self.inputs.law.streams[award.stream]
        permissions = self.books.permissions
        if self.inputs.owner(award.id) not in ("", home_of_report(self.inputs, cell.cost)):
            return False
        if stream.entitlement or award.form != "cash" or not self.books.used(award):
            return False
        own = award.id in cell.causes and stream.pays_reporting != "none"
        if not own and stream.pays_reporting != "any":
            return False
        if not stream.enabled or not permissions.timings.own(award).allows(
            cell.start, cell.end, None
        ):
            return False
        return all(
            permissions.holds(
                homed, award=award, line=None, group=None, category=cell.category, day=cell.start
            )
            for kind in ("award", "line")
            for homed in permissions.rules(award, kind)
        )
