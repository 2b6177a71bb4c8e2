"""Possible charges as terms of rows: each by itself, or cut over the cells that it falls on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from braid.kinds.tables import DIRECT, Cells, Charges, Spreads

NOWHERE = np.empty(0, dtype=np.int64)
"""No places."""


class _Column:
    """One column of entries; a part's is cut out of the whole's when somebody asks for it."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, entries: Entries, owner: type) -> np.ndarray:
        found = entries.whole[self.name]
        if entries.at is not None:
            found = found[entries.at]
        entries.__dict__[self.name] = found  # from now on it is found there
        return found


class Entries:
    """Charges as terms: one each, or, ``by_period``, a year's shared charge cut over its cells.

    ``whole`` holds the columns of all entries, ``at`` the places of those that are meant (None:
    all of them).
    """

    column = _Column()
    num = _Column()
    den = _Column()
    award = _Column()
    cell = _Column()
    line = _Column()
    group = _Column()
    category = _Column()
    year = _Column()
    start = _Column()
    direct = _Column()
    obligated = _Column()
    period = _Column()

    def __init__(self, whole: Mapping[str, np.ndarray], at: np.ndarray | None = None) -> None:
        self.whole = whole
        self.at = at

    def __len__(self) -> int:
        return len(self.whole["column"] if self.at is None else self.at)

    def take(self, mask: np.ndarray) -> Entries:
        """The entries where ``mask`` holds, or at these positions."""
        at = np.flatnonzero(mask) if mask.dtype == np.bool_ else mask
        return Entries(self.whole, at if self.at is None else self.at[at])


def uncut(charges: Charges, cells: Cells, obligated: np.ndarray) -> Entries:
    """Every charge as one term; ``obligated`` is the day that each line states, or -1."""
    one = np.ones(len(charges), dtype=np.int64)
    kind = np.append(cells.kind, -1)  # a charge on several cells has the last one, -1
    period = np.append(cells.period, -1)
    cell = np.where(charges.cell >= 0, charges.cell, -1)
    return Entries({
        "column": np.arange(len(charges)), "num": one, "den": one, "award": charges.award,
        "cell": charges.cell, "line": charges.line, "group": charges.group,
        "category": charges.category, "year": charges.year,
        "start": charges.start.astype(np.int64), "direct": kind[cell] == DIRECT,
        "obligated": _obligated(obligated[charges.line], charges.start), "period": period[cell],
    })  # fmt: skip


def cut(
    charged: Entries, charges: Charges, cells: Cells, obligated: np.ndarray, spreads: Spreads
) -> Entries:
    """The same terms, a year's shared charge as one for each of its cells."""
    pools = np.flatnonzero(charges.spread >= 0)
    if not len(pools):
        return charged
    spread = charges.spread[pools]
    first = spreads.start[spread]
    sizes = spreads.start[spread + 1] - first
    before = np.cumsum(sizes) - sizes
    at = np.arange(sizes.sum()) + np.repeat(first - before, sizes)
    column, cell = np.repeat(pools, sizes), spreads.cell[at]
    start = cells.start[cell].astype(np.int64)
    parts = {
        "column": column, "num": spreads.cents[at],
        "den": np.repeat(spreads.total[spread], sizes), "cell": cell, "start": start,
        "direct": np.zeros(len(column), dtype=bool),
        "obligated": _obligated(obligated[charges.line[column]], start),
        "period": cells.period[cell],
    }  # fmt: skip
    parts |= {name: charged.whole[name][column] for name in charged.whole.keys() - parts.keys()}
    plain = np.flatnonzero(charges.spread < 0)
    return Entries({
        name: np.concatenate([of_all[plain], parts[name]])
        for name, of_all in charged.whole.items()
    })  # fmt: skip


def _obligated(stated: np.ndarray, start: np.ndarray) -> np.ndarray:
    return np.where(stated >= 0, stated, start)
