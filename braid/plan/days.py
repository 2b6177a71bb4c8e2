"""Days as a plan tells them: text such as 2026-07-01, checked when a stored plan is read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any


class _IsoDay:
    """Refuses text that is no day; whoever does not read plans does not load pydantic for it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(_day, handler(source))


def is_day(text: str) -> bool:
    """Whether text is a day as plans write it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _day(text: str) -> str:
    if not is_day(text):
        raise ValueError("a day is written as 2026-07-01")
    return text


Day = Annotated[str, _IsoDay()]
"""The ISO text of a day."""
