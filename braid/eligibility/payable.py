"""Which cells each award may pay."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from braid.catalog.facts import field_of
from braid.catalog.inputs import Inputs
from braid.eligibility.cells import same_places
from braid.eligibility.levels import PERMITTED, REFUSED, Levels
from braid.eligibility.permissions import No, Permissions
from braid.eligibility.verdicts import Verdicts
from braid.kinds.benefit import benefit_rule
from braid.kinds.grouping import ranked
from braid.kinds.tables import REPORT, SHARED, Cells, Codes, Mask
from braid.kinds.windows import Windows
from braid.schema.scenario import Award

Numbers = list[tuple[int, np.ndarray]]
"""Award -> numbers of cells, in ascending order."""


class Place(NamedTuple):
    """Where the cells of a scenario meet its rules: the pair of each cell and the first of each."""

    pair: np.ndarray
    """The pair (line, group) of every direct cell, else -1."""
    line: np.ndarray
    """The line of every cell, -1 for reports."""


@dataclass
class Payable:
    """Who may pay what, worked out award by award for all cells at once."""

    inputs: Inputs
    codes: Codes
    cells: Cells
    asks: Permissions
    verdicts: Verdicts
    windows: Mapping[str, Windows]
    _days: dict[str, tuple[date, ...] | None] = field(default_factory=dict)
    _pairs: dict[tuple[str, int], Levels] = field(default_factory=dict)
    _levels: dict[str, Levels | None] = field(default_factory=dict)
    _shared: dict[str, Levels] = field(default_factory=dict)
    _allowed: dict[int, tuple[np.ndarray, Mask, Mask]] = field(default_factory=dict)
    _under_rule: dict[int, Mask] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cells = self.cells
        direct = (cells.line >= 0) & (cells.group >= 0)
        pair = np.full(len(cells), -1, dtype=np.int64)
        pair[direct] = self.verdicts.pairs(cells.line[direct], cells.group[direct])
        self.place = Place(pair, cells.line.astype(np.int64))

    def enrolling(self, inputs: Inputs, cells: Cells, verdicts: Verdicts) -> Payable | None:
        """Who may pay what of cells that differ in dollars alone; None where they do not.

        ``verdicts`` are those of the same scenario under the same law with other head counts.
        """
        if verdicts.asks.count_people or not same_places(self.cells, cells):
            return None
        found = copy(self)
        found.inputs, found.cells = inputs, cells
        found.asks, found.verdicts = verdicts.asks, verdicts
        return found

    def all(self) -> tuple[Numbers, Numbers]:
        """Cells that each award may pay freely, and those that it may under a benefit rule."""
        free: Numbers = []
        pooled: Numbers = []
        shared = {
            int(k): self.inputs.costs[self.codes.lines[k]].category
            for k in np.unique(self.cells.line[self.cells.kind == SHARED])
        }
        categories = sorted(set(shared.values()))
        codes = [self.codes.category_index[category] for category in categories]
        for number, name in enumerate(self.codes.awards):
            award = self.inputs.awards[name]
            if number not in self._allowed:
                self._allowed[number] = self._allowed_to(award)
                under_rule = np.zeros(len(self.codes.categories), dtype=bool)
                found = [benefit_rule(self.inputs, name, c) is not None for c in categories]
                under_rule[codes] = found
                self._under_rule[number] = under_rule
            own, permitted, reporting = self._allowed[number]
            mask = permitted & (self.cells.cost[own] > 0) | reporting
            under_rule = self._under_rule[number]
            if under_rule.any():
                under = mask & (self.cells.kind[own] == SHARED)
                under &= under_rule[self.cells.category[own]]
                pooled.append((number, own[under]))
                mask &= ~under
            free.append((number, own[mask]))
        return free, pooled

    def _allowed_to(self, award: Award) -> tuple[np.ndarray, Mask, Mask]:
        """An award's own cells; of these those of lines that it may pay, and the reporting."""
        own = self._own(award)
        in_time = self._in_time(award, own)
        permitted: Mask = self._permitted(award, own, in_time) & in_time
        return own, permitted, self._reporting(award, own, in_time)

    def _own(self, award: Award) -> np.ndarray:
        """The cells that an award's money is for: those of its partnership, or all."""
        owner = self.inputs.owner(award.id)
        return self.cells.of_home(owner) if owner else self._everything

    @cached_property
    def _everything(self) -> np.ndarray:
        return np.arange(len(self.cells))

    def in_time(self, award: Award) -> Mask:
        """The cells that fall into the award's window, or into that of their category."""
        return self._in_time(award, self._everything)

    def _in_time(self, award: Award, own: np.ndarray) -> Mask:
        cells, windows = self.cells, self.windows[award.id]
        start, end, obligated = cells.start[own], cells.end[own], self._obligated[own]
        mask: Mask = windows.own.holds(start, end, obligated)
        for category, window in windows.apart.items():
            code = self.codes.category_index[category]
            at = np.flatnonzero((cells.category[own] == code) & (cells.line[own] >= 0))
            mask[at] = window.holds(start[at], end[at], obligated[at])
        return mask

    @cached_property
    def _obligated(self) -> np.ndarray:
        """The day on which each cell is obligated: as its line says, else its first."""
        lines = [self.inputs.costs[name].obligated for name in self.codes.lines]
        stated = np.array([-1 if d is None else d.toordinal() for d in lines] + [-1])
        of_cells = stated[self.cells.line]
        return np.where(of_cells >= 0, of_cells, self.cells.start)

    def of_shared(self, award: Award) -> Levels:
        """For every pair (line, group): what the group is told on its own first day."""
        if award.id not in self._shared:
            self._shared[award.id] = self.verdicts.of_shared(award)
        return self._shared[award.id]

    def level(self, award: Award) -> Levels | None:
        """What the rules say of every cell of a cost line; None when each day must be asked."""
        own, of_own = self._own(award), self._of_own(award)
        if of_own is None or own is self._everything:
            return of_own
        level = np.full(len(self.cells), REFUSED, dtype=np.int8)
        level[own] = of_own
        return level

    def level_of(self, award: Award, cell: int) -> int | None:
        """The same of one cell."""
        owner, of_own = self.inputs.owner(award.id), self._of_own(award)
        if of_own is None:
            return None
        if not owner:
            return int(of_own[cell])
        return int(of_own[self._in_home[cell]]) if self.cells.home[cell] == owner else REFUSED

    @cached_property
    def _in_home(self) -> np.ndarray:
        """The place of every cell among those of its partnership."""
        found = np.zeros(len(self.cells), dtype=np.int64)
        for home in set(self.cells.home):
            own = self.cells.of_home(home)
            found[own] = np.arange(len(own))
        return found

    def _of_own(self, award: Award) -> Levels | None:
        """What the rules say of the cells of the award's own partnership."""
        if award.id not in self._levels:
            self._levels[award.id] = self._level(award)
        return self._levels[award.id]

    # -- lines -------------------------------------------------------------------

    def _days_of(self, award: Award) -> tuple[date, ...] | None:
        if award.id not in self._days:
            self._days[award.id] = self.verdicts.days(award)
        return self._days[award.id]

    def _of_pairs(self, award: Award, day: date, regime: int) -> Levels:
        known = self._pairs.get((award.id, regime))
        if known is None:
            known = self._pairs[award.id, regime] = self.verdicts.of_pairs(award, day)
        return known

    def _permitted(self, award: Award, own: np.ndarray, in_time: Mask) -> Mask:
        """Which of its own cells no rule refuses (only those of lines, in time, are looked at)."""
        level = self._of_own(award)
        if level is None:
            return self._one_by_one(award, own, in_time)
        lines = np.append(self.accepts(award), False)
        permitted: Mask = (level == PERMITTED) & lines[self.place.line[own]]
        return permitted

    def _level(self, award: Award) -> Levels | None:
        days = self._days_of(award)
        if days is None:
            return None
        own = self._own(award)
        level = np.full(len(own), REFUSED, dtype=np.int8)
        anybody = self.verdicts.anybody(self.of_shared(award))
        bounds = np.array([day.toordinal() for day in days], dtype=np.int64)
        starts = self.cells.start[own]
        regimes = np.searchsorted(bounds, starts, side="right")
        asked = self.place.line[own] >= 0
        for regime in ranked(regimes[asked]).values.tolist():
            here = np.flatnonzero(asked & (regimes == regime))
            day = date.fromordinal(int(starts[here[0]]))
            pairs = self._of_pairs(award, day, regime)
            pair, line = self.place.pair[own[here]], self.place.line[own[here]]
            of_line = self.verdicts.of_lines(award, day)[line]
            # a shared line's groups are asked only when the line itself passes
            of_groups = np.where(of_line == PERMITTED, anybody[line], PERMITTED)
            level[here] = np.maximum(of_line, np.where(pair >= 0, pairs[pair], of_groups))
        return level

    def accepts(self, award: Award) -> Mask:
        """For every line: whether it takes the award's form, cash or in kind."""
        return self._accepting[award.form == "in_kind"]

    @cached_property
    def _accepting(self) -> tuple[Mask, Mask]:
        """For every line: whether it takes cash, and whether it takes gifts in kind."""
        lines = self.inputs.costs.values()
        kind = np.array([field_of(line, "accepts_in_kind") is True for line in lines], dtype=bool)
        return np.ones(len(lines), dtype=bool), kind

    def by_rules(self, award: Award) -> Mask:
        """The cells of cost lines that no rule refuses, whenever they fall due."""
        level = self.level(award)
        if level is not None:
            passed: Mask = (level == PERMITTED) & (self.cells.line >= 0)
            return passed
        mask = np.zeros(len(self.cells), dtype=bool)
        for cell in np.flatnonzero(self.cells.line >= 0).tolist():
            mask[cell] = not self.refused(award, cell)
        return mask

    def _one_by_one(self, award: Award, own: np.ndarray, in_time: Mask) -> Mask:
        mask = np.zeros(len(own), dtype=bool)
        accepts = self.accepts(award)
        for at in np.flatnonzero(in_time & (self.place.line[own] >= 0)).tolist():
            cell = int(own[at])
            mask[at] = accepts[self.cells.line[cell]] and not self.refused(award, cell)
        return mask

    def refused(self, award: Award, cell: int, whom: str = "") -> tuple[No, ...]:
        """The rules that keep an award from paying a cell of a cost line."""
        inputs, asks = self.inputs, self.asks
        group = int(self.cells.group[cell])
        cost = inputs.costs[self.codes.lines[self.cells.line[cell]]]
        day = date.fromordinal(int(self.cells.start[cell]))
        found = asks.of_line(award, cost, cost.category, day)
        if group >= 0:
            return (*found, *asks.of_group(award, cost, self.codes.groups[group], day))
        if whom:
            return (*found, *asks.of_group(award, cost, whom, inputs.groups[whom].start))
        first: tuple[No, ...] | None = None
        for name in inputs.groups_of(cost) if not found else ():
            answer = asks.of_group(award, cost, name, inputs.groups[name].start)
            if not answer:
                return ()
            first = first or answer
        return found or first or (No("nobody-benefits"),)

    # -- reporting ---------------------------------------------------------------

    def _reporting(self, award: Award, own: np.ndarray, in_time: Mask) -> Mask:
        """Which of its own cells are reporting that the award may pay."""
        cells = self.cells
        mask = np.zeros(len(own), dtype=bool)
        pays = self.inputs.law.streams[award.stream].pays_reporting
        if pays == "none" or award.form == "in_kind":
            return mask
        number = self.codes.award_index[award.id]
        stream = int(self.codes.stream_of[number])
        system = int(self.codes.system_of[stream])
        reports = np.flatnonzero((cells.kind[own] >= REPORT) & in_time)
        at = own[reports]
        its = np.where(
            cells.kind[at] == REPORT,
            cells.award[at] == number,
            (cells.scope[at] == stream) | (cells.scope[at] == -1 - system),
        )
        for k in reports[its | (pays == "any")].tolist():
            category = self.codes.categories[cells.category[own[k]]]
            day = date.fromordinal(int(cells.start[own[k]]))
            mask[k] = not self.asks.of_line(award, None, category, day)
        return mask
