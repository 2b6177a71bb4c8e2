"""What each dollar of reporting buys: the frontier of unfunded cost against reporting overhead.

Not a grid of weights: sets of offers that no weights find are on it too. Head counts are in
fractions, whole only where a rule counts or separates people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Literal

from braid.catalog.inputs import Inputs
from braid.comparison.frontier_boxes import HALF_A_CENT, by_boxes
from braid.comparison.frontier_envelope import Piece
from braid.comparison.frontier_patterns import every_pattern
from braid.comparison.frontier_programs import Tradeoff
from braid.comparison.frontier_search import Search
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.model.fairness import asked
from braid.optimize import highs
from braid.optimize.program import Limits
from braid.optimize.tiers import tier_values
from braid.plan.dollars import Exact, Money, to_cent
from braid.record import record

FRONTIER_VERSION = 1
EVERY_SET_UP_TO = 12
"""Offers (and audits that can be set off): of more, sets are searched for, not all tried."""
MOST_SEARCHES = 400


@record
class Point:
    """A corner of the frontier.

    ``awards`` are the offers that it takes, ``audits`` what its spending sets off. ``most`` is
    its overhead short of what is due whatever is decided, unrounded, ``made`` its 0/1 decisions.
    """

    number: int
    overhead: Money
    unfunded: Money
    awards: tuple[str, ...]
    audits: tuple[str, ...]
    most: float = field(repr=False)
    made: Mapping[int, int] = field(repr=False)


@record
class Segment:
    """The way from one point to the next.

    ``gradual``: every overhead between is worth its dollars, with the same offers. Otherwise it
    is all or nothing: between both points nothing is better than the first. ``per_dollar`` is
    the need that a dollar of overhead funds; none where the overhead is the same.
    """

    start: int
    end: int
    gradual: bool
    overhead_from: Money
    overhead_to: Money
    unfunded_from: Money
    unfunded_to: Money
    per_dollar: Exact | None
    awards: tuple[str, ...]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


@record
class Whole:
    """The plan at a point, in whole people and cents; ``completely_funded`` people."""

    point: int
    overhead: Money
    unfunded: Money
    completely_funded: int


@record
class Frontier:
    """All plans that are worth their reporting, from the least overhead to the least unfunded.

    ``how``: every set of offers was tried (``sets``), or searched for (``boxes``). Within
    ``gap`` dollars no plan lies below; ``exact`` says that this is under half a cent.
    ``planned`` is what ``braid solve`` aims at (overhead, unfunded), which funds lines that
    must be paid before others, and looks at fairness between partnerships first if it is ``fair``.
    ``always`` are the accepted awards, which are in every set; ``names`` are the names of awards.
    """

    name: str
    without: tuple[str, ...]
    offered: tuple[str, ...]
    points: tuple[Point, ...]
    segments: tuple[Segment, ...]
    how: Literal["sets", "boxes"]
    exact: bool
    gap: Money
    tried: int
    followed: int
    searches: int
    floors_missed: Money
    planned: tuple[Money, Money] | None
    stopped: str = ""
    plans: tuple[Whole, ...] = ()
    fair: bool = False
    always: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def frontier(
    inputs: Inputs,
    *,
    time_limit: float | None = None,
    most_searches: int = MOST_SEARCHES,
    every_set_up_to: int = EVERY_SET_UP_TO,
    told: Callable[[str], None] = lambda text: None,
) -> Frontier:
    """The frontier of a scenario; ``told`` hears how far it is."""
    model = build_model(build_ground(inputs))
    limits = Limits(seconds=time_limit)
    tradeoff = Tradeoff(model, limits)
    few = len(tradeoff.choices) <= every_set_up_to and not len(tradeoff.others)
    few = few and time_limit is None  # only a search knows how far off it is when it is ended
    search = every_pattern(tradeoff, told) if few else by_boxes(tradeoff, most_searches, told)
    planned = None
    if inputs.scenario.objective.mode == "lexicographic":
        values = tier_values(model, highs.solve, limits, last="overhead")
        planned = to_cent(values["overhead"] + _always(tradeoff)), to_cent(values["unfunded"])
    points, segments = _Chain(tradeoff, search).made()
    codes, stated = model.ground.codes, inputs.committed
    return Frontier(
        name=inputs.scenario.name,
        without=tuple(inputs.left_out),
        offered=tuple(codes.awards[number] for number in model.layout.used),
        points=points,
        segments=segments,
        how="sets" if few else "boxes",
        exact=search.gap <= HALF_A_CENT and not search.begins_lower,
        gap=to_cent(search.gap),
        tried=search.tried,
        followed=search.traced,
        searches=search.searches,
        floors_missed=to_cent(tradeoff.floors),
        planned=planned,
        stopped=_ended(search),
        fair=asked(inputs) is not None,
        always=tuple(a for a in codes.awards if a in stated and stated[a].status == "accepted"),
        names={a: stated[a].name or a for a in codes.awards if a in stated},
    )


def _ended(search: Search) -> str:
    if search.begins_lower:
        return "The search was ended early: plans may have less reporting than the first point."
    if search.stopped:
        return "The search was ended before it was done."
    if search.gap > HALF_A_CENT:
        return "The solver could not prove all of it."
    return ""


def _always(tradeoff: Tradeoff) -> float:
    """Overhead that is due whatever is decided."""
    return float(tradeoff.model.constants["overhead"] / 100)


class _Chain:
    """The points of an envelope one after the other, and the ways between them."""

    def __init__(self, tradeoff: Tradeoff, search: Search) -> None:
        self.tradeoff, self.search = tradeoff, search
        names = tradeoff.model.ground.codes.awards
        self.offers = {column: names[n] for n, column in tradeoff.model.layout.used.items()}
        self.audits = {column: label for _, column, label in tradeoff.model.layout.flags}
        self.points: list[Point] = []
        self.segments: list[Segment] = []
        self.last: tuple[float, float] | None = None

    def made(self) -> tuple[tuple[Point, ...], tuple[Segment, ...]]:
        """Points and segments."""
        for piece in self._worth_it():
            if self.last is None or not self._is_here(piece):
                self._reach(piece.left, piece.high, piece.owner, gradual=False)
            if piece.high - piece.low > HALF_A_CENT:
                self._reach(piece.right, piece.low, piece.owner, gradual=True)
        return tuple(self.points), tuple(self.segments)

    def _worth_it(self) -> Iterator[Piece]:
        """Pieces that begin or end lower than all before them."""
        least = float("inf")
        for piece in self.search.envelope.pieces:
            if piece.low < least - HALF_A_CENT:
                yield piece
                least = piece.low

    def _is_here(self, piece: Piece) -> bool:
        assert self.last is not None
        overhead, unfunded = self.last
        near = abs(piece.left - overhead) <= HALF_A_CENT
        return near and abs(piece.high - unfunded) <= HALF_A_CENT

    def _reach(self, overhead: float, unfunded: float, owner: int, *, gradual: bool) -> None:
        """A further point, and the way there."""
        made = self.tradeoff.told_by(self.search.patterns[owner])
        awards = tuple(name for column, name in self.offers.items() if made.get(column))
        audits = tuple(self.audits[c] for c in self.audits if made.get(c))
        number = len(self.points) + 1
        point = Point(
            number, to_cent(overhead + _always(self.tradeoff)), to_cent(unfunded), awards, audits,
            overhead, made,
        )  # fmt: skip
        if self.last is not None:
            self._way(point, self.last, overhead, unfunded, gradual)
        self.points.append(point)
        self.last = overhead, unfunded

    def _way(
        self, to: Point, last: tuple[float, float], overhead: float, unfunded: float,
        gradual: bool,
    ) -> None:  # fmt: skip
        start = self.points[-1]
        before = (*start.awards, *start.audits)
        more, less = overhead - last[0], last[1] - unfunded
        after = (*to.awards, *to.audits)
        self.segments.append(
            Segment(
                start.number, to.number, gradual, start.overhead, to.overhead, start.unfunded,
                to.unfunded, to_cent(less / more) if more > HALF_A_CENT else None, to.awards,
                tuple(name for name in after if name not in before),
                tuple(name for name in before if name not in after),
            )
        )  # fmt: skip
