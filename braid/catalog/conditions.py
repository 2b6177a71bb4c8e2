"""Ask a condition: true, false, or unknown (None). Only true ever permits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import Any

from braid.catalog.values import Clock, value_at
from braid.schema.base import Versioned
from braid.schema.expression import DayOf, Expression, Named, Worked
from braid.schema.predicate import AllOf, Compare, Not, Predicate, attributes_of

Lookup = Callable[[str], Any]
"""From an attribute's name to its value; None when it is not known."""


def holds(predicate: Predicate, lookup: Lookup, clock: Clock) -> bool | None:
    """Three-valued truth (Kleene) of a condition."""
    if isinstance(predicate, Compare):
        return _compare(predicate, lookup, clock)
    if isinstance(predicate, Not):
        inner = holds(predicate.part, lookup, clock)
        return None if inner is None else not inner
    verdicts = [holds(part, lookup, clock) for part in predicate.parts]
    if isinstance(predicate, AllOf):
        if any(v is False for v in verdicts):
            return False
        return None if None in verdicts else True
    if any(v is True for v in verdicts):
        return True
    return None if None in verdicts else False


def worth(expression: Expression, lookup: Lookup, clock: Clock) -> Fraction | None:
    """What an expression comes to, exactly; None when anything in it is not known."""
    if isinstance(expression, Named):
        known = _plain(lookup(expression.attribute))
        return known if isinstance(known, Fraction) else None
    if not isinstance(expression, Worked):
        return value_at(expression, clock)
    found = [worth(part, lookup, clock) for part in expression.parts]
    parts = [part for part in found if part is not None]
    if len(parts) < len(found):
        return None
    if expression.op == "over":
        return parts[0] / parts[1] if parts[1] else None
    return _WORKED[expression.op](parts)


_WORKED: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "plus": lambda parts: sum(parts, Fraction(0)),
    "times": lambda parts: prod(parts, start=Fraction(1)),
    "minus": lambda parts: parts[0] - parts[1],
    "least": min,
    "greatest": max,
}


def _day(wanted: DayOf, lookup: Lookup) -> date | None:
    known = _plain(lookup(wanted.attribute))
    if not isinstance(known, date):
        return None
    try:
        return known + timedelta(days=wanted.plus_days)
    except OverflowError:
        return None


def _compare(test: Compare, lookup: Lookup, clock: Clock) -> bool | None:
    actual = lookup(test.attribute)
    if actual is None:
        return None
    wanted: Any = test.value
    if isinstance(wanted, Versioned | Named | Worked):
        wanted = worth(wanted, lookup, clock)
    elif isinstance(wanted, DayOf):
        wanted = _day(wanted, lookup)
    if wanted is None:
        return None
    if test.op == "in":
        return any(_same(actual, option) for option in wanted)
    if test.op == "is":
        return _same(actual, wanted)
    left, right = _order(actual, wanted)
    if left is None or right is None:
        return None
    if test.op == "min":
        return bool(left >= right)
    if test.op == "max":
        return bool(left <= right)
    return bool(left > right) if test.op == "above" else bool(left < right)


def _same(actual: Any, wanted: Any) -> bool:
    if isinstance(actual, bool) or isinstance(wanted, bool):
        return actual is wanted
    left, right = _order(actual, wanted)
    if left is not None and right is not None:
        return bool(left == right)
    return str(actual) == str(wanted)


_NUMBERS = frozenset({int, Decimal})
"""What Python compares exactly as it stands."""


def _order(actual: Any, wanted: Any) -> tuple[Any, Any]:
    """Both sides as numbers or as dates; None when they cannot be compared."""
    if type(actual) in _NUMBERS and type(wanted) in _NUMBERS:
        return actual, wanted
    left, right = _plain(actual), _plain(wanted)
    if isinstance(left, date) and isinstance(right, date):
        return left, right
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left, right
    return None, None


def _plain(value: Any) -> Fraction | date | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal | Fraction):
        return Fraction(value)
    if isinstance(value, date):
        return value
    if isinstance(value, str) and len(value) == 10 and value[4] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def unknown_attributes(
    predicate: Predicate, lookup: Lookup, behind: Callable[[str], tuple[str, ...]]
) -> tuple[str, ...]:
    """The attributes that a condition asks about and the scenario does not give, in order.

    ``behind`` names what an attribute follows from; those that are missing of these stand for it.
    """
    found: dict[str, None] = {}
    for name in sorted(attributes_of(predicate)):
        found |= dict.fromkeys(_missing(name, lookup, behind))
    return tuple(sorted(found))


def _missing(
    name: str, lookup: Lookup, behind: Callable[[str], tuple[str, ...]]
) -> tuple[str, ...]:
    if lookup(name) is not None:
        return ()
    before = tuple(missing for n in behind(name) for missing in _missing(n, lookup, behind))
    return before or (name,)
