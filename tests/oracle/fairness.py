"""What comes before least cost in a portfolio (docs/semantics.md, section 19)."""

from fractions import Fraction
from typing import Any

import pulp

from braid.schema.portfolio import State
from oracle.cells import Cell
from oracle.model import Model
from oracle.whose import home


def add_fairness(m: Model) -> None:
    """Shortfalls below the least coverage; or the largest uncovered share, in dollars of K."""
    scenario = m.inputs.scenario
    if not isinstance(scenario, State) or scenario.fairness is None:
        return
    costs: dict[str, int] = {}
    for cell in m.all_cells:
        if m.is_open(cell):
            mine = home(m.inputs, cell.line.id)
            costs[mine] = costs.get(mine, 0) + cell.gross
    costs = {name: cents for name, cents in costs.items() if cents}
    least = scenario.fairness.minimum_coverage
    largest = max(costs.values(), default=0) / 100
    worst = m.variable("w", largest) if least is None else None
    for name, cents in costs.items():
        left = pulp.lpSum(u for c, u in m.unfunded if mine_is(m, c, name))
        if least is not None:
            short = m.variable("s", cents / 100)
            m.add(left - short <= float((1 - Fraction(least)) * cents / 100))
            m.fairness.append(short)
        else:
            m.add(left <= cents / 100 / largest * worst)
    if worst is not None:
        m.fairness.append(worst)


def mine_is(m: Model, cell: Any, name: str) -> bool:
    """Whether a cell is of a line of a partnership."""
    return isinstance(cell, Cell) and home(m.inputs, cell.line.id) == name
