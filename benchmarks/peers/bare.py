"""Bare HiGHS on the finished arrays: the limit of what a modelling layer can do."""

from __future__ import annotations

from benchmarks.peers.frozen import Clock, Frozen, Made, finished, size_of
from braid.optimize.highs import handed_over
from braid.optimize.program import Limits


def build(frozen: Frozen, clock: Clock) -> Made:
    """Nothing is built: the arrays are handed over, with the options that braid sets."""
    clock.lap("building")
    highs = handed_over(frozen.program, Limits())
    clock.lap("handing")
    return Made(size_of(highs), lambda: finished(highs))
