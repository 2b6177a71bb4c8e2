"""Orders: they name what their reading asks for, and nobody waits for another in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from braid.catalog.checks.rule_sites import Site
from braid.catalog.checks.streams import stream_fault
from braid.catalog.checks.view import View
from braid.problems import Problem
from braid.schema.rules import Order

Waits = dict[str, dict[str, tuple[Site, int]]]
"""Stream -> the streams for which it waits, each with the rule that says so and its place."""


def check(view: View, site: Site, rule: Order) -> Iterator[Problem]:
    """Every problem of an order by itself."""
    yield from _streams(view, site, rule)
    if rule.reading == "priority":
        if rule.first is None:
            remedy = "Name the people who come first: first: {low_income: true}"
            yield site.problem("B262", "The rule does not say who comes first.", remedy)
        if rule.after:
            message = "'priority' is about people; 'after' names streams."
            remedy = "Take 'after' out, or write 'reading: used_up'."
            yield site.problem("B264", message, remedy, ("after",), key=True)
        return
    if not rule.after:
        remedy = "Name the streams that come first."
        inside = ("after",) if "after" in rule.model_fields_set else ()
        yield site.problem("B262", "'after' names no stream.", remedy, inside)
    if rule.first is not None:
        message = f"'first' says which people come first; '{rule.reading}' is about streams."
        remedy = "Take 'first' out, or write 'reading: priority'."
        yield site.problem("B264", message, remedy, ("first",), key=True)


def _streams(view: View, site: Site, rule: Order) -> Iterator[Problem]:
    for index, name in enumerate(rule.after):
        fault = stream_fault(name, view.library)
        if fault is not None:
            yield site.problem("B261", *fault, ("after", index))
            continue
        stream = view.library.streams.get(name)
        if stream is None or rule.reading == "priority":
            continue
        if stream.entitlement and rule.reading == "used_up":
            message = f"'{name}' is an entitlement: it follows the student and never runs out."
            remedy = "Give it a rule of its own with 'reading: remaining'."
            yield site.problem("B262", message, remedy, ("after", index))
        elif not stream.entitlement and rule.reading != "used_up":
            message = f"'{name}' is no entitlement, so nothing says what it pays first."
            remedy = "Give it a rule of its own with 'reading: used_up'."
            yield site.problem("B262", message, remedy, ("after", index))


def circles(view: View, found: list[Site]) -> Iterator[Problem]:
    """Streams that wait for one another for the same cost: nobody would ever pay it."""
    told: set[frozenset[str]] = set()
    for category in sorted(view.library.categories.file.categories):
        waits = _waits(view, found, category)
        for stream in sorted(waits):
            circle = _circle(waits, stream)
            if circle is None or frozenset(circle) in told:
                continue
            told.add(frozenset(circle))
            site, index = waits[circle[0]][circle[1]]
            ring = [*circle, circle[0]]
            parts = [f"'{one}' for '{other}'" for one, other in pairwise(ring)]
            parts[0] = parts[0].replace(" for ", " waits for ", 1)
            message = f"A circle: of {category} {', '.join(parts[:-1])} and {parts[-1]}."
            remedy = "Take one of them out, or name other categories below 'for'."
            others = [waits[one][other] for one, other in pairwise(ring[1:])]
            see = tuple(s.document.place((*s.path, "after", k)) for s, k in others)
            yield site.problem("B265", message, remedy, ("after", index), see=see)


def _waits(view: View, found: list[Site], category: str) -> Waits:
    waits: Waits = {}
    for site in found:
        rule = site.rule
        if not isinstance(rule, Order) or rule.reading != "used_up":
            continue
        if rule.for_ and category not in view.library.categories.expand(rule.for_):
            continue
        followers = followers_of(view, site)
        for index, name in enumerate(rule.after):
            for stream in followers if name not in followers else ():
                waits.setdefault(stream, {}).setdefault(name, (site, index))
    return waits


def followers_of(view: View, site: Site) -> frozenset[str]:
    """The streams that follow a rule: its own, its family's, those that follow its set."""
    library = view.library
    if site.document is view.document:
        awards = (award for _, award in view.awards())
        return frozenset(award.stream for award in awards if award.id == site.home)
    return frozenset(
        name
        for name, stream in library.streams.items()
        if site.home in (name, stream.family, *stream.follows)
        or (
            stream.family in library.families
            and site.home in library.families[stream.family].follows
        )
    )


def _circle(waits: Waits, start: str) -> list[str] | None:
    """The shortest way from a stream back to itself."""
    ways = [[start]]
    seen = {start}
    for way in ways:
        for name in sorted(waits.get(way[-1], ())):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return None
