"""Whole plans at points of a frontier: whole people, whole cents, audited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf

from braid.catalog.inputs import Inputs
from braid.comparison.frontier import Frontier, Whole
from braid.optimize.course import Course
from braid.plan.build import make_plan
from braid.plan.plan import Plan
from braid.plan.ranking import Unsound


def plans_at(
    inputs: Inputs, found: Frontier, numbers: Sequence[int], told: Callable[[str], None]
) -> Iterator[tuple[Whole, Plan]]:
    """The plan at each of these points; raises Unsound where one does not pass its audit."""
    for count, number in enumerate(numbers, 1):
        told(f"plan {count} of {len(numbers)}, at point {number}")
        plan = make_plan(inputs, explained=False, course=course_of(found, number))
        if not plan.audit_passed:
            raise Unsound(plan)
        s = plan.summary
        yield Whole(number, s.overhead_dollars, s.unfunded, s.completely_funded), plan


def course_of(found: Frontier, number: int) -> Course:
    """The decisions of a point and what its reporting may cost; the last one may cost more.

    There is nothing beyond the last point, so whole people may take a record more there.
    """
    point = found.points[number - 1]
    of = f"point {number} of the frontier of unfunded cost against the cost of reporting"
    if number == len(found.points):
        return Course(point.made, inf, f"This is the plan at {of}, its last.")
    why = f"This is the plan at {of}: reporting costs at most ${point.overhead:,}."
    return Course(point.made, point.most, why)
