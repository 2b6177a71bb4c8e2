"""Whose part of a shared cell is whose: by active participants, or by a line's own basis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import lcm

import numpy as np

from braid.catalog.inputs import Inputs
from braid.eligibility.cells import Presence
from braid.kinds.shares import Shares
from braid.kinds.tables import SHARED, Cells, Codes
from braid.periods import program_year
from braid.schema.scenario import Cost


def shares_of_groups(
    inputs: Inputs, codes: Codes, cells: Cells, presences: Mapping[str, Presence]
) -> Shares:
    """Every group's part of every shared cell; nothing where no rule asks whose part it is."""
    if not any(r.kind == "benefit" for r in inputs.law.rules):
        return Shares({}, {})
    return divided(inputs, codes, cells, presences)


def divided(
    inputs: Inputs, codes: Codes, cells: Cells, presences: Mapping[str, Presence]
) -> Shares:
    """Every group's part of every shared cell, whether a rule asks for it or not.

    The weights are those that a line states for its basis; else the active heads of the period
    or, where nobody is active, the participant-periods of the program year (2 CFR 200.405(d)).
    """
    unit = lcm(*(h.denominator for p in presences.values() for h in p.heads.values()))
    group_index = {name: i for i, name in enumerate(codes.groups)}
    year_of = {p.index: program_year(p.start) for p in inputs.calendar.periods}
    in_period: dict[int, dict[int, int]] = {t: {} for t in year_of}
    in_year: dict[int, dict[int, int]] = {year: {} for year in year_of.values()}
    for name, there in presences.items():
        group = group_index[name]
        for period, heads in there.heads.items():
            count = _units(heads, unit)
            if count:
                in_period[period][group] = count
                of_year = in_year[year_of[period]]
                of_year[group] = of_year.get(group, 0) + count
    members: dict[int, list[int]] = {}
    cents: dict[int, int] = {}
    weights: dict[int, dict[int, int]] = {}
    stated = {
        line: _stated(inputs.costs[name], group_index)
        for line, name in enumerate(codes.lines)
        if inputs.costs[name].basis != "participants"
    }
    for cell in np.flatnonzero(cells.kind == SHARED).tolist():
        line = int(cells.line[cell])
        if line not in members:
            names = inputs.groups_of(inputs.costs[codes.lines[line]])
            members[line] = sorted(group_index[g] for g in names)
        year = program_year(date.fromordinal(int(cells.start[cell])))
        found = stated.get(line) or _of(members[line], in_period[int(cells.period[cell])])
        found = found or _of(members[line], in_year.get(year, {}))
        if found:
            cents[cell], weights[cell] = int(cells.cost[cell]), found
    return Shares(cents, weights)


def _stated(line: Cost, group_index: dict[str, int]) -> dict[int, int]:
    """The groups' weights by a line's own basis, in the smallest unit that all are whole in."""
    exact = {group_index[name]: Fraction(w) for name, w in line.weights.items() if w}
    unit = lcm(*(weight.denominator for weight in exact.values()))
    return {group: _units(weight, unit) for group, weight in sorted(exact.items())}


def _units(heads: Fraction, unit: int) -> int:
    return heads.numerator * (unit // heads.denominator)


def _of(members: list[int], weights: dict[int, int]) -> dict[int, int]:
    return {group: weights[group] for group in members if group in weights}
