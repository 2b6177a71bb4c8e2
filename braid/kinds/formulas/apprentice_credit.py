"""A state income-tax credit per apprentice and tax year (S.C. Code 12-6-3477, as of 2024)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

from braid.kinds.formulas.payment import Payment
from braid.periods import full_months


def payments(
    numbers_of: Callable[[date], Mapping[str, Fraction]],
    fact: Callable[[str], Any],
    *,
    start: date,
    end: date,
    participants: int,
    completion_rate: Fraction,
    cost_of_year: Callable[[int], int],
) -> tuple[Payment, ...]:
    """One payment per tax year with enough months, then for those who complete and stay.

    ``cost_of_year`` gives the group's cents.
    """
    out: list[Payment] = []
    for year in range(start.year, end.year + 1):
        numbers = numbers_of(date(year, 12, 31))
        months = full_months(max(start, date(year, 1, 1)), min(end, date(year + 1, 1, 1)))
        if not numbers or months < numbers["months"] or len(out) >= numbers["years"]:
            continue
        cap = numbers["youth_cap" if fact("youth_apprentice") is True else "adult_cap"]
        cost = Fraction(cost_of_year(year) // participants)
        cents = floor(min(cap * 100, max(cost, numbers["minimum"] * 100)))
        out.append(Payment(date(year, 12, 31), cents, year))
    return (*out, *_retention(numbers_of, fact, (end - timedelta(days=1)).year, completion_rate))


def _retention(
    numbers_of: Callable[[date], Mapping[str, Fraction]],
    fact: Callable[[str], Any],
    last: int,
    completion_rate: Fraction,
) -> Iterator[Payment]:
    """Payments for the tax years after the last one of training."""
    year = last + 1
    while fact("kept_after_completion") is True:
        numbers = numbers_of(date(year, 12, 31))
        if year - last > numbers.get("retention_years", 0):
            return
        cents = floor(numbers["retention"] * completion_rate * 100)
        yield Payment(date(year, 12, 31), cents, year)
        year += 1
