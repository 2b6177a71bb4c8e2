"""What rules could not ask of a scenario: facts that nobody has stated, awards that it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from braid.kinds.rows import Remark

SHOWN = 3
"""Instances that are named."""


def rows(remarks: Iterable[Remark]) -> list[dict[str, str]]:
    """Rows of the problems: a warning for each rule and missing fact, a note for each remark."""
    lacking: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    notes: dict[str, None] = {}
    for remark in remarks:
        if remark.missing:
            lacking[remark.rule, remark.missing].update(dict.fromkeys(remark.instances))
        else:
            notes[remark.note] = None
    found = [
        {
            "code": "B404", "severity": "warning", "place": "",
            "message": f"{rule} is not held for {_some(list(instances))}: {missing} is not stated.",
            "remedy": f"State {missing}, so that the plan keeps to the rule.",
        }
        for (rule, missing), instances in sorted(lacking.items())
    ]  # fmt: skip
    return found + [
        {"code": "", "severity": "note", "place": "", "message": note, "remedy": ""}
        for note in notes
    ]


def _some(instances: list[str]) -> str:
    more = f" and {len(instances) - SHOWN} more" if len(instances) > SHOWN else ""
    return ", ".join(instances[:SHOWN]) + more
