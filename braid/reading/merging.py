"""Putting the values of two files together, each value keeping its own place."""

from __future__ import annotations

from typing import Any

from braid.problems import Problem
from braid.reading.document import Overlay, Spot, Step
from braid.record import record


@record
class Part:
    """Data and the spots of its values, from one file or merged from several."""

    data: Any
    spot: Spot


def merge(first: Part, second: Part, base: Spot, problems: list[Problem], name: str = "") -> Part:
    """Two mappings as one; ``base`` is the spot that speaks for the whole.

    ``name`` is the key, with dots, under which both stand.
    """
    data: dict[str, Any] = dict(first.data)
    children: dict[Step, Spot] = {}
    owners: dict[Step, Spot] = {}
    for part in (first, second):
        for key in part.data:
            child = part.spot.child(key)
            if child is not None and key not in children:
                children[key] = child
                owners[key] = part.spot
    for key, value in second.data.items():
        if key not in first.data:
            data[key] = value
            continue
        before = first.data[key]
        one, two = first.spot.child(key), second.spot.child(key)
        if one is None or two is None:
            continue
        if isinstance(before, dict) and isinstance(value, dict):
            whole = merge(Part(before, one), Part(value, two), two, problems, f"{name}{key}.")
            data[key], children[key] = whole.data, whole.spot
        elif isinstance(before, list) and isinstance(value, list):
            data[key] = [*before, *value]
            items = [one.child(i) for i in range(len(before))]
            items += [two.child(i) for i in range(len(value))]
            children[key] = Overlay(two, {i: s for i, s in enumerate(items) if s is not None})
        else:
            here = second.spot.key_place(key) or two.place()
            there = first.spot.key_place(key) or one.place()
            message = f"'{name}{key}' is set here and in {there.file}."
            remedy = "Set it in one of the two files; only lists and blocks are put together."
            problems.append(Problem("B027", message, remedy, here, see=(there,)))
    return Part(data, Overlay(base, children, owners))
