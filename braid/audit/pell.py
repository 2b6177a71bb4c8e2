"""Pell Grants: the scheduled award, paid by halves of clock-hour programs or by terms."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import floor

from braid.audit.payment import Numbers, Part, Payment, Question, half_up
from braid.periods import program_year

YEAR_ROUND = Fraction(3, 2)
"""How many scheduled awards an award year may pay by terms, unless the rule says otherwise."""


def scheduled_award(ask: Question, numbers: Numbers) -> Fraction:
    """The Pell scheduled award in dollars."""
    maximum, minimum = numbers["maximum"], numbers["minimum"]
    sai = ask.stated("sai")
    amount = Fraction(0)
    by_index = None
    if sai is not None:
        need = maximum - Fraction(sai)
        if need >= minimum:
            by_index = max(Fraction(0), min(maximum, Fraction(half_up(need / 5) * 5)))
    if ask.stated("max_pell") is True:
        amount = maximum
    elif by_index is not None:
        amount = by_index
    elif ask.stated("min_pell") is True:
        amount = minimum
    cost = ask.stated("cost_of_attendance")
    if cost is not None:
        amount = min(amount, Fraction(cost))
    ineligible_at = numbers.get("sai_ineligible_at")
    if ineligible_at is not None and sai is not None and Fraction(sai) >= ineligible_at:
        return Fraction(0)
    return amount


def pell_clock_hours(ask: Question) -> list[Payment]:
    """Two payments of a clock-hour program: at the start, and after half of the training days."""
    program = ask.inputs.programs[ask.group.program]
    if program.clock_hours is None:
        return []
    numbers = _pell_numbers(ask)
    scheduled = scheduled_award(ask, numbers) * 100
    start, end = ask.inputs.training(ask.group)
    days = [start, start + timedelta(days=((end - start).days + 1) // 2)]
    hours = Fraction(program.clock_hours) / Fraction(program.academic_year.hours)
    weeks = Fraction(program.weeks) / Fraction(program.academic_year.weeks)
    each = half_up(scheduled * min(hours / 2, weeks / 2))
    full_year = hours >= 1 and weeks >= 1
    return _within(ask, numbers, days, each, floor(scheduled) if full_year else None)


def pell(ask: Question) -> list[Payment]:
    """A payment at the start of each term; without terms, as for a clock-hour program."""
    program = ask.inputs.programs[ask.group.program]
    if program.terms is None:
        return pell_clock_hours(ask)
    numbers = _pell_numbers(ask)
    scheduled = scheduled_award(ask, numbers) * 100
    start, end = ask.inputs.training(ask.group)
    length = (end - start).days
    days = [start + timedelta(days=k * length // program.terms) for k in range(program.terms)]
    stated = ask.stated("enrollment_intensity")
    intensity = Fraction(1) if stated is None else Fraction(stated)
    intensity = min(Fraction(1), Fraction(half_up(intensity * 100), 100))
    each = half_up(scheduled * intensity / program.academic_year.terms)
    year_round = ask.number("year_round", ask.group.start)
    more = YEAR_ROUND if year_round is None else year_round
    return _within(ask, numbers, days, each, floor(scheduled * more))


def _within(
    ask: Question, numbers: Numbers, days: list[date], each: int, most: int | None
) -> list[Payment]:
    """Equal payments, within what an award year and a lifetime allow."""
    leu = Fraction(ask.stated("leu_percent") or 0)
    scheduled = scheduled_award(ask, numbers) * 100
    room = max(0, floor((numbers["lifetime_percent"] - leu) / 100 * scheduled))
    bounds = [None, *days[1:], None]
    by_year: dict[int, int] = {}
    payments: list[Payment] = []
    for k, day in enumerate(days):
        year, cents = program_year(day), min(each, room)
        if most is not None:
            cents = min(cents, most - by_year.get(year, 0))
        by_year[year] = by_year.get(year, 0) + cents
        room -= cents
        begins, ends = Fraction(k, len(days)), Fraction(k + 1, len(days))
        part = Part(begins, ends, bounds[k], bounds[k + 1])
        payments.append(Payment(day, cents, part=part))
    return payments


def _pell_numbers(ask: Question) -> Numbers:
    day = ask.group.start
    numbers = {name: ask.needed(name, day) for name in ("maximum", "minimum")}
    lifetime = ask.number("lifetime_percent", day)
    numbers["lifetime_percent"] = Fraction(600) if lifetime is None else lifetime
    ineligible_at = ask.number("sai_ineligible_at", day)
    if ineligible_at is not None:
        numbers["sai_ineligible_at"] = ineligible_at
    return numbers
