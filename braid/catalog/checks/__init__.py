"""What a scenario and its rules must get right beyond their shape: names, dates, sums."""

from __future__ import annotations

from collections.abc import Hashable

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
from braid.schema.repeats import not_too_often
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
    return not_too_often((_kind_in_table(problem), problem) for problem in problems)


def _kind_in_table(problem: Problem) -> Hashable:
    """What is the same where the rows of a table have the same mistake; None in YAML files."""
    if problem.place.file.lower().endswith((".yaml", ".yml")):
        return None
    return problem.code, problem.place.file, problem.remedy
