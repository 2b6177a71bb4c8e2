"""Cases that together are all there are: every choice of whole numbers falls under one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Range = tuple[int, int]
Case = Mapping[int, Range]
"""The least and the greatest number of some columns; others are free."""


def cover(cases: Sequence[Case], most: Mapping[int, int]) -> bool:
    """Whether cases are the leaves of a tree that parts one number after the other.

    A number is from 0 to its ``most``; at each split all cases lie on one side or the other.
    """
    waiting = [(list(cases), {column: (0, most[column]) for case in cases for column in case})]
    while waiting:
        here, box = waiting.pop()
        if any(_within(box, case) for case in here):
            continue
        split = _split(here, box)
        if split is None:
            return False
        column, at = split
        least, greatest = box[column]
        below = [case for case in here if case[column][1] <= at]
        above = [case for case in here if case[column][0] > at]
        waiting.append((below, {**box, column: (least, at)}))
        waiting.append((above, {**box, column: (at + 1, greatest)}))
    return True


def _within(box: Case, case: Case) -> bool:
    """Whether a case takes in all of a box."""
    return all(low <= box[c][0] and box[c][1] <= high for c, (low, high) in case.items())


def _split(cases: Sequence[Case], box: Case) -> tuple[int, int] | None:
    """A column and a number in the box such that some cases are at most that, the others above."""
    for column in set(cases[0]).intersection(*cases[1:]) if cases else ():
        ranges = sorted(case[column] for case in cases)
        reached = ranges[0][1]
        for low, high in ranges[1:]:
            if low > reached >= box[column][0]:
                return column, reached
            reached = max(reached, high)
    return None
