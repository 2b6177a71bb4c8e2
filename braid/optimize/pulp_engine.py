"""Any solver that PuLP drives: the same program, handed over row by row.

PuLP 3.3 and 4 name CBC differently (``PULP_CBC_CMD``, ``COIN_CMD`` with the
``cbcbox`` package); ``cbc`` stands for whichever works here.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from braid.optimize.program import Answer, Engine, Limits, Program, Status

EMPTY = np.empty(0)
ALIASES = {
    "cbc": ("PULP_CBC_CMD", "COIN_CMD"),
    "glpk": ("GLPK_CMD",),
    "scip": ("SCIP_PY", "SCIP_CMD"),
    "gurobi": ("GUROBI", "GUROBI_CMD"),
    "cplex": ("CPLEX_PY", "CPLEX_CMD"),
    "xpress": ("XPRESS_PY", "XPRESS"),
    "copt": ("COPT", "COPT_CMD"),
}

OPTIONS = {
    **dict.fromkeys(ALIASES["cbc"], "preprocess off"),
    **dict.fromkeys(ALIASES["scip"], "numerics/feastol=1e-9"),
}
"""CBC's preprocessing has handed back solutions that break rows; with its own tolerance, a
millionth, SCIP has left what earlier aims had found."""


def available() -> list[str]:
    """The names of the solvers that PuLP finds here."""
    import pulp

    return sorted(pulp.listSolvers(onlyAvailable=True))


def find(name: str) -> Engine | None:
    """The engine of a PuLP solver or of an alias; None when it is not here."""
    here = available()
    for candidate in ALIASES.get(name.lower(), (name, name.upper())):
        if candidate in here:
            return _engine(candidate)
    return None


def _engine(solver: str) -> Engine:
    def solve(program: Program, limits: Limits) -> Answer:
        return _solve(solver, program, limits)

    return solve


def _solve(solver: str, program: Program, limits: Limits) -> Answer:
    import pulp

    began = time.perf_counter()
    problem = pulp.LpProblem("braid", pulp.LpMinimize)
    whole = program.whole
    variables = [
        problem.add_variable(
            f"x{k}", float(program.lower[k]), float(program.upper[k]),
            pulp.LpInteger if whole[k] else pulp.LpContinuous,
        )
        for k in range(len(program.cost))
    ]  # fmt: skip
    problem += pulp.lpSum(
        float(program.cost[k]) * variables[k] for k in np.flatnonzero(program.cost).tolist()
    )
    for row in range(len(program.row_lower)):
        here = slice(int(program.start[row]), int(program.start[row + 1]))
        terms = zip(program.column[here].tolist(), program.value[here].tolist(), strict=True)
        expression = pulp.lpSum(value * variables[column] for column, value in terms)
        if not len(expression):
            continue
        low, high = float(program.row_lower[row]), float(program.row_upper[row])
        if low == high:
            problem += expression == low
            continue
        if np.isfinite(high):
            problem += expression <= high
        if np.isfinite(low):
            problem += expression >= low
    options: dict[str, Any] = {"msg": False, "gapRel": 0.0}
    if solver in ALIASES["cbc"]:
        options["gapAbs"] = 0.0
    if solver in OPTIONS:
        options["options"] = [OPTIONS[solver]]
    if limits.seconds is not None:
        options["timeLimit"] = max(1.0, limits.seconds)
    outcome = problem.solve(pulp.getSolver(solver, **options))
    status = _status(pulp, problem, outcome)
    seconds = time.perf_counter() - began
    if status in ("infeasible", "failed"):
        return Answer(status, EMPTY, float("nan"), float("nan"), EMPTY, EMPTY, seconds)
    x = np.array([v.value() or 0.0 for v in variables], dtype=float)
    x = np.clip(x, program.lower, program.upper)
    value = float(program.cost @ x)
    return Answer(status, x, value, value, EMPTY, EMPTY, seconds)


def _status(pulp: Any, problem: Any, outcome: Any) -> Status:
    code = getattr(outcome, "status", outcome)
    text = str(getattr(outcome, "status_str", None) or pulp.LpStatus.get(code, code)).lower()
    if "optimal" in text or "gap" in text:  # a gap of zero was asked for: only digits are left
        return "optimal"
    if "infeasible" in text:
        return "infeasible"
    has_solution = getattr(outcome, "has_solution", None)
    found = bool(has_solution() if callable(has_solution) else has_solution)
    return "limit" if found or "time" in text else "failed"
