"""Calendar arithmetic: periods of the horizon, program years, report dates.

All intervals of dates in this module are half-open, ``[start, end)``, except
where a name says ``last``. Money is whole cents (int). Everything here is pure
and exact; it is shared by the planner, the auditor and the tests' oracle.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from braid.record import record

PeriodLength = Literal["month", "quarter", "year"]
Every = Literal["once", "month", "quarter", "half_year", "year"]

_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def add_months(day: date, months: int) -> date:
    """``day`` moved by whole months; the day of month is cut to the month's length."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def year_start(day: date, month: int, day_of_month: int = 1) -> date:
    """Start of the year (beginning on ``month``/``day_of_month``) that holds ``day``."""
    start = date(day.year, month, day_of_month)
    return start if start <= day else date(day.year - 1, month, day_of_month)


def program_year(day: date) -> int:
    """The program or award year (July 1 to June 30) of ``day``, named by its first year."""
    return year_start(day, 7).year


def fiscal_year(day: date, starts: str) -> int:
    """An organization's fiscal year of ``day``, named by its first year; ``starts`` is MM-DD."""
    month, first = (int(part) for part in starts.split("-"))
    return year_start(day, month, first).year


@record
class Period:
    """One period of the horizon: its number and its half-open dates ``[start, end)``."""

    index: int
    start: date
    end: date

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.end - timedelta(days=1)

    def days_within(self, start: date, end: date) -> int:
        """Days of ``[start, end)`` that fall into this period."""
        return max(0, (min(self.end, end) - max(self.start, start)).days)


@record
class Calendar:
    """The horizon cut into periods. ``first`` is its first day, ``last`` its last day.

    Periods follow the calendar: a quarter ends on the last day of March, June,
    September or December, a year period ends on the eve of ``first``'s
    anniversary; the first and the last may be shorter.
    """

    first: date
    last: date
    length: PeriodLength

    @property
    def end(self) -> date:
        """The day after the last day."""
        return self.last + timedelta(days=1)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods, in order."""
        out: list[Period] = []
        start = self.first
        while start < self.end:
            stop = min(self._next(start), self.end)
            out.append(Period(len(out), start, stop))
            start = stop
        return tuple(out)

    def _next(self, day: date) -> date:
        if self.length == "year":
            return add_months(day, 12)
        step = _MONTHS[self.length]
        return add_months(date(day.year, (day.month - 1) // step * step + 1, 1), step)

    def period_of(self, day: date) -> Period | None:
        """The period that holds ``day``; None outside the horizon."""
        for period in self.periods:
            if period.start <= day < period.end:
                return period
        return None

    def clip(self, day: date) -> Period:
        """The period that holds ``day``, or the first or last one when it is outside."""
        inside = self.period_of(day)
        if inside is not None:
            return inside
        return self.periods[0] if day < self.first else self.periods[-1]


@record
class Occurrence:
    """One report that falls due: what it covers ``[start, end)`` and in which period it falls."""

    start: date
    end: date
    period: int


def occurrences(calendar: Calendar, start: date, end: date, every: Every) -> tuple[Occurrence, ...]:
    """The reports of a duty that runs over ``[start, end)``, within the horizon.

    ``once`` gives one, in the period of the first day. Otherwise one per calendar
    month, quarter (January, April, July, October), half year (January, July) or
    program year (July 1) that the duty touches; it falls in the period of the last
    day that it covers.
    """
    start = max(start, calendar.first)
    end = min(end, calendar.end)
    if start >= end:
        return ()
    if every == "once":
        return (Occurrence(start, end, calendar.clip(start).index),)
    out: list[Occurrence] = []
    if every == "year":
        begin = year_start(start, 7)
        step = 12
    else:
        step = _MONTHS[every]
        begin = date(start.year, (start.month - 1) // step * step + 1, 1)
    while begin < end:
        stop = add_months(begin, step)
        covered_from, covered_to = max(begin, start), min(stop, end)
        last = covered_to - timedelta(days=1)
        out.append(Occurrence(covered_from, covered_to, calendar.clip(last).index))
        begin = stop
    return tuple(out)


def full_months(start: date, end: date) -> int:
    """Whole calendar months from the first to the last day inside ``[start, end)``."""
    first = start if start.day == 1 else add_months(start.replace(day=1), 1)
    months = (end.year - first.year) * 12 + end.month - first.month
    return max(0, months)
