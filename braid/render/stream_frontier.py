"""Reporting against unfunded cost by stream: as a table to read, as CSV, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from braid.comparison.frontier import FRONTIER_VERSION
from braid.comparison.stream_frontier import StreamFrontier
from braid.plan.document import json_text, plain
from braid.render.output import columns, heading, title, told
from braid.render.words import exact, listed, plural, sentence
from braid.writing import cell_text, csv_text

if TYPE_CHECKING:
    from rich.console import Console

COLUMNS = ("point", "overhead", "unfunded", "per_dollar", "left_out")


def stream_report(found: StreamFrontier, out: Console) -> None:
    """The points, from the least reporting to the least unfunded."""
    title(out, f"{found.name}: what reporting on each stream buys", found.without)
    many = plural(len(found.streams), "stream")
    heading(out, "From the least reporting to the least unfunded cost", f"{many} with reports")
    table = columns("Point", "Overhead", "Unfunded", "Per dollar", "~Nobody reports on", words=0)
    for point in found.points:
        table.add_row(
            str(point.number), exact(point.overhead), exact(point.unfunded),
            "" if point.per_dollar is None else f"{point.per_dollar:,.2f}",
            listed(point.left_out) if point.left_out else "(every stream is taken)",
        )  # fmt: skip
    out.print(table)
    out.print()
    told(remarks(found), out)


def remarks(found: StreamFrontier) -> list[str]:
    """What the figures mean, and which sets were tried."""
    lines = [
        "Per dollar: how much less is unfunded for each dollar more of reporting than at the point"
        " before.",
    ]
    if found.always:
        lines.append(f"Without reports of their own, so never left out: {listed(found.always)}.")
    rest = "people are in fractions, and a stream is taken everywhere or nowhere."
    if found.stopped:
        lines.append(
            f"{sentence(found.stopped)} {found.tried:,} of {found.sets:,} sets were, all"
            f" that leave out at most {plural(max(found.depth, 0), 'stream')}; {rest}"
        )
    else:
        lines.append(f"All {plural(found.sets, 'set')} of streams were tried; {rest}")
    return lines


def stream_json(found: StreamFrontier) -> str:
    """The frontier for programs."""
    data = {"schema_version": FRONTIER_VERSION, **plain(found)}
    data["streams"] = [{"stream": name, "awards": count} for name, count in found.streams]
    return json_text(data)


def stream_csv(found: StreamFrontier) -> str:
    """A row for each point."""
    points = ((p.number, p.overhead, p.unfunded, p.per_dollar, p.left_out) for p in found.points)
    return csv_text(COLUMNS, (map(cell_text, point) for point in points))
