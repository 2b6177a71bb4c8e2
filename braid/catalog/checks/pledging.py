"""Which award a scenario says that money is match for: awards that there are, that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from braid.catalog.checks.view import View
from braid.catalog.law import apply_law
from braid.problems import Problem
from braid.schema.money_rules import Match, Reimbursement


def check(view: View) -> Iterator[Problem]:
    """Awards that are match for themselves, for one another, or for one that asks for none."""
    named = {award.id: award.match_for for _, award in view.awards() if award.match_for}
    if not named:
        return
    asking = _asking(view)
    circles = list(_circles(named, asking or frozenset()))
    for circle in circles:
        yield _circle(view, circle)
    told = {frozenset(circle) for circle in circles}
    for path, award in view.awards():
        where = (*path, "match_for")
        for index, other in enumerate(award.match_for or ()):
            here = view.entry(where, index)
            if other == award.id:
                message = f"Award '{other}' is named as match for itself."
                remedy = "Name the award beside which its money stands."
                yield view.problem("B266", message, remedy, here)
            elif frozenset((award.id, other)) in told:
                continue
            elif other > award.id and award.id in named.get(other, ()):
                message = f"Awards '{award.id}' and '{other}' are each match for the other."
                remedy = "Make sure that both funders allow it, or take one of the two out."
                yield view.problem("B267", message, remedy, here, "warning")
            elif asking is not None and other in view.ids["awards"] and other not in asking:
                message = f"Award '{other}' asks for no match, so nothing stands beside it."
                remedy = "Name an award with a match or reimbursement rule, or take the name out."
                yield view.problem("B268", message, remedy, here, "warning")


def _circles(
    named: dict[str, tuple[str, ...]], asking: frozenset[str]
) -> Iterator[tuple[str, ...]]:
    """Awards each of which is match for the next, and needs match itself."""
    told: set[frozenset[str]] = set()
    for start in sorted(named.keys() & asking):
        ways: list[tuple[str, ...]] = [(start,)]
        seen = {start}
        for way in ways:
            for other in sorted(set(named.get(way[-1], ())) & asking):
                if other == start and len(way) > 1 and frozenset(way) not in told:
                    told.add(frozenset(way))
                    yield way
                elif other not in seen and other in named:
                    seen.add(other)
                    ways.append((*way, other))


def _circle(view: View, circle: tuple[str, ...]) -> Problem:
    """Nobody's money comes first: each award waits for the next one's."""
    where = {award.id: (path, award.match_for or ()) for path, award in view.awards()}
    places = [
        view.entry((*where[one][0], "match_for"), where[one][1].index(other))
        for one, other in pairwise((*circle, circle[0]))
    ]
    ring = [f"'{one}' for '{other}'" for one, other in pairwise((*circle, circle[0]))]
    ring[0] = ring[0].replace(" for ", " is match for ", 1)
    message = f"A circle: {', '.join(ring[:-1])} and {ring[-1]}; each of them needs match itself."
    remedy = "Take one of the names out: money that needs match cannot be it in a circle."
    see = tuple(view.document.place(path) for path in places[1:])
    return view.problem("B289", message, remedy, places[0], see=see)


def _asking(view: View) -> frozenset[str] | None:
    """The awards that ask for others' money beside them; None where that is not known."""
    if view.horizon is None:
        return None
    law = apply_law(view.scenario, view.library)
    return frozenset(
        name
        for homed in law.rules
        if isinstance(homed.rule, Match | Reimbursement)
        for name in homed.awards
    )
