"""What all frontiers on pages have in common: the part that each is, tiles, what a click shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from braid.record import record
from braid.render.web.charts import Chart
from braid.render.web.frontier_charts import Corner
from braid.render.web.words import shown
from braid.render.words import usd

Tile = tuple[str, str, str]
"""A name, a value, what stands below it."""


@record
class Part:
    """A frontier on a page, its own or that of something else."""

    by_stream: ClassVar[bool] = False
    buys: ClassVar[str] = "each dollar of reporting"
    """What the page tells the worth of."""
    template: ClassVar[str] = "frontier.html"
    """That of its own page."""

    id: str
    name: str
    tiles: tuple[Tile, ...]
    remarks: tuple[str, ...]
    chart: Chart
    told: tuple[Mapping[str, Any], ...]
    """What a click on each point shows."""

    @property
    def charts(self) -> dict[str, Chart]:
        """Its charts by id."""
        return {f"{self.id}-frontier": self.chart}

    @property
    def data(self) -> Mapping[str, Any]:
        """What its script reads."""
        return {"steps": list(self.told)}


def named(names: Mapping[str, str], id: str) -> str:
    """An offer or a stream by name, with its id."""
    name = names.get(id, id)
    return shown(id if name == id else f"{name} ({id})")


def end_tiles(corners: Sequence[Corner]) -> list[Tile]:
    """What both ends of a frontier cost and leave unfunded, and what lies between them."""
    (first, left), (last, least) = corners[0], corners[-1]
    tiles = [
        ("Least reporting", f"${first:,.2f}", f"leaves {usd(left)} unfunded"),
        ("Least unfunded", f"${least:,.2f}", f"takes {usd(last)} of reporting"),
    ]
    if last > first:
        more = f"less unfunded, for {usd(last - first)} more of reporting"
        tiles.append(("From end to end", f"${left - least:,.2f}", more))
    return tiles


def told_of_step(
    said: str, way: str, lists: Iterable[tuple[str, tuple[str, ...], str]], whole: str = ""
) -> dict[str, Any]:
    """What the panel of a frontier says of a point; lists have a head, and what is said of none."""
    return {"said": said, "way": way, "lists": [list(one) for one in lists], "whole": whole}
