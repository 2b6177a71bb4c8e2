"""A state income-tax credit per apprentice and tax year (S.C. Code 12-6-3477, as of 2024)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
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
    cost_of_year: Callable[[int], int],
) -> tuple[Payment, ...]:
    """One payment per tax year with enough months; ``cost_of_year`` gives the group's cents."""
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
    return tuple(out)
