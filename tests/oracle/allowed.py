"""How many dollars a limit allows, with its factors (docs/semantics.md, sections 6 and 16)."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from braid.schema.scenario import Award, Cost
from oracle.facts import Subject, attribute
from oracle.selection import PER_PERSON, YEARS, parts, year_of

DAY = timedelta(days=1)


def asked(m: Any, homed: Any, award: Award, charge: Any | None) -> Subject:
    """What dates a number: the year of the instance, else its group's start, else the award's."""
    group = None
    if charge is not None and charge.group and {"group", *PER_PERSON} & set(parts(homed)):
        group = m.inputs.groups[charge.group]
    years = [part for part in parts(homed) if part in YEARS]
    if charge is not None and years:
        return Subject(first_day(m, years[0], award, charge), award, group)
    return Subject(group.start if group else m.book.start(award), award, group)


def first_day(m: Any, part: str, award: Award, charge: Any) -> date:
    """The first day of a charge's year, as the recipient of any of the limit's awards counts."""
    month, first = (7, 1) if part == "program_year" else (1, 1)
    if part == "fiscal_year":
        recipient = m.inputs.organizations[m.inputs.recipient(award)]
        month, first = (int(part) for part in recipient.fiscal_year_start.split("-"))
    return date(year_of(m, part, Subject(charge.day, charge.award)), month, first)


def usd_each(m: Any, homed: Any, bound: Any, award: Award, charge: Any | None) -> Fraction | None:
    """Dollars that a bound allows, of one participant where it is per person; None if unknown."""
    about = asked(m, homed, award, charge)
    if bound.attribute is not None:
        stated = attribute(about.group, bound.attribute.removeprefix("group."))
        each = None if stated is None else Fraction(stated) - Fraction(bound.minus)
        each = None if each is None else max(Fraction(0), each)
    else:
        each = m.book.facts.number(bound.usd, about)
    factor = times(m, bound, charge)
    if each is None or factor is None:
        return None
    if bound.yearly:
        factor *= part_of_year(m, homed, award, charge)
    if "credential" in homed.rule.per:
        assert about.group is not None
        factor *= m.cohorts.completion_rate(about.group)
    return each * factor


def times(m: Any, bound: Any, charge: Any | None) -> Fraction | None:
    """The number of the line or the group; 1 where none is named, None where it is unknown."""
    if bound.times is None:
        return Fraction(1)
    group = m.inputs.groups[charge.group] if charge.group else None
    about = Subject(group.start if group else charge.day, None, group, charge.line)
    stated = m.book.facts.value(about, "group", bound.times)
    known = isinstance(stated, int | Decimal) and not isinstance(stated, bool)
    return max(Fraction(0), Fraction(stated)) if known else None


def part_of_year(m: Any, homed: Any, award: Award, charge: Any) -> Fraction:
    """The days of the line in the periods that begin for it in the year, over the year's days."""
    part = next(part for part in parts(homed) if part in YEARS)
    start, whole = first_day(m, part, award, charge), 0
    own = {"group", *PER_PERSON} & set(parts(homed))
    days = sorted(set(line_days(m, charge.line, charge.group if own else None)))
    for t in m.cohorts.periods:
        inside = [day for day in days if t.start <= day < t.end]
        if inside and year_of(m, part, Subject(inside[0], award)) == start.year:
            whole += len(inside)
    return Fraction(whole, (start.replace(year=start.year + 1) - start).days)


def line_days(m: Any, line: Cost, group: str | None) -> Iterator[date]:
    """Every day of a line's own interval; of a direct line, of its people's training."""
    calendar = m.inputs.calendar
    spans = [(line.from_ or calendar.first, (line.until or calendar.last) + DAY)]
    if line.per_participant is not None:
        names = m.inputs.groups_of(line) if group is None else [group]
        spans = [m.inputs.training(m.inputs.groups[name]) for name in names]
    for day, end in spans:
        while day < end:
            yield day
            day += DAY
