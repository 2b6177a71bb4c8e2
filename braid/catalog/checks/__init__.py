"""What a scenario and its rules must get right beyond their shape: names, dates, sums."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

from braid.catalog.checks import (
    actuals,
    attributes,
    award_dates,
    awards,
    cash,
    cost_lines,
    dates,
    derivations,
    enrolment,
    files,
    ids,
    pledging,
    readings,
    references,
    rule_people,
    rule_transfers,
    shared_basis,
    study,
    waivers,
)
from braid.catalog.checks.rules import check_rules
from braid.catalog.checks.view import View, partial_view, whole_view
from braid.catalog.library import Library
from braid.catalog.readings import library_under
from braid.problems import Problem, has_errors
from braid.reading.document import Document
from braid.schema.conflicts import Chosen
from braid.schema.repeats import not_too_often
from braid.schema.scenario import Scenario
from braid.suffixes import YAML

OF_WHOLE_LIBRARIES = frozenset({"B261"})
"""What a plan's folder cannot be asked: it keeps no files of streams that only a rule names."""
OF_AMOUNTS = (awards.check, actuals.check)
"""The checks that ask how large awards are."""

__all__ = ["check_parts", "check_scenario"]


def check_scenario(
    scenario: Scenario, library: Library, document: Document, chosen: Chosen, *,
    rules: bool = True, amounts_alone: bool = False,
) -> list[Problem]:  # fmt: skip
    """Every problem of a scenario that already has the right shape, and of the rules it needs.

    Without ``rules`` these have been checked before, beside the same scenario with other amounts;
    with ``amounts_alone`` all has been that does not ask how large awards are.
    Everything is checked as it is written, but how long awards may last as the chosen readings
    have it.
    """
    view = whole_view(scenario, library, document)
    if amounts_alone:
        return _told(view, (p for check in OF_AMOUNTS for p in check(view)))
    register = list(readings.check(view, chosen))
    as_read = view
    if not has_errors(register):
        as_read = replace(view, library=library_under(library, chosen))
    return _check(view, as_read, register, rules)


def check_parts(library: Library, document: Document) -> list[Problem]:
    """What can be found in a scenario whose shape has problems: all problems come at once."""
    view = partial_view(library, document)
    return _check(view, view, readings.check(view, {}))


def _check(
    view: View, as_read: View, register: Iterable[Problem], rules: bool = True
) -> list[Problem]:
    problems = [
        *ids.check(view),
        *references.check(view),
        *attributes.check(view),
        *waivers.check(view),
        *dates.check(view),
        *enrolment.check(view),
        *award_dates.check(as_read),
        *cost_lines.check(view),
        *shared_basis.check(view),
        *rule_people.check_organizations(view),
        *awards.check(view),
        *study.check(view),
        *actuals.check(view),
        *cash.check(view),
        *pledging.check(view),
        *files.check(view),
        *derivations.check(view),
        *rule_transfers.check_awards(view),
        *(check_rules(view) if rules else ()),
        *register,
    ]
    return _told(view, problems)


def _told(view: View, problems: Iterable[Problem]) -> list[Problem]:
    """What of problems a reader is told."""
    if view.library.kept:
        problems = [p for p in problems if p.code not in OF_WHOLE_LIBRARIES]
    return not_too_often((_kind_in_table(problem), problem) for problem in problems)


def _kind_in_table(problem: Problem) -> Hashable:
    """What is the same where the rows of a table have the same mistake; None in YAML files."""
    if problem.place.file.lower().endswith(YAML):
        return None
    return problem.code, problem.place.file, problem.remedy
