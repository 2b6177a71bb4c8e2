"""What falls due, for the calendar of a mail program: ``deadlines.ics``.

An event's UID stays the same when the plan is made again, so that importing the file again moves
events instead of doubling them.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from braid.plan.plan import Plan
from braid.render.deadlines import KINDS, DueItem, due_items
from braid.render.source import Source
from braid.render.words import dollars, number, plural, usd
from braid.render.workbook.safe import Texts

if TYPE_CHECKING:
    from icalendar import Event

WARNED = timedelta(days=14)
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
"""Sequence numbers of events are minutes from here to when the plan was made."""


def made(folder: Path) -> dict[str, bytes]:
    """The calendar of a plan's folder; InputProblems where it cannot be made."""
    from braid.render.extras import needs
    from braid.render.source import source_in

    needs(folder, "the calendar", "icalendar")
    return {"deadlines.ics": calendar(source_in(folder))}


def calendar(source: Source) -> bytes:
    """Every report and last day from the first day of the plan on; same plan, same bytes."""
    from icalendar import Calendar

    plan, texts = source.plan, Texts()
    out = Calendar()
    out.add("prodid", "-//braid//reports//EN")
    out.add("version", "2.0")
    out.add("calscale", "GREGORIAN")
    out.add("method", "PUBLISH")
    out.add("x-wr-calname", texts.clean(f"{plan.name}: reports and last days"))
    out.add("x-wr-caldesc", texts.clean(f"{source.stamp}. Made by braid report."))
    first = plan.inputs.calendar.first.isoformat()
    for item in due_items(plan):
        if item.day >= first:
            out.add_component(_event(item, source, texts))
    return bytes(out.to_ical())


def _event(item: DueItem, source: Source, texts: Texts) -> Event:
    from icalendar import Alarm, Event

    event, alarm = Event(), Alarm()
    due = date.fromisoformat(item.day)
    title = texts.clean(f"{_title(item)}: {item.about}" if item.about else _title(item))
    event.add("uid", uid(source.plan, item))
    event.add("dtstamp", source.made)
    event.add("last-modified", source.made)
    event.add("sequence", max(0, int((source.made - FIRST) / timedelta(minutes=1))))
    event.add("summary", title)
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [KINDS[item.kind]])
    event.add("description", texts.clean(_description(item, source)))
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -WARNED)
    alarm.add("description", f"In two weeks: {title}")
    event.add_component(alarm)
    return event


def uid(plan: Plan, item: DueItem) -> str:
    """The event's name for good: of the scenario, and of what falls due."""
    text = "\0".join((plan.name, *item.key))
    return f"{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:32]}@braid"


def _title(item: DueItem) -> str:
    return item.title if item.kind == "report" else KINDS[item.kind]


def _description(item: DueItem, source: Source) -> str:
    told = [item.told]
    if item.kind == "report":
        told.append(f"Filed by: {item.filed_by or 'whoever keeps the records'}.")
        if item.performed_by:
            told.append(f"Done by the staff of: {item.performed_by}.")
        if item.count is not None and item.count > 1:
            told.append(f"Records of {plural(int(item.count), 'participant')}.")
        if item.hours:
            cost = f", {usd(dollars(item.cost))}" if item.cost else ""
            told.append(f"Staff time: {number(item.hours)} hours{cost}.")
        elif item.cost:
            told.append(f"It costs {usd(dollars(item.cost))}.")
    elif item.filed_by:
        told.append(f"Recipient: {item.filed_by}.")
    if item.rules:
        told.append(f"Rule: {', '.join(item.rules)}.")
    if item.citation:
        told.append(f"Citation: {item.citation}.")
    told += ["", f"{source.stamp}."]
    return "\n".join(told).strip()
