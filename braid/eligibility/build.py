"""From validated inputs to the ground: every cell, every possible charge, every refusal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from braid.catalog.facts import Facts
from braid.catalog.inputs import Inputs
from braid.catalog.pausing import without_collector
from braid.eligibility import cells as cutting
from braid.eligibility import entitlements, refunds, reporting
from braid.eligibility.benefit import shares_of_groups
from braid.eligibility.cells import Piece, presence
from braid.eligibility.charges import possible_charges
from braid.eligibility.closing import charged_elsewhere, closed, still_due
from braid.eligibility.ground import Ground
from braid.eligibility.payable import Payable
from braid.eligibility.permissions import Permissions
from braid.eligibility.refusals import Refusals
from braid.eligibility.verdicts import Verdicts
from braid.kinds.permission import Conditions
from braid.kinds.tables import DIRECT, RECORD, REPORT, SHARED, Cells, Codes
from braid.kinds.tracking import Tracked, tracked_streams
from braid.kinds.windows import Windows, windows_of


@without_collector
def build_ground(
    inputs: Inputs, *, like: Ground | None = None, enrolled: Ground | None = None
) -> Ground:
    """All tables that the model needs, for a scenario whose input is right.

    ``like`` is the ground of the same scenario under a law that differs in reports alone: who
    may pay what, and what entitlements pay, are taken over. ``enrolled`` is that of the same
    scenario, under this very law object, with other head counts alone: what the law says is
    taken over, as far as it does not ask for head counts.
    """
    return _Builder(inputs, like, enrolled).build()


def with_other_amounts(ground: Ground, inputs: Inputs) -> Ground:
    """The ground of a scenario whose awards have other amounts, and nothing else is different.

    Who may pay what, and when, does not hang on them where no condition asks for an amount.
    """
    return replace(ground, inputs=inputs)


class _Builder:
    def __init__(self, inputs: Inputs, like: Ground | None, enrolled: Ground | None) -> None:
        self.inputs = inputs
        self.like = like
        self.enrolled = enrolled
        if enrolled is not None:
            self.asks = enrolled.permissions.enrolling(inputs)
            self.verdicts = enrolled.refusals.verdicts.enrolling(inputs, self.asks)
            self.conditions = self.asks.conditions
        else:
            self.conditions = Conditions(Facts(inputs))
            if like is not None:
                self.asks, self.verdicts = like.permissions, like.refusals.verdicts
            else:
                self.asks = Permissions(inputs, self.conditions)
                self.verdicts = Verdicts(inputs, self.asks)
        law = inputs.law
        self.choosing = {
            i: a
            for i, a in inputs.committed.items()
            if a.stream in law.streams
            and law.streams[a.stream].enabled
            and not law.streams[a.stream].entitlement
        }
        self.codes = self._codes() if enrolled is None else enrolled.codes
        self.line_index = {name: i for i, name in enumerate(self.codes.lines)}
        self.group_index = {name: i for i, name in enumerate(self.codes.groups)}
        self.windows: Mapping[str, Windows] = (
            {i: windows_of(inputs, a) for i, a in self.choosing.items()}
            if enrolled is None
            else enrolled.refusals.payable.windows
        )

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
        presences = {name: presence(inputs, group) for name, group in inputs.groups.items()}
        found = list(cutting.pieces(inputs, presences))
        if self.like is not None:
            given_up, entitled = self.like.given_up, list(self.like.entitled)
            applied, going_back = list(self.like.applications), self.like.refunds
        else:
            due = entitlements.entitle(inputs, self.asks, self.verdicts, found)
            given_up = entitlements.yielding(inputs, due)
            entitled = [e for e in due if (e.award, e.group) not in given_up]
            applied = entitlements.apply(inputs, self.asks, self.verdicts, found, entitled)
            returned = refunds.refunds(inputs, self.asks, self.verdicts, found, entitled)
            going_back = tuple(returned)
        found += charged_elsewhere(inputs, found)
        tracked = tracked_streams(inputs, self.choosing)
        duties = still_due(inputs, reporting.award_duties(inputs, self.conditions))
        records = reporting.record_duties(inputs, self.conditions, self.codes, tracked, entitled)
        records = still_due(inputs, records)
        report_cells, record_cells = reporting.cells(inputs, duties, records)
        cells = self._cells(found, applied, report_cells, record_cells)
        payable = self._payable(cells)
        direct, pooled = payable.all()
        served = self._served(cells, direct, tracked)
        shares = shares_of_groups(inputs, self.codes, cells, presences)
        charges, spreads = possible_charges(payable, direct, pooled, served, shares)
        recorded = sorted({(g, int(self.codes.system_of[s])) for g, s in served})
        past = None
        if inputs.closed:
            cells, charges, spreads, past = closed(inputs, self.codes, cells, charges, spreads)
        return Ground(
            inputs, self.asks, self.codes, cells, charges, spreads, tuple(served), tuple(recorded),
            presences, tuple(duties), tuple(records), tuple(entitled), tuple(applied),
            Refusals(payable), shares, given_up, going_back, past,
        )  # fmt: skip

    def _payable(self, cells: Cells) -> Payable:
        taken = None
        if self.enrolled is not None:
            payable = self.enrolled.refusals.payable
            taken = payable.enrolling(self.inputs, cells, self.verdicts)
        if taken is not None:
            return taken
        return Payable(self.inputs, self.codes, cells, self.asks, self.verdicts, self.windows)

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
        homes = (
            *(inputs.partnership(piece.line) for piece in found),
            *(inputs.owner(report.award) for report in reports),
            *(record.home for record in records),
        )
        ints = [np.array(columns[k], dtype=np.int32) for k in range(5)]
        return Cells(
            kind=ints[0], line=ints[1], group=ints[2], period=ints[3], category=ints[4],
            gross=np.array(columns[5], dtype=np.int64), cost=np.array(columns[6], dtype=np.int64),
            start=np.array(columns[7], dtype=np.int32), end=np.array(columns[8], dtype=np.int32),
            prior=np.array(columns[9:12], dtype=np.int64).T.reshape(-1, 3),
            must=np.array(columns[12], dtype=bool), award=np.array(columns[13], dtype=np.int32),
            scope=np.array(columns[14], dtype=np.int32), rule=tuple(str(r) for r in columns[15]),
            home=homes if inputs.partnerships else (),
        )  # fmt: skip

    def _scope(self, record: reporting.RecordCell) -> int:
        if record.scope == "system":
            return -1 - self.codes.systems.index(record.name)
        return self.codes.streams.index(record.name) if record.name in self.codes.streams else 10**6

    # -- who can be served -----------------------------------------------------

    def _served(
        self, cells: Cells, free: Sequence[tuple[int, np.ndarray]], tracked: Tracked
    ) -> list[tuple[int, int]]:
        found: set[tuple[int, int]] = set()
        homes = [self.inputs.partnership(name) for name in self.codes.groups]
        of_streams: dict[str, np.ndarray] = {}
        for number, numbers in free:
            stream = int(self.codes.stream_of[number])
            name = self.codes.streams[stream]
            if name not in of_streams:
                there = [(name, home) in tracked for home in homes]
                of_streams[name] = np.array([*there, False], dtype=bool)
            counted = of_streams[name]
            if not counted.any():
                continue
            groups = cells.group[numbers]
            groups = groups[(groups >= 0) & counted[groups]]
            found |= {(int(g), stream) for g in np.unique(groups)}
            if self.inputs.law.streams[name].served == "enrolled":
                award = self.inputs.awards[self.codes.awards[number]]
                enrolled = np.flatnonzero(self.verdicts.unrestricted(award) & counted[:-1])
                found |= {(int(g), stream) for g in enrolled}
        return sorted(found)
