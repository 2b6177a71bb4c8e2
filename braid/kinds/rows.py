"""The context in which the kinds write their rows: tables, possible charges, new columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds.block import Block
from braid.kinds.entries import NOWHERE, Entries, cut, uncut
from braid.kinds.grouping import order, sort
from braid.kinds.permission import Conditions
from braid.kinds.shares import Shares
from braid.kinds.tables import Cells, Charges, Codes, Spreads
from braid.record import record, working_record

if TYPE_CHECKING:
    from braid.kinds.past import Past

T = TypeVar("T")

AFTER_OVERHEAD = 4
"""The tier of what is minimized once overhead is."""


@record
class Extra:
    """A further variable. ``tier`` 0 says that it is a shortfall, minimized before all else,
    ``AFTER_OVERHEAD`` a loan.

    ``follows``: cents that are recomputed from the charges; ``decision``: cents of its own;
    ``flag``: 0 or 1; ``people``: a whole number of them.
    """

    name: str
    upper: Fraction
    tier: int | None
    label: str
    sort: Literal["follows", "decision", "flag", "people"]
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


@working_record
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

    def groups_of(self, reach: str) -> Sequence[int]:
        """The groups that a rule looks at, in order: those of one partnership, or all."""
        return self._groups_of.get(reach, ()) if reach else range(len(self.codes.groups))

    @cached_property
    def _groups_of(self) -> dict[str, list[int]]:
        """By partnership: its groups."""
        found: dict[str, list[int]] = {}
        for number, name in enumerate(self.codes.groups):
            found.setdefault(self.inputs.partnership(name), []).append(number)
        return found

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

    def people(self, name: str, upper: int, *, label: str) -> int:
        """A new whole number of people, which decides nothing but who is counted where."""
        return self.new_column(Extra(name, Fraction(upper), None, label, "people"))

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
            parts = self.charges, self.cells, self._obligated
            known = cut(self.entries(), *parts, self.spreads) if by_period else uncut(*parts)
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
        return self.entries().take(np.sort(self._on_cells(cells)[0]))

    def cell_by_cell(self, cells: np.ndarray) -> tuple[Entries, np.ndarray]:
        """The same in order of the cells as they are named; how many charges each has."""
        places, sizes = self._on_cells(cells)
        return self.entries().take(places), sizes

    def _on_cells(self, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        places, bounds = self._by_cell
        sizes = bounds[cells + 1] - bounds[cells]
        before = np.cumsum(sizes) - sizes
        at = np.repeat(bounds[cells] - before, sizes) + np.arange(sizes.sum())
        return places[at], sizes

    @cached_property
    def _by_cell(self) -> tuple[np.ndarray, np.ndarray]:
        """Where charges in one cell stand, in order of cell, and where each cell begins."""
        cell = self.charges.cell
        paid = np.flatnonzero(cell >= 0)
        bounds = np.zeros(len(self.cells) + 1, dtype=np.int64)
        np.cumsum(np.bincount(cell[paid], minlength=len(self.cells)), out=bounds[1:])
        return paid[order(cell[paid], len(self.cells))], bounds

    @cached_property
    def _obligated(self) -> np.ndarray:
        """By line: the day on which it says that it is obligated, -1 where it says none."""
        days = [self.inputs.costs[name].obligated for name in self.codes.lines]
        stated = [-1 if day is None else day.toordinal() for day in days]
        return np.array([*stated, -1], dtype=np.int64)


def _table(columns: Mapping[tuple[int, int], int], groups: int, scopes: int) -> np.ndarray:
    table = np.full((groups, max(1, scopes)), -1, dtype=np.int64)
    for (group, scope), column in columns.items():
        table[group, scope] = column
    return table


RowKind = Callable[[tuple[HomedRule, ...], Context], Iterator[Block]]
"""A kind that writes rows: its binding rules and the context -> blocks."""
