"""What was charged already (``docs/semantics.md``, section 17): facts, which rows only count.

Cells of closed periods stay in the tables, with nothing left to pay; who could have paid them
is kept beside, because some rows ask what was possible over the whole horizon.
"""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from braid.kinds.entries import Entries
from braid.kinds.tables import Cells, Charges, Spreads
from braid.record import record


@record
class AsEver:
    """The tables as they are when nothing is closed."""

    cells: Cells
    charges: Charges
    spreads: Spreads


class Shared(NamedTuple):
    """What an award was charged of a shared line; the group is -1 where nobody says whom for."""

    award: int
    group: int
    cents: int
    cell: int


@record
class Past:
    """Actuals as terms: ``num`` is their cents, ``cell`` the cell that was charged.

    They have no column: in place of it stands -1 for the first, -2 for the second, and so on.
    """

    entries: Entries = field(compare=False)
    whole: AsEver = field(compare=False)
    column: np.ndarray = field(compare=False)
    """Of each of these charges its column, -1 where nothing of it is left."""
    closed: int
    """How many periods are over."""

    @cached_property
    def named(self) -> set[tuple[int, int, int, int]]:
        """Line, program year, group and award of what names the group of a shared line."""
        return {
            (*key, charge.group, charge.award)
            for key, charges in self.lines_and_years.items()
            for charge in charges
        }

    @cached_property
    def lines_and_years(self) -> dict[tuple[int, int], list[Shared]]:
        """Shared line and program year -> what awards were charged of it, and for whom."""
        found: dict[tuple[int, int], list[Shared]] = {}
        entries = self.entries
        for at in np.flatnonzero(~entries.direct).tolist():
            key = int(entries.line[at]), int(entries.year[at])
            of = (entries.award, entries.group, entries.num, entries.cell)
            charge = Shared(*(int(column[at]) for column in of))
            found.setdefault(key, []).append(charge)
        return found
