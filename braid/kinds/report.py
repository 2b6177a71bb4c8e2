"""Reports that money makes necessary: how many, when, how many hours, what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import Literal

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.catalog.values import value_at
from braid.kinds.permission import Conditions
from braid.periods import Occurrence, occurrences
from braid.record import record
from braid.schema.base import Versioned
from braid.schema.rules import Report as Parameters
from braid.schema.scenario import Award, Reporting


@record
class Duty:
    """One report that falls due: of an award, or per participant record of a stream or system.

    ``cents`` and ``hours`` are of one report, or of one participant's record.
    """

    rule: str
    report: str
    category: str
    award: str | None
    scope: Literal["stream", "system"] | None
    name: str | None
    group: str | None
    period: int
    covers_from: date
    covers_to: date
    due: date
    hours: Fraction
    cents: int


def _priced(
    homed: HomedRule, reporting: Reporting, clock_award: Award, day: date, conditions: Conditions
) -> tuple[Fraction, int]:
    rule = homed.rule
    assert isinstance(rule, Parameters)
    number = rule.hours.planning if reporting.basis == "planning" else rule.hours.floor
    rate = reporting.hourly_rate
    if isinstance(number, Versioned):
        hours = value_at(number, conditions.clock(clock_award, day)) or Fraction(0)
        return hours, _cents(hours, rate)
    return _price(number, rate)


@lru_cache(maxsize=1024)
def _price(number: Decimal, rate: Decimal) -> tuple[Fraction, int]:
    hours = Fraction(number)
    return hours, _cents(hours, rate)


def _cents(hours: Fraction, rate: Decimal) -> int:
    """Whole cents of hours at a rate in dollars, half a cent upwards."""
    return floor(hours * Fraction(rate) * 100 + Fraction(1, 2))


def _asked_for(homed: HomedRule, award: Award, conditions: Conditions) -> bool:
    rule = homed.rule
    assert isinstance(rule, Parameters)
    if rule.where is None:
        return True
    day = award.start or conditions.facts.inputs.calendar.first
    verdict = conditions.ask(rule.where, "award", award=award, day=day)
    return verdict.permits or bool(verdict.unknown)


def of_award(inputs: Inputs, award: Award, conditions: Conditions) -> Iterator[Duty]:
    """The reports of an award over its window, within the horizon."""
    start, end = inputs.window(award)
    for homed in inputs.law.of_kind("report", award.id):
        rule = homed.rule
        assert isinstance(rule, Parameters)
        if rule.per != "award" or not _asked_for(homed, award, conditions):
            continue
        for when in occurrences(inputs.calendar, start, end, rule.every):
            yield _duty(homed, rule, inputs, award, when, conditions, None, None, None)


def of_records(
    inputs: Inputs, homed: HomedRule, awards: list[Award], scope: Literal["stream", "system"],
    name: str, group: str, conditions: Conditions,
) -> Iterator[Duty]:  # fmt: skip
    """The records of one participant of a group that a rule demands, over the group's training."""
    rule = homed.rule
    assert isinstance(rule, Parameters)
    if not any(_asked_for(homed, award, conditions) for award in awards):
        return
    start, end = inputs.training(inputs.groups[group])
    for when in occurrences(inputs.calendar, start, end, rule.every):
        yield _duty(homed, rule, inputs, awards[0], when, conditions, scope, name, group)


def _duty(
    homed: HomedRule, rule: Parameters, inputs: Inputs, award: Award, when: Occurrence,
    conditions: Conditions, scope: Literal["stream", "system"] | None, name: str | None,
    group: str | None,
) -> Duty:  # fmt: skip
    home = inputs.owner(award.id) if group is None else inputs.partnership(group)
    hours, cents = _priced(homed, inputs.reporting(home), award, when.start, conditions)
    return Duty(
        rule=homed.id, report=rule.report, category=rule.classed,
        award=award.id if scope is None else None, scope=scope, name=name, group=group,
        period=when.period, covers_from=when.start, covers_to=when.end,
        due=when.end - timedelta(days=1) + timedelta(days=rule.due_days), hours=hours, cents=cents,
    )  # fmt: skip
