"""What a dollar of each award is worth, a point of each cap, and what pays for its reporting."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.render.output import columns, heading, told
from braid.render.words import number, usd, whole

if TYPE_CHECKING:
    from rich.console import Console

    from braid.plan.worths import BreakEven, Point, PointRate, Rate, Worth

UNKNOWN = "not known"
BENDS = "changing"
POINT_UNKNOWN = "costs jump right at the share, or there is no such share."


def worth_report(awards: Sequence[Worth], points: Sequence[Point], out: Console) -> None:
    """Dollars of awards, then points of shares that bind."""
    if not awards:
        told(["No award has an amount, or unfunded cost is weighed against reporting here."], out)
        return
    heading(out, "What a dollar of each award is worth", "in dollars of unfunded cost")
    table = columns("Award", "Amount", "One more", "Up to", "One less", "Down to")
    for one in awards:
        table.add_row(
            one.award, whole(one.amount) or "0", *_rate(one.more, "> "), *_rate(one.less, "< ")
        )
    out.print(table)
    out.print()
    lines = [
        "One more: what a dollar more saves, for every dollar up to the amount shown. One less:"
        " what a dollar less adds, for every dollar down to it. Beyond, it is another figure.",
        "> or <: it is so up to there at least; nothing further was asked.",
        "Of one award at a time, all else as it is; head counts in fractions.",
    ]
    lines += [_must(one) for one in awards if one.more is not None and one.more.must]
    if any(one.more is None or one.less is None for one in awards):
        lines.append(f"{UNKNOWN.capitalize()}: a rule jumps right at the amount.")
    told(lines, out)
    if points:
        _points_report(points, out)


def _points_report(points: Sequence[Point], out: Console) -> None:
    heading(out, "What a point of each share that binds is worth", "in unfunded dollars")
    table = columns("Rule", "Share", "More room", "To", "Less room", "To", "Without it",
                    "Binds until")  # fmt: skip
    for point in points:
        until = "" if point.until is None else in_percent(point.until)
        table.add_row(
            point.rule, in_percent(point.share), *_point_rate(point, point.more),
            *_point_rate(point, point.less), usd(point.all_room), until,
        )  # fmt: skip
    out.print(table)
    out.print()
    lines = [
        "More room: what a point more of a cap (less of a floor) saves, for every point to the"
        " share shown. Less room: what a point less (more) adds, for every point to it. Beyond, it"
        " is another figure.",
        "Binds until: the share from which on more room saves nothing.",
    ]
    rates = [rate for point in points for rate in (point.more, point.less)]
    if any(rate is not None and not rate.ends for rate in rates):
        lines.append("> or <: it is so up to there at least; it was not followed further.")
    if any(rate is not None and rate.bends for rate in rates):
        lines.append(f"{BENDS.capitalize()}: a point is worth that right here, and little by little"
                     " more or less all along: what it is a share of moves with it.")  # fmt: skip
    if None in rates:
        lines.append(f"{UNKNOWN.capitalize()}: {POINT_UNKNOWN}")
    told(lines, out)


def _must(one: Worth) -> str:
    assert one.more is not None
    return f"{usd(one.more.must)} of a dollar more of {one.award} is on lines that must be paid."


def _rate(rate: Rate | None, further: str) -> tuple[str, str]:
    if rate is None:
        return UNKNOWN, ""
    return f"{rate.unfunded:.4f}", f"{'' if rate.ends else further}{whole(rate.until) or '0'}"


def _point_rate(point: Point, rate: PointRate | None) -> tuple[str, str]:
    if rate is None:
        return UNKNOWN, ""
    further = "" if rate.ends else "> " if rate.until > point.share else "< "
    if rate.bends:
        return usd(rate.unfunded), BENDS
    return usd(rate.unfunded), f"{further}{in_percent(rate.until)}"


def in_percent(share: Decimal) -> str:
    """A share as it is told: ``20.34%``."""
    return f"{number(100 * share)}%"


def break_even_report(found: Sequence[BreakEven], out: Console) -> None:
    """Of each award, and of streams with several, what they must come to."""
    if not found:
        told(["Unfunded cost is weighed against reporting here; there is no such amount."], out)
        return
    heading(out, "What each award must come to, to pay for its own reporting")
    table = columns("~Stream", "~Awards", "Amount", "Before it pays", "Reporting", "At least",
                    "Leaves", words=2)  # fmt: skip
    for one in found:
        at = f"> {whole(one.tried)}" if one.at is None else whole(one.at) or "0"
        table.add_row(
            one.stream, ", ".join(one.awards), whole(one.amount), whole(one.fixed) or "0",
            whole(one.overhead) or "0", at, whole(one.gain) or "0",
        )  # fmt: skip
    out.print(table)
    out.print()
    lines = [
        "Before it pays: reports that are due whatever is spent. Reporting: how much all reporting"
        " rises with it, records, reviews and audits included (less than 0: it takes the place of"
        " what is dearer to report).",
        "At least: the least amount with which no more is unfunded, reporting included, than"
        " without it. Leaves: how much less is unfunded with it as it is.",
        "With these people; time of staff who are paid anyway counts at the hourly rate.",
    ]
    told(lines, out)
