"""Which cells some awards may pay together: their windows, and unions of those that meet."""

from __future__ import annotations

from collections.abc import Iterable

Window = frozenset[int]
"""Cells of a line's year, by their numbers."""


def together(windows: Iterable[Window]) -> list[Window]:
    """Every union of windows that hang together, a single one too; what is apart adds up anyway."""
    alone = {window for window in windows if window}
    found = set(alone)
    while more := {a | b for a in found for b in alone if a & b} - found:
        found |= more
    return sorted(found, key=sorted)
