"""The cases of a sweep: which value each input has in the case of a number.

Any case can be worked out alone: a grid counts, Monte Carlo seeds every case by its number,
and of a Latin hypercube all places are drawn at once, from the seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from decimal import Decimal
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from braid.comparison.sweeping.varying import drawn, listed
from braid.record import record
from braid.schema.sweep import Input, Sample


@record
class Cases:
    """All cases; each is for every scenario, so that scenarios are compared on the same cases."""

    sample: Sample
    inputs: tuple[Input, ...]
    scenarios: int = 1
    probabilities: tuple[tuple[Decimal, ...], ...] = field(default=())
    """By scenario, the probability of each input's award; 1 where it has none."""

    def __len__(self) -> int:
        return self.designed * self.scenarios

    @cached_property
    def designed(self) -> int:
        """How many cases there are of each scenario."""
        if self.sample.method == "grid":
            return prod(len(values) for values in self._listed)
        if self.sample.method == "list":
            return max(len(values) for values in self._listed)
        return self.sample.cases or 0

    def scenario(self, number: int) -> int:
        """Which scenario a case is of; cases count from 1."""
        return (number - 1) // self.designed

    def values(self, number: int) -> tuple[Any, ...]:
        """What every input is in a case; None: as the scenario has it."""
        at = (number - 1) % self.designed
        if self.sample.method == "grid":
            return self._of_grid(at)
        if self.sample.method == "list":
            return tuple(values[at % len(values)] for values in self._listed)
        chances = self.probabilities[self.scenario(number)]
        places = self._places(at)
        triples = zip(self.inputs, places, chances, strict=True)
        return tuple(drawn(one, float(place), chance) for one, place, chance in triples)

    @cached_property
    def _listed(self) -> tuple[Sequence[Any], ...]:
        return tuple(listed(one) or () for one in self.inputs)

    def _of_grid(self, at: int) -> tuple[Any, ...]:
        """The last input changes with every case, the first one least often."""
        found: list[Any] = []
        for values in reversed(self._listed):
            at, here = divmod(at, len(values))
            found.append(values[here])
        return tuple(reversed(found))

    def _places(self, at: int) -> np.ndarray:
        if self.sample.method == "latin_hypercube":
            return np.asarray(self._hypercube[at])
        bits = np.random.PCG64(np.random.SeedSequence([self.sample.seed, at]))
        return np.random.Generator(bits).random(len(self.inputs))

    @cached_property
    def _hypercube(self) -> np.ndarray:
        from scipy.stats import qmc

        made = qmc.LatinHypercube(len(self.inputs), rng=np.random.default_rng(self.sample.seed))
        return np.asarray(made.random(self.designed))
