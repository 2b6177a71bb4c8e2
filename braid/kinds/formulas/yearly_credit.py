"""A tax credit of a fixed amount for each of three years (S.C. Code 12-6-3710 and 12-6-3720)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from math import floor

from braid.kinds.formulas.payment import Payment
from braid.periods import full_months

AMOUNTS = ("first", "second", "third")


def payments(
    numbers_of: Callable[[date], Mapping[str, Fraction]], *, start: date, end: date
) -> tuple[Payment, ...]:
    """The amount of each of the first three tax years that has enough months."""
    out: list[Payment] = []
    for year, amount in enumerate(AMOUNTS, start.year):
        numbers = numbers_of(date(year, 12, 31))
        months = full_months(max(start, date(year, 1, 1)), min(end, date(year + 1, 1, 1)))
        if numbers and months >= numbers["months"]:
            out.append(Payment(date(year, 12, 31), floor(numbers[amount] * 100), year))
    return tuple(out)
