"""Tiers 0 to 3 and 3b (4, 5), each locked; then integers fixed and the LP again (section 11)."""

from typing import Any

import pulp

from oracle.cells import Cell
from oracle.model import Model
from oracle.solvers import Cbc, Highs, Infeasible, SolveError

WHILE_FREE = 1e-4
WHEN_FIXED = 1e-9
WHOLE = 1e-5
HALF_A_CENT = 0.005


def tiers(m: Model) -> dict[int, Any]:
    """What each tier minimizes, in dollars."""
    must = [u for c, u in m.unfunded if isinstance(c, Cell) and c.line.priority == "must"]
    unfunded = pulp.lpSum(u for _, u in m.unfunded)
    duties = m.reports.duties.values()
    overhead = pulp.lpSum(d.dollars(m.used, m.served, m.recorded) for d in duties)
    overhead = overhead + pulp.lpSum(m.fees)
    found: dict[int, Any] = {0: pulp.lpSum(m.shortfalls), 1: pulp.lpSum(must)}
    if m.fairness:
        found[6] = pulp.lpSum(m.fairness)
    objective = m.inputs.scenario.objective
    if objective.mode == "weighted":
        found[2] = float(objective.unfunded) * unfunded + float(objective.overhead) * overhead
    else:
        found[2], found[3] = unfunded, overhead
    if m.loans:
        found[4] = pulp.lpSum(u for c, u in m.unfunded if isinstance(c, Cell) and c.direct)
        found[5] = pulp.lpSum(m.loans)
    return found


def solve_in_order(
    m: Model, goals: dict[int, Any], solver: Cbc | Highs, lock: float
) -> dict[int, float]:
    """The value of every tier, the earlier ones locked by a row at value + ``lock``."""
    values: dict[int, float] = {}
    for row in m.locks.values():
        row.upBound = None
    for tier, goal in goals.items():
        if len(goal) == 0:  # nothing that a choice could change
            values[tier] = float(goal.constant)
        else:
            values[tier] = locked(m, goal, solver, values, lock)
    return values


def locked(
    m: Model, goal: Any, solver: Cbc | Highs, values: dict[int, float], lock: float
) -> float:
    """One tier; a lock so tight that floats see no solution is eased."""
    for slack in (lock, 10 * lock, 100 * lock):
        for tier, value in values.items():
            m.locks[tier].upBound = value + slack
        try:
            return solver.minimize(goal)
        except Infeasible:
            continue
    raise SolveError(f"no solution under the locks {values}")


def solve_model(m: Model, *solvers: str) -> list[dict[int, float]]:
    """The values by each solver, which all get the same rows."""
    goals = tiers(m)
    m.locks = {}
    for tier, goal in goals.items():
        m.locks[tier] = m.problem.add_variable(f"lock{tier}", None, None)
        m.add(goal <= m.locks[tier])
    highs = Highs(m.problem, m.rows)
    return [solve_with(m, goals, solver, highs) for solver in solvers]


def solve_with(m: Model, goals: dict[int, Any], solver: str, highs: Highs) -> dict[int, float]:
    """Integers first, where there are any; then with them fixed the LP values that count.

    CBC hands back eight digits, so a slack of its size in one tier can move the next (where a
    cell of a cent needs a record of $900, by $90,000 for each dollar): it decides the integers
    and solves every tier, and the values that count are HiGHS's. The first tier, which no lock
    moves, must agree.
    """
    searched: dict[int, float] = {}
    free = [(variable, variable.lowBound, variable.upBound) for variable in m.integers]
    if free or solver == "CBC":
        searching = Cbc(m.problem) if solver == "CBC" else highs
        searched = solve_in_order(m, goals, searching, WHILE_FREE)
        for variable in m.integers:
            value = searching.value_of(variable)
            if abs(value - round(value)) > WHOLE:
                raise SolveError(f"{solver}: {variable.name} = {value} is not whole")
            variable.lowBound = variable.upBound = round(value)
    values = solve_in_order(m, goals, highs, WHEN_FIXED)
    for variable, low, high in free:
        variable.lowBound, variable.upBound = low, high
    first = next((t for t in goals if len(goals[t])), None)
    if first in searched and abs(searched[first] - values[first]) > HALF_A_CENT:
        raise SolveError(f"{solver}: tier {first} is {searched[first]}, not {values[first]}")
    return values
