"""How groups study: terms, enrollment intensity, and when those who do not complete leave."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from braid.catalog.checks.view import View
from braid.catalog.checks.words import plain
from braid.problems import Problem
from braid.reading.document import Path
from braid.schema.scenario import Group, Program

INTENSITY, WITHDRAW = "enrollment_intensity", "withdraw_at"


def check(view: View) -> Iterator[Problem]:
    """Programs with more terms than weeks, then what groups say of their study."""
    for path, program in view.programs():
        if program.terms is not None and program.terms > program.weeks:
            message = f"'{program.id}' has {program.terms} terms in {plain(program.weeks)} weeks."
            remedy = "Correct one of the two: 'terms' is how many terms the whole program lasts."
            yield view.problem("B245", message, remedy, (*path, "terms"))
    programs = {program.id: program for _, program in view.programs()}
    for path, group in view.groups():
        yield from _group(view, path, group, programs.get(group.program))


def _group(view: View, path: Path, group: Group, program: Program | None) -> Iterator[Problem]:
    intensity, leaves = (_number(group, name) for name in (INTENSITY, WITHDRAW))
    if intensity is not None and not 0 < intensity <= 1:
        message = (
            f"'{INTENSITY}' of '{group.id}' is {plain(intensity)}, but it is a part of full time."
        )
        remedy = "Write a number above 0 and at most 1: 0.75 for nine credits of twelve."
        yield view.problem("B244", message, remedy, (*path, INTENSITY))
    elif intensity is not None and program is not None and program.terms is None:
        message = f"'{INTENSITY}' changes nothing: '{program.id}' is not in terms."
        remedy = "Add 'terms' to the program if it is in credit hours; else take the key out."
        yield view.problem("B246", message, remedy, (*path, INTENSITY), "warning", key=True)
    if leaves is not None and not 0 < leaves < 1:
        message = (
            f"'{WITHDRAW}' of '{group.id}' is {plain(leaves)}, but it is a share of the training."
        )
        remedy = "Write a number above 0 and below 1: 0.25 for a quarter of the training."
        yield view.problem("B244", message, remedy, (*path, WITHDRAW))
    elif leaves is not None and program is not None and program.completion_rate is None:
        message = f"'{WITHDRAW}' changes nothing: nobody says how many complete '{program.id}'."
        remedy = "Add 'completion_rate' to the program; the others leave."
        yield view.problem("B246", message, remedy, (*path, WITHDRAW), "warning", key=True)


def _number(group: Group, name: str) -> Decimal | None:
    """An attribute that is a number; what is none is told with the attributes."""
    value = group.attributes.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)
