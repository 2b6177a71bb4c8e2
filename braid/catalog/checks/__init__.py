"""What a scenario and its rules must get right beyond their shape: names, dates, sums."""

from __future__ import annotations

from braid.catalog.checks import (
    attributes,
    award_dates,
    awards,
    cost_lines,
    dates,
    files,
    ids,
    references,
    waivers,
)
from braid.catalog.checks.rules import check_rules
from braid.catalog.checks.view import View, partial_view, whole_view
from braid.catalog.library import Library
from braid.problems import Problem
from braid.reading.document import Document
from braid.schema.scenario import Scenario

__all__ = ["check_parts", "check_scenario"]


def check_scenario(scenario: Scenario, library: Library, document: Document) -> list[Problem]:
    """Every problem of a scenario that already has the right shape, and of the rules it needs."""
    return _check(whole_view(scenario, library, document))


def check_parts(library: Library, document: Document) -> list[Problem]:
    """What can be found in a scenario whose shape has problems: all problems come at once."""
    return _check(partial_view(library, document))


def _check(view: View) -> list[Problem]:
    problems = [
        *ids.check(view),
        *references.check(view),
        *attributes.check(view),
        *waivers.check(view),
        *dates.check(view),
        *award_dates.check(view),
        *cost_lines.check(view),
        *awards.check(view),
        *files.check(view),
        *check_rules(view),
    ]
    return list(dict.fromkeys(problems))
