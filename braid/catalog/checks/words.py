"""Dates and dollars as messages show them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction


def usd(amount: Decimal | Fraction | int) -> str:
    """``$1,234.50``, rounded down to the cent; whole dollars without cents."""
    cents = int(Fraction(amount) * 100)
    dollars, rest = divmod(cents, 100)
    return f"${dollars:,}.{rest:02d}" if rest else f"${dollars:,}"


def day(when: date) -> str:
    """``July 1, 2026``."""
    return f"{when:%B} {when.day}, {when.year}"


def plain(number: Decimal | Fraction) -> str:
    """A number without needless zeros: ``0.9``."""
    return format(Decimal(number).normalize(), "f") if isinstance(number, Decimal) else str(number)
