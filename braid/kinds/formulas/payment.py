"""What a formula gives: dated payments per participant."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Payment:
    """Whole cents per participant on a day; ``calendar_year`` when it may pay only that year's costs."""

    day: date
    cents: int
    calendar_year: int | None = None
