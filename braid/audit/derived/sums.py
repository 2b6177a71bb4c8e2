"""Sums that a plan tells of itself: ``partnerships.csv``, the summary in ``plan.json``."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from braid.audit.books import Books
from braid.audit.derived.duties import places
from braid.audit.derived.heads import completely_funded
from braid.audit.derived.table import Column, Key, Line, Table
from braid.audit.money_tables import account
from braid.audit.reach import home_of_report

PARTNERSHIPS = Table(
    "partnerships.csv",
    ("partnership",),
    (
        Column("name", "text", "Name of a partnership"),
        Column("participants", "count", "Participants of a partnership"),
        Column("cost", "usd", "Cost of a partnership's lines"),
        Column("entitlements", "usd", "What entitlements pay of them"),
        Column("funded", "usd", "What awards pay of them"),
        Column("unfunded", "usd", "What nobody pays of them"),
        Column("coverage", "number", "The part of the cost that somebody pays"),
        Column("overhead", "usd", "What a partnership's reporting costs"),
        Column("lapses", "usd", "What of a partnership's awards lapses"),
        Column("completely_funded", "count", "Participants none of whose own costs is unfunded"),
    ),
)
_MONEY = ("cost", "entitlements", "funded", "unfunded")

SUMMARY = Table(
    "plan.json",
    ("part",),
    (
        Column("must_unfunded", "usd", "What is unfunded of lines that must be paid"),
        Column("overhead_hours", "number", "Hours of staff for reporting"),
        Column("participants", "count", "Participants"),
        Column("completely_funded", "count", "Participants none of whose own costs is unfunded"),
    ),
)


def summary(books: Books) -> Mapping[Key, Line]:
    """What the summary says beside the dollars that follow from charges alone."""
    priority = {line.id: line.priority for line in books.inputs.costs.values()}
    must = (r.cents for r in books.plan.unfunded or () if priority.get(r.cost) == "must")
    hours = sum((duty.hours for duty in books.reporting.duties), Fraction(0))
    return {
        ("summary",): {
            "must_unfunded": sum(must),
            "overhead_hours": places(hours),
            "participants": sum(g.participants for g in books.inputs.groups.values()),
            "completely_funded": sum(completely_funded(books).values()),
        }
    }


def partnerships(books: Books) -> Mapping[Key, Line]:
    """Every partnership of a portfolio, and all of them with what they share."""
    inputs = books.inputs
    if not inputs.partnerships:
        return {}
    found: dict[str, dict[str, int]] = {}
    for member in inputs.partnerships:
        found[member.id] = dict.fromkeys((*_MONEY, "participants", "completely_funded"), 0)
    for cell in books.columns.cells:
        own = found.get(inputs.partnership(cell.line.id))
        if own is not None:
            own["cost"] += cell.gross
            own["entitlements"] += books.entitlements.applied_to.get(cell.key, 0)
    for row in books.plan.unfunded or ():
        own = found.get(inputs.partnership(row.cost)) if row.cost in inputs.costs else None
        if own is not None:
            own["unfunded"] += row.cents
    funded = completely_funded(books)
    for group in inputs.groups.values():
        own = found[inputs.partnership(group.id)]
        own["participants"] += group.participants
        own["completely_funded"] += funded[group.id]
    overhead: dict[str, int] = {}
    for duty in books.reporting.duties:
        home = home_of_report(inputs, duty.cost)
        overhead[home] = overhead.get(home, 0) + duty.cents
    lapses: dict[str, int] = {}
    for award in inputs.awards.values():
        home = inputs.owner(award.id)
        lapses[home] = lapses.get(home, 0) + account(books, award).lapses
    for own in found.values():
        own["funded"] = own["cost"] - own["entitlements"] - own["unfunded"]
    whole = {name: sum(own[name] for own in found.values()) for name in next(iter(found.values()))}
    lines: dict[Key, Line] = {
        (member.id,): {
            **_of(found[member.id], member.name),
            "overhead": overhead.get(member.id, 0),
            "lapses": lapses.get(member.id, 0),
        }
        for member in inputs.partnerships
    }
    lines[("",)] = {
        **_of(whole, inputs.scenario.name),
        "overhead": sum(overhead.values()),
        "lapses": sum(lapses.values()),
    }
    return lines


def _of(own: Mapping[str, int], name: str) -> Line:
    """A partnership's own sums with what follows from them."""
    cost, left = own["cost"], own["unfunded"]
    part = Fraction(cost - left, cost) if cost else Fraction(1)
    return {**own, "name": name, "coverage": Fraction(floor(part * 10_000), 10_000)}
