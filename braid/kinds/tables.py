"""The two tables that are the spine of a run: cells and possible charges.

Integer-coded numpy columns of equal length; money is whole cents (int64), dates
are proleptic ordinals (int32), codes are positions in the lists of
:class:`Codes`. -1 means none.
"""

from __future__ import annotations

from dataclasses import field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from braid.record import record

Ints = NDArray[np.int32]
Cents = NDArray[np.int64]
Mask = NDArray[np.bool_]

DIRECT, SHARED, REPORT, RECORD = 0, 1, 2, 3
"""What a cell is: a direct cost, a shared cost, an award's report, participant records."""


@record
class Codes:
    """What the integer codes stand for, each list in order of id."""

    lines: tuple[str, ...]
    groups: tuple[str, ...]
    awards: tuple[str, ...]
    streams: tuple[str, ...]
    systems: tuple[str, ...]
    categories: tuple[str, ...]
    stream_of: Ints
    """Stream of each award."""
    system_of: Ints
    """Record system of each stream."""

    @cached_property
    def award_index(self) -> dict[str, int]:
        """Position of each award."""
        return {name: i for i, name in enumerate(self.awards)}

    @cached_property
    def group_index(self) -> dict[str, int]:
        """Position of each group."""
        return {name: i for i, name in enumerate(self.groups)}

    @cached_property
    def category_index(self) -> dict[str, int]:
        """Position of each category."""
        return {name: i for i, name in enumerate(self.categories)}


@record
class Cells:
    """The smallest things that are paid for: line x group (or shared) x period, and reports."""

    kind: Ints
    line: Ints
    group: Ints
    period: Ints
    category: Ints
    gross: Cents
    """Cost before entitlements."""
    cost: Cents
    """Cost after entitlements; for reports the cost when every award is used, for records 0."""
    start: Ints
    end: Ints
    """Dates ``[start, end)`` as ordinals."""
    prior: Cents
    """Cents that state, local, private money paid before: shape (cells, 3)."""
    must: Mask
    award: Ints
    """Of a report: the award that causes it."""
    scope: Ints
    """Of records: stream code, or -1 - system code."""
    rule: tuple[str, ...] = field(default=())
    """Of a report: the rule that demands it (empty text elsewhere)."""
    home: tuple[str, ...] = field(default=())
    """In a portfolio the partnership of each, empty text for reports of shared awards."""

    def of_home(self, owner: str) -> np.ndarray:
        """Where the cells of an owner stand, in order."""
        return self._of_homes.get(owner, np.empty(0, dtype=np.int64))

    @cached_property
    def _of_homes(self) -> dict[str, np.ndarray]:
        found: dict[str, list[int]] = {}
        for number, home in enumerate(self.home):
            found.setdefault(home, []).append(number)
        return {home: np.array(numbers, dtype=np.int64) for home, numbers in found.items()}

    def __len__(self) -> int:
        return len(self.kind)


@record
class Spreads:
    """How a year's federal charge on a shared line falls on the cells of the year.

    Spread k covers ``cell[start[k]:start[k+1]]``, weighted by the cells' costs.
    """

    start: Ints
    cell: Ints
    cents: Cents
    total: Cents
    line: Ints
    year: Ints


@record
class Charges:
    """One row per possible charge: the columns of the model.

    A charge pays one cell (``cell`` >= 0), or, under a benefit rule, a group's
    part of a shared line's program year (``spread`` >= 0).
    """

    cell: Ints
    spread: Ints
    award: Ints
    line: Ints
    group: Ints
    category: Ints
    year: Ints
    """Program year of the cost, by its first year."""
    start: Ints
    """First day of the cost, ordinal."""
    upper: Cents
    """The most that it can be."""

    def __len__(self) -> int:
        return len(self.award)
