"""Payments of entitlements, and what their formulas look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from braid.catalog.inputs import Inputs
from braid.record import record
from braid.schema.scenario import Group

Numbers = Mapping[str, Fraction]


@record
class Part:
    """The part of the training that a payment is for.

    ``since`` is its first day, None for the first part; ``until`` the next part's first day,
    None for the last.
    """

    begins: Fraction
    ends: Fraction
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        """Whether a day lies in the part; what is before or after the training, in its ends."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day < self.until)


@record
class Payment:
    """Whole cents per participant on a day; of a tax credit, for which calendar year.

    ``unearned`` is the share of the payment that those who leave have not earned, ``returned``
    what goes back for it, per participant; ``cents`` is what is left.
    """

    day: date
    cents: int
    tax_year: int | None = None
    part: Part | None = None
    unearned: Fraction = Fraction(0)
    returned: int = 0


@record
class Question:
    """What a formula looks at.

    ``gross_borne`` is the gross direct cost, in cents by calendar year, that employers bear.
    """

    inputs: Inputs
    group: Group
    number: Callable[[str, date], Fraction | None]
    gross_borne: Mapping[int, int]

    def stated(self, name: str) -> Any:
        """An attribute of the group; None when it is not known."""
        return self.group.attributes.get(name)

    def needed(self, name: str, day: date) -> Fraction:
        """A number of the formula; 0 where the rule has none for the day."""
        return self.number(name, day) or Fraction(0)


def half_up(amount: Fraction) -> int:
    """The nearest whole number, halves up."""
    return floor(amount + Fraction(1, 2))
