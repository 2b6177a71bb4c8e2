"""Which cells each award may pay, and under which rules it may not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from braid.catalog.facts import field_of
from braid.catalog.inputs import Inputs
from braid.eligibility.permissions import No, Permissions
from braid.eligibility.verdicts import Verdicts
from braid.kinds.benefit import benefit_rule
from braid.kinds.tables import REPORT, SHARED, Cells, Codes, Mask
from braid.kinds.timeline import Window
from braid.schema.scenario import Award

Pools = dict[tuple[int, int], list[int]]
"""(award, line) -> cells that the award may pay under a benefit rule."""


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
    windows: Mapping[str, Window]
    _days: dict[str, tuple[date, ...] | None] = field(default_factory=dict)
    _pairs: dict[tuple[str, int], Mask] = field(default_factory=dict)
    _lines: dict[tuple[str, int], Mask] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cells = self.cells
        direct = (cells.line >= 0) & (cells.group >= 0)
        pair = np.full(len(cells), -1, dtype=np.int64)
        pair[direct] = self.verdicts.pairs(cells.line[direct], cells.group[direct])
        self.place = Place(pair, cells.line.astype(np.int64))

    def all(self) -> tuple[list[tuple[int, np.ndarray]], Pools]:
        """Cells that each award may pay freely, and (award, line) -> cells under a benefit rule."""
        free: list[tuple[int, np.ndarray]] = []
        pooled: Pools = {}
        shared = {
            int(k): self.inputs.costs[self.codes.lines[k]].category
            for k in np.unique(self.cells.line[self.cells.kind == SHARED])
        }
        for number, name in enumerate(self.codes.awards):
            award = self.inputs.awards[name]
            in_time = self.in_time(award)
            mask = self._permitted(award, in_time) & in_time & (self.cells.cost > 0)
            mask |= self._reporting(award, in_time)
            under_rule = {
                category: benefit_rule(self.inputs, name, category) is not None
                for category in set(shared.values())
            }
            benefit = [line for line, category in shared.items() if under_rule[category]]
            if benefit:
                under = mask & (self.cells.kind == SHARED) & np.isin(self.cells.line, benefit)
                for cell in np.flatnonzero(under).tolist():
                    pooled.setdefault((number, int(self.cells.line[cell])), []).append(cell)
                mask &= ~under
            free.append((number, np.flatnonzero(mask)))
        return free, pooled

    def in_time(self, award: Award) -> Mask:
        """The cells that fall into the award's window."""
        cells, window = self.cells, self.windows[award.id]
        start, end = window.start.toordinal(), window.end.toordinal()
        if window.test == "incurred":
            return (cells.start >= start) & (cells.end <= end)
        obligated = cells.start.copy()
        for k, name in enumerate(self.codes.lines):
            day = self.inputs.costs[name].obligated
            if day is not None:
                obligated[cells.line == k] = day.toordinal()
        inside = (obligated >= start) & (obligated < end)
        return inside & (cells.end <= end + window.liquidate_days)

    def qualify(self, award: Award, day: date) -> Mask | None:
        """The pairs (line, group) that qualify on a day; None when they must be asked one by one."""
        days = self._days_of(award)
        return None if days is None else self._of_pairs(award, day, bisect_right(days, day))

    # -- lines -------------------------------------------------------------------

    def _days_of(self, award: Award) -> tuple[date, ...] | None:
        if award.id not in self._days:
            self._days[award.id] = self.verdicts.days(award)
        return self._days[award.id]

    def _of_pairs(self, award: Award, day: date, regime: int) -> Mask:
        known = self._pairs.get((award.id, regime))
        if known is None:
            known = self._pairs[award.id, regime] = self.verdicts.of_pairs(award, day)
        return known

    def _permitted(self, award: Award, in_time: Mask) -> Mask:
        """The cells of cost lines that no rule refuses (only those in time are looked at)."""
        days = self._days_of(award)
        if days is None:
            return self._one_by_one(award, in_time)
        mask = np.zeros(len(self.cells), dtype=bool)
        asked = in_time & (self.place.line >= 0)
        bounds = np.array([day.toordinal() for day in days], dtype=np.int64)
        regimes = np.searchsorted(bounds, self.cells.start, side="right")
        for regime in np.unique(regimes[asked]):
            here = np.flatnonzero(asked & (regimes == regime))
            day = date.fromordinal(int(self.cells.start[here[0]]))
            lines = self.verdicts.of_lines(award, day) & self._in_kind(award)
            pairs = self._of_pairs(award, day, int(regime))
            anybody = self.verdicts.anybody(pairs)
            pair, line = self.place.pair[here], self.place.line[here]
            mask[here] = lines[line] & np.where(pair >= 0, pairs[pair], anybody[line])
        return mask

    def _in_kind(self, award: Award) -> Mask:
        lines = self.inputs.costs.values()
        if award.form != "in_kind":
            return np.ones(len(lines), dtype=bool)
        return np.array([field_of(line, "accepts_in_kind") is True for line in lines], dtype=bool)

    def _one_by_one(self, award: Award, in_time: Mask) -> Mask:
        mask = np.zeros(len(self.cells), dtype=bool)
        accepts = self._in_kind(award)
        for cell in np.flatnonzero(in_time & (self.place.line >= 0)):
            line = int(self.cells.line[cell])
            day = date.fromordinal(int(self.cells.start[cell]))
            mask[cell] = accepts[line] and not refused(
                self.inputs, self.asks, self.codes, award, line, int(self.cells.group[cell]), day
            )
        return mask

    # -- reporting ---------------------------------------------------------------

    def _reporting(self, award: Award, in_time: Mask) -> Mask:
        """Reporting cells that the award may pay."""
        cells = self.cells
        mask = np.zeros(len(cells), dtype=bool)
        pays = self.inputs.law.streams[award.stream].pays_reporting
        if pays == "none" or award.form == "in_kind":
            return mask
        number = self.codes.award_index[award.id]
        stream = int(self.codes.stream_of[number])
        system = int(self.codes.system_of[stream])
        own = np.where(
            cells.kind == REPORT,
            cells.award == number,
            (cells.scope == stream) | (cells.scope == -1 - system),
        )
        asked = (cells.kind >= REPORT) & in_time & (own | (pays == "any"))
        for cell in np.flatnonzero(asked):
            category = self.codes.categories[cells.category[cell]]
            day = date.fromordinal(int(cells.start[cell]))
            mask[cell] = not self.asks.of_line(award, None, category, day)
        return mask


