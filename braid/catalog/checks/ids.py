"""Ids that are given twice, or that nobody can tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.view import SECTIONS, View
from braid.problems import Problem
from braid.schema.wording import SINGULAR, name_at

_ALIKE = str.maketrans("-0I1", "_Oll")


def check(view: View) -> Iterator[Problem]:
    """Every entry whose id another entry of the same list has, or nearly."""
    for section, path in SECTIONS.items():
        yield from _alike(view, section)
        for index in range(len(view.rows(section))):
            here = (*path, index)
            name = name_at(view.document, (*here, "id"))
            if name is None or view.ids[section][name] == here:
                continue
            first = view.place((*view.ids[section][name], "id"))
            message = f"Two {SINGULAR[section]}s have the id '{name}'."
            remedy = "Give each its own id, or delete one of the two."
            yield view.problem("B201", message, remedy, (*here, "id"), see=(first,))


def _alike(view: View, section: str) -> Iterator[Problem]:
    """Ids of a list that differ in nothing that catches the eye."""
    first: dict[str, str] = {}
    for name, path in view.ids[section].items():
        other = first.setdefault(name.translate(_ALIKE).casefold(), name)
        if other != name:
            see = view.place((*view.ids[section][other], "id"))
            message = f"The {SINGULAR[section]}s '{other}' and '{name}' look alike."
            remedy = "Give one of them an id that nobody takes for the other's."
            yield view.problem("B279", message, remedy, (*path, "id"), "warning", see=(see,))
