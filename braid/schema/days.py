"""Dates as people write them: what is wrong with one, and how it is written here."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_LOOSE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_US = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_WORDS = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
FIRST_YEAR, LAST_YEAR = 1900, 2199
FORM = "Write the date as year-month-day, such as 2026-07-01."


def day_fault(value: Any) -> tuple[str, str]:
    """What keeps a value from being a date and what to write; two empty texts if nothing does."""
    text = format(value, "f") if isinstance(value, Decimal) else value
    if not isinstance(text, str):
        return "is not a date", FORM
    text = text.strip()
    if _ISO.fullmatch(text):
        day = guess_day(text)
        if day is None:
            return "is a day that the calendar does not have", FORM
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return "is too far away", f"Give a date from {FIRST_YEAR} to {LAST_YEAR}."
        return ("", "") if text == value else ("is not written as a date", f"Write {text}.")
    meant = guess_day(text)
    if meant is None:
        return "is not a date", FORM
    return "is not written as a date", f"Write {meant.isoformat()}, if that is the day meant."


def guess_day(text: str) -> dt.date | None:
    """The day that ``7/1/2026``, ``2026-7-1``, ``20260701`` or ``July 1, 2026`` means."""
    for pattern, order in ((_LOOSE, (1, 2, 3)), (_COMPACT, (1, 2, 3)), (_US, (3, 1, 2))):
        match = pattern.fullmatch(text)
        if match:
            year, month, day = (int(match[group]) for group in order)
            year += 2000 if len(match[order[0]]) == 2 else 0
            if month > 12 and pattern is _US:
                month, day = day, month
            return _day(year, month, day)
    match = _WORDS.fullmatch(text)
    if match and match[1][:3].lower() in _MONTHS:
        return _day(int(match[3]), _MONTHS.index(match[1][:3].lower()) + 1, int(match[2]))
    return None


def is_day_of_every_year(text: str) -> bool:
    """Whether ``07-01`` is a day that every year has."""
    found = re.fullmatch(r"(\d\d)-(\d\d)", text)
    return found is not None and _day(2026, int(found[1]), int(found[2])) is not None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
