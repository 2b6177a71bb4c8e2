"""By what a shared cost is split among the groups: weights of its groups, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.checks.view import View
from braid.problems import Problem
from braid.reading.document import Path
from braid.schema.scenario import Cost


def check(view: View) -> Iterator[Problem]:
    """Every cost line whose basis cannot split it."""
    for path, cost in view.costs():
        if cost.basis == "participants":
            for key in ("weights", "basis_document"):
                if getattr(cost, key):
                    message = f"'{key}' goes with a basis; '{cost.id}' is split by heads."
                    remedy = "Add 'basis: hours', 'staff_time', 'space' or 'other', or take it out."
                    yield view.problem("B294", message, remedy, (*path, key), key=True)
        elif cost.per_participant is not None:
            message = f"'basis' splits a shared cost; '{cost.id}' costs so much per participant."
            yield view.problem("B294", message, "Take 'basis' out.", (*path, "basis"), key=True)
        else:
            yield from _weights(view, path, cost)


def _weights(view: View, path: Path, cost: Cost) -> Iterator[Problem]:
    named = f"basis: {cost.basis}"
    if not any(cost.weights.values()):
        said = "only zeros" if cost.weights else "none"
        message = f"'{cost.id}' is split by its own basis ({named}), which needs weights: {said}."
        remedy = "Add the units of each group, for example: weights: {fall: 300, spring: 100}"
        yield view.problem("B294", message, remedy, (*path, "basis"))
    if not cost.basis_document:
        message = f"'{cost.id}' is split by its own basis ({named}), but nothing documents it."
        remedy = "Say where it is written down, for example: basis_document: Timesheets of 2026"
        yield view.problem("B294", message, remedy, (*path, "basis"), "warning")
    if not view.complete("groups"):
        return
    programs = {group.id: group.program for _, group in view.groups()}
    for name, weight in cost.weights.items():
        if name not in programs:
            continue  # told as an unknown name
        meant = set(cost.groups) or {g for g, p in programs.items() if p in cost.program}
        if weight and meant and name not in meant:
            message = f"'{cost.id}' has a weight for '{name}', but it is not for that group."
            remedy = "Take the weight out, or add the group to the line."
            yield view.problem("B294", message, remedy, (*path, "weights", name), key=True)
