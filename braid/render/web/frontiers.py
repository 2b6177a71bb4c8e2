"""A stored frontier, by offers or by stream, as a part of a page or as a page of its own."""

from __future__ import annotations

from pathlib import Path

from braid.comparison.frontier import Frontier
from braid.render.web.frontier import frontier_part
from braid.render.web.frontier_parts import Part
from braid.render.web.page import page
from braid.render.web.stored import stored_frontier
from braid.render.web.stream_frontier import stream_frontier_part


def frontier_in(path: Path, id: str) -> Part:
    """What a page shows of the frontier of a file; InputProblems where it cannot be read."""
    found = stored_frontier(path)
    if isinstance(found, Frontier):
        return frontier_part(found, id)
    return stream_frontier_part(found, id)


def frontier_page(path: Path) -> str:
    """The page of a frontier alone, from its file."""
    part = frontier_in(path, "f1")
    context = {"title": f"{part.name}: what {part.buys} buys", "part": part, "source": path.name}
    data = {"charts": part.charts, "frontiers": {part.id: part.data}}
    return page(part.template, context, data, "frontier.js")
