"""Reporting against unfunded cost by stream: what is left when nobody reports on some streams.

A portfolio of many partnerships has too many awards to look at each set of them. Here a stream
goes as a whole, in all partnerships, and every set of streams that ask for reports is tried: the
fewest left out first. For a set the money does the most that it can, then with the least reporting.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from itertools import combinations

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import without
from braid.plan.dollars import Exact, Money, to_cent
from braid.plan.ranking import Standing, standing_of_money
from braid.record import record

HALF_A_CENT = Decimal("0.005")


@record
class StreamPoint:
    """A set of streams that no other beats: with less reporting more is unfunded.

    ``left_out`` are the streams that nobody takes. ``per_dollar`` is how much less is unfunded for
    each dollar of reporting more than at the point before.
    """

    number: int
    overhead: Money
    unfunded: Money
    left_out: tuple[str, ...]
    per_dollar: Exact | None


@record
class StreamFrontier:
    """The points from the least reporting on.

    ``streams`` has the streams that ask for reports and how many awards each has; ``always`` those
    that ask for none and are never left out. ``tried`` of ``sets`` sets were tried: all that leave
    out at most ``depth`` streams. ``stopped`` is empty where those are all. ``names`` are the names
    of all these streams.
    """

    name: str
    without: tuple[str, ...]
    streams: tuple[tuple[str, int], ...]
    always: tuple[str, ...]
    points: tuple[StreamPoint, ...]
    tried: int
    sets: int
    depth: int
    stopped: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def stream_frontier(
    inputs: Inputs, *, time_limit: float | None = None,
    told: Callable[[str], None] = lambda text: None,
) -> StreamFrontier:  # fmt: skip
    """The frontier of a scenario or a portfolio by stream; ``told`` hears how far it is."""
    began = time.perf_counter()
    awards: dict[str, list[str]] = {}
    for name in inputs.committed:
        awards.setdefault(inputs.awards[name].stream, []).append(name)
    reporting = sorted(s for s, ids in awards.items() if _reports(inputs, ids))
    sets = 2 ** len(reporting)
    found: dict[tuple[str, ...], Standing] = {}
    stopped = ""
    for gone in _sets(reporting):
        over = time_limit is not None and time.perf_counter() - began > time_limit
        if over and found:  # what is planned today is known at least
            stopped = "The search was ended before every set of streams was tried."
            break
        told(f"set {len(found) + 1} of {sets}{', without ' if gone else ''}{', '.join(gone)}")
        found[gone] = standing_of_money(without(inputs, [n for s in gone for n in awards[s]]))
    tried = [len(gone) for gone in found]
    return StreamFrontier(
        name=inputs.scenario.name,
        without=tuple(inputs.left_out),
        streams=tuple((name, len(awards[name])) for name in reporting),
        always=tuple(sorted(set(awards) - set(reporting))),
        points=tuple(_points(found)),
        tried=len(found),
        sets=sets,
        depth=max(tried) - 1 if stopped else len(reporting),
        stopped=stopped,
        names={name: inputs.law.streams[name].name for name in sorted(awards)},
    )


def _reports(inputs: Inputs, awards: Iterable[str]) -> bool:
    """Whether some of a stream's awards ask for reports."""
    return any(next(iter(inputs.law.of_kind("report", name)), None) for name in awards)


def _sets(streams: list[str]) -> Iterator[tuple[str, ...]]:
    for many in range(len(streams) + 1):
        yield from combinations(streams, many)


def _points(found: dict[tuple[str, ...], Standing]) -> Iterator[StreamPoint]:
    """The sets that no other beats, the least reporting first; of equal ones the smaller."""
    order = sorted(found.items(), key=lambda one: (one[1].overhead, one[1].unfunded, len(one[0])))
    last: Standing | None = None
    number = 0
    for gone, here in order:
        if last is not None and here.unfunded > last.unfunded - HALF_A_CENT:
            continue
        more = None if last is None else here.overhead - last.overhead
        per = None
        if last is not None and more:
            per = to_cent((last.unfunded - here.unfunded) / more)
        number += 1
        yield StreamPoint(number, here.overhead, here.unfunded, gone, per)
        last = here
