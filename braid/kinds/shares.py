"""Whose part of a shared cost is whose, exact: groups weighted by their active participants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from fractions import Fraction
from math import lcm

from braid.record import record


@record
class Shares:
    """Of each shared cell the cents and every group's weight, in whole numbers of one unit.

    A group's part of a cell is ``cents * weight / sum of weights``.
    """

    cents: Mapping[int, int]
    weights: Mapping[int, Mapping[int, int]]
    """cell -> group -> weight; groups without any are left out."""
    _parts: dict[tuple[int, ...], dict[int, Fraction]] = field(default_factory=dict, repr=False)

    def of(self, cells: Iterable[int]) -> Mapping[int, Fraction]:
        """group -> cents of several cells of one line that are the group's part."""
        key = tuple(cells)
        known = self._parts.get(key)
        if known is None:
            known = self._parts[key] = self._add_up(key)
        return known

    def _add_up(self, cells: tuple[int, ...]) -> dict[int, Fraction]:
        wholes = {c: sum(self.weights[c].values()) for c in cells if c in self.weights}
        whole = lcm(*wholes.values())
        sums: dict[int, int] = {}
        for cell, of_cell in wholes.items():
            each = self.cents[cell] * (whole // of_cell)
            for group, weight in self.weights[cell].items():
                sums[group] = sums.get(group, 0) + each * weight
        return {group: Fraction(total, whole) for group, total in sums.items()}
