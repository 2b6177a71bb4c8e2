"""Rows of results as text, and chunks of them as lines, and back."""

from __future__ import annotations

import json

from braid.comparison.sweeping.solving import Row
from braid.writing import cell_text


def cells(row: Row, width: int) -> list[str]:
    """A row of the results: case, scenario, inputs, state, problem, then ``width`` values."""
    values = [cell_text(value) for value in row.values] or [""] * width
    head = [str(row.case), row.scenario, *(cell_text(value) for value in row.inputs)]
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
