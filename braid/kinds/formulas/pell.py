"""The Pell formula for clock-hour and non-term programs (FSA Handbook vol. 7; 34 CFR 690.63(e)).

Amounts are per participant. A Scheduled Award is what a full-time student gets in a
full academic year; each of two payments is prorated by the lesser of its hours and weeks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

from braid.kinds.formulas.payment import Payment
from braid.periods import program_year


def round_half_up(value: Fraction) -> int:
    """To the nearest whole number, halves up."""
    return floor(value + Fraction(1, 2))


def scheduled_award(numbers: Mapping[str, Fraction], fact: Callable[[str], Any]) -> Fraction | None:
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


def payments(
    numbers: Mapping[str, Fraction],
    fact: Callable[[str], Any],
    *,
    start: date,
    end: date,
    hours: Fraction | None,
    weeks: Fraction,
    year_hours: Fraction,
    year_weeks: Fraction,
) -> tuple[Payment, ...]:
    """The two payments of a program over ``[start, end)``; none when facts are missing."""
    award = scheduled_award(numbers, fact)
    if not award or hours is None:
        return ()
    share = min(hours / 2 / year_hours, weeks / 2 / year_weeks)
    used = fact("leu_percent")
    limit = numbers.get("lifetime_percent", Fraction(600)) - Fraction(used or 0)
    room = floor(max(Fraction(0), limit) / 100 * award * 100)
    middle = start + timedelta(days=ceil(Fraction((end - start).days, 2)))
    by_year: dict[int, int] = {}
    out: list[Payment] = []
    for day in (start, middle):
        cents = round_half_up(award * share * 100)
        year = program_year(day)
        cents = min(cents, room, floor(award * 100) - by_year.get(year, 0))
        room -= cents
        by_year[year] = by_year.get(year, 0) + cents
        out.append(Payment(day, cents))
    return tuple(out)
