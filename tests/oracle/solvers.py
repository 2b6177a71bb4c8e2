"""HiGHS and CBC through PuLP, with the exact objective value and tight tolerances."""

import warnings
from pathlib import Path
from typing import Any

import pulp

SECONDS = 5.0
GAP = 1e-6


class SolveError(Exception):
    """A solve that did not end in a proven optimum."""


class Infeasible(SolveError):
    """A solve that found that there is no solution."""


def highs(presolve: str) -> Any:
    """HiGHS in process."""
    return pulp.HiGHS(
        msg=False, gapRel=0, gapAbs=GAP, threads=1, timeLimit=SECONDS, presolve=presolve,
        mip_feasibility_tolerance=1e-9, primal_feasibility_tolerance=1e-9,
        dual_feasibility_tolerance=1e-9,
    )  # fmt: skip


def cbc() -> Any:
    """CBC: bundled with PuLP 3, from the cbcbox package with PuLP 4.

    Its preprocessing of whole numbers has called a model with a binary infeasible, and reached
    a value that is below the true one: it stays off.
    """
    options = [
        "integerTolerance 1e-9", "primalTolerance 1e-9", "dualTolerance 1e-9", "preprocess off",
    ]  # fmt: skip
    settings: dict[str, Any] = {
        "msg": False, "gapRel": 0, "gapAbs": GAP, "threads": None, "timeLimit": SECONDS,
        "options": options,
    }  # fmt: skip
    if hasattr(pulp, "PULP_CBC_CMD"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # PuLP 3 names its successor
            return with_objective(pulp.PULP_CBC_CMD)(**settings)
    import cbcbox

    return with_objective(pulp.COIN_CMD)(path=str(cbcbox.cbc_bin_path()), **settings)


def with_objective(command: Any) -> Any:
    """CBC's file rounds each variable to eight digits; its first line has the whole objective."""

    class Exact(command):  # type: ignore[misc]
        said: str = ""

        def get_status(self, filename: str) -> Any:
            self.said = Path(filename).read_text().splitlines()[0]
            return super().get_status(filename)

    return Exact


def minimize(problem: Any, objective: Any, name: str) -> float:
    """The least value of an expression; SolveError if it is not proven in time.

    With tight tolerances HiGHS's presolve has called models infeasible that are not, and has cut
    off the best pattern of whole numbers: where these are searched it comes second.
    """
    constant = objective.constant
    problem.setObjective(objective - constant)
    if name == "CBC":  # PuLP 4 takes optima of CBC for gaps, so CBC is asked itself
        tool = cbc()
        problem.solve(tool)
        if tool.said.startswith("Optimal"):
            return float(tool.said.split()[-1]) + constant
        raise (Infeasible if "nfeasible" in tool.said else SolveError)(f"CBC: {tool.said}")
    searched = any(v.cat == "Integer" and v.lowBound != v.upBound for v in problem.variables())
    for presolve in ("off", "choose") if searched else ("choose", "off"):
        outcome = problem.solve(highs(presolve))
        if isinstance(outcome, int):  # PuLP 3 returns a code, PuLP 4 a record
            stopped = outcome == 1 and problem.sol_status != 1  # at the time limit
            said = "Stopped" if stopped else pulp.LpStatus[outcome]
        else:
            said = outcome.status_str
        if said == "Optimal":
            return float(pulp.value(objective))
    raise (Infeasible if said == "Infeasible" else SolveError)(f"HiGHS: {said}")
