"""The table of possible charges: one row per column of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil

import numpy as np

from braid.eligibility.payable import Payable, Pools
from braid.eligibility.verdicts import PERMITTED
from braid.kinds.shares import Shares
from braid.kinds.tables import RECORD, Cells, Charges, Spreads
from braid.periods import program_year


def possible_charges(
    payable: Payable,
    free: Sequence[tuple[int, np.ndarray]],
    pooled: Pools,
    served: list[tuple[int, int]],
    shares: Shares,
) -> tuple[Charges, Spreads]:
    """All possible charges in order of line, group, day, and how yearly ones fall on cells."""
    cells = payable.cells
    years = _years(cells.start)
    upper = cells.cost.copy()
    upper[cells.kind == RECORD] = 2**40
    numbers = np.concatenate([n for _, n in free]) if free else np.empty(0, dtype=np.int64)
    plain = np.empty((len(numbers), 9), dtype=np.int64)
    plain[:, 0], plain[:, 1] = numbers, -1
    plain[:, 2] = np.repeat([a for a, _ in free], [len(n) for _, n in free])
    plain[:, 3], plain[:, 4] = cells.line[numbers], cells.group[numbers]
    plain[:, 5], plain[:, 6] = cells.category[numbers], years[numbers]
    plain[:, 7], plain[:, 8] = cells.start[numbers], upper[numbers]
    pools = _Pools(payable, shares, set(served), years)
    for (number, line), members in sorted(pooled.items()):
        pools.add(number, line, members)
    table = plain
    if pools.rows:
        table = np.concatenate([plain, np.array(pools.rows, dtype=np.int64)])
    order = np.lexsort((table[:, 2], table[:, 0], table[:, 7], table[:, 4], table[:, 3]))
    table = table[order]

    def column(k: int) -> np.ndarray:
        return table[:, k].astype(np.int32)

    charges = Charges(
        cell=column(0), spread=column(1), award=column(2), line=column(3), group=column(4),
        category=column(5), year=column(6), start=column(7), upper=table[:, 8].copy(),
    )  # fmt: skip
    return charges, pools.spreads(cells)


def _years(starts: np.ndarray) -> np.ndarray:
    days, inverse = np.unique(starts, return_inverse=True)
    years = [program_year(date.fromordinal(int(day))) for day in days]
    return np.array(years, dtype=np.int32)[inverse]


@dataclass
class _Pools:
    """Yearly charges on shared lines under a benefit rule, group by group."""

    payable: Payable
    shares: Shares
    served: set[tuple[int, int]]
    years: np.ndarray
    rows: list[tuple[int, ...]] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    cells: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    of_year: list[int] = field(default_factory=list)
    _parts: dict[tuple[int, ...], list[tuple[int, int, int]]] = field(default_factory=dict)

    def add(self, number: int, line: int, members: list[int]) -> None:
        """The charges of one award on one shared line, year by year."""
        payable, codes, cells = self.payable, self.payable.codes, self.payable.cells
        award = payable.inputs.awards[codes.awards[number]]
        stream = int(codes.stream_of[number])
        by_year: dict[int, list[int]] = {}
        for cell, year in zip(members, self.years[members].tolist(), strict=True):
            by_year.setdefault(year, []).append(cell)
        for year, chosen in sorted(by_year.items()):
            first = int(cells.start[chosen[0]])
            category = int(cells.category[chosen[0]])
            qualified = payable.of_shared(award) == PERMITTED
            at = len(self.starts) - 1
            before = len(self.rows)
            for group, pair, cents in self._parts_of(line, chosen):
                if (group, stream) not in self.served:
                    continue
                if not qualified[pair]:
                    continue
                self.rows.append((-1, at, number, line, group, category, year, first, cents))
            if len(self.rows) > before:
                self.cells += chosen
                self.starts.append(len(self.cells))
                self.lines.append(line)
                self.of_year.append(year)

    def _parts_of(self, line: int, chosen: list[int]) -> list[tuple[int, int, int]]:
        """(group, its pair with the line, whole cents of the cells that are its part) above 0."""
        key = tuple(chosen)
        known = self._parts.get(key)
        if known is None:
            verdicts = self.payable.verdicts
            first, last = int(verdicts.first[line]), int(verdicts.first[line + 1])
            parts = self.shares.of(key)
            known = []
            for pair, group in enumerate(verdicts.group[first:last].tolist(), first):
                cents = ceil(parts[group]) if group in parts else 0
                if cents > 0:
                    known.append((group, pair, cents))
            self._parts[key] = known
        return known

    def spreads(self, cells: Cells) -> Spreads:
        """How each yearly charge falls on the cells of its year."""
        cell = np.array(self.cells, dtype=np.int32)
        start = np.array(self.starts, dtype=np.int32)
        cents = cells.cost[cell] if len(cell) else np.empty(0, dtype=np.int64)
        total = np.add.reduceat(cents, start[:-1]) if len(start) > 1 else cents[:0]
        return Spreads(
            start, cell, cents, total,
            np.array(self.lines, dtype=np.int32), np.array(self.of_year, dtype=np.int32),
        )  # fmt: skip
