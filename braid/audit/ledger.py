"""The charges of a plan as columns, in order: who pays which cell for whom, and how much."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from operator import attrgetter

import numpy as np

from braid.audit.cell_columns import CellColumns
from braid.audit.charges import Charge, PlanUnderAudit
from braid.audit.exact import Cents, Numbers, whole
from braid.audit.numbering import Numbering
from braid.audit.permission import Permissions
from braid.audit.records import ReportCell, ReportKey
from braid.schema.scenario import Cost

_FIELDS = attrgetter("cost", "group", "category", "period", "award", "stream", "cents")

Entry = tuple[str, str, str, date, str, str, int]
"""The fields of a charge."""

Place = tuple[int, int, int]
"""A cell and a report (one of them -1), and the group that the charge is for, or -1."""


class Ledger:
    """The charges whose ids all exist, as columns; those that name what is not there, apart.

    ``cell`` is -1 on reporting, ``report`` elsewhere. ``group`` is the group that the
    charge is for; -1 on a shared cost that no benefit rule splits, and on reporting. What was
    charged already of a shared cost is for whom it says, whether or not such a rule splits it.
    """

    def __init__(
        self,
        plan: PlanUnderAudit,
        numbering: Numbering,
        cells: CellColumns,
        permissions: Permissions,
        reports: Callable[[], dict[ReportKey, ReportCell]],
    ) -> None:
        self.numbering = numbering
        self.cells = cells
        self.permissions = permissions
        self._reports = reports
        self._members: dict[str, frozenset[str]] = {}
        self._group_of = cells.group.tolist()
        self.entries: list[Entry] = []
        self.strangers: list[Charge] = []
        payers = self._payers()
        found: list[tuple[int, int, int, int]] = []
        for entry in sorted(map(_FIELDS, plan.charges)):
            payer = payers.get(entry[4:6])
            place = None if payer is None else self._place(entry, payer)
            if payer is None or place is None:
                self.strangers.append(Charge(*entry))
            else:
                self.entries.append(entry)
                found.append((payer, *place))
        columns = np.array(found, dtype=np.int64).reshape(-1, 4).T
        self.award, self.cell, self.report, self.group = columns

    def __len__(self) -> int:
        return len(self.entries)

    def _payers(self) -> dict[tuple[str, ...], int]:
        """Awards with the streams that they are of."""
        streams = self.numbering.inputs.law.streams
        return {
            (award.id, award.stream): number
            for number, award in enumerate(self.numbering.awards)
            if award.stream in streams
        }

    def _place(self, entry: Entry, payer: int) -> Place | None:
        cost, group, category, period, *_ = entry
        if cost.startswith(("report:", "record:")):
            report = self._report_number.get((cost, category, period))
            return None if report is None or group else (-1, report, -1)
        number = self.numbering.line.get(cost)
        line = None if number is None else self.numbering.lines[number]
        if line is None or line.category != category:
            return None
        shared = line.per_participant is None
        cell = self.cells.number.get((cost, "" if shared else group, period))
        if cell is None:
            return None
        if not shared:
            return cell, -1, self._group_of[cell]
        if not group:
            return cell, -1, -1
        if group not in self._members_of(line):
            return None
        of_cell = self.cells.cells[cell]
        if of_cell.period.index < self.numbering.inputs.closed:  # what was charged says whom for
            return cell, -1, self.numbering.group[group]
        split = self.permissions.benefit_rules(self.numbering.awards[payer], line, of_cell.start)
        return cell, -1, self.numbering.group[group] if split else -1

    def _members_of(self, line: Cost) -> frozenset[str]:
        known = self._members.get(line.id)
        if known is None:
            known = self._members[line.id] = frozenset(self.numbering.inputs.groups_of(line))
        return known

    @cached_property
    def reports(self) -> tuple[ReportCell, ...]:
        """The reporting that must be paid."""
        return tuple(self._reports().values())

    @cached_property
    def _report_number(self) -> dict[ReportKey, int]:
        return {key: number for number, key in enumerate(self._reports())}

    @cached_property
    def cents(self) -> Cents:
        """Whole cents."""
        return whole(entry[6] for entry in self.entries)

    @cached_property
    def period(self) -> Numbers:
        """The first day of the period."""
        return np.array([entry[3].toordinal() for entry in self.entries], dtype=np.int64)

    @cached_property
    def day(self) -> Numbers:
        """The first day of the cost in its period."""
        return np.where(self.cell < 0, self.period, self._of_cell(self.cells.start))

    @cached_property
    def line(self) -> Numbers:
        """The cost line; -1 on reporting."""
        return np.where(self.cell < 0, -1, self._of_cell(self.cells.line))

    @cached_property
    def cell_group(self) -> Numbers:
        """The group of the cell; -1 on shared cells and on reporting."""
        return np.where(self.cell < 0, -1, self._of_cell(self.cells.group))

    @cached_property
    def category(self) -> Numbers:
        """The category of the cost."""
        found = self._of_cell(self.cells.category)
        for row in np.flatnonzero(self.cell < 0).tolist():
            found[row] = self.numbering.category[self.entries[row][2]]
        return found

    def _of_cell(self, column: Numbers) -> Numbers:
        """What each charge's cell has; nothing in particular on reporting."""
        if not len(column):
            return np.full(len(self), -1, dtype=np.int64)
        return column[self.cell]

    @cached_property
    def of_award(self) -> dict[str, Numbers]:
        """The charges of each award that has any; the award of the first charge comes first."""
        numbers, first = np.unique(self.award, return_index=True)
        in_order = numbers[np.argsort(first)].tolist()
        by_award = np.argsort(self.award, kind="stable")
        bounds = np.searchsorted(self.award[by_award], [numbers, numbers + 1])
        rows = {n: by_award[a:b] for n, a, b in zip(numbers.tolist(), *bounds, strict=True)}
        return {self.numbering.awards[n].id: rows[n] for n in in_order}

    def of_awards(self, names: tuple[str, ...]) -> Numbers:
        """The charges of some awards, award by award."""
        found = [self.of_award[name] for name in names if name in self.of_award]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    @cached_property
    def touched(self) -> Numbers:
        """The cells that have charges; the cell of the first charge comes first."""
        numbers, first = np.unique(self.cell, return_index=True)
        in_order = numbers[np.argsort(first)]
        return in_order[in_order >= 0]

    def on_cell(self, cell: int) -> list[int]:
        """The charges on a cell, in order."""
        rows, cells = self._by_cell
        begin, end = np.searchsorted(cells, [cell, cell + 1]).tolist()
        found: list[int] = rows[begin:end].tolist()
        return found

    @cached_property
    def _by_cell(self) -> tuple[Numbers, Numbers]:
        rows = np.argsort(self.cell, kind="stable")
        return rows, self.cell[rows]

    @cached_property
    def reporting(self) -> list[int]:
        """The charges on reporting."""
        found: list[int] = np.flatnonzero(self.report >= 0).tolist()
        return found
