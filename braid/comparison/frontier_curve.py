"""The curve of one pattern of 0/1 decisions: unfunded cost against what reporting may cost.

With the decisions made it is convex and made of straight pieces. Two tangents meet at or below
it; where they meet on it there is a corner, so that each corner takes one linear program.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from braid.comparison.frontier_envelope import Envelope

ON_THE_LINE = 1e-5
"""Dollars: so near to a tangent, a point lies on it."""
NARROW = 1e-9
BESIDE = 1e-6


class Touch(NamedTuple):
    """A point of the curve with the slope of a tangent there (not above 0)."""

    overhead: float
    unfunded: float
    slope: float

    def tangent(self, overhead: float) -> float:
        """The tangent's height at an overhead."""
        return self.unfunded + self.slope * (overhead - self.overhead)


def trace(
    least: float, end: tuple[float, float], at: Callable[[float], Touch], known: Envelope
) -> list[tuple[float, float]]:
    """The corners (overhead, unfunded) of a curve from its least overhead to its level ``end``.

    ``at`` solves for one overhead. Where the curve cannot be below what is known its corners are
    not looked for: a straight line stands for it, which is not below it.
    """
    first = at(least)
    corners = [(first.overhead, first.unfunded)]
    waiting = [(first, Touch(*end, 0.0))]
    while waiting:
        left, right = waiting.pop()
        meet = _meeting(left, right)
        if meet is None:
            corners.append((right.overhead, right.unfunded))
            continue
        height = right.tangent(meet)
        hull = [left[:2], (meet, height), right[:2]]
        if known.below(hull):
            corners.append((right.overhead, right.unfunded))
            continue
        found = at(meet)
        if found.unfunded - height <= ON_THE_LINE:
            corners += [(found.overhead, found.unfunded), (right.overhead, right.unfunded)]
        else:
            waiting += [(found, right), (left, found)]
    return corners


def _meeting(left: Touch, right: Touch) -> float | None:
    """Where two tangents meet; None if one of them goes through both points."""
    if (
        right.overhead - left.overhead <= NARROW
        or left.tangent(right.overhead) >= right.unfunded - ON_THE_LINE
        or right.tangent(left.overhead) >= left.unfunded - ON_THE_LINE
    ):
        return None
    rise = right.tangent(0.0) - left.tangent(0.0)
    meet = rise / (left.slope - right.slope)
    if meet >= right.overhead - NARROW:
        return None
    # at its least overhead a curve has no steepest tangent: look a little to the right of it
    return max(meet, min(left.overhead + BESIDE, (left.overhead + right.overhead) / 2))
