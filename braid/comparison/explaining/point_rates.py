"""What a percentage point of a share does to unfunded cost, and from which share to which.

A share is the coefficient of what it is a share of, so what a basis says of numbers on the right
of rows does not hold of it. The whole program is solved at shares instead, all 0/1 decisions free.
The range ends between two neighbours of hundredths of a point, the last on the line and the first
off it. Where the costs are made of straight pieces, the line meets the tangent of a later piece
near the corner, so that few solves lead there.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from math import ceil

from braid.plan.dollars import to_cent
from braid.plan.worths import PointRate

STEP = Decimal("0.0001")
"""A hundredth of a point."""
POINT = 100
"""Steps of a percentage point."""
NEAR = 0.005
"""Dollars off the line that do not count: half a cent."""
NOISE = 5e-6
"""Dollars that the solver may leave of the difference of two costs."""
MOST = 30
"""Solves for one side of one share."""
LITTLE = 0.02
"""Part of its worth by which a point next to the range may be worth more or less on a curve."""
INSIDE = (0.25, 0.5, 0.75)
"""Where the range is solved besides its ends."""

Costs = Callable[[Decimal], float | None]
"""Unfunded dollars at a share; None where there is no plan."""


def point_rate(costs: Costs, share: Decimal, end: Decimal) -> PointRate | None:
    """What each point from a share towards an end does, and how far.

    None where that cannot be said: at the end already, or where the costs jump right there.
    """
    line = _Line(costs, share, end)
    if not line.straight():
        return None
    ends = line.follow()
    worth = to_cent(abs(line.slope) * POINT)
    return PointRate(worth, line.share(line.low), ends, ends and line.bends())


def level_from(costs: Costs, end: Decimal, share: Decimal) -> Decimal:
    """How far back from the end, towards a share, the costs stay as they are at the end."""
    line = _Line(costs, end, share)
    if not line.straight() or abs(line.slope) > NOISE:
        return end
    line.follow()
    return line.share(line.low)


class _Line:
    """Least costs by steps from a share, and the line on which the first of them lie."""

    def __init__(self, costs: Costs, share: Decimal, end: Decimal) -> None:
        self.costs, self.start = costs, share
        self.sign = 1 if end > share else -1
        self.steps = int(abs(end - share) / STEP)
        self.low = 0
        """The last step that is known to be on the line."""
        self._known: dict[int, float | None] = {}

    def share(self, step: int) -> Decimal:
        """The share that lies so many steps off."""
        return self.start + self.sign * step * STEP

    def straight(self) -> bool:
        """Whether the first two steps do the same, or all but the same, as on a curve."""
        if self.steps < 2 or self._at(0) is None or self._at(1) is None:
            return False
        self.low = 1
        if self._on(2):
            self.low = 2
        return self.low == 2 or self.bends()

    def follow(self) -> bool:
        """Find the last step on the line; whether it was found within the solves there are."""
        if self.low < 2:
            return True
        high = self.steps + 1
        while True:
            high = self._narrowed(high)
            if high - self.low > 1:
                return False
            inside = (max(2, int(part * self.low)) for part in INSIDE)
            off = next((step for step in inside if not self._on(step)), None)
            if off is None:
                return True
            self.low, high = 2, off

    def bends(self) -> bool:
        """Whether costs follow a curve there, so that the worth changes little by little.

        They do where a share is of what is spent, and that moves with it.
        """
        if self.low >= POINT or self.low + 2 > self.steps:
            return False
        one, two = self._at(self.low + 1), self._at(self.low + 2)
        if one is None or two is None:
            return False
        return abs(two - one - self.slope) < LITTLE * abs(self.slope)

    @property
    def slope(self) -> float:
        """Dollars a step."""
        here, there = self._at(0), self._at(self.low)
        assert here is not None
        assert there is not None
        return (there - here) / self.low

    def _narrowed(self, high: int) -> int:
        """The first step known to be off the line, next to the last one on it if solves suffice."""
        guesses = [high - 1]
        while high - self.low > 1 and len(self._known) < MOST:
            step = guesses.pop(0) if guesses else (self.low + high) // 2
            if not self.low < step < high:
                continue
            if self._on(step):
                self.low = step
            else:
                fast = 2 * (step - self.low) <= high - self.low or high > self.steps
                guesses = self._corner(step) if fast else []
                high = step
        return high

    def _corner(self, step: int) -> list[int]:
        """The steps around which the line meets the tangent of a later one, if they meet."""
        here, before = self._at(step), self._at(step - 1)
        if here is None or before is None:
            return []
        bend = here - before - self.slope
        if abs(bend) < NOISE:
            return []
        corner = step - ceil((here - self._told(step)) / bend - NEAR)
        return [corner, corner + 1]

    def _on(self, step: int) -> bool:
        """Whether the costs at a step are on the line through the start and ``low``."""
        value = self._at(step)
        slack = NEAR + NOISE * step / self.low
        return value is not None and abs(value - self._told(step)) <= slack

    def _told(self, step: int) -> float:
        """What the line says of a step."""
        here = self._at(0)
        assert here is not None
        return here + self.slope * step

    def _at(self, step: int) -> float | None:
        if step not in self._known:
            self._known[step] = self.costs(self.share(step))
        return self._known[step]
