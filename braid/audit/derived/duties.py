"""``reports.csv``: what falls due when, for whom, and what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from braid.audit.books import Books
from braid.audit.derived.table import Column, Key, Line, Table
from braid.audit.records import Duty
from braid.audit.threshold import all_reached
from braid.schema.rules import Report

A_DAY = timedelta(days=1)

REPORTS = Table(
    "reports.csv",
    ("report", "award", "system", "period_start", "period_end", "due", "performed_by", "filed_by"),
    (
        Column("count", "number", "How many reports or records are due"),
        Column("hours", "number", "Hours of staff that they take"),
        Column("cost", "usd", "What they cost"),
    ),
    named=(
        Column("due", "day", "When it is due"),
        Column("period_start", "day", "First day that it covers"),
        Column("period_end", "day", "Last day that it covers"),
        Column("performed_by", "text", "Who performs it already"),
        Column("filed_by", "text", "Who files it"),
    ),
)


def reports(books: Books) -> Mapping[Key, Line]:
    """What awards and records make necessary, and what organizations owe for a fiscal year."""
    sums: dict[Key, list[Fraction]] = {}
    for duty in books.reporting.duties:
        key = _key(books, duty)
        found = sums.setdefault(key, [Fraction(0), Fraction(0), Fraction(0)])
        for place, more in enumerate((Fraction(duty.count), duty.hours, Fraction(duty.cents))):
            found[place] += more
    lines: dict[Key, Line] = {
        key: {"count": count, "hours": places(hours), "cost": int(cents)}
        for key, (count, hours, cents) in sums.items()
    }
    for one in all_reached(books):
        if one.is_due:
            row = one.row
            dates = (row.start, row.last, row.due)
            home = ("", row.organization)
            key = (row.report, "", "", *map(date.isoformat, dates), *home)
            lines[key] = {"count": Fraction(1), "hours": Fraction(0), "cost": row.cents}
    return lines


def places(number: Fraction) -> Fraction:
    """A number with four places."""
    return Fraction(round(number * 10_000), 10_000)


def _key(books: Books, duty: Duty) -> Key:
    rule, inputs, when = duty.homed.rule, books.inputs, duty.occurrence
    assert isinstance(rule, Report)
    home, award, system, filed = inputs.partnership(duty.group), "", "", ""
    if duty.group:
        _, _, system = duty.cost.partition(":")
    else:
        (award,) = duty.causes
        home, filed = inputs.owner(award), inputs.recipient(inputs.awards[award])
    last = when.end - A_DAY
    due = last + timedelta(days=rule.due_days)
    done = inputs.reporting(home).performed_by or ""
    return (
        rule.report, award, system, when.start.isoformat(), last.isoformat(), due.isoformat(),
        done, filed,
    )  # fmt: skip
