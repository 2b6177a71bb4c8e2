"""Pell Grants and what goes back of them (docs/semantics.md, section 5)."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

from braid.schema.scenario import Group, Program
from oracle.facts import attribute, july_first


@dataclass(frozen=True)
class Payment:
    """Whole cents per participant on a date."""

    day: date
    cents: int


def by_hours(
    program: Program, group: Group, start: date, end: date, numbers: dict[str, Fraction]
) -> list[Payment]:
    """Two payments of a scheduled award, each in proportion to its hours and weeks."""
    if program.clock_hours is None:
        return []
    scheduled = scheduled_award(group, numbers)
    halfway = start + timedelta(days=ceil(Fraction((end - start).days, 2)))
    year = program.academic_year
    hours = Fraction(program.clock_hours) / Fraction(year.hours)
    weeks = Fraction(program.weeks) / Fraction(year.weeks)
    payment = half_up(scheduled * min(hours / 2, weeks / 2))
    most = scheduled if hours >= 1 and weeks >= 1 else None
    return within([start, halfway], payment, most, room(group, scheduled, numbers))


def by_terms(
    program: Program, group: Group, start: date, end: date, numbers: dict[str, Fraction]
) -> list[Payment]:
    """A payment on the first day of each term, in proportion to what somebody studies."""
    terms, days = program.terms or 0, (end - start).days
    scheduled = scheduled_award(group, numbers)
    stated = attribute(group, "enrollment_intensity")
    intensity = min(
        Fraction(1), Fraction(half_up(100 * Fraction(1 if stated is None else stated)), 100)
    )
    payment = half_up(scheduled * intensity / program.academic_year.terms)
    first_days = [start + timedelta(days=k * days // terms) for k in range(terms)]
    most = scheduled * numbers.get("year_round", Fraction(3, 2))
    return within(first_days, payment, most, room(group, scheduled, numbers))


def room(group: Group, scheduled: Fraction, numbers: dict[str, Fraction]) -> int:
    """Cents that are left of a lifetime."""
    used = Fraction(attribute(group, "leu_percent") or 0)
    lifetime = numbers.get("lifetime_percent", Fraction(600))
    return max(0, floor(scheduled * (lifetime - used) / 100))


def within(days: list[date], payment: int, most: Fraction | None, left: int) -> list[Payment]:
    """Equal payments, cut to what an award year allows and to what is left."""
    in_year: dict[date, int] = {}
    out: list[Payment] = []
    for day in days:
        cents = min(payment, left)
        paid = in_year.get(july_first(day), 0)
        if most is not None:
            cents = min(cents, floor(most) - paid)
        in_year[july_first(day)] = paid + cents
        left -= cents
        out.append(Payment(day, cents))
    return out


def after_leaving(
    payments: list[Payment], rule: Any, program: Program, group: Group
) -> list[Payment]:
    """What stays of each payment when some leave on a day of the training."""
    left_at, rate = attribute(group, "withdraw_at"), program.completion_rate
    if left_at is None or rate is None:
        return payments
    leavers, count = 1 - Fraction(rate), len(payments)
    out = []
    for k, payment in enumerate(payments):
        earned = count * Fraction(left_at) - k  # from 0 at the part's first day to 1 at its end
        unearned = 1 - earned
        if earned <= 0:
            unearned = Fraction(1)
        elif earned >= 1 or earned > Fraction(rule.earned_after):
            unearned = Fraction(0)
        out.append(Payment(payment.day, floor(payment.cents * (1 - leavers * unearned))))
    return out


def scheduled_award(group: Group, numbers: dict[str, Fraction]) -> Fraction:
    """S in cents, before hours and weeks."""
    maximum, minimum = numbers["maximum"], numbers.get("minimum", Fraction(0))
    stated = attribute(group, "sai")
    sai = None if stated is None else Fraction(stated)
    if sai is not None and "sai_ineligible_at" in numbers and sai >= numbers["sai_ineligible_at"]:
        return Fraction(0)
    if attribute(group, "max_pell") is True:
        scheduled = maximum
    elif sai is not None and maximum - sai >= minimum:
        scheduled = min(maximum, Fraction(5 * floor((maximum - sai) / 5 + Fraction(1, 2))))
    elif attribute(group, "min_pell") is True:
        scheduled = minimum
    else:
        scheduled = Fraction(0)
    cost = attribute(group, "cost_of_attendance")
    if cost is not None:
        scheduled = min(scheduled, Fraction(cost))
    return 100 * scheduled


def half_up(value: Fraction) -> int:
    """Rounded to the cent, halves up."""
    return floor(value + Fraction(1, 2))
