"""Rows of results as text, and chunks of them as lines, and back."""

from __future__ import annotations

import json
from zlib import crc32

from braid.comparison.sweeping.solving import Row
from braid.writing import cell_text

_LONG = 9


def cells(row: Row, width: int) -> list[str]:
    """A row of the results: case, scenario, inputs, state, problem, then ``width`` values."""
    values = [cell_text(value) for value in row.values] or [""] * width
    head = [str(row.case), row.scenario, *(cell_text(value) for value in row.inputs)]
    return [*head, row.state, row.problem, *values]


def line(chunk: int, rows: list[list[str]]) -> bytes:
    """A chunk of rows as one line behind its checksum: half of it, or what was changed since, is
    never taken for a whole one."""
    raw = json.dumps([chunk, rows], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return _checksum(raw) + raw


def of_line(raw: bytes) -> tuple[int, list[list[str]]] | None:
    """The chunk that a line holds; None where it is not as it was written, to its end."""
    raw, checksum = raw[_LONG:], raw[:_LONG]
    if not raw.endswith(b"\n") or checksum != _checksum(raw):
        return None
    chunk, rows = json.loads(raw)
    return int(chunk), rows


def _checksum(raw: bytes) -> bytes:
    return b"%08x " % crc32(raw)
