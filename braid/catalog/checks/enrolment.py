"""Bounds of enrolment: numbers that leave no room."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.view import View
from braid.problems import Problem


def check(view: View) -> Iterator[Problem]:
    """``least`` against ``participants`` and ``seats`` of every group."""
    for path, group in view.groups():
        if group.least is None:
            continue
        for name, most in (("participants", group.participants), ("seats", group.seats)):
            if most is not None and group.least > most:
                message = f"A cohort of at least {group.least} does not fit: '{name}' is {most}."
                remedy = f"Write for 'least' at most {most}."
                place = view.document.place((*path, "least"))
                yield Problem("B249", message, remedy, place)
                break
