"""What spending sets off: who needs a single audit for which fiscal year, or how near it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from braid.plan.plan import Plan, Threshold
from braid.render.output import heading, told
from braid.render.words import day, listed, percent, plural, usd

if TYPE_CHECKING:
    from rich.console import Console

SHOWN = 6
NEAR = 2
"""What is not reached is told from one part in so many on."""
CLOSE = 50
"""Of what is nearer than one part in so many a reader is warned."""


def thresholds(plan: Plan, out: Console) -> None:
    """Reports that are due because of what an organization spends, and those that are near."""
    found = list(_sentences(plan))
    if not found:
        return
    costs = sum(t.cost for t in plan.thresholds if t.reached and not t.without_plan)
    note = f"{usd(costs)} of this plan's making" if costs else ""
    heading(out, "Audits by fiscal year", note)
    told(found[:SHOWN], out)
    if len(found) > SHOWN:
        out.print(f"and {len(found) - SHOWN} more: see plan.json", style="dim")


def _sentences(plan: Plan) -> Iterator[str]:
    """What the plan sets off, what it comes near to, what is due anyway."""
    own = [t for t in plan.thresholds if not t.without_plan]
    yield from map(_due, (t for t in own if t.reached))
    near = [t for t in own if not t.reached and NEAR * t.spent >= t.at]
    near.sort(key=lambda t: (t.at - t.spent, t.organization, t.start))
    nearest = {(t.organization, t.report): t for t in reversed(near)}
    yield from (_near(t) for t in near if t in nearest.values() or _warning(t))
    anyway: dict[tuple[str, str], list[Threshold]] = {}
    for t in plan.thresholds:
        if t.without_plan:
            anyway.setdefault((t.organization, t.report), []).append(t)
    yield from (_anyway(years) for years in anyway.values())


def _due(t: Threshold) -> str:
    cost = f"it costs {usd(t.cost)}" if t.cost else "what it costs is not stated"
    return (
        f"{t.organization} needs a {_name(t)} for {_year(t)}, due {day(t.due)}: it spends"
        f" {usd(t.spent)}, and from {usd(t.at)} on one is due; {cost}."
    )


def _near(t: Threshold) -> str:
    cost = f" (it would cost {usd(t.cost)})" if t.cost else ""
    return (
        f"{t.organization} needs none for {_year(t)}: it spends {usd(t.spent)},"
        f" {usd(t.at - t.spent)} less than the {usd(t.at)} from which a {_name(t)} is due{cost}."
        f" That is {percent(t.spent, t.at)} of it{_warning(t)}."
    )


def _warning(t: Threshold) -> str:
    return ", so little more spending makes it due" if CLOSE * (t.at - t.spent) <= t.at else ""


def _anyway(years: list[Threshold]) -> str:
    first = years[0]
    dues = listed(day(t.due) for t in years)
    return (
        f"{first.organization} needs a {_name(first)} with or without this plan, for"
        f" {plural(len(years), 'year')}: due {dues}."
    )


def _name(t: Threshold) -> str:
    """The report's name within a sentence, without its remark in brackets."""
    name = t.report.partition(" (")[0]
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _year(t: Threshold) -> str:
    return f"{date.fromisoformat(t.start):%B %Y} to {date.fromisoformat(t.end):%B %Y}"
