"""From validated inputs to the ground: every cell, every possible charge, every refusal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import floor

import numpy as np

from braid.catalog.facts import Facts, field_of
from braid.catalog.inputs import Inputs
from braid.eligibility import cells as cutting
from braid.eligibility import entitlements, reporting
from braid.eligibility.benefit import shares_of_groups
from braid.eligibility.cells import Piece, presence
from braid.eligibility.ground import Ground
from braid.eligibility.permissions import No, Permissions
from braid.kinds.benefit import benefit_rule
from braid.kinds.permission import Conditions
from braid.kinds.tables import DIRECT, RECORD, REPORT, SHARED, Cells, Charges, Codes, Spreads
from braid.kinds.timeline import Window, window_of
from braid.kinds.tracking import tracked_streams
from braid.periods import program_year
from braid.schema.scenario import Award, Cost


def build_ground(inputs: Inputs) -> Ground:
    """All tables that the model needs, for a scenario whose input is right."""
    return _Builder(inputs).build()


class _Builder:
    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.conditions = Conditions(Facts(inputs))
        self.asks = Permissions(inputs, self.conditions)
        self.refusals: dict[tuple[str, str, str], tuple[No, ...]] = {}
        law = inputs.law
        self.choosing = {
            i: a
            for i, a in inputs.committed.items()
            if a.stream in law.streams
            and law.streams[a.stream].enabled
            and not law.streams[a.stream].entitlement
        }
        self.codes = self._codes()
        self.line_index = {name: i for i, name in enumerate(self.codes.lines)}
        self.group_index = {name: i for i, name in enumerate(self.codes.groups)}
        self.windows: dict[str, Window] = {
            i: window_of(inputs, a) for i, a in self.choosing.items()
        }

    def _codes(self) -> Codes:
        inputs = self.inputs
        streams = tuple(sorted({a.stream for a in self.choosing.values()}))
        systems_by_stream = [reporting.system_of(inputs, s) for s in streams]
        systems = tuple(sorted(set(systems_by_stream)))
        awards = tuple(self.choosing)
        return Codes(
            lines=tuple(inputs.costs),
            groups=tuple(inputs.groups),
            awards=awards,
            streams=streams,
            systems=systems,
            categories=tuple(sorted(inputs.law.categories.file.categories)),
            stream_of=np.array(
                [streams.index(self.choosing[a].stream) for a in awards], dtype=np.int32
            ),
            system_of=np.array([systems.index(s) for s in systems_by_stream], dtype=np.int32),
        )

    def build(self) -> Ground:
        inputs = self.inputs
        found = list(cutting.pieces(inputs))
        entitled = entitlements.entitle(inputs, self.asks, found)
        applied = entitlements.apply(inputs, self.asks, found, entitled)
        tracked = tracked_streams(inputs, self.choosing)
        duties = reporting.award_duties(inputs, self.conditions)
        records = reporting.record_duties(inputs, self.conditions, self.codes, tracked, entitled)
        report_cells, record_cells = reporting.cells(inputs, duties, records)
        cells = self._cells(found, applied, report_cells, record_cells)
        presences = {name: presence(inputs, group) for name, group in inputs.groups.items()}
        direct, pooled = self._payable(cells)
        served = self._served(cells, direct, tracked)
        shares = shares_of_groups(inputs, self.codes, cells, presences)
        charges, spreads = self._charges(cells, direct, pooled, served, shares)
        recorded = sorted({(g, int(self.codes.system_of[s])) for g, s in served})
        return Ground(
            inputs, self.asks, self.codes, cells, charges, spreads, tuple(served), tuple(recorded),
            presences, tuple(duties), tuple(records), tuple(entitled), tuple(applied),
            self.refusals, shares,
        )  # fmt: skip

    # -- cells -----------------------------------------------------------------

    def _cells(
        self,
        found: list[Piece],
        applied: list[entitlements.Application],
        reports: list[reporting.ReportCell],
        records: list[reporting.RecordCell],
    ) -> Cells:
        inputs, codes = self.inputs, self.codes
        taken: dict[int, int] = defaultdict(int)
        for application in applied:
            taken[application.cell] += application.cents
        periods = inputs.calendar.periods
        rows: list[tuple[object, ...]] = []
        for number, piece in enumerate(found):
            line = inputs.costs[piece.line]
            group = self.group_index[piece.group] if piece.group is not None else -1
            rows.append((
                DIRECT if group >= 0 else SHARED, self.line_index[piece.line], group, piece.period,
                codes.category_index[line.category], piece.cents, piece.cents - taken[number],
                piece.start.toordinal(), piece.end.toordinal(), *piece.prior,
                line.priority == "must", -1, 0, "",
            ))  # fmt: skip
        for report in reports:
            start, end = inputs.window(inputs.awards[report.award])
            period = periods[report.period]
            award = codes.award_index.get(report.award, -1)
            rows.append((
                REPORT, -1, -1, report.period, codes.category_index[report.category], report.cents,
                report.cents, max(start, period.start).toordinal(),
                min(end, period.end).toordinal(), 0, 0, 0, False, award, 0,
                f"{report.award}:{report.rule}",
            ))  # fmt: skip
        for record in records:
            period = periods[record.period]
            rows.append((
                RECORD, -1, -1, record.period, codes.category_index[record.category], 0, 0,
                period.start.toordinal(), period.end.toordinal(), 0, 0, 0, False, -1,
                self._scope(record), record.name,
            ))  # fmt: skip
        columns = list(zip(*rows, strict=True)) if rows else [()] * 16
        ints = [np.array(columns[k], dtype=np.int32) for k in range(5)]
        return Cells(
            kind=ints[0], line=ints[1], group=ints[2], period=ints[3], category=ints[4],
            gross=np.array(columns[5], dtype=np.int64), cost=np.array(columns[6], dtype=np.int64),
            start=np.array(columns[7], dtype=np.int32), end=np.array(columns[8], dtype=np.int32),
            prior=np.array(columns[9:12], dtype=np.int64).T.reshape(-1, 3),
            must=np.array(columns[12], dtype=bool), award=np.array(columns[13], dtype=np.int32),
            scope=np.array(columns[14], dtype=np.int32), rule=tuple(str(r) for r in columns[15]),
        )  # fmt: skip

    def _scope(self, record: reporting.RecordCell) -> int:
        if record.scope == "system":
            return -1 - self.codes.systems.index(record.name)
        return self.codes.streams.index(record.name) if record.name in self.codes.streams else 10**6

    # -- who may pay -----------------------------------------------------------

    def _payable(
        self, cells: Cells
    ) -> tuple[list[tuple[int, np.ndarray]], dict[tuple[int, int], list[int]]]:
        """Cells that each award may pay freely, and (award, line) -> cells under a benefit rule."""
        free: list[tuple[int, np.ndarray]] = []
        pooled: dict[tuple[int, int], list[int]] = {}
        pair_code = cells.line.astype(np.int64) * (len(self.codes.groups) + 1) + cells.group + 1
        pairs, inverse = np.unique(pair_code, return_inverse=True)
        first = np.full(len(pairs), -1)
        first[inverse[::-1]] = np.arange(len(cells))[::-1]
        for number, award in enumerate(self.choosing.values()):
            window = self.windows[award.id]
            in_time = self._in_time(cells, award, window)
            permitted = np.zeros(len(pairs), dtype=bool)
            benefit: set[int] = set()
            for k, cell in enumerate(first):
                if cells.line[cell] < 0:
                    continue
                line = self.inputs.costs[self.codes.lines[cells.line[cell]]]
                day = date.fromordinal(int(cells.start[cell]))
                permitted[k] = self._permitted(award, line, int(cells.group[cell]), day)
                if cells.group[cell] < 0 and benefit_rule(self.inputs, award.id, line.category):
                    benefit.add(int(cells.line[cell]))
            mask = permitted[inverse] & in_time
            if self.asks.depends_on_day(award):
                mask = self._day_by_day(cells, award, in_time)
            mask &= cells.cost > 0
            mask |= self._reporting(cells, award, in_time)
            if benefit:
                under = mask & (cells.kind == SHARED) & np.isin(cells.line, list(benefit))
                for cell in np.flatnonzero(under):
                    pooled.setdefault((number, int(cells.line[cell])), []).append(int(cell))
                mask &= ~under
            free.append((number, np.flatnonzero(mask)))
        return free, pooled

    def _in_time(self, cells: Cells, award: Award, window: Window) -> np.ndarray:
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

    def _permitted(self, award: Award, line: Cost, group: int, day: date) -> bool:
        if award.form == "in_kind" and field_of(line, "accepts_in_kind") is not True:
            return False
        refused = self.asks.of_line(award, line, line.category, day)
        if group >= 0:
            name = self.codes.groups[group]
            refused = (*refused, *self.asks.of_group(award, line, name, day))
        else:
            name = ""
            if not refused:
                answers = [
                    self.asks.of_group(award, line, g, day) for g in self.inputs.groups_of(line)
                ]
                if answers and all(answers):
                    refused = answers[0]
        if refused:
            self.refusals.setdefault((award.id, line.id, name), refused)
        return not refused

    def _day_by_day(self, cells: Cells, award: Award, in_time: np.ndarray) -> np.ndarray:
        mask = np.zeros(len(cells), dtype=bool)
        for cell in np.flatnonzero(in_time & (cells.line >= 0)):
            line = self.inputs.costs[self.codes.lines[cells.line[cell]]]
            day = date.fromordinal(int(cells.start[cell]))
            mask[cell] = self._permitted(award, line, int(cells.group[cell]), day)
        return mask

    def _reporting(self, cells: Cells, award: Award, in_time: np.ndarray) -> np.ndarray:
        """Reporting cells that the award may pay."""
        mask = np.zeros(len(cells), dtype=bool)
        pays = self.inputs.law.streams[award.stream].pays_reporting
        if pays == "none" or award.form == "in_kind":
            return mask
        number = self.codes.award_index[award.id]
        stream = int(self.codes.stream_of[number])
        system = int(self.codes.system_of[stream])
        for cell in np.flatnonzero((cells.kind >= REPORT) & in_time):
            own = (
                cells.award[cell] == number
                if cells.kind[cell] == REPORT
                else cells.scope[cell] in (stream, -1 - system)
            )
            if own or pays == "any":
                category = self.codes.categories[cells.category[cell]]
                day = date.fromordinal(int(cells.start[cell]))
                mask[cell] = not self.asks.of_line(award, None, category, day)
        return mask

    # -- who can be served -----------------------------------------------------

    def _served(
        self, cells: Cells, free: Sequence[tuple[int, np.ndarray]], tracked: set[str]
    ) -> list[tuple[int, int]]:
        found: set[tuple[int, int]] = set()
        for number, numbers in free:
            stream = int(self.codes.stream_of[number])
            name = self.codes.streams[stream]
            if name not in tracked:
                continue
            groups = cells.group[numbers]
            found |= {(int(g), stream) for g in np.unique(groups[groups >= 0])}
            if self.inputs.law.streams[name].served == "enrolled":
                award = self.inputs.awards[self.codes.awards[number]]
                for k, group in enumerate(self.codes.groups):
                    start = self.inputs.groups[group].start
                    if not self.asks.unrestricted(award, group, start):
                        found.add((k, stream))
        return sorted(found)

    # -- possible charges ------------------------------------------------------

    def _charges(
        self,
        cells: Cells,
        free: Sequence[tuple[int, np.ndarray]],
        pooled: dict[tuple[int, int], list[int]],
        served: list[tuple[int, int]],
        shares: dict[tuple[int, int, int, int], Fraction],
    ) -> tuple[Charges, Spreads]:
        years = np.array(
            [program_year(date.fromordinal(int(d))) for d in cells.start], dtype=np.int32
        )
        upper = cells.cost.copy()
        for cell in np.flatnonzero(cells.kind == RECORD):
            upper[cell] = 2**40
        parts: list[np.ndarray] = []
        for number, numbers in free:
            block = np.empty((len(numbers), 9), dtype=np.int64)
            block[:, 0], block[:, 1], block[:, 2] = numbers, -1, number
            block[:, 3], block[:, 4] = cells.line[numbers], cells.group[numbers]
            block[:, 5], block[:, 6] = cells.category[numbers], years[numbers]
            block[:, 7], block[:, 8] = cells.start[numbers], upper[numbers]
            parts.append(block)
        starts, spread_cells, lines, spread_years = [0], [], [], []  # type: ignore[var-annotated]
        able = set(served)
        pool_rows: list[tuple[int, ...]] = []
        for (number, line), members in sorted(pooled.items()):
            award = self.inputs.awards[self.codes.awards[number]]
            cost = self.inputs.costs[self.codes.lines[line]]
            stream = int(self.codes.stream_of[number])
            for year in sorted({int(years[c]) for c in members}):
                chosen = [c for c in members if years[c] == year]
                day = date.fromordinal(int(cells.start[chosen[0]]))
                added = False
                for name in self.inputs.groups_of(cost):
                    group = self.group_index[name]
                    if (group, stream) not in able or self.asks.of_group(award, cost, name, day):
                        continue
                    part = sum(
                        (shares.get((line, year, group, c), Fraction(0)) for c in chosen),
                        Fraction(0),
                    )
                    if floor(part) <= 0:
                        continue
                    added = True
                    pool_rows.append((
                        -1, len(starts) - 1, number, line, group, int(cells.category[chosen[0]]),
                        year, int(cells.start[chosen[0]]), floor(part),
                    ))  # fmt: skip
                if added:
                    spread_cells += chosen
                    starts.append(len(spread_cells))
                    lines.append(line)
                    spread_years.append(year)
        if pool_rows:
            parts.append(np.array(pool_rows, dtype=np.int64))
        table = np.concatenate(parts) if parts else np.empty((0, 9), dtype=np.int64)
        order = np.lexsort((table[:, 2], table[:, 0], table[:, 7], table[:, 4], table[:, 3]))
        table = table[order]
        cell_array = np.array(spread_cells, dtype=np.int32)
        start_array = np.array(starts, dtype=np.int32)
        cents = cells.cost[cell_array] if len(cell_array) else np.empty(0, dtype=np.int64)
        total = np.add.reduceat(cents, start_array[:-1]) if len(start_array) > 1 else cents[:0]
        spreads = Spreads(
            start_array, cell_array, cents, total,
            np.array(lines, dtype=np.int32), np.array(spread_years, dtype=np.int32),
        )  # fmt: skip

        def column(k: int) -> np.ndarray:
            return table[:, k].astype(np.int32)

        charges = Charges(
            cell=column(0), spread=column(1), award=column(2), line=column(3), group=column(4),
            category=column(5), year=column(6), start=column(7), upper=table[:, 8].copy(),
        )  # fmt: skip
        return charges, spreads
