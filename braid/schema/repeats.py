"""The same mistake in row after row of a table: shown often enough, then counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import replace

from braid.problems import Problem

MOST = 20


def not_too_often(found: Iterable[tuple[Hashable, Problem]]) -> list[Problem]:
    """Each problem once, at most ``MOST`` of each kind; the last says how many more there are.

    The kind is what stands before a problem; None is never too often.
    """
    unique = list(dict.fromkeys(found))
    totals = Counter(kind for kind, _ in unique)
    shown: Counter[Hashable] = Counter()
    kept: list[Problem] = []
    for kind, problem in unique:
        shown[kind] += 1
        more = totals[kind] - MOST
        if kind is None or shown[kind] < MOST or (shown[kind] == MOST and more <= 0):
            kept.append(problem)
        elif shown[kind] == MOST:
            text = f"{problem.message} So it is in {more:,} more row{'s' if more > 1 else ''}."
            kept.append(replace(problem, message=text))
    return kept
