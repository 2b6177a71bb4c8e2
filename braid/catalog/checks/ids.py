"""Ids that are given twice."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.view import SECTIONS, View
from braid.problems import Problem
from braid.schema.wording import SINGULAR, name_at


def check(view: View) -> Iterator[Problem]:
    """Every entry whose id another entry of the same list has."""
    for section, path in SECTIONS.items():
        for index in range(len(view.rows(section))):
            here = (*path, index)
            name = name_at(view.document, (*here, "id"))
            if name is None or view.ids[section][name] == here:
                continue
            first = view.place((*view.ids[section][name], "id"))
            message = f"Two {SINGULAR[section]}s have the id '{name}'."
            remedy = "Give each its own id, or delete one of the two."
            yield view.problem("B201", message, remedy, (*here, "id"), see=(first,))
