"""The Pell formulas (FSA Handbook vol. 7; 34 CFR 690.63): clock-hour programs, and terms.

Amounts are per participant. A Scheduled Award is what a full-time student gets in a
full academic year. Of a clock-hour program (690.63(e)) each of two payments is prorated by
the lesser of its hours and weeks; of a program in terms (690.63(b)) each term pays its part
of the Scheduled Award at the student's enrollment intensity.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import zip_longest
from math import ceil, floor
from typing import Any

from braid.kinds.formulas.payment import Part, Payment
from braid.periods import program_year
from braid.record import record

Numbers = Mapping[str, Fraction]
Fact = Callable[[str], Any]


@record
class Course:
    """What the formulas look at of a program, trained over ``[start, end)``."""

    start: date
    end: date
    hours: Fraction | None
    weeks: Fraction
    year_hours: Fraction
    year_weeks: Fraction
    terms: int | None = None
    year_terms: int = 2


def round_half_up(value: Fraction) -> int:
    """To the nearest whole number, halves up."""
    return floor(value + Fraction(1, 2))


def scheduled_award(numbers: Numbers, fact: Fact) -> Fraction | None:
    """The Scheduled Award in dollars; None when neither SAI nor a flag is known."""
    maximum, minimum = numbers["maximum"], numbers["minimum"]
    sai = fact("sai")
    if sai is not None and Fraction(sai) >= numbers["sai_ineligible_at"]:
        return Fraction(0)
    if fact("max_pell") is True:
        amount = maximum
    elif sai is None:
        return None
    elif maximum - Fraction(sai) >= minimum:
        nearest_five = Fraction(5 * round_half_up((maximum - Fraction(sai)) / 5))
        amount = min(maximum, nearest_five)
    elif fact("min_pell") is True:
        amount = minimum
    else:
        return Fraction(0)
    cost = fact("cost_of_attendance")
    return amount if cost is None else min(amount, Fraction(cost))


def clock_hours(numbers: Numbers, fact: Fact, course: Course) -> tuple[Payment, ...]:
    """The two payments of a clock-hour program; none when facts are missing."""
    award = scheduled_award(numbers, fact)
    if not award or course.hours is None:
        return ()
    share = min(course.hours / 2 / course.year_hours, course.weeks / 2 / course.year_weeks)
    middle = course.start + timedelta(days=ceil(Fraction((course.end - course.start).days, 2)))
    return _within_caps(numbers, fact, award, award * share, award, [course.start, middle])


def terms(numbers: Numbers, fact: Fact, course: Course) -> tuple[Payment, ...]:
    """A payment for each term of a program in terms, of any other those of its clock hours."""
    if course.terms is None:
        return clock_hours(numbers, fact, course)
    award = scheduled_award(numbers, fact)
    if not award:
        return ()
    stated = fact("enrollment_intensity")
    intensity = Fraction(1 if stated is None else stated)
    intensity = min(Fraction(1), Fraction(round_half_up(intensity * 100), 100))
    length, count = (course.end - course.start).days, course.terms
    days = [course.start + timedelta(days=k * length // count) for k in range(count)]
    each = award * intensity / course.year_terms
    more = numbers.get("year_round", Fraction(3, 2))
    return _within_caps(numbers, fact, award, each, award * more, days)


def _within_caps(
    numbers: Numbers,
    fact: Fact,
    award: Fraction,
    each: Fraction,
    of_year: Fraction,
    days: Sequence[date],
) -> tuple[Payment, ...]:
    """Payments of ``each`` dollars for equal parts, cut to what award year and lifetime leave."""
    used = fact("leu_percent")
    limit = numbers.get("lifetime_percent", Fraction(600)) - Fraction(used or 0)
    room = floor(max(Fraction(0), limit) / 100 * award * 100)
    by_year: dict[int, int] = {}
    out: list[Payment] = []
    for k, (day, until) in enumerate(zip_longest(days, days[1:])):
        year = program_year(day)
        left = floor(of_year * 100) - by_year.get(year, 0)
        cents = min(round_half_up(each * 100), room, left)
        room -= cents
        by_year[year] = by_year.get(year, 0) + cents
        part = Part(Fraction(k, len(days)), Fraction(k + 1, len(days)), until)
        out.append(Payment(day, cents, part=part))
    return tuple(out)
