"""A frontier by offers on a page: what each dollar of reporting buys, and with which offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from braid.comparison.frontier import Frontier, Point, Segment, Whole
from braid.record import record
from braid.render.frontier import remarks, start_said, way_said
from braid.render.web.charts import COLOURS, Chart
from braid.render.web.frontier_charts import Corner, framed, jumps, points_of
from braid.render.web.frontier_parts import Part, end_tiles, named, told_of_step
from braid.render.web.words import label, shown
from braid.render.words import exact, plural, usd

DASHES = ("solid", "dash", "dashdot", "longdash")


@record
class Step:
    """A point as it is told, with the way to it; ``letter`` names its set of offers."""

    number: int
    overhead: str
    unfunded: str
    per_dollar: str
    way: str
    letter: str
    awards: tuple[str, ...]
    offers: tuple[str, ...]
    audits: tuple[str, ...]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    whole: str


@record
class FrontierPart(Part):
    """A frontier by offers."""

    found: Frontier
    steps: tuple[Step, ...]
    always: tuple[str, ...]
    offers: tuple[tuple[str, str], ...]
    """Every offer that is in some set: (id, name)."""


def frontier_part(found: Frontier, id: str) -> FrontierPart:
    """What a page shows of a frontier by offers."""
    letters = _letters(found)
    corners = [(point.overhead, point.unfunded) for point in found.points]
    wholes = {whole.point: whole for whole in found.plans}
    ways = (None, *found.segments)
    steps = tuple(
        _step(found, point, way, letters[point.awards], wholes.get(point.number))
        for point, way in zip(found.points, ways, strict=True)
    )
    taken = sorted({award for point in found.points for award in point.awards})
    tiles = end_tiles(corners)
    if found.offered:
        note = "are in the best set somewhere"
        tiles.append(("Offers", f"{len(taken)} of {len(found.offered)}", note))
    return FrontierPart(
        id, shown(found.name), tuple(tiles), tuple(remarks(found)),
        _chart(found, corners, letters), tuple(map(_told, steps)), found, steps,
        tuple(named(found.names, award) for award in found.always),
        tuple((award, named(found.names, award)) for award in taken),
    )  # fmt: skip


def _letters(found: Frontier) -> dict[tuple[str, ...], str]:
    """A letter for each set of offers, in order of the points: A to Z, AA, AB."""
    sets = dict.fromkeys(point.awards for point in found.points)
    return {awards: _letter(k) for k, awards in enumerate(sets)}


def _letter(number: int) -> str:
    head, last = divmod(number, 26)
    return (_letter(head - 1) if head else "") + chr(ord("A") + last)


def _step(
    found: Frontier, point: Point, way: Segment | None, letter: str, whole: Whole | None
) -> Step:
    def offers(awards: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(named(found.names, award) for award in awards)

    per = way.per_dollar if way is not None else None
    return Step(
        point.number, exact(point.overhead), exact(point.unfunded), exact(per) if per else "",
        start_said(point) if way is None else way_said(way), letter, point.awards,
        offers(point.awards), point.audits, offers(way.enters) if way else (),
        offers(way.leaves) if way else (),
        _whole(whole) if whole is not None else "",
    )  # fmt: skip


def _whole(plan: Whole) -> str:
    people = plural(plan.completely_funded, "person", "people")
    return (
        f"In whole people and cents: {usd(plan.unfunded)} unfunded with {usd(plan.overhead)} of"
        f" reporting, {people} completely funded."
    )


def _told(step: Step) -> Mapping[str, Any]:
    lists = [
        ("Offers in the set", step.offers, "none"), ("Enters here", step.enters, ""),
        ("Leaves here", step.leaves, ""),
        ("Audits that the spending sets off", step.audits, ""),
    ]  # fmt: skip
    way = f"Way there: {step.way}" if step.way or step.per_dollar else ""
    if step.per_dollar:
        way += f"; a dollar of reporting leaves ${step.per_dollar} less unfunded"
    return told_of_step(
        f"Point {step.number}, set {step.letter}: ${step.unfunded} unfunded with"
        f" ${step.overhead} of reporting.",
        way and f"{way}.", lists, step.whole,
    )  # fmt: skip


# -- the chart -------------------------------------------------------------------------


def _chart(
    found: Frontier, corners: Sequence[Corner], letters: Mapping[tuple[str, ...], str]
) -> Chart:
    """Curves of one set each, steps between them, numbered points, and where solve stands."""
    data = [*_curves(found, letters), *_steps(found)]
    if found.planned is not None:
        data.append(_marks("braid solve aims here", "star", [found.planned], "var(--c2)"))
    if found.plans:
        wholes = [(whole.overhead, whole.unfunded) for whole in found.plans]
        data.append(_marks("Whole, audited plans", "square-open", wholes, "var(--c4)"))
    data.append(points_of(corners, [letters[point.awards] for point in found.points]))
    return framed(data)


def _curves(found: Frontier, letters: Mapping[tuple[str, ...], str]) -> list[dict[str, Any]]:
    """A line for each set of offers, broken where another set is better between."""
    by: dict[tuple[str, ...], tuple[list[float | None], list[float | None]]] = {}
    for way in found.segments:
        if way.gradual:
            x, y = by.setdefault(way.awards, ([], []))
            if x and (x[-1], y[-1]) != (float(way.overhead_from), float(way.unfunded_from)):
                x.append(None)
                y.append(None)
            x += [float(way.overhead_from), float(way.overhead_to)]
            y += [float(way.unfunded_from), float(way.unfunded_to)]
    order = list(letters)
    return [
        {
            "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
            "name": label(f"{letters[awards]}: {', '.join(awards) or 'no offers'}", 60),
            "line": {"color": COLOURS[order.index(awards) % 7], "width": 3,
                     "dash": DASHES[order.index(awards) // 7 % 4]},
        }
        for awards, (x, y) in by.items()
    ]  # fmt: skip


def _steps(found: Frontier) -> list[dict[str, Any]]:
    return jumps(
        ((way.overhead_from, way.unfunded_from), (way.overhead_to, way.unfunded_to))
        for way in found.segments
        if not way.gradual
    )


def _marks(name: str, symbol: str, places: Sequence[Corner], colour: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "name": name,
        "x": [float(x) for x, _ in places], "y": [float(y) for _, y in places],
        "marker": {"symbol": symbol, "size": 17, "color": colour,
                   "line": {"width": 1.5, "color": colour}},
        "hovertemplate": f"{name}<br>%{{x:$,.2f}} of reporting<br>%{{y:$,.2f}} unfunded"
                         "<extra></extra>",
    }  # fmt: skip
