"""HiGHS in memory and CBC through PuLP, with the exact objective value and tight tolerances."""

import warnings
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pulp

SECONDS = 60.0
"""What ends a search that does not end; beside other work some have needed more than five."""
GAP = 1e-6
OPTIONS = {
    "output_flag": False, "threads": 1, "time_limit": SECONDS, "mip_rel_gap": 0.0,
    "mip_abs_gap": GAP, "mip_feasibility_tolerance": 1e-9, "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
    # guesses at whole numbers take longer than they spare where models are so small
    "mip_heuristic_run_feasibility_jump": False, "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False, "mip_heuristic_run_root_reduced_cost": False,
}  # fmt: skip
"""Of HiGHS."""
LOOSER: dict[str, Any] = {
    "mip_feasibility_tolerance": 1e-7, "primal_feasibility_tolerance": 1e-7,
}  # fmt: skip
INFEASIBLE = (
    highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible,
)  # fmt: skip


class SolveError(Exception):
    """A solve that did not end in a proven optimum."""


class Infeasible(SolveError):
    """A solve that found that there is no solution."""


class Highs:
    """HiGHS, to which a PuLP model is handed in arrays: its rows are read once."""

    def __init__(self, problem: Any, rows: list[Any]) -> None:
        self.variables = list(problem.variables())
        self.place = {v.name: k for k, v in enumerate(self.variables)}
        terms = [self._terms(row) for row in rows]
        self.start = np.cumsum([0, *map(len, terms)])[:-1].astype(np.int32)
        self.column = np.array([k for row in terms for k in row], dtype=np.int32)
        self.value = np.array([x for row in terms for x in row.values()], dtype=float)
        self.right = -np.array([float(row.constant) for row in rows])
        self.sense = np.array([row.sense for row in rows])
        self.whole = np.array([v.cat == "Integer" for v in self.variables])
        self.x: list[float] = []

    def minimize(self, objective: Any) -> float:
        """The least value of an expression within the variables' bounds of now.

        With tight tolerances HiGHS's presolve has called models infeasible that are not, and has
        cut off the best pattern of whole numbers: where these are searched it comes second. Where
        it calls its own optimum not quite within the tolerances, looser ones come last.
        """
        low, high = self._bounds("lowBound", -np.inf), self._bounds("upBound", np.inf)
        searched = (self.whole & (low != high)).any()
        first, second = ("off", "choose") if searched else ("choose", "off")
        for options in ({"presolve": first}, {"presolve": second}, LOOSER):
            highs = self._ready(objective, low, high, options)
            highs.run()
            status = highs.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                self.x = highs.getSolution().col_value
                return float(highs.getObjectiveValue()) + float(objective.constant)
            if status in INFEASIBLE and options.get("presolve") == second:
                break
        raise (Infeasible if status in INFEASIBLE else SolveError)(f"HiGHS: {status}")

    def value_of(self, variable: Any) -> float:
        """What the last solve has found for a variable; 0 where it stands in no row."""
        place = self.place.get(variable.name)
        return 0.0 if place is None else self.x[place]

    def _terms(self, expression: Any) -> dict[int, float]:
        return {self.place[v.name]: float(x) for v, x in expression.items() if x}

    def _bounds(self, side: str, free: float) -> Any:
        bounds = (getattr(v, side) for v in self.variables)
        return np.array([free if bound is None else bound for bound in bounds], dtype=float)

    def _ready(self, objective: Any, low: Any, high: Any, options: dict[str, Any]) -> Any:
        highs = highspy.Highs()
        for name, setting in (OPTIONS | options).items():
            highs.setOptionValue(name, setting)
        cost = np.zeros(len(self.variables))
        for k, x in self._terms(objective).items():
            cost[k] = x
        highs.passModel(
            len(cost), len(self.right), len(self.value), int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize), 0.0, cost, low, high,
            np.where(self.sense == -1, -np.inf, self.right),
            np.where(self.sense == 1, np.inf, self.right),
            self.start, self.column, self.value, self.whole.astype(np.int32),
        )  # fmt: skip
        return highs


class Cbc:
    """CBC: bundled with PuLP 3, from the cbcbox package with PuLP 4.

    PuLP 4 takes optima of CBC for gaps, so CBC is asked itself.
    """

    def __init__(self, problem: Any) -> None:
        self.problem = problem

    def minimize(self, objective: Any) -> float:
        """The least value of an expression."""
        constant = objective.constant
        self.problem.setObjective(objective - constant)
        tool = cbc()
        self.problem.solve(tool)
        if tool.said.startswith("Optimal"):
            return float(tool.said.split()[-1]) + constant
        raise (Infeasible if "nfeasible" in tool.said else SolveError)(f"CBC: {tool.said}")

    def value_of(self, variable: Any) -> float:
        """What the last solve has found for a variable; 0 where it stands in no row."""
        return variable.value() or 0.0


def cbc() -> Any:
    """CBC as a tool of PuLP.

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
