"""Values of rows as text, and back: the same text in every file."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from braid.comparison.sweeping.solving import Row


def text(value: Any) -> str:
    """A value as a table has it: empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def cells(row: Row, width: int) -> list[str]:
    """A row of the results: case, scenario, inputs, state, problem, then ``width`` values."""
    values = [text(value) for value in row.values] or [""] * width
    head = [str(row.case), row.scenario, *(text(value) for value in row.inputs)]
    return [*head, row.state, row.problem, *values]


def line(chunk: int, rows: list[list[str]]) -> bytes:
    """A chunk of rows as one line, so that half of a chunk can never be taken for a whole one."""
    return json.dumps([chunk, rows], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def of_line(raw: bytes) -> tuple[int, list[list[str]]] | None:
    """The chunk that a line holds; None where it was not written to its end."""
    if not raw.endswith(b"\n"):
        return None
    try:
        chunk, rows = json.loads(raw)
    except ValueError:
        return None
    return int(chunk), rows
