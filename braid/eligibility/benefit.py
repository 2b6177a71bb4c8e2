"""Whose part of a shared cell is whose: by the participants active in each period."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np

from braid.catalog.inputs import Inputs
from braid.eligibility.cells import Presence
from braid.kinds.tables import SHARED, Cells, Codes
from braid.periods import program_year


def shares_of_groups(
    inputs: Inputs, codes: Codes, cells: Cells, presences: dict[str, Presence]
) -> dict[tuple[int, int, int, int], Fraction]:
    """(line, program year, group, cell) -> the group's part in cents, exact.

    The weights are the active heads of the period; where nobody is active, the
    participant-periods of the program year (2 CFR 200.405(d)).
    """
    if not any(r.kind == "benefit" for r in inputs.law.rules):
        return {}
    out: dict[tuple[int, int, int, int], Fraction] = {}
    group_index = {name: i for i, name in enumerate(codes.groups)}
    year_of = {p.index: program_year(p.start) for p in inputs.calendar.periods}
    for cell in np.flatnonzero(cells.kind == SHARED):
        line = int(cells.line[cell])
        period = int(cells.period[cell])
        year = program_year(date.fromordinal(int(cells.start[cell])))
        groups = inputs.groups_of(inputs.costs[codes.lines[line]])
        weights = {g: presences[g].heads.get(period, Fraction(0)) for g in groups}
        if not any(weights.values()):
            weights = {
                g: sum(
                    (h for t, h in presences[g].heads.items() if year_of[t] == year), Fraction(0)
                )
                for g in groups
            }
        whole = sum(weights.values(), Fraction(0))
        if whole == 0:
            continue
        cents = int(cells.cost[cell])
        for group, weight in weights.items():
            if weight:
                out[line, year, group_index[group], int(cell)] = cents * weight / whole
    return out
