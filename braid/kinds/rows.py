"""The context in which the kinds write their rows: tables, possible charges, new columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds.block import Block
from braid.kinds.grouping import order, sort
from braid.kinds.permission import Conditions
from braid.kinds.shares import Shares
from braid.kinds.tables import DIRECT, Cells, Charges, Codes, Spreads
from braid.record import record

if TYPE_CHECKING:
    from braid.kinds.past import Past

T = TypeVar("T")


NOWHERE = np.empty(0, dtype=np.int64)
"""No places."""
AFTER_OVERHEAD = 4
"""The tier of what is minimized once overhead is."""


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


@record
class Extra:
    """A further variable. ``tier`` 0 says that it is a shortfall, minimized before all else,
    ``AFTER_OVERHEAD`` a loan.

    ``follows``: cents that are recomputed from the charges; ``decision``: cents of its own;
    ``flag``: 0 or 1.
    """

    name: str
    upper: Fraction
    tier: int | None
    label: str
    sort: Literal["follows", "decision", "flag"]
    overhead: int = 0
    """Cents of overhead that a flag costs."""


@record
class Remark:
    """What a rule could not ask of some instances because a fact is not stated, or a note.

    ``missing`` is the fact, empty in a note; ``instances`` are those that lack it.
    """

    rule: str
    missing: str = ""
    instances: tuple[str, ...] = ()
    note: str = ""


@dataclass
class Context:
    """Where a kind writes its rows: tables, columns of head counts and uses, new columns."""

    inputs: Inputs
    conditions: Conditions
    codes: Codes
    cells: Cells
    charges: Charges
    spreads: Spreads
    served: Mapping[tuple[int, int], int]
    """(group, stream) -> column."""
    recorded: Mapping[tuple[int, int], int]
    """(group, system) -> column."""
    used: Mapping[int, int]
    """Offered award -> column of its 0/1."""
    entitled: Mapping[tuple[str, str], int]
    """(group, stream) -> cents of the whole entitlement."""
    benefit_shares: Shares
    permitted: Callable[[str], np.ndarray]
    """Award -> mask of the cells that no rule keeps from it, whenever they fall due."""
    new_column: Callable[[Extra], int]
    """A further variable -> its column."""
    applied: Sequence[tuple[str, int, int]] = ()
    """What entitlements pay: award, cell, cents."""
    past: Past | None = None
    """What was charged in periods that are over."""
    broken: list[tuple[str, Fraction]] = field(default_factory=list)
    """Limits that it breaks by itself: what, and by how many cents."""
    whole: set[int] = field(default_factory=set)
    """Columns that must be whole numbers from the start."""
    remarks: list[Remark] = field(default_factory=list)
    """What a kind could not ask, or has nothing to ask of."""
    _entries: dict[bool, Entries] = field(default_factory=dict)
    _of_awards: dict[bool, list[np.ndarray]] = field(default_factory=dict)
    _made: dict[Callable[[Context], Any], Any] = field(default_factory=dict)

    @cached_property
    def served_table(self) -> np.ndarray:
        """The column of each group's head count in each stream, -1 where there is none."""
        return _table(self.served, len(self.codes.groups), len(self.codes.streams))

    @cached_property
    def recorded_table(self) -> np.ndarray:
        """The column of each group's head count in each record system, -1 where there is none."""
        return _table(self.recorded, len(self.codes.groups), len(self.codes.systems))

    def homes(self, entries: Entries) -> np.ndarray:
        """The place of each entry's partnership in the portfolio, -1 where there is none."""
        if not self.inputs.partnerships:
            return np.full(len(entries), -1, dtype=np.int64)
        lines, cells = self._homes
        homes: np.ndarray = np.where(entries.line >= 0, lines[entries.line], cells[entries.cell])
        return homes

    @cached_property
    def _homes(self) -> tuple[np.ndarray, np.ndarray]:
        """The place of every line's and every cell's partnership; the last is that of none."""
        inputs = self.inputs
        place = {member.id: k for k, member in enumerate(inputs.partnerships)}
        lines = [place.get(inputs.partnership(name), -1) for name in self.codes.lines]
        cells = [place.get(name, -1) for name in self.cells.home]
        return np.array([*lines, -1], dtype=np.int64), np.array([*cells, -1], dtype=np.int64)

    def reached(self, reach: str, entries: Entries) -> np.ndarray:
        """Mask of the entries that a rule looks at: those of one partnership, or all."""
        if not reach or not len(entries):
            return np.ones(len(entries), dtype=bool)
        names = [member.id for member in self.inputs.partnerships]
        mask: np.ndarray = self.homes(entries) == names.index(reach)
        return mask

    @cached_property
    def as_ever(self) -> Context:
        """The context as it would be if no period were over."""
        if self.past is None:
            return self
        whole = self.past.whole
        return replace(
            self, cells=whole.cells, charges=whole.charges, spreads=whole.spreads, past=None,
            broken=[], remarks=[], _entries={}, _of_awards={}, _made={},
        )  # fmt: skip

    def extra(self, name: str, upper: Fraction | int, *, tier: int | None, label: str) -> int:
        """A new non-negative variable in cents that follows from the charges."""
        return self.new_column(Extra(name, Fraction(upper), tier, label, "follows"))

    def decision(self, name: str, upper: Fraction | int, *, label: str) -> int:
        """A new non-negative decision in cents, made whole together with the charges."""
        return self.new_column(Extra(name, Fraction(upper), None, label, "decision"))

    def flag(self, name: str, *, label: str, overhead: int = 0) -> int:
        """A new 0/1 decision; ``overhead`` are the cents of overhead that it costs."""
        return self.new_column(Extra(name, Fraction(1), None, label, "flag", overhead))

    def unstated(self, homed: HomedRule, name: str, instance: str) -> None:
        """Remark that a rule has no row for an instance because a fact is not stated."""
        self.remarks.append(Remark(homed.id, name, (instance,)))

    def once(self, make: Callable[[Context], T]) -> T:
        """What ``make`` finds in this context, for all kinds that ask; it looks once."""
        if make not in self._made:
            self._made[make] = make(self)
        found: T = self._made[make]
        return found

    def entries(self, *, by_period: bool = False) -> Entries:
        """All possible charges as terms."""
        known = self._entries.get(by_period)
        if known is None:
            known = self._cut() if by_period else self._whole()
            self._entries[by_period] = known
        return known

    def of_award(self, award: int, *, by_period: bool = False) -> Entries:
        """The possible charges of one award as terms."""
        return self.entries(by_period=by_period).take(self._places(by_period)[award])

    def of_awards(self, awards: Sequence[int], *, by_period: bool = False) -> Entries:
        """The possible charges of some awards as terms, in order of all entries."""
        return self.entries(by_period=by_period).take(self.places_of(awards, by_period=by_period))

    def places_of(self, awards: Sequence[int], *, by_period: bool = False) -> np.ndarray:
        """Where the possible charges of some awards stand among all entries, in order."""
        entries, places = self.entries(by_period=by_period), self._places(by_period)
        if not len(awards):
            return NOWHERE
        if 2 * sum(len(places[award]) for award in awards) < len(entries):
            return sort(np.concatenate([places[award] for award in awards]))
        return np.flatnonzero(self.among(awards)[entries.award])

    def among(self, awards: Sequence[int] | np.ndarray) -> np.ndarray:
        """For every award whether it is one of some."""
        found = np.zeros(len(self.codes.awards), dtype=bool)
        found[np.asarray(awards, dtype=np.int64)] = True
        return found

    def _places(self, by_period: bool) -> list[np.ndarray]:
        """By award: where its possible charges stand."""
        known = self._of_awards.get(by_period)
        if known is None:
            entries = self.entries(by_period=by_period)
            places = order(entries.award, len(self.codes.awards))
            ends = np.cumsum(np.bincount(entries.award, minlength=len(self.codes.awards)))
            known = self._of_awards[by_period] = np.split(places, ends[:-1])
        return known

    def on_cells(self, cells: np.ndarray) -> Entries:
        """The possible charges on some cells as terms, each in its one cell, in order."""
        entries = self.entries()
        places, bounds = self._by_cell
        at = [places[bounds[cell] : bounds[cell + 1]] for cell in cells.tolist()]
        return entries.take(np.sort(np.concatenate([NOWHERE, *at])))

    @cached_property
    def _by_cell(self) -> tuple[np.ndarray, np.ndarray]:
        """Where charges in one cell stand, in order of cell, and where each cell begins."""
        cell = self.charges.cell
        paid = np.flatnonzero(cell >= 0)
        bounds = np.zeros(len(self.cells) + 1, dtype=np.int64)
        np.cumsum(np.bincount(cell[paid], minlength=len(self.cells)), out=bounds[1:])
        return paid[order(cell[paid], len(self.cells))], bounds

    def _obligated(self, line: np.ndarray, start: np.ndarray) -> np.ndarray:
        table = np.full(len(self.codes.lines) + 1, -1, dtype=np.int64)
        for k, name in enumerate(self.codes.lines):
            day = self.inputs.costs[name].obligated
            if day is not None:
                table[k] = day.toordinal()
        stated = table[line]
        return np.where(stated >= 0, stated, start)

    def _whole(self) -> Entries:
        c, paid = self.charges, self.charges.cell >= 0
        one = np.ones(len(c), dtype=np.int64)
        kind = np.append(self.cells.kind, -1)  # a charge on several cells has the last one, -1
        period = np.append(self.cells.period, -1)
        cell = np.where(paid, c.cell, -1)
        return Entries({
            "column": np.arange(len(c)), "num": one, "den": one, "award": c.award, "cell": c.cell,
            "line": c.line, "group": c.group, "category": c.category, "year": c.year,
            "start": c.start.astype(np.int64), "direct": kind[cell] == DIRECT,
            "obligated": self._obligated(c.line, c.start), "period": period[cell],
        })  # fmt: skip

    def _cut(self) -> Entries:
        c, spreads = self.charges, self.spreads
        pools = np.flatnonzero(c.spread >= 0)
        if not len(pools):
            return self.entries()
        spread = c.spread[pools]
        first = spreads.start[spread]
        sizes = spreads.start[spread + 1] - first
        before = np.cumsum(sizes) - sizes
        at = np.arange(sizes.sum()) + np.repeat(first - before, sizes)
        column, cell = np.repeat(pools, sizes), spreads.cell[at]
        start = self.cells.start[cell].astype(np.int64)
        charged = self.entries()
        cut = {
            "column": column, "num": spreads.cents[at],
            "den": np.repeat(spreads.total[spread], sizes), "cell": cell, "start": start,
            "direct": np.zeros(len(column), dtype=bool),
            "obligated": self._obligated(c.line[column], start), "period": self.cells.period[cell],
        }  # fmt: skip
        cut |= {name: charged.whole[name][column] for name in charged.whole.keys() - cut.keys()}
        plain = np.flatnonzero(c.spread < 0)
        return Entries({
            name: np.concatenate([of_all[plain], cut[name]])
            for name, of_all in charged.whole.items()
        })  # fmt: skip


def _table(columns: Mapping[tuple[int, int], int], groups: int, scopes: int) -> np.ndarray:
    table = np.full((groups, max(1, scopes)), -1, dtype=np.int64)
    for (group, scope), column in columns.items():
        table[group, scope] = column
    return table


RowKind = Callable[[tuple[HomedRule, ...], Context], Iterator[Block]]
"""A kind that writes rows: its binding rules and the context -> blocks."""
