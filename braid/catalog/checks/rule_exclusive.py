"""Exclusive rules: the streams and the cost that they name."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.rule_sites import Site, own_stream
from braid.catalog.checks.streams import stream_fault
from braid.catalog.checks.view import View
from braid.problems import Problem
from braid.schema.rules import Exclusive


def check(view: View, site: Site, rule: Exclusive) -> Iterator[Problem]:
    """Every problem of an exclusive rule."""
    for index, name in enumerate(rule.among):
        fault = stream_fault(name, view.library)
        if fault is not None:
            yield site.problem("B261", *fault, ("among", index))
    if rule.reading == "participants":
        yield from _participants(view, site, rule)
    else:
        yield from _all_or_nothing(view, site, rule)


def _participants(view: View, site: Site, rule: Exclusive) -> Iterator[Problem]:
    if rule.for_:
        message = "Streams that exclude one another do so for a person, whatever the cost."
        remedy = "Take 'for' out, or write 'reading: all_or_nothing'."
        yield site.problem("B264", message, remedy, ("for",), key=True)
    several = site.home in view.library.families or site.home in view.library.sets
    if not set(rule.among) - {own_stream(view, site)} and not several:
        message = "'among' names no other stream."
        remedy = "Name the streams that may not serve the same person."
        yield site.problem("B262", message, remedy, ("among",) if rule.among else ())


def _all_or_nothing(view: View, site: Site, rule: Exclusive) -> Iterator[Problem]:
    if rule.among:
        message = "A stream that pays all of a cost or nothing does so beside any other."
        remedy = "Take 'among' out, or write 'reading: participants'."
        yield site.problem("B264", message, remedy, ("among",), key=True)
    if not rule.for_:
        remedy = "Name the categories of cost below 'for'."
        yield site.problem("B262", "The rule does not say what is paid wholly.", remedy)
    stream = view.library.streams.get(own_stream(view, site) or "")
    if stream is not None and stream.entitlement:
        message = f"'{stream.stream}' is an entitlement: it pays what its formula gives."
        remedy = "Take the rule out, or write 'reading: participants'."
        yield site.problem("B262", message, remedy, ("reading",))
