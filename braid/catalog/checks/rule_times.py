"""Parts of an award's time: windows of categories, and what limits look at by time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from braid.catalog.checks.rule_sites import Site
from braid.catalog.law import from_the_end, moment, span_end
from braid.problems import Problem
from braid.reading.document import Path
from braid.schema.rule_base import AwardTime, Selector, Span
from braid.schema.rules import Limit, Timeline

AN_END = "Write for example: {program_years: 2}"
A_PART = "Write for example: {program_years: 1}, or {days_after_end: -90}"


def check(site: Site, selectors: list[tuple[Selector, Path]]) -> Iterator[Problem]:
    """Everything that a rule says of time and that cannot be meant."""
    if isinstance(site.rule, Timeline):
        yield from _timeline(site, site.rule)
    for selector, path in selectors:
        yield from _selector(site, selector, path)


def _timeline(site: Site, rule: Timeline) -> Iterator[Problem]:
    """A timeline that says nothing, or of all money what only categories can have."""
    if (
        rule.ends is None
        and rule.begins is None
        and rule.obligate is None
        and rule.liquidate_days is None
        and rule.test == "incurred"
    ):
        remedy = "Add 'ends', 'obligate', 'liquidate_days' or 'test: obligated'."
        yield site.problem("B262", "The timeline says nothing.", remedy)
    by = rule.obligate.by if rule.obligate is not None else None
    for span, path in (
        (rule.begins, ("begins",)),
        (rule.ends, ("ends",)),
        (by, ("obligate", "by")),
    ):
        yield from _empty(site, span, path, AN_END)
    if rule.for_:
        if rule.obligate is not None:
            message = "'obligate' is about the whole award, but 'for' names categories."
            remedy = "Make two rules: one with 'obligate', one with 'for'."
            yield site.problem("B330", message, remedy, ("obligate",), key=True)
        if rule.begins is not None and rule.ends is not None and _never(rule.begins, rule.ends):
            message = "These categories end before they begin, so nothing of them is ever paid."
            remedy = "Correct 'begins' or 'ends', or forbid them with a rule of kind line."
            yield site.problem("B331", message, remedy, ("begins",))
        return
    if rule.begins is not None:
        message = "'begins' is for single categories; an award states its own start."
        yield site.problem("B330", message, "Add 'for' with categories.", ("begins",), key=True)
    if from_the_end(rule.ends):
        message = "All of an award cannot end so long after its own end."
        remedy = "Add 'for' with categories, or count from the start: {program_years: 2}"
        yield site.problem("B330", message, remedy, ("ends",))


def _selector(site: Site, selector: Selector, path: Path) -> Iterator[Problem]:
    """A part of an award's time that is none, or of which people are counted."""
    parts = [(name, getattr(selector, name)) for name in ("within", "after")]
    for name, stated in parts:
        if stated is None:
            continue
        yield from _empty(site, stated, (*path, name), A_PART)
        if path == ("serve",) or _counts_heads(site, path):
            message = f"'{name}' chooses charges by their day; people have none."
            remedy = f"Take '{name}' out, or limit what is spent."
            yield site.problem("B331", message, remedy, (*path, name), key=True)
    within, after = selector.within, selector.after
    if within is not None and after is not None and _never(after, within):
        message = "No day lies after the one and within the other."
        remedy = "Exchange the two, or correct one."
        yield site.problem("B331", message, remedy, (*path, "after"))


def _counts_heads(site: Site, path: Path) -> bool:
    return isinstance(site.rule, Limit) and site.rule.serve is not None and path[-1] == "base"


def _empty(site: Site, span: Span | None, path: Path, remedy: str) -> Iterator[Problem]:
    if span is not None and not any(value is not None for value in dict(span).values()):
        yield site.problem("B262", "No length of time is stated.", remedy, path)


def _never(since: Span, until: AwardTime) -> bool:
    """Whether nothing lies between two moments, in whatever month an award starts."""
    if any(from_the_end(one) for one in (since, until) if isinstance(one, AwardTime)):
        return False
    if not all(any(value is not None for value in dict(one).values()) for one in (since, until)):
        return False
    starts = [date(2026, month, 1) for month in range(1, 13)]
    return all(span_end(since, day) >= moment(until, (day, day)) for day in starts)
