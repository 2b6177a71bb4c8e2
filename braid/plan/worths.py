"""What is worked out about a plan when it is asked for, and can be kept with it.

Money is dollars with two places; an ``Exact`` number keeps the places that it has.
"""

from __future__ import annotations

from braid.plan.dollars import Exact, Money
from braid.record import record


@record
class Rate:
    """What a dollar more (or less) does to unfunded cost, up to (or down to) an amount.

    ``unfunded`` is what a dollar more saves, or a dollar less adds; ``must`` and ``floors`` the
    same of lines that must be paid and of missed statutory floors. ``until`` is the amount up to
    which that is so of every dollar; ``ends`` is False where nothing further was asked.
    """

    unfunded: Exact
    must: Exact
    floors: Exact
    until: Money
    ends: bool


@record
class Worth:
    """What a dollar of an award is worth at its amount; None where that cannot be vouched for."""

    award: str
    amount: Money
    more: Rate | None
    less: Rate | None


@record
class PointRate:
    """What a point of room more saves (or a point less adds) of unfunded cost, and how far.

    ``until`` is the last share, in hundredths of a point, up to (or down to) which it is so of
    every point; ``ends`` is False where it was not followed to its end. ``bends`` is said where
    the worth changes little by little all along, not at a corner.
    """

    unfunded: Money
    until: Exact
    ends: bool
    bends: bool = False


@record
class Point:
    """A share that binds: what points of room save, and what the last of it would.

    ``share`` is the number now and ``next`` with a point more room. ``saves`` is how much less is
    then unfunded; ``all_room`` how much less without the rule. ``until`` is the share from which
    on more room saves nothing, to a hundredth of a point; None where it would have to go
    altogether. ``more`` and ``less`` are None where costs jump right at the share, or where there
    is no such side of it.
    """

    rule: str
    share: Exact
    next: Exact
    saves: Money
    all_room: Money
    until: Exact | None
    more: PointRate | None = None
    less: PointRate | None = None


@record
class BreakEven:
    """An award, or all awards of a stream: what they must come to so that they pay their reports.

    ``amount`` is what they come to now. ``fixed`` is what their reports cost before they pay for
    anything, ``overhead`` how much reporting rises through them at their amount. ``at`` is the
    least amount that pays for it, in whole dollars: nothing where there is no such reporting, None
    where no amount that was tried does (up to ``tried``). ``gain`` is how much less is unfunded
    with them than without, less what staff do for them.
    """

    stream: str
    awards: tuple[str, ...]
    amount: Money
    fixed: Money
    overhead: Money
    at: Money | None
    gain: Money
    tried: Money
