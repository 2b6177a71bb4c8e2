"""What was charged already: charges of periods that are over, added up by award and cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from braid.periods import Calendar
from braid.schema.scenario import Actuals


class Posted(NamedTuple):
    """Whole cents that an award was charged for one cell of a closed period.

    ``group`` is whom it was for, empty where nobody says (of a shared line only); ``period`` is
    the period's first day.
    """

    award: str
    cost: str
    group: str
    period: date
    cents: int


def closed_periods(actuals: Actuals | None, calendar: Calendar) -> int:
    """How many periods of the horizon are over; the plan is about the others."""
    if actuals is None:
        return 0
    return sum(period.last <= actuals.as_of for period in calendar.periods)


def posted(actuals: Actuals | None, calendar: Calendar) -> tuple[Posted, ...]:
    """The actuals in order of award, cost, group, period; several of one cell are one."""
    found: dict[tuple[str, str, str, date], int] = defaultdict(int)
    for charge in actuals.charges if actuals is not None else ():
        period = calendar.period_of(charge.period)
        if period is not None:
            key = (charge.award, charge.cost, charge.group or "", period.start)
            found[key] += int(charge.amount * 100)
    return tuple(Posted(*key, cents) for key, cents in sorted(found.items()) if cents)


def cents_by_award(charges: Iterable[Posted]) -> dict[str, int]:
    """Whole cents of each award that has any."""
    found: dict[str, int] = defaultdict(int)
    for charge in charges:
        found[charge.award] += charge.cents
    return dict(found)
