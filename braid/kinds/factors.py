"""What a limit's number is multiplied by: a number of the line or the group, days of a year.

``times`` turns dollars a week or dollars a full-time salary into dollars; ``yearly`` is for
dollars a year, of which a cost line has the days that it runs (``docs/semantics.md``, section 16).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from braid.catalog.facts import Subject
from braid.catalog.inputs import Inputs
from braid.catalog.values import value_at
from braid.kinds.rows import Context
from braid.periods import year_start
from braid.record import record
from braid.schema.base import Number, Versioned
from braid.schema.rule_base import Bound
from braid.schema.scenario import Award, Organization

YEARS = ("program_year", "fiscal_year", "calendar_year")
"""The years that ``per`` may name of a charge."""


@record
class Place:
    """What an instance of a limit is about, as far as numbers depend on it; -1 is nothing."""

    group: int = -1
    line: int = -1
    year: tuple[str, int] | None = None


def place_of(of_charges: Iterable[tuple[str, int]]) -> Place:
    """The place of an instance, from what its charges have in common."""
    said = dict(of_charges)
    year = next(((name, said[name]) for name in YEARS if name in said), None)
    return Place(said.get("group", -1), said.get("line", -1), year)


def number_of(
    number: Number | Fraction, bound: Bound, awards: tuple[str, ...], place: Place,
    context: Context, *, floor: bool = False,
) -> Fraction | None:  # fmt: skip
    """A bound's number with its factors; None where the number or a factor is not known.

    Versions are picked by the year's first day, else by the group's start, else by each award's
    start. Where pooled awards have different numbers the stricter holds.
    """
    times = factor(bound, place, context)
    if times is None:
        return None
    inputs, found = context.inputs, []
    for award in _asked(number, bound, awards, place, inputs):
        day = (award.start if award is not None else None) or inputs.calendar.first
        part = Fraction(1)
        if place.year is not None:
            day, end = days_of_year(place.year, award, inputs)
            if bound.yearly:
                part = Fraction(_days(place, day, end, context), (end - day).days)
        elif place.group >= 0:
            day = inputs.groups[context.codes.groups[place.group]].start
        if isinstance(number, Fraction):
            found.append(number * part)
            continue
        value = value_at(number, context.conditions.clock(award, day))
        if value is not None:
            found.append(value * part)
    if not found:
        return None
    return times * (max(found) if floor else min(found))


def _asked(
    number: Number | Fraction, bound: Bound, awards: tuple[str, ...], place: Place, inputs: Inputs
) -> list[Award | None]:
    """The awards whose number is asked for: one where all have the same."""
    own_years = bound.yearly and place.year is not None and place.year[0] == "fiscal_year"
    asked = awards if own_years or isinstance(number, Versioned) else awards[:1]
    return [inputs.awards[award] for award in asked] or [None]


def factor(bound: Bound, place: Place, context: Context) -> Fraction | None:
    """What ``times`` says, 1 when it says nothing; None where it is not known."""
    if bound.times is None:
        return Fraction(1)
    fact = fact_of(bound.times, place, context)
    return None if fact is None else max(Fraction(0), fact)


def fact_of(name: str, place: Place, context: Context) -> Fraction | None:
    """A number of the line, the group or its program; None where nobody has stated it."""
    inputs, codes = context.inputs, context.codes
    group = inputs.groups[codes.groups[place.group]] if place.group >= 0 else None
    line = inputs.costs[codes.lines[place.line]] if place.line >= 0 else None
    subject = Subject(group=group, line=line, day=group.start if group is not None else None)
    fact = context.conditions.facts.lookup(subject, "group", name)
    if isinstance(fact, bool) or not isinstance(fact, Decimal | int | Fraction):
        return None
    return Fraction(fact)


def days_of_year(year: tuple[str, int], award: Award | None, inputs: Inputs) -> tuple[date, date]:
    """The half-open dates of a year; a fiscal year is the recipient's."""
    name, number = year
    month, day = 7, 1
    if name == "calendar_year":
        month = 1
    elif name == "fiscal_year" and award is not None:
        month, day = fiscal_start(inputs.organizations[inputs.recipient(award)])
    return date(number, month, day), date(number + 1, month, day)


def fiscal_start(organization: Organization) -> tuple[int, int]:
    """The month and the day on which an organization's fiscal year begins."""
    month, day = organization.fiscal_year_start.split("-")
    return int(month), int(day)


def first_of_year(name: str, day: date, organization: Organization) -> date:
    """First day of the program, fiscal or calendar year that holds ``day``."""
    if name == "fiscal_year":
        return year_start(day, *fiscal_start(organization))
    return year_start(day, 1 if name == "calendar_year" else 7)


def _days(place: Place, start: date, end: date, context: Context) -> int:
    """Days of the line's own interval that count in a year.

    The days of a period all count in the year of the first of them that is in the interval, as
    the cell of the period does.
    """
    spans = _intervals(place, context)
    total = 0
    for period in context.inputs.calendar.periods:
        inside = [
            (max(begin, period.start), min(stop, period.end))
            for begin, stop in spans
            if begin < period.end and stop > period.start
        ]
        if inside and start <= inside[0][0] < end:
            total += sum((stop - begin).days for begin, stop in inside)
    return total


def _intervals(place: Place, context: Context) -> list[tuple[date, date]]:
    """When a line runs, in order and without overlaps: its own dates, or its groups' training."""
    inputs, codes = context.inputs, context.codes
    if place.line < 0:
        return []
    line = inputs.costs[codes.lines[place.line]]
    if line.per_participant is None:
        last = line.until or inputs.calendar.last
        return [(line.from_ or inputs.calendar.first, last + timedelta(days=1))]
    names = [codes.groups[place.group]] if place.group >= 0 else inputs.groups_of(line)
    merged: list[tuple[date, date]] = []
    for begin, stop in sorted(inputs.training(inputs.groups[name]) for name in names):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(stop, merged[-1][1])
        else:
            merged.append((begin, stop))
    return merged
