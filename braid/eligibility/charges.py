"""The table of possible charges: one row per column of the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import ceil

import numpy as np

from braid.eligibility.levels import PERMITTED
from braid.eligibility.payable import Numbers, Payable
from braid.kinds.grouping import combined, ranked
from braid.kinds.shares import Shares
from braid.kinds.tables import RECORD, Charges, Spreads
from braid.periods import program_year
from braid.record import record


def possible_charges(
    payable: Payable,
    free: Numbers,
    pooled: Numbers,
    served: list[tuple[int, int]],
    shares: Shares,
) -> tuple[Charges, Spreads]:
    """All possible charges in order of line, group, day, and how yearly ones fall on cells."""
    cells = payable.cells
    years = _years(cells.start)
    upper = cells.cost.copy()
    upper[cells.kind == RECORD] = 2**40
    numbers = np.concatenate([n for _, n in free]) if free else np.empty(0, dtype=np.int64)
    plain = {
        "cell": numbers,
        "spread": np.full(len(numbers), -1),
        "award": np.repeat([a for a, _ in free], [len(n) for _, n in free]),
        "line": cells.line[numbers], "group": cells.group[numbers],
        "category": cells.category[numbers], "year": years[numbers],
        "start": cells.start[numbers], "upper": upper[numbers],
    }  # fmt: skip
    pools = _Pools(payable, shares, served, years)
    for number, under_rule in pooled:
        pools.add(number, under_rule)
    yearly, spreads = pools.charges()
    table = {name: np.concatenate([column, yearly[name]]) for name, column in plain.items()}
    sorted_by = [table[name] for name in ("line", "group", "start", "cell", "award")]
    order = np.argsort(combined(sorted_by), kind="stable")
    limit = table.pop("upper")[order]
    codes = {name: column[order].astype(np.int32) for name, column in table.items()}
    return Charges(upper=limit, **codes), spreads


def _years(starts: np.ndarray) -> np.ndarray:
    days, inverse = np.unique(starts, return_inverse=True)
    years = [program_year(date.fromordinal(int(day))) for day in days]
    return np.array(years, dtype=np.int32)[inverse]


@record
class _Parts:
    """The groups that have a part of some cells, their pairs with the line, and whole cents."""

    group: np.ndarray
    pair: np.ndarray
    cents: np.ndarray


@dataclass
class _Pools:
    """Yearly charges on shared lines under a benefit rule, group by group."""

    payable: Payable
    shares: Shares
    served: list[tuple[int, int]]
    years: np.ndarray
    found: list[tuple[int, int, int, list[int]]] = field(default_factory=list)
    """(award, line, year, cells)."""
    parts: list[_Parts] = field(default_factory=list)
    _known: dict[tuple[int, ...], _Parts] = field(default_factory=dict)

    def add(self, number: int, members: np.ndarray) -> None:
        """The shared cells that an award may pay, line by line and year by year."""
        of_line = self.payable.cells.line[members]
        for chosen in ranked(combined([of_line, self.years[members]])).parts():
            cells: list[int] = members[chosen].tolist()
            line, year = int(of_line[chosen[0]]), int(self.years[cells[0]])
            self.found.append((number, line, year, cells))
            self.parts.append(self._parts_of(line, cells))

    def _parts_of(self, line: int, chosen: list[int]) -> _Parts:
        key = tuple(chosen)
        known = self._known.get(key)
        if known is None:
            verdicts, shares = self.payable.verdicts, self.shares.of(key)
            first, last = int(verdicts.first[line]), int(verdicts.first[line + 1])
            found = [
                (group, pair, ceil(shares[group]))
                for pair, group in enumerate(verdicts.group[first:last].tolist(), first)
                if group in shares and shares[group] > 0
            ]
            columns = np.array(found, dtype=np.int64).reshape(-1, 3).T
            known = self._known[key] = _Parts(columns[0], columns[1], columns[2])
        return known

    def charges(self) -> tuple[dict[str, np.ndarray], Spreads]:
        """A charge for each group that an award serves, and how it falls on the year's cells.

        A year of a line in which the award serves nobody is left out.
        """
        cells = self.payable.cells
        n = len(self.found)
        each = [(number, line, year, chosen[0]) for number, line, year, chosen in self.found]
        award, line, year, first = np.array(each, dtype=np.int64).reshape(-1, 4).T
        at = np.repeat(np.arange(n), [len(parts.group) for parts in self.parts])
        nobody = [np.empty(0, dtype=np.int64)]
        group = np.concatenate(nobody + [parts.group for parts in self.parts])
        pair = np.concatenate(nobody + [parts.pair for parts in self.parts])
        cents = np.concatenate(nobody + [parts.cents for parts in self.parts])
        keep = np.flatnonzero(self._serves(award[at], group, pair))
        at, group, cents = at[keep], group[keep], cents[keep]
        spreads = ranked(at)
        charges = {
            "cell": np.full(len(at), -1), "spread": spreads.rank, "award": award[at],
            "line": line[at], "group": group, "category": cells.category[first[at]],
            "year": year[at], "start": cells.start[first[at]], "upper": cents,
        }  # fmt: skip
        return charges, self._spreads([self.found[k] for k in spreads.values.tolist()])

    def _serves(self, award: np.ndarray, group: np.ndarray, pair: np.ndarray) -> np.ndarray:
        """Whether awards may serve groups: their streams count them, and no rule refuses them."""
        payable, codes = self.payable, self.payable.codes
        counted = np.zeros((len(codes.groups), max(1, len(codes.streams))), dtype=bool)
        for of_group, stream in self.served:
            counted[of_group, stream] = True
        serves: np.ndarray = counted[group, codes.stream_of[award]]
        for number in np.unique(award).tolist():
            level = payable.of_shared(payable.inputs.awards[codes.awards[number]])
            own = np.flatnonzero(award == number)
            serves[own] &= level[pair[own]] == PERMITTED
        return serves

    def _spreads(self, found: list[tuple[int, int, int, list[int]]]) -> Spreads:
        cell = np.array([c for *_, chosen in found for c in chosen], dtype=np.int32)
        sizes = [0, *(len(chosen) for *_, chosen in found)]
        start = np.cumsum(sizes).astype(np.int32)
        cents = self.payable.cells.cost[cell]
        total = np.add.reduceat(cents, start[:-1]) if found else cents[:0]
        return Spreads(
            start, cell, cents, total,
            np.array([line for _, line, _, _ in found], dtype=np.int32),
            np.array([year for _, _, year, _ in found], dtype=np.int32),
        )  # fmt: skip
