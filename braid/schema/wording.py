"""How things and values are called in messages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from braid.reading.document import Document, Path

SINGULAR: dict[str, str] = {
    "programs": "program", "groups": "group", "costs": "cost line", "awards": "award",
    "organizations": "organization", "employers": "employer", "rules": "rule",
    "versions": "version", "slices": "slice", "to_date": "entry of to_date", "when": "moment",
    "charges": "charge",
}  # fmt: skip

EXAMPLES: dict[str, str] = {
    "name": "name: Our partnership",
    "horizon": "horizon: {start: 2026-07-01, end: 2028-06-30, period: quarter}",
    "programs": "programs: [{id: welding, weeks: 12}]",
    "groups": "groups: [{id: fall, program: welding, participants: 20, start: 2026-09-01}]",
    "costs": "costs: [{id: tuition, category: tuition_fees, per_participant: 2900, when: start}]",
    "awards": "awards: [{id: city, stream: city_sales_tax_fund, amount: 250000}]",
    "as_of": "as_of: 2026-12-31",
    "period": "period: 2026-07-01",
    "award": "award: (the id of an award)",
    "cost": "cost: (the id of a cost line)",
    "start": "start: 2026-07-01",
    "end": "end: 2028-06-30",
    "from": "from: 2026-07-01",
    "reviewed": "reviewed: 2026-07-01",
    "weeks": "weeks: 12",
    "program": "program: (the id of a program)",
    "participants": "participants: 20",
    "category": "category: tuition_fees",
    "stream": "stream: wioa_adult",
    "amount": "amount: 250000",
    "share": "share: 0.5",
    "confidence": "confidence: verified",
    "cite": "cite: 29 USC 3102(2)",
    "kind": "kind: limit",
}
"""What to write for a key that is missing."""


def thing_at(document: Document, path: Path) -> str:
    """What stands at a path, in words: ``group 'fall'``, ``the horizon``, ``the file``."""
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return "the file"
    if not isinstance(path[-1], int):
        return f"'{names[-1]}'"
    singular = SINGULAR.get(names[-1], f"entry of '{names[-1]}'")
    name = name_at(document, (*path, "id"))
    return f"{singular} number {path[-1] + 1}" if name is None else f"{singular} '{name}'"


def name_at(document: Document, path: Path) -> str | None:
    """The text at a path, as written if it looks like a number; None if there is no text."""
    value = document.data
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    if isinstance(value, Decimal):
        return document.text(path)
    return value if isinstance(value, str) else None


def plain_number(value: Decimal) -> str:
    """A number with the places that it needs: ``0.084``, ``14790``."""
    return f"{value.normalize():f}"


def as_written(
    value: Any, nothing: str = "nothing", number: Callable[[Decimal], str] = plain_number
) -> str:
    """A value as a YAML file has it, whole and on one line; ``nothing`` is said for none."""
    if value is None:
        return nothing
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(as_written(v, nothing, number) for v in value)}]"
    if isinstance(value, dict):
        inside = (f"{key}: {as_written(v, nothing, number)}" for key, v in value.items())
        return "{" + ", ".join(inside) + "}"
    return str(value)


def shown(value: Any) -> str:
    """A value as a message shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str):
        return f"'{value if len(value) <= 60 else value[:57] + '...'}'"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return "nothing" if value is None else str(value)
