"""What a plan supposes of its scenario: awards that are left out, other head counts."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import enrolling, without
from braid.problems import Place, Problem, did_you_mean
from braid.reading.json_reader import read_json


def as_supposed(inputs: Inputs, folder: Path) -> tuple[Inputs, tuple[Problem, ...]]:
    """The inputs as the plan took them, by ``plan.json``; as they are when it says nothing."""
    path = folder / "plan.json"
    if not path.is_file():
        return inputs, ()
    place = Place(str(path))
    try:
        data = read_json(path)
        left_out, numbers = _left_out(data), _numbers(data)
    except (OSError, ValueError, AttributeError) as error:
        message = f"What the plan supposes of its scenario cannot be read: {error}."
        return inputs, (Problem("B705", message, "Solve again.", place),)
    problems = [
        *_unknown(left_out, inputs.awards, "leaves out", "award", place),
        *_unknown(numbers, inputs.groups, "enrols", "group", place),
    ]
    if problems:
        return inputs, tuple(problems)
    return enrolling(without(inputs, left_out), numbers), ()


def _left_out(data: dict[str, Any]) -> list[str]:
    said = data.get("without", [])
    if not isinstance(said, list) or not all(isinstance(name, str) for name in said):
        raise ValueError("'without' is not a list of awards")
    return said


def _numbers(data: dict[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in data.get("enrolment", []):
        if not isinstance(row, dict) or not isinstance(row.get("group"), str):
            raise ValueError("'enrolment' is not a list of groups")
        number = row.get("enrolled")
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise ValueError(f"'{row['group']}' has no number of participants")
        found[row["group"]] = number
    return found


def _unknown(
    said: Collection[str], known: Collection[str], what: str, thing: str, place: Place
) -> list[Problem]:
    strange = sorted(set(said) - set(known))[:1]
    return [
        Problem(
            "B705", f"The plan {what} '{name}', which is no {thing} of its scenario.",
            did_you_mean(name, known), place,
        )
        for name in strange
    ]  # fmt: skip
