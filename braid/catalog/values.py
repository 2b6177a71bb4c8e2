"""Numbers that change with time: which version holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from braid.periods import year_start
from braid.record import record
from braid.schema.base import Versioned


@record
class Clock:
    """The dates that may pick a version: the cost's day, the award's day, a fiscal year's start."""

    cost: date
    award: date
    fiscal_year_start: str = "07-01"

    def date_of(self, name: str) -> date:
        """The date that a clock's name stands for."""
        if name == "award_date":
            return self.award
        if name in ("program_year", "award_year"):
            return year_start(self.cost, 7)
        if name == "fiscal_year":
            month, day = (int(part) for part in self.fiscal_year_start.split("-"))
            return year_start(self.cost, month, day)
        if name == "tax_year":
            return date(self.cost.year, 12, 31)
        return self.cost


def value_at(number: Decimal | Versioned, clock: Clock) -> Fraction | None:
    """The number that holds; None before the first version begins."""
    if not isinstance(number, Versioned):
        return Fraction(number)
    day = clock.date_of(number.clock)
    held: Fraction | None = None
    for version in number.versions:
        if version.from_ <= day:
            held = Fraction(version.value)
    return held
