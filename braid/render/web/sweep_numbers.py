"""A sweep's cases as numbers that a page can hold: counts of all of them, points of some.

The counts are of every case. Of many cases only some are points: every so many-th, the least and
the most of each measure, and all that are not good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from braid.comparison.sweeping.measures import CHARGES, COUNTS
from braid.record import record
from braid.render.web.stored_sweep import Case, StoredSweep
from braid.render.web.words import label, shown

BARS = 30
"""A histogram has at most about so many bars, and half as many at least."""
POINTS = 2_000
"""Cases of all scenarios that a page holds one by one, besides those at the ends."""
ENDS = 5
"""Cases of the least and of the most of each measure that are always held."""
VALUES = {"true": "yes", "false": "no"}


@record
class Histogram:
    """Cases between edges, each from one edge to just below the next."""

    edges: tuple[Decimal, ...]
    counts: Mapping[tuple[str, str], tuple[int, ...]]
    """By scenario and state."""


def unit(measure: str) -> str:
    """What a measure is counted in: usd, share, hours or count."""
    if measure == "coverage":
        return "share"
    if measure == "overhead_hours":
        return "hours"
    return "usd" if measure.startswith(CHARGES) or measure not in COUNTS else "count"


def histogram(found: StoredSweep, at: int) -> Histogram | None:
    """All cases that have a value of a measure; None where none has."""
    values = [
        (case.scenario, case.state, Decimal(case.values[at]))
        for case in found.cases if case.values[at]
    ]  # fmt: skip
    if not values:
        return None
    low, high = min(v for *_, v in values), max(v for *_, v in values)
    step = _step(high - low, whole=unit(found.measures[at]) == "count")
    start = low // step * step if low >= 0 else -(-low // step + 1) * step
    width = int((high - start) // step) + 1
    counts: dict[tuple[str, str], list[int]] = {}
    for scenario, state, value in values:
        counts.setdefault((scenario, state), [0] * width)[int((value - start) // step)] += 1
    edges = tuple(start + k * step for k in range(width + 1))
    return Histogram(edges, {key: tuple(row) for key, row in counts.items()})


def _step(spread: Decimal, whole: bool) -> Decimal:
    """A round width of bars."""
    if not spread:
        return Decimal(1)
    raw = spread / BARS
    ten = Decimal(1).scaleb(raw.adjusted())
    step = next(ten * k for k in (1, 2, Decimal("2.5"), 5, 10) if ten * k >= raw)
    return max(step.to_integral_value(), Decimal(1)) if whole else step


def chosen(found: StoredSweep) -> tuple[list[Case], int]:
    """The cases that a page holds one by one, and every how many-th of the good ones it has."""
    good = [case for case in found.cases if case.measured and case.state == "good"]
    every = -(-len(good) // POINTS) or 1
    kept = {case.number for case in good[::every]}
    for scenario in found.scenarios:
        own = [case for case in good if case.scenario == scenario]
        for at in range(len(found.measures) if every > 1 else 0):
            ranked = sorted((Decimal(c.values[at]), c.number) for c in own if c.values[at])
            kept.update(number for _, number in (*ranked[:ENDS], *ranked[-ENDS:]))
    rest = [case for case in found.cases if case.measured and case.state != "good"]
    kept.update(case.number for case in rest[:POINTS])
    return [case for case in found.cases if case.number in kept], every


def axes(found: StoredSweep) -> list[dict[str, Any]]:
    """Each input: its name, and where it is no number its values, plain and for a chart."""
    out: list[dict[str, Any]] = []
    for at, name in enumerate(found.inputs):
        values = list(dict.fromkeys(case.inputs[at] for case in found.cases))
        known = {value: _number(value) for value in values}
        told: dict[str, Any] = {"name": name, "varies": found.varies[at]}
        if any(number is None for number in known.values()):
            plain = [shown(VALUES.get(value, value), 200) for value in values]
            told |= {"values": plain, "labels": [label(text) for text in plain]}
            told["codes"] = {value: k for k, value in enumerate(values)}
        out.append(told)
    return out


def points(cases: Sequence[Case], found: StoredSweep, inputs: Sequence[Mapping[str, Any]]) -> Any:
    """Cases for the page's script: number, scenario, state, inputs, values."""
    scenarios, states = list(found.scenarios), list(found.states)
    return [
        [
            case.number, scenarios.index(case.scenario), states.index(case.state),
            [
                axis["codes"][text] if "codes" in axis else _number(text)
                for text, axis in zip(case.inputs, inputs, strict=True)
            ],
            [_number(text) for text in case.values],
        ]
        for case in cases
    ]  # fmt: skip


def _number(text: str) -> float | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return float(value) if value.is_finite() else None
