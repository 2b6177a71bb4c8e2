"""Whether anything at all can meet a condition, as far as its comparisons with values tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from braid.schema.predicate import AllOf, AnyOf, Compare, Not, Op, Predicate

_OPPOSITE: dict[Op, Op] = {"min": "below", "below": "min", "max": "above", "above": "max"}
_MOST = 500
"""So many cases of 'any' are gone through; of more nothing is said."""


def impossible(*conditions: Predicate) -> bool:
    """Whether no values of attributes meet all of some conditions."""
    left = [_MOST]
    return not _possible(list(conditions), [], left)


def _possible(open_: list[Predicate], met: list[Compare | Not], left: list[int]) -> bool:
    """Whether what is still open can be met together with some comparisons."""
    open_, met = list(open_), list(met)
    while open_:
        part = open_.pop()
        if isinstance(part, AllOf):
            open_ += part.parts
        elif isinstance(part, AnyOf):
            left[0] -= len(part.parts)
            if left[0] < 0:
                return True
            return any(_possible([*open_, one], met, left) for one in part.parts)
        elif isinstance(part, Not) and not isinstance(part.part, Compare):
            open_.append(_turned(part.part))
        else:
            met.append(part)
    by_name: dict[str, list[Compare | Not]] = {}
    for one in met:
        name = one.part.attribute if isinstance(one, Not) else one.attribute  # type: ignore[union-attr]
        by_name.setdefault(name, []).append(one)
    return all(_agree(tests) for tests in by_name.values())


def _turned(part: Predicate) -> Predicate:
    """What holds when a condition does not."""
    if isinstance(part, Not):
        return part.part
    if isinstance(part, AllOf):
        return AnyOf(tuple(Not(one) for one in part.parts))
    if isinstance(part, AnyOf):
        return AllOf(tuple(Not(one) for one in part.parts))
    return Not(part)


def _agree(tests: list[Compare | Not]) -> bool:
    """Whether some value of one attribute passes all tests; what is no plain value passes."""
    named: set[Any] | None = None
    refused: set[Any] = set()
    bounds: list[tuple[Op, Any]] = []
    for test in tests:
        compare = test.part if isinstance(test, Not) else test
        assert isinstance(compare, Compare)
        values = compare.value if isinstance(compare.value, tuple) else (compare.value,)
        if not all(isinstance(value, str | bool | Decimal | date) for value in values):
            continue
        if compare.op in ("is", "in"):
            found = {_plain(value) for value in values}
            if isinstance(test, Not):
                refused |= found
            else:
                named = found if named is None else named & found
        else:
            op = _OPPOSITE[compare.op] if isinstance(test, Not) else compare.op
            bounds.append((op, _plain(values[0])))
    if named is not None:
        return any(value not in refused and _within(value, bounds) for value in named)
    return not {("flag", True), ("flag", False)} <= refused and _room(bounds)


def _plain(value: Any) -> tuple[str, Any]:
    """A value with its sort: flags, numbers and days are each of their own; the rest is text."""
    if isinstance(value, bool):
        return "flag", value
    if isinstance(value, Decimal):
        return "number", value
    if isinstance(value, date):
        return "day", value
    try:
        return "day", date.fromisoformat(value)
    except ValueError:
        return "text", value


def _within(value: tuple[str, Any], bounds: Iterable[tuple[Op, tuple[str, Any]]]) -> bool:
    for op, (sort, bound) in bounds:
        if value[0] != sort or sort in ("flag", "text"):
            continue
        passes = {
            "min": value[1] >= bound,
            "max": value[1] <= bound,
            "above": value[1] > bound,
            "below": value[1] < bound,
        }[op]
        if not passes:
            return False
    return True


def _room(bounds: list[tuple[Op, tuple[str, Any]]]) -> bool:
    """Whether anything lies between the bounds."""
    for sort in ("number", "day"):
        of_sort = [(op, value) for op, (s, value) in bounds if s == sort]
        low = [(value, op == "above") for op, value in of_sort if op in ("min", "above")]
        high = [(value, op == "below") for op, value in of_sort if op in ("max", "below")]
        if not low or not high:
            continue
        (least, above), (most, below) = max(low), min(high, key=lambda h: (h[0], not h[1]))
        if least > most or (least == most and (above or below)):
            return False
    return True
