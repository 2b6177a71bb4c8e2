"""Moments of an award's time in words."""

from __future__ import annotations

from braid.render.words import listed
from braid.schema.rules import AwardTime, Span

YEARS = {"program_years": "program year", "federal_fiscal_years": "federal fiscal year"}
FROM_THE_END = {"months_after_end": "months", "days_after_end": "days"}


def moment_text(span: Span, *, day: bool = False) -> str:
    """The end of a span of an award's time; with ``day`` so that ``after`` can stand before it."""
    the = "the day " if day else ""
    parts = [
        f"the end of {name} {count} of the money"
        for key, name in YEARS.items()
        if (count := getattr(span, key)) is not None
    ]
    if span.months is not None:
        start = "the award's start" if day else "it became available"
        parts.append(f"{the}{span.months} months after {start}")
    if isinstance(span, AwardTime):
        for key, unit in FROM_THE_END.items():
            count = getattr(span, key)
            if count == 0:
                parts.append("the award's end")
            elif count is not None:
                side = "after" if count > 0 else "before"
                parts.append(f"{the}{abs(count)} {unit} {side} the award's end")
    return f"{listed(parts)}{', whichever is first' if len(parts) > 1 else ''}"
