"""A frontier by stream on a page: what reporting on each stream buys, and which to leave out."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from braid.comparison.stream_frontier import StreamFrontier, StreamPoint
from braid.record import record
from braid.render.stream_frontier import remarks
from braid.render.web.frontier_charts import framed, jumps, points_of
from braid.render.web.frontier_parts import Part, end_tiles, named, told_of_step
from braid.render.web.words import shown
from braid.render.words import exact, plural

ALL = "every stream is taken"


@record
class StreamStep:
    """A point as it is told, and what changes against the point before."""

    number: int
    overhead: str
    unfunded: str
    per_dollar: str
    gone: tuple[str, ...]
    """The streams that nobody reports on, and those that come in and go out here, by id."""
    came: tuple[str, ...]
    went: tuple[str, ...]
    lists: tuple[tuple[str, tuple[str, ...], str], ...]
    """The same by name for the panel: a head, the streams, what is said where there is none."""


@record
class StreamPart(Part):
    """A frontier by stream."""

    by_stream = True
    buys = "reporting on each stream"
    template = "stream_frontier.html"

    found: StreamFrontier
    steps: tuple[StreamStep, ...]
    streams: tuple[tuple[str, str, str], ...]
    """Every stream that asks for reports: id, name, how many awards."""


def stream_frontier_part(found: StreamFrontier, id: str) -> StreamPart:
    """What a page shows of a frontier by stream."""
    before: tuple[StreamPoint | None, ...] = (None, *found.points)
    corners = [(point.overhead, point.unfunded) for point in found.points]
    steps = tuple(_step(found, p, was) for p, was in zip(found.points, before, strict=False))
    kind = "sets of streams tried, each everywhere or nowhere"
    tried = ("Tried", f"{found.tried:,} of {found.sets:,}", kind)
    return StreamPart(
        id, shown(found.name), (*end_tiles(corners), tried), tuple(remarks(found)),
        framed([*jumps(pairwise(corners)), points_of(corners)]), tuple(map(_told, steps)),
        found, steps,
        tuple((s, named(found.names, s), plural(count, "award")) for s, count in found.streams),
    )  # fmt: skip


def _step(found: StreamFrontier, point: StreamPoint, was: StreamPoint | None) -> StreamStep:
    gone = point.left_out
    before = gone if was is None else was.left_out
    came = tuple(stream for stream in before if stream not in gone)
    went = tuple(stream for stream in gone if stream not in before)
    taken = tuple(stream for stream, _ in found.streams if stream not in gone)
    lists = (
        ("Nobody reports on", gone, f"no stream: {ALL}"),
        ("Taken everywhere", taken, "none of those that ask for reports"),
        ("Comes in here", came, ""), ("Goes out here", went, ""),
    )  # fmt: skip
    return StreamStep(
        point.number, exact(point.overhead), exact(point.unfunded),
        "" if point.per_dollar is None else exact(point.per_dollar), gone, came, went,
        tuple((head, tuple(named(found.names, s) for s in streams), none)
              for head, streams, none in lists),
    )  # fmt: skip


def _told(step: StreamStep) -> Mapping[str, Any]:
    way = ""
    if step.per_dollar:
        way = (
            "From the point before: a dollar more of reporting leaves"
            f" ${step.per_dollar} less unfunded."
        )
    return told_of_step(
        f"Point {step.number}: ${step.unfunded} unfunded with ${step.overhead} of reporting.",
        way, step.lists,
    )  # fmt: skip
