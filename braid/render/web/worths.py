"""What a dollar is worth and what pays for its reporting, where a plan keeps them, as rows."""

from __future__ import annotations

from braid.plan.plan import Plan
from braid.plan.worths import Point, PointRate, Rate
from braid.record import record
from braid.render.web.words import shown
from braid.render.words import award_name, exact, whole
from braid.render.worth import BENDS, in_percent


@record
class Worths:
    """Rows as text: awards, shares that bind, awards and streams with their break-even."""

    awards: tuple[tuple[str, ...], ...]
    points: tuple[tuple[str, ...], ...]
    break_even: tuple[tuple[str, ...], ...]


def worths(plan: Plan) -> Worths:
    """What the plan keeps of it; nothing where nobody has asked."""
    return Worths(
        tuple(
            (
                shown(award_name(plan.inputs, one.award)), exact(one.amount),
                *_rate(one.more, "at least "), *_rate(one.less, "at most "),
            )
            for one in plan.worth
        ),
        tuple(
            (
                one.rule, in_percent(one.share), *_point_rate(one, one.more),
                *_point_rate(one, one.less), exact(one.all_room),
                "" if one.until is None else in_percent(one.until),
            )
            for one in plan.points
        ),
        tuple(
            (
                one.stream, shown(", ".join(one.awards)), exact(one.amount), exact(one.fixed),
                exact(one.overhead),
                f"more than {whole(one.tried)}" if one.at is None else exact(one.at),
                exact(one.gain),
            )
            for one in plan.break_even
        ),
    )  # fmt: skip


def _point_rate(point: Point, rate: PointRate | None) -> tuple[str, str]:
    if rate is None:
        return "not known", ""
    further = "" if rate.ends else "at least " if rate.until > point.share else "at most "
    if rate.bends:
        return exact(rate.unfunded), BENDS
    return exact(rate.unfunded), f"{further}{in_percent(rate.until)}"


def _rate(rate: Rate | None, further: str) -> tuple[str, str]:
    if rate is None:
        return "not known", ""
    return f"{rate.unfunded:.4f}", f"{'' if rate.ends else further}{whole(rate.until) or '0'}"
