"""What an input of a sweep can be: its values, from a list, steps or a distribution."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import sqrt
from statistics import NormalDist
from typing import Any

from braid.schema.sweep import Input, Levels, Normal, Triangular, Uniform

PLACES = Decimal("0.000001")
"""Drawn numbers have six places."""
MOST = 10**15
"""No level may be so large."""
CUT = 3
"""Deviations from the mean at which a normal distribution ends where nothing else is said."""


def listed(one: Input) -> tuple[Any, ...] | None:
    """All values of an input in their order; None where they come from a distribution."""
    if one.lands:
        return (False, True)
    if one.proposal:
        return one.proposal
    spec = one.values if one.values is not None else one.times
    if not isinstance(spec, Levels):
        return spec
    if spec.steps is None or spec.from_ is None or spec.to is None:
        return None
    width = (spec.to - spec.from_) / (spec.steps - 1)
    steps = [spec.from_ + width * k for k in range(spec.steps - 1)]
    return tuple(plain(number) for number in (*steps, spec.to))


def drawn(one: Input, at: float, probability: Decimal = Decimal(1)) -> Any:
    """The value at a place between 0 and 1 of an input's distribution.

    Listed values are equally likely; an award lands with its ``probability``.
    """
    if one.lands:
        return Decimal(at) < probability
    values = listed(one)
    if values is not None:
        return values[min(int(at * len(values)), len(values) - 1)]
    spec = one.values if one.values is not None else one.times
    assert isinstance(spec, Levels)
    return plain(Decimal(_number(spec, at)))


def plain(number: Decimal) -> Decimal:
    """A number with at most six places and no zeros behind."""
    if abs(number) >= MOST:
        return number
    rounded = number.quantize(PLACES, ROUND_HALF_UP).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def _number(spec: Levels, at: float) -> float:
    if spec.uniform is not None:
        return _uniform(spec.uniform, at)
    if spec.triangular is not None:
        return _triangular(spec.triangular, at)
    assert spec.normal is not None
    return _normal(spec.normal, at)


def _uniform(spec: Uniform, at: float) -> float:
    return float(spec.from_) + at * float(spec.to - spec.from_)


def _triangular(spec: Triangular, at: float) -> float:
    low, mode, high = float(spec.from_), float(spec.mode), float(spec.to)
    if high == low:
        return low
    turn = (mode - low) / (high - low)
    if at < turn:
        return low + sqrt(at * (high - low) * (mode - low))
    return high - sqrt((1 - at) * (high - low) * (high - mode))


def _normal(spec: Normal, at: float) -> float:
    curve = NormalDist(float(spec.mean), float(spec.sd))
    low, high = (float(end) for end in ends(spec))
    below, above = curve.cdf(low), curve.cdf(high)
    found = curve.inv_cdf(min(max(below + at * (above - below), 1e-15), 1 - 1e-15))
    return min(max(found, low), high)


def ends(spec: Normal) -> tuple[Decimal, Decimal]:
    """Where a normal distribution is cut off."""
    low = spec.from_ if spec.from_ is not None else spec.mean - CUT * spec.sd
    high = spec.to if spec.to is not None else spec.mean + CUT * spec.sd
    return low, high
