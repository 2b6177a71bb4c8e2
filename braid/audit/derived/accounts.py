"""``awards.csv``: whose an award is, its dates, and what of it may be taken back.

Its account is looked at wherever a plan is audited (``money_tables``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from math import floor

from braid.audit.books import Books
from braid.audit.derived.table import Column, Key, Line, Table
from braid.audit.timeline import recapture
from braid.schema.scenario import Award

AWARDS = Table(
    "awards.csv",
    ("award",),
    (
        Column("stream", "text", "Stream of an award"),
        Column("recipient", "text", "Who receives an award"),
        Column("status", "text", "Whether an award is accepted, offered or not committed"),
        Column("used", "flag", "Whether the plan counts on an award"),
        Column("recapture_risk", "usd", "What may be taken back of an award"),
        Column("start", "day", "First day of an award"),
        Column("end", "day", "Last day of an award"),
    ),
)


def awards(books: Books) -> Mapping[Key, Line]:
    """Every award of the scenario."""
    found: dict[Key, Line] = {}
    for award in books.inputs.awards.values():
        committed = award.id in books.inputs.committed
        start, end = books.inputs.window(award)
        found[(award.id,)] = {
            "stream": award.stream,
            "recipient": books.inputs.recipient(award),
            "status": award.status if committed else "uncommitted",
            "used": books.used(award),
            "recapture_risk": _at_risk(books, award) if books.used(award) else 0,
            "start": start,
            "end": end - timedelta(days=1),
        }
    return found


def _at_risk(books: Books, award: Award) -> int:
    """Whole cents that are not obligated by a day of the horizon; the most of any rule."""
    most = Fraction(0)
    for homed in books.inputs.law.of_kind("timeline", award.id):
        loss = recapture(homed, books, award)
        if loss is not None and loss.deadline <= books.inputs.calendar.end:
            most = max(most, loss.share - loss.obligated)
    return floor(most)
