"""What a formula gives: dated payments per participant."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from braid.record import record


@record
class GoesBack:
    """What of a payment goes back when some leave early; ``before`` is the payment in full."""

    before: int
    unearned: Fraction
    """The part that those who leave have not earned; 1 of a payment that they never get."""
    leavers: Fraction
    """The share of the participants who leave."""
    students_keep: Fraction
    """The share of the payment that a student does not have to pay back."""


@record
class Part:
    """The part of the training that a payment is for, from share to share.

    ``until`` is the day of the payment for the next part; None of the last one.
    """

    begins: Fraction
    ends: Fraction
    until: date | None


@record
class Payment:
    """Whole cents per participant on a day; with ``calendar_year`` only for that year's costs."""

    day: date
    cents: int
    calendar_year: int | None = None
    part: Part | None = None
    goes_back: GoesBack | None = None
