"""How each shared cost is divided among the groups that it is for: basis, units, part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import floor

import numpy as np

from braid.eligibility.benefit import divided
from braid.kinds.tables import SHARED
from braid.periods import program_year
from braid.plan.dollars import dollars
from braid.plan.plan import Allocation, Part
from braid.plan.solution import Solution
from braid.plan.tabulate import decimal


def allocations(solution: Solution) -> tuple[Allocation, ...]:
    """Every shared line by program year, divided in the way of a rule on benefit.

    So it is divided where no rule asks for that, too: the file of a shared cost needs it.
    Parts are whole cents that add up to the cost of what somebody's part is; cells in closed
    periods are left out, as they are in ``charges.csv``.
    """
    ground, inputs = solution.ground, solution.inputs
    cells, shares = ground.cells, ground.benefit_shares
    if not shares.cents:
        shares = divided(inputs, ground.codes, cells, ground.presences)
    chosen = np.flatnonzero((cells.kind == SHARED) & (cells.period >= inputs.closed))
    by_year: dict[tuple[int, int], list[int]] = defaultdict(list)
    for cell in chosen.tolist():
        by_year[
            int(cells.line[cell]), program_year(date.fromordinal(int(cells.start[cell])))
        ].append(cell)
    out = []
    for (line, _), found in sorted(by_year.items()):
        stated = inputs.costs[ground.codes.lines[line]]
        exact = shares.of(found)
        cents = _whole(exact)
        if stated.basis == "participants":
            units = _heads(solution, found, exact)
        else:
            units = {g: Fraction(stated.weights[ground.codes.groups[g]]) for g in exact}
        first = min(int(cells.start[c]) for c in found)
        last = max(int(cells.end[c]) for c in found)
        out.append(
            Allocation(
                cost=stated.id,
                start=date.fromordinal(first).isoformat(),
                end=(date.fromordinal(last) - timedelta(days=1)).isoformat(),
                periods=_periods(solution, found),
                basis=stated.basis,
                document=stated.basis_document or "",
                amount=dollars(int(cells.cost[found].sum())),
                parts=tuple(
                    Part(ground.codes.groups[g], decimal(units[g]), dollars(cents[g]))
                    for g in sorted(exact)
                ),
            )
        )
    return tuple(out)


def _periods(solution: Solution, cells: list[int]) -> tuple[str, ...]:
    calendar = solution.inputs.calendar.periods
    numbers = {int(solution.ground.cells.period[cell]) for cell in cells}
    return tuple(calendar[number].start.isoformat() for number in sorted(numbers))


def _heads(
    solution: Solution, cells: list[int], groups: Mapping[int, Fraction]
) -> dict[int, Fraction]:
    """Participants who are active, added up over the periods in which the line costs anything."""
    ground = solution.ground
    periods = {int(ground.cells.period[cell]) for cell in cells}
    there = {g: ground.presences[ground.codes.groups[g]].heads for g in groups}
    return {g: sum((heads.get(t, Fraction(0)) for t in periods), Fraction(0))
            for g, heads in there.items()}  # fmt: skip


def _whole(exact: Mapping[int, Fraction]) -> dict[int, int]:
    """Parts in whole cents; what is over goes a cent each to the largest remainders."""
    cents = {group: floor(part) for group, part in exact.items()}
    over = int(sum(exact.values(), Fraction(0))) - sum(cents.values())
    order = sorted(exact, key=lambda group: (cents[group] - exact[group], group))
    for group in order[:over]:
        cents[group] += 1
    return cents
