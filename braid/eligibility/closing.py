"""Periods that are over: their cells are left out of the plan, what was charged there is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np

from braid.catalog.inputs import Inputs
from braid.eligibility.cells import Piece
from braid.kinds.entries import Entries
from braid.kinds.past import AsEver, Past
from braid.kinds.report import Duty
from braid.kinds.tables import Cells, Charges, Codes, Spreads
from braid.periods import program_year


def charged_elsewhere(inputs: Inputs, found: Sequence[Piece]) -> list[Piece]:
    """Cells without any cost for actuals in periods in which their line has no cell."""
    periods = {period.start: period for period in inputs.calendar.periods}
    if not inputs.posted:
        return []
    known = {(piece.line, piece.group or "", piece.period) for piece in found}
    charged = (inputs.charged_cell(charge) for charge in inputs.posted)
    missing = {(line, group, periods[day].index) for line, group, day in charged} - known
    return [
        Piece(line, group or None, t, 0, inputs.calendar.periods[t].start,
              inputs.calendar.periods[t].end, (0, 0, 0))
        for line, group, t in sorted(missing)
    ]  # fmt: skip


def still_due(inputs: Inputs, duties: list[Duty]) -> list[Duty]:
    """The reports that do not fall in a period that is over."""
    return [duty for duty in duties if duty.period >= inputs.closed] if inputs.closed else duties


def closed(
    inputs: Inputs, codes: Codes, cells: Cells, charges: Charges, spreads: Spreads
) -> tuple[Cells, Charges, Spreads, Past]:
    """The tables with nothing left to pay in periods that are over, and what was charged there."""
    over = cells.period < inputs.closed
    cost = np.where(over, 0, cells.cost)
    opened, number = _open_spreads(spreads, over, cost)
    ends = np.append(over, False)[charges.cell] & (charges.cell >= 0)
    gone = (charges.spread >= 0) & (np.append(number, -1)[charges.spread] < 0)
    keep = np.flatnonzero(~(ends | gone))
    spread = np.append(number, -1)[charges.spread[keep]]
    first = np.append(opened.start, 0)[spread]
    start = np.where(spread >= 0, cells.start[np.append(opened.cell, 0)[first]],
                     charges.start[keep])  # fmt: skip
    columns = {name: getattr(charges, name)[keep] for name in ("cell", "award", "line", "group",
               "category", "year", "upper")}  # fmt: skip
    left = Charges(spread=spread.astype(np.int32), start=start.astype(np.int32), **columns)
    column = np.full(len(charges), -1, dtype=np.int64)
    column[keep] = np.arange(len(keep))
    past = Past(
        _actuals(inputs, codes, cells), AsEver(cells, charges, spreads), column, inputs.closed
    )
    return replace(cells, cost=cost), left, opened, past


def _open_spreads(
    spreads: Spreads, over: np.ndarray, cost: np.ndarray
) -> tuple[Spreads, np.ndarray]:
    """What is left of yearly charges, and the new number of each (-1: nothing is left)."""
    wanted = ~over
    kept = [
        k for k, (a, b) in enumerate(pairwise(spreads.start.tolist()))
        if wanted[spreads.cell[a:b]].any()
    ]  # fmt: skip
    number = np.full(len(spreads.start) - 1, -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    return _chosen(spreads, np.array(kept, dtype=np.int64), wanted), number


def _chosen(spreads: Spreads, kept: np.ndarray, wanted: np.ndarray) -> Spreads:
    """Some of the spreads, with some of their cells."""
    parts = [
        np.arange(spreads.start[k], spreads.start[k + 1]) for k in kept.tolist()
    ]  # fmt: skip
    parts = [part[wanted[spreads.cell[part]]] for part in parts]
    sizes = [0, *(len(part) for part in parts)]
    at = np.concatenate([np.empty(0, dtype=np.int64), *parts])
    start = np.cumsum(sizes).astype(np.int32)
    cents = spreads.cents[at]
    total = np.add.reduceat(cents, start[:-1]) if parts else cents[:0]
    return Spreads(start, spreads.cell[at], cents, total, spreads.line[kept], spreads.year[kept])


def _actuals(inputs: Inputs, codes: Codes, cells: Cells) -> Entries:
    """What was charged, as terms, in order of award, cost, group and period."""
    lines = {name: k for k, name in enumerate(codes.lines)}
    periods = {period.start: period.index for period in inputs.calendar.periods}
    place = {
        (line, group, period): cell
        for cell, (line, group, period) in enumerate(
            zip(cells.line.tolist(), cells.group.tolist(), cells.period.tolist(), strict=True)
        )
        if line >= 0
    }
    counted = [p for p in inputs.posted if p.award in codes.award_index]
    charged = [inputs.charged_cell(charge) for charge in counted]
    cell = np.array([
        place[lines[line], codes.group_index.get(group, -1), periods[day]]
        for line, group, day in charged
    ], dtype=np.int64)  # fmt: skip
    whom = [codes.group_index.get(charge.group, -1) for charge in counted]
    start = cells.start[cell].astype(np.int64)
    line = cells.line[cell]
    stated = [inputs.costs[codes.lines[k]].obligated for k in line.tolist()]
    return Entries({
        "column": -1 - np.arange(len(cell)),
        "num": np.array([p.cents for p in counted], dtype=np.int64),
        "den": np.ones(len(cell), dtype=np.int64),
        "award": np.array([codes.award_index[p.award] for p in counted], dtype=np.int64),
        "cell": cell, "line": line, "group": np.array(whom, dtype=np.int64),
        "category": cells.category[cell],
        "year": np.array([program_year(date.fromordinal(day)) for day in start.tolist()],
                         dtype=np.int64),
        "start": start, "direct": cells.group[cell] >= 0,
        "obligated": np.array([
            day.toordinal() if day is not None else at
            for day, at in zip(stated, start.tolist(), strict=True)
        ], dtype=np.int64), "period": cells.period[cell],
    })  # fmt: skip
