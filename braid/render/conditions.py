"""Conditions, numbers and categories of rules in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from braid.render.words import day, listed, number, plural, spoken, usd
from braid.schema.base import Versioned
from braid.schema.expression import DayOf, Expression, Named, Worked
from braid.schema.library import Derivation
from braid.schema.predicate import AllOf, AnyOf, Compare, Not, Predicate

Unit = Literal["", "usd", "share"]

WORDS = {
    "is": "is", "min": "is at least", "max": "is at most", "above": "is more than",
    "below": "is less than",
}  # fmt: skip
DATED = {
    "is": "is", "min": "is on or after", "max": "is on or before", "above": "is after",
    "below": "is before",
}  # fmt: skip
CLOCKS = {"cost_date": "date of the cost", "award_date": "date of the award"}


def condition_text(condition: Predicate) -> str:
    """``age is at least 18; selective service is registered or exempt``."""
    if isinstance(condition, AllOf):
        return "; ".join(_inside(part, alone=True) for part in _together(condition))
    return _said(condition)


def _together(condition: AllOf) -> list[Predicate]:
    """The parts of a condition and of the conditions in it, tests of one attribute as one part."""
    parts: list[Predicate] = []
    for part in condition.parts:
        parts += _together(part) if isinstance(part, AllOf) else [part]
    tests: dict[str, list[Predicate]] = {}
    for k, part in enumerate(parts):
        tests.setdefault(part.attribute if isinstance(part, Compare) else str(k), []).append(part)
    return [
        several[0] if len(several) == 1 else AllOf(tuple(several)) for several in tests.values()
    ]


def _said(condition: Predicate) -> str:
    if isinstance(condition, Compare):
        return f"{attribute_text(condition.attribute)} {_test(condition)}"
    if isinstance(condition, Not):
        return f"not ({_said(condition.part)})"
    if isinstance(condition, AnyOf):
        return " or ".join(_inside(part) for part in condition.parts)
    parts = _together(condition)
    if len(parts) == 1 and isinstance(parts[0], AllOf):
        return _range(parts[0])
    return " and ".join(_inside(part) for part in parts)


def _range(tests: AllOf) -> str:
    """Several tests of one attribute: ``age is at least 16 and less than 25``."""
    said = [_test(part) for part in tests.parts if isinstance(part, Compare)]
    name = next(part.attribute for part in tests.parts if isinstance(part, Compare))
    rest = [text.removeprefix("is ") for text in said[1:]]
    return f"{attribute_text(name)} {' and '.join([said[0], *rest])}"


def _inside(condition: Predicate, alone: bool = False) -> str:
    """A part of a longer condition, in brackets where its own words could be misread."""
    text = _said(condition)
    listing = isinstance(condition, Compare) and isinstance(condition.value, tuple)
    joint = isinstance(condition, AllOf | AnyOf) and len(condition.parts) > 1
    return f"({text})" if (joint or listing) and not alone else text


def _test(test: Compare) -> str:
    if isinstance(test.value, tuple):
        return f"is {either(_value(v) for v in test.value)}"
    if isinstance(test.value, Versioned | Named | Worked):
        return f"{WORDS[test.op]} {expression_text(test.value)}"
    if isinstance(test.value, DayOf):
        return f"{DATED[test.op]} {_day_text(test.value)}"
    words = DATED if _date(test.value) else WORDS
    return f"{words[test.op]} {_value(test.value)}"


_SIGNS = {"plus": " + ", "times": " × ", "minus": " - ", "over": " / "}


def expression_text(value: Expression) -> str:
    """``0.7 × lower living standard``; ``the greatest of weekly benefit and poverty line / 52``."""
    if isinstance(value, Named):
        return attribute_text(value.attribute)
    if not isinstance(value, Worked):
        return number_text(value)
    sign = _SIGNS.get(value.op)
    if sign is None:
        return f"the {value.op} of {listed(_part(part) for part in value.parts)}"
    return sign.join(_part(part) for part in value.parts)


def _part(value: Expression) -> str:
    """A part of an expression, in brackets where its own words could be misread."""
    alone = isinstance(value, Named | Decimal)
    return expression_text(value) if alone else f"({expression_text(value)})"


def _day_text(value: DayOf) -> str:
    moved = plural(abs(value.plus_days), "day")
    sign = "less" if value.plus_days < 0 else "plus"
    return attribute_text(value.attribute) + (f" {sign} {moved}" if value.plus_days else "")


def derivation_text(derivation: Derivation) -> str:
    """How an attribute follows from others, in words."""
    if derivation.when is not None:
        return f"true when {condition_text(derivation.when)}"
    return expression_text(derivation.value) if derivation.value is not None else ""


def _date(value: Any) -> bool:
    return isinstance(value, date) or (isinstance(value, str) and day(value) != value)


def attribute_text(name: str) -> str:
    """``provider.etpl`` is the provider's etpl."""
    if name == "award.holds":
        return "the award"
    *above, last = name.split(".")
    owner = " ".join(f"{spoken(part)}'s" for part in above)
    return f"the {owner} {spoken(last)}" if owner else spoken(last)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    return day(value) if _date(value) else spoken(str(value))


def either(parts: Iterable[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    items = list(parts)
    return " or ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def plain(value: Decimal) -> str:
    """A number with all its digits: ``0.084``, ``14,790``."""
    return f"{value:,f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:,f}"


def number_text(value: Decimal | Versioned, unit: Unit = "") -> str:
    """A number, or each of its versions with the day from which it holds."""
    if not isinstance(value, Versioned):
        return _in_unit(value, unit)
    parts: list[str] = []
    before = None
    for version in value.versions:
        if version.value != before:
            parts.append(f"{_in_unit(version.value, unit)} from {day(version.from_)}")
        before = version.value
    return f"{', '.join(parts)} (by {CLOCKS.get(value.clock, spoken(value.clock))})"


def _in_unit(value: Decimal, unit: Unit) -> str:
    if unit == "usd":
        return usd(value)
    return f"{number(100 * value)}%" if unit == "share" else plain(value)
