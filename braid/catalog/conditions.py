"""Ask a condition: true, false, or unknown (None). Only true ever permits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from braid.catalog.values import Clock, value_at
from braid.schema.base import Versioned
from braid.schema.predicate import AllOf, Compare, Not, Predicate

Lookup = Callable[[str], Any]
"""From an attribute's name to its value; None when it is not known."""


def holds(predicate: Predicate, lookup: Lookup, clock: Clock) -> bool | None:
    """Three-valued truth (Kleene) of a condition."""
    if isinstance(predicate, Compare):
        return _compare(predicate, lookup(predicate.attribute), clock)
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


def _compare(test: Compare, actual: Any, clock: Clock) -> bool | None:
    if actual is None:
        return None
    wanted: Any = test.value
    if isinstance(wanted, Versioned):
        wanted = value_at(wanted, clock)
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


def unknown_attributes(predicate: Predicate, lookup: Lookup) -> tuple[str, ...]:
    """The attributes that a condition asks about and the scenario does not give, in order."""
    from braid.schema.predicate import attributes_of

    return tuple(sorted(a for a in attributes_of(predicate) if lookup(a) is None))
