"""The page of a frontier by stream: what reporting on each stream buys, and which to leave out."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from braid.comparison.stream_frontier import StreamFrontier, StreamPoint
from braid.record import record
from braid.render.stream_frontier import remarks
from braid.render.web.charts import Chart
from braid.render.web.frontier_charts import framed, jumps, points_of, told_of_step
from braid.render.web.page import page
from braid.render.web.words import shown
from braid.render.words import exact, plural, usd

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
class StreamPart:
    """A frontier by stream on a page, its own or that of something else."""

    id: str
    name: str
    found: StreamFrontier
    steps: tuple[StreamStep, ...]
    tiles: tuple[tuple[str, str, str], ...]
    remarks: tuple[str, ...]
    streams: tuple[tuple[str, str, str], ...]
    """Every stream that asks for reports: id, name, how many awards."""
    chart: Chart
    by_stream: bool = True

    @property
    def charts(self) -> dict[str, Chart]:
        """Its charts by id."""
        return {f"{self.id}-frontier": self.chart}

    @property
    def data(self) -> Mapping[str, Any]:
        """What a click on a step shows."""
        return {"steps": [_shown(step) for step in self.steps]}


def stream_frontier_page(found: StreamFrontier, source: str) -> str:
    """The page, from the stored frontier alone; ``source`` is its file's name."""
    part = stream_frontier_part(found, "f1")
    title = f"{part.name}: what reporting on each stream buys"
    data = {"charts": part.charts, "frontiers": {part.id: part.data}}
    context = {"title": title, "part": part, "source": source}
    return page("stream_frontier.html", context, data, "frontier.js")


def stream_frontier_part(found: StreamFrontier, id: str) -> StreamPart:
    """What a page shows of a frontier by stream."""
    before: tuple[StreamPoint | None, ...] = (None, *found.points)
    corners = [(point.overhead, point.unfunded) for point in found.points]
    return StreamPart(
        id, shown(found.name), found,
        tuple(_step(found, p, was) for p, was in zip(found.points, before, strict=False)),
        _tiles(found), tuple(remarks(found)),
        tuple((s, _name(found, s), plural(count, "award")) for s, count in found.streams),
        framed([*jumps(pairwise(corners)), points_of(corners)]),
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
        tuple((head, tuple(_name(found, s) for s in streams), none)
              for head, streams, none in lists),
    )  # fmt: skip


def _name(found: StreamFrontier, stream: str) -> str:
    name = found.names.get(stream, stream)
    return shown(stream if name == stream else f"{name} ({stream})")


def _shown(step: StreamStep) -> Mapping[str, Any]:
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


def _tiles(found: StreamFrontier) -> tuple[tuple[str, str, str], ...]:
    first, last = found.points[0], found.points[-1]
    tiles = [
        ("Least reporting", f"${first.overhead:,.2f}", f"leaves {usd(first.unfunded)} unfunded"),
        ("Least unfunded", f"${last.unfunded:,.2f}", f"takes {usd(last.overhead)} of reporting"),
    ]
    if last.overhead > first.overhead:
        tiles.append((
            "From end to end", f"${first.unfunded - last.unfunded:,.2f}",
            f"less unfunded, for {usd(last.overhead - first.overhead)} more of reporting",
        ))  # fmt: skip
    kind = "sets of streams tried, each everywhere or nowhere"
    tiles.append(("Tried", f"{found.tried:,} of {found.sets:,}", kind))
    return tuple(tiles)
