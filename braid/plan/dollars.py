"""Money outside of tables: dollars with two places, exactly."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Money = Decimal
Exact = Decimal
"""A number with the places that it has."""
CENT = Decimal("0.01")


def dollars(cents: int | Fraction) -> Money:
    """Whole cents as dollars; of parts of a cent the whole ones."""
    return Decimal(int(cents)).scaleb(-2)


def to_cent(amount: float | Decimal) -> Money:
    """Dollars rounded half up to the cent; never a negative zero."""
    # adding 0 makes a negative zero plain
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP) + 0
