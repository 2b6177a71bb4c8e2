"""Amounts, shares, dates and names as a finance lead writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from braid.catalog.inputs import Inputs
from braid.schema.rules import Report

CAPITALS = {
    word: word.upper()
    for word in [
        "clna",
        "cte",
        "etpl",
        "fafsa",
        "fte",
        "iv",
        "leu",
        "nrp",
        "ojt",
        "sai",
        "sc",
        "ui",
    ]
}
"""Short forms that stand in capitals."""


def dollars(cents: int) -> Decimal:
    """Whole cents as dollars."""
    return Decimal(cents).scaleb(-2)


def usd(amount: Decimal) -> str:
    """``$31,200`` or ``$31,200.50``: in sentences."""
    sign = "-" if amount < 0 else ""
    amount = abs(amount)
    return (
        f"{sign}${amount:,.0f}" if amount == amount.to_integral_value() else f"{sign}${amount:,.2f}"
    )


def exact(amount: Decimal) -> str:
    """``31,200.00``: in columns that must add up to the cent."""
    return f"{amount:,.2f}"


def whole(amount: Decimal) -> str:
    """``31,200``: in wide tables, rounded half up to the dollar; nothing for less than half."""
    rounded = amount.quantize(Decimal(1), ROUND_HALF_UP)
    return f"{rounded:,}" if rounded else ""


def percent(part: Decimal, of: Decimal) -> str:
    """``9.1%``; nothing where there is no base. Never 100% or 0% unless it is."""
    if not of:
        return ""
    share = (100 * part / of).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if share == 100 and part < of:
        return ">99.9%"
    if share == 0 and part:
        return "<0.1%"
    return f"{share}%"


def number(value: Decimal) -> str:
    """A count or hours, without needless zeros: ``48``, ``1,204.5``."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 award``, ``3 awards``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def day(value: date | str) -> str:
    """``July 1, 2026``; text that is not a date stays as it is."""
    try:
        moment = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    return f"{moment:%B} {moment.day}, {moment.year}"


def spoken(name: str) -> str:
    """An id as words: ``child_care`` is child care, ``ojt_wages`` OJT wages."""
    return " ".join(CAPITALS.get(word, word) for word in name.split("_"))


def listed(parts: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    items = list(parts)
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def line_name(inputs: Inputs, cost: str) -> str:
    """A cost line as people call it; a report's own line by the report's name."""
    if cost in inputs.costs:
        return inputs.costs[cost].name or cost
    kind, _, rest = cost.partition(":")
    if kind == "record":
        return f"participant records ({rest})"
    award, _, rule = rest.partition(":")
    return f"{report_name(inputs, rule)} ({award})" if rule else cost


def line_and_group(inputs: Inputs, cost: str, group: str) -> str:
    """A cost line, and the group if it is only for one."""
    name = line_name(inputs, cost)
    return f"{name}, {group}" if group else name


def award_name(inputs: Inputs, award: str) -> str:
    """An award's name and id, where it is told for the first time."""
    stated = inputs.awards.get(award) or inputs.left_out.get(award)
    name = stated.name if stated is not None else None
    return f"{award} ({name})" if name and name != award else award


def report_name(inputs: Inputs, rule: str) -> str:
    """What a report is called, by the id of its rule."""
    for homed in inputs.law.rules:
        if homed.id == rule and isinstance(homed.rule, Report):
            return homed.rule.report
    return rule


def shortened(text: str, longest: int) -> str:
    """The text if it is short enough; else without its remark in brackets, or some words of it."""
    if len(text) <= longest:
        return text
    text = text.partition(" (")[0]
    if len(text) <= longest:
        return text
    kept = text[: max(1, longest - 3)]
    return f"{kept[: kept.rfind(' ')] if ' ' in kept else kept}..."


def sentence(text: str) -> str:
    """The text with a full stop."""
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."
