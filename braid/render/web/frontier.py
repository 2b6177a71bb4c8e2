"""The page of a frontier: what each dollar of reporting buys, and with which offers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from braid.comparison.frontier import Frontier, Point, Segment, Whole
from braid.record import record
from braid.render.frontier import remarks, start_said, way_said
from braid.render.web.charts import COLOURS, Chart
from braid.render.web.frontier_charts import framed, jumps, points_of, told_of_step
from braid.render.web.page import page
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
class FrontierPart:
    """A frontier on a page, its own or that of something else."""

    id: str
    name: str
    found: Frontier
    steps: tuple[Step, ...]
    tiles: tuple[tuple[str, str, str], ...]
    remarks: tuple[str, ...]
    always: tuple[str, ...]
    offers: tuple[tuple[str, str], ...]
    """Every offer that is in some set: (id, name)."""
    chart: Chart
    by_stream: bool = False

    @property
    def charts(self) -> dict[str, Chart]:
        """Its charts by id."""
        return {f"{self.id}-frontier": self.chart}

    @property
    def data(self) -> Mapping[str, Any]:
        """What a click on a step shows."""
        return {"steps": [_shown(step) for step in self.steps]}


def _shown(step: Step) -> Mapping[str, Any]:
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


def frontier_page(found: Frontier, source: str) -> str:
    """The page, from the stored frontier alone; ``source`` is its file's name."""
    part = frontier_part(found, "f1")
    title = f"{part.name}: what each dollar of reporting buys"
    data = {"charts": part.charts, "frontiers": {part.id: part.data}}
    context = {"title": title, "part": part, "source": source}
    return page("frontier.html", context, data, "frontier.js")


def frontier_part(found: Frontier, id: str) -> FrontierPart:
    """What a page shows of a frontier."""
    letters = _letters(found)
    wholes = {whole.point: whole for whole in found.plans}
    ways = (None, *found.segments)
    steps = tuple(
        _step(found, point, way, letters[point.awards], wholes.get(point.number))
        for point, way in zip(found.points, ways, strict=True)
    )
    taken = sorted({award for point in found.points for award in point.awards})
    return FrontierPart(
        id, shown(found.name), found, steps, _tiles(found), tuple(remarks(found)),
        tuple(_name(found, award) for award in found.always),
        tuple((award, _name(found, award)) for award in taken), _chart(found, letters),
    )  # fmt: skip


def _letters(found: Frontier) -> dict[tuple[str, ...], str]:
    """A letter for each set of offers, in order of the points: A to Z, AA, AB."""
    sets = dict.fromkeys(point.awards for point in found.points)
    return {awards: _letter(k) for k, awards in enumerate(sets)}


def _letter(number: int) -> str:
    head, last = divmod(number, 26)
    return (_letter(head - 1) if head else "") + chr(ord("A") + last)


def _name(found: Frontier, award: str) -> str:
    name = found.names.get(award, award)
    return shown(award if name == award else f"{name} ({award})")


def _step(
    found: Frontier, point: Point, way: Segment | None, letter: str, whole: Whole | None
) -> Step:
    def named(awards: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_name(found, award) for award in awards)

    per = way.per_dollar if way is not None else None
    return Step(
        point.number, exact(point.overhead), exact(point.unfunded), exact(per) if per else "",
        start_said(point) if way is None else way_said(way), letter, point.awards,
        named(point.awards), point.audits, named(way.enters) if way else (),
        named(way.leaves) if way else (),
        _whole(whole) if whole is not None else "",
    )  # fmt: skip


def _whole(plan: Whole) -> str:
    people = plural(plan.completely_funded, "person", "people")
    return (
        f"In whole people and cents: {usd(plan.unfunded)} unfunded with {usd(plan.overhead)} of"
        f" reporting, {people} completely funded."
    )


def _tiles(found: Frontier) -> tuple[tuple[str, str, str], ...]:
    first, last = found.points[0], found.points[-1]
    more = last.overhead - first.overhead
    saved = first.unfunded - last.unfunded
    taken = {award for point in found.points for award in point.awards}
    tiles = [
        ("Least reporting", f"${first.overhead:,.2f}", f"leaves {usd(first.unfunded)} unfunded"),
        ("Least unfunded", f"${last.unfunded:,.2f}", f"takes {usd(last.overhead)} of reporting"),
    ]
    if more:
        tiles.append((
            "From end to end", f"${saved:,.2f}",
            f"less unfunded, for {usd(more)} more of reporting",
        ))  # fmt: skip
    if found.offered:
        note = "are in the best set somewhere"
        tiles.append(("Offers", f"{len(taken)} of {len(found.offered)}", note))
    return tuple(tiles)


# -- the chart -------------------------------------------------------------------------


def _chart(found: Frontier, letters: Mapping[tuple[str, ...], str]) -> Chart:
    """Curves of one set each, steps between them, numbered points, and where solve stands."""
    data = [*_curves(found, letters), *_steps(found)]
    if found.planned is not None:
        data.append(_marks("braid solve aims here", "star", [found.planned], "var(--c2)"))
    if found.plans:
        wholes = [(whole.overhead, whole.unfunded) for whole in found.plans]
        data.append(_marks("Whole, audited plans", "square-open", wholes, "var(--c4)"))
    points = [(point.overhead, point.unfunded) for point in found.points]
    data.append(points_of(points, [letters[point.awards] for point in found.points]))
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


def _marks(
    name: str, symbol: str, places: list[tuple[Decimal, Decimal]], colour: str
) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "name": name,
        "x": [float(x) for x, _ in places], "y": [float(y) for _, y in places],
        "marker": {"symbol": symbol, "size": 17, "color": colour,
                   "line": {"width": 1.5, "color": colour}},
        "hovertemplate": f"{name}<br>%{{x:$,.2f}} of reporting<br>%{{y:$,.2f}} unfunded"
                         "<extra></extra>",
    }  # fmt: skip