def refused(
    inputs: Inputs, asks: Permissions, codes: Codes, award: Award, line: int, group: int, day: date
) -> tuple[No, ...]:
    """The rules that keep an award from paying a line for a group (-1: a shared line) on a day."""
    cost = inputs.costs[codes.lines[line]]
    found = asks.of_line(award, cost, cost.category, day)
    if group >= 0:
        return (*found, *asks.of_group(award, cost, codes.groups[group], day))
    if not found:
        answers = [asks.of_group(award, cost, g, day) for g in inputs.groups_of(cost)]
        if answers and all(answers):
            return answers[0]
    return found


class Refusals(Mapping[tuple[str, str, str], tuple[No, ...]]):
    """(award, line, group or empty text) -> the rules that refuse, asked when somebody looks."""

    def __init__(self, payable: Payable) -> None:
        self._payable = payable
        self._known: dict[tuple[str, str, str], tuple[No, ...]] = {}
        codes, cells = payable.codes, payable.cells
        self._cells: dict[tuple[str, str], list[int]] = {}
        group_names = [*codes.groups, ""]
        for cell in np.flatnonzero(cells.line >= 0).tolist():
            key = (codes.lines[cells.line[cell]], group_names[cells.group[cell]])
            self._cells.setdefault(key, []).append(cell)

    def __getitem__(self, key: tuple[str, str, str]) -> tuple[No, ...]:
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._ask(*key)
        if not known:
            raise KeyError(key)
        return known

    def _ask(self, award_id: str, line: str, group: str) -> tuple[No, ...]:
        """What refuses the first cell, else the first cell in time on whose day something does."""
        made, cells = self._payable, self._payable.cells
        numbers = self._cells.get((line, group), [])
        if award_id not in made.codes.award_index or not numbers:
            return ()
        award = made.inputs.awards[award_id]
        cost = made.inputs.costs[line]
        if award.form == "in_kind" and field_of(cost, "accepts_in_kind") is not True:
            return ()
        asked = numbers[:1]
        if made.asks.depends_on_day(award):
            in_time = made.in_time(award)
            asked = [*asked, *(n for n in numbers if in_time[n])]
        for number in asked:
            found = refused(
                made.inputs, made.asks, made.codes, award, int(cells.line[number]),
                int(cells.group[number]), date.fromordinal(int(cells.start[number])),
            )  # fmt: skip
            if found:
                return found
        return ()

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        for award in self._payable.codes.awards:
            for line, group in self._cells:
                key = (award, line, group)
                if key in self:
                    yield key

    def __len__(self) -> int:
        return sum(1 for _ in self)
