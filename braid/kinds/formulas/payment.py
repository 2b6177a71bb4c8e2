"""What a formula gives: dated payments per participant."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Payment:
    """Whole cents per participant on a day; with ``calendar_year`` only for that year's costs."""

    day: date
    cents: int
    calendar_year: int | None = None
