"""What a dollar of each award is worth, a point of each cap, and what pays for its reporting."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.render.output import columns, heading, told
from braid.render.words import number, usd, whole

if TYPE_CHECKING:
    from rich.console import Console

    from braid.plan.worths import BreakEven, Point, Rate, Worth

UNKNOWN = "not known"


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
        lines.append(f"{UNKNOWN[0].upper()}{UNKNOWN[1:]}: a rule jumps right at the amount.")
    told(lines, out)
    if points:
        heading(out, "What a point of each share that binds is worth", "in unfunded dollars")
        table = columns("Rule", "Share", "One point", "Without it", "Binds until")
        for point in points:
            until = "" if point.until is None else _percent(point.until)
            table.add_row(
                point.rule, _percent(point.share), usd(point.saves), usd(point.all_room), until
            )
        out.print(table)


def _must(one: Worth) -> str:
    assert one.more is not None
    return f"{usd(one.more.must)} of a dollar more of {one.award} is on lines that must be paid."


def _rate(rate: Rate | None, further: str) -> tuple[str, str]:
    if rate is None:
        return UNKNOWN, ""
    return f"{rate.unfunded:.4f}", f"{'' if rate.ends else further}{whole(rate.until) or '0'}"


def _percent(share: Decimal) -> str:
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
