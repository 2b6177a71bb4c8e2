"""A frontier: as a table to read, as CSV for a spreadsheet, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from braid.comparison.frontier import FRONTIER_VERSION, Frontier, Point, Segment
from braid.plan.document import json_text, plain
from braid.render.output import columns, heading, title, told
from braid.render.words import exact, listed, plural, sentence, usd
from braid.writing import cell_text, csv_text

if TYPE_CHECKING:
    from rich.console import Console

COLUMNS = tuple(field.name for field in fields(Segment))
INNER = ("most", "made")
"""What of a point is for making its plan, and not told."""


def frontier_report(found: Frontier, out: Console) -> None:
    """The points one after the other, how to get from each to the next, what is proven."""
    title(out, f"{found.name}: what each dollar of reporting buys", found.without)
    heading(out, "From the least reporting to the least unfunded cost", _many(found))
    table = columns("Point", "Overhead", "Unfunded", "Per dollar", "~Way there", "~Offers", words=0)
    ways = (None, *found.segments)
    shown: tuple[str, ...] | None = None
    for point, way in zip(found.points, ways, strict=True):
        offers = "" if point.awards == shown else listed(point.awards) or "none"
        table.add_row(
            str(point.number),
            exact(point.overhead),
            exact(point.unfunded),
            "" if way is None or not way.per_dollar else exact(way.per_dollar),
            start_said(point) if way is None else way_said(way),
            offers,
        )
        shown = point.awards
    out.print(table)
    out.print()
    told(remarks(found), out)
    if found.plans:
        _plans(found, out)


def _many(found: Frontier) -> str:
    points = plural(len(found.points), "point")
    return f"{points}, {plural(len(found.offered), 'offer') if found.offered else 'no offers'}"


def start_said(point: Point) -> str:
    """What the first point brings with it."""
    due = listed(point.audits)
    return f"sets off the audit of {due}" if due else ""


def way_said(way: Segment) -> str:
    """How a point is reached from the one before it, and whose offers change."""
    if way.gradual:
        words = ["gradually"]
    elif way.unfunded_from == way.unfunded_to:
        words = ["nothing is better up to here"]
    else:
        words = ["at once"]
    moves = ((way.enters, "enters", "enter"), (way.leaves, "leaves", "leave"))
    for names, one, many in moves:
        if names:
            words.append(f"{listed(names)} {one if len(names) == 1 else many}")
    return "; ".join(words)


def _plans(found: Frontier, out: Console) -> None:
    heading(out, "Plans in whole people and cents", "audited")
    table = columns("Point", "Overhead", "in parts", "Unfunded", "in parts", "People", words=0)
    for whole in found.plans:
        point = found.points[whole.point - 1]
        table.add_row(
            str(whole.point), exact(whole.overhead), exact(point.overhead), exact(whole.unfunded),
            exact(point.unfunded), f"{whole.completely_funded:,}",
        )  # fmt: skip
    out.print(table)
    out.print()
    lines = ["In parts: head counts in fractions, as above. People: completely funded."]
    told(lines, out)


def remarks(found: Frontier) -> Iterator[str]:
    """How to read the points, how sure they are, where `braid solve` stands."""
    yield "Per dollar: how much less is unfunded for each dollar more of reporting, on the way."
    if any(not way.gradual for way in found.segments):
        yield (
            "Where the way is at once, or nothing is better up to here, no plan between both "
            "points is worth its reporting."
        )
    yield _sure(found)
    yield from _planned(found)
    if found.floors_missed:
        yield f"Every plan here misses floors of the law by {usd(found.floors_missed)}, the least."
    if found.stopped:
        yield sentence(found.stopped)


def _sure(found: Frontier) -> str:
    if not found.exact:
        return (
            f"Approximate: every point can be reached, but plans may lie below, by up to "
            f"{usd(found.gap)} of unfunded cost."
        )
    if found.how == "sets":
        if found.tried == 1:
            return "Exact: there is no offer to take or refuse, so one curve is all there is."
        return f"Exact: every set of offers was tried ({found.tried:,} sets)."
    return (
        f"Exact to half a cent: {plural(found.searches, 'search', 'searches')} found nothing "
        "below, by the solver's own bounds."
    )


def _planned(found: Frontier) -> Iterator[str]:
    if found.planned is None:
        return
    overhead, unfunded = found.planned
    last = found.points[-1]
    if (overhead, unfunded) == (last.overhead, last.unfunded):
        yield f"braid solve aims at the last point, {last.number}."
        return
    why = "it pays what must be paid first, which counts here like all other cost."
    if found.fair:
        why = (
            "it puts what must be paid and fairness between partnerships first; here a dollar of "
            "cost counts alike wherever it is."
        )
    yield f"braid solve aims at {usd(unfunded)} unfunded with {usd(overhead)} of reporting: {why}"


def frontier_json(found: Frontier) -> str:
    """The frontier for programs."""
    data: dict[str, Any] = {"schema_version": FRONTIER_VERSION, **plain(found)}
    data["points"] = [
        {name: value for name, value in point.items() if name not in INNER}
        for point in data["points"]
    ]
    return json_text(data)


def frontier_csv(found: Frontier) -> str:
    """A row for each segment; of a frontier of one point a row from it to itself."""
    ways = found.segments or (_alone(found.points[0]),)
    return csv_text(COLUMNS, ([cell_text(getattr(way, name)) for name in COLUMNS] for way in ways))


def _alone(point: Point) -> Segment:
    return Segment(
        point.number, point.number, False, point.overhead, point.overhead, point.unfunded,
        point.unfunded, None, point.awards, (), (),
    )  # fmt: skip
