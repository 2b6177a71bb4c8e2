"""What a formula gives: dated payments per participant."""

from datetime import date

from braid.record import record


@record
class Payment:
    """Whole cents per participant on a day; with ``calendar_year`` only for that year's costs."""

    day: date
    cents: int
    calendar_year: int | None = None
