"""Sets of cells that some awards may pay together: unions of their windows that hang together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from braid.kinds.tables import Cells

Span = frozenset[int]


def unions(windows: Iterable[Span]) -> list[Span]:
    """Each window, and each union of several that meet, one step after another; once each.

    Of a union that falls into two, everything that adds up over cells is the sum of both.
    """
    each = sorted({window for window in windows if window}, key=sorted)
    found = dict.fromkeys(each)
    waiting = list(each)
    while waiting:
        one = waiting.pop()
        for window in each:
            if window & one and not window <= one and (more := one | window) not in found:
                found[more] = None
                waiting.append(more)
    return list(found)


def days(cells: Cells, span: Iterable[int]) -> str:
    """From the first to the last day of some cells."""
    chosen = list(span)
    first, end = int(cells.start[chosen].min()), int(cells.end[chosen].max())
    return f"{date.fromordinal(first)} to {date.fromordinal(end - 1)}"
