"""The frontier by brute force on the textbook model: every set of offers, at every overhead asked.

Nothing of braid but its inputs: rows and aims are read off the textbook's PuLP model, and each
set of offers at each overhead is a model of its own for HiGHS.
"""

from __future__ import annotations

from itertools import product
from math import inf
from typing import Any

import highspy
import numpy as np
import pulp
from oracle.solvers import OPTIONS
from oracle.textbook import textbook
from oracle.tiers import tiers

from braid.catalog.inputs import Inputs


class StreamSets:
    """The textbook's rows with the offers taken or not, and two rows that hold two aims."""

    def __init__(self, inputs: Inputs) -> None:
        model = textbook(inputs)
        duties = model.reports.duties.values()
        overhead = pulp.lpSum(d.dollars(model.used, model.served, model.recorded) for d in duties)
        goals = {
            "floors": tiers(model)[0],
            "unfunded": pulp.lpSum(u for _, u in model.unfunded),
            "overhead": overhead + pulp.lpSum(model.fees),
        }
        named: dict[str, Any] = {}
        for expression in (*model.rows, *goals.values()):
            named |= {v.name: v for v in expression}
        offers = {n: v for n, v in model.used.items() if not isinstance(v, int)}
        named |= {v.name: v for v in offers.values()}
        self.place = {name: k for k, name in enumerate(named)}
        self.offers = {award: self.place[v.name] for award, v in offers.items()}
        whole = {v.name for v in model.integers} & self.place.keys()
        self.whole = [self.place[name] for name in sorted(whole)]
        self.constants = {name: float(goal.constant) for name, goal in goals.items()}
        self.aims = {name: self._dense(goal) for name, goal in goals.items()}
        self.highs = self._model(model.rows, list(named.values()))
        self.sets = list(product((0, 1), repeat=len(self.offers)))
        none = self.constants["floors"]
        self.floors = min(self._least("floors", s, inf, inf) for s in self.sets) - none + 1e-7
        self.ideals = sorted((self._least("unfunded", s, self.floors, inf), s) for s in self.sets)

    def _dense(self, expression: Any) -> np.ndarray:
        dense = np.zeros(len(self.place))
        for variable in expression:
            dense[self.place[variable.name]] = expression.get(variable, 0)
        return dense

    def _model(self, rows: list[Any], variables: list[Any]) -> highspy.Highs:
        highs = highspy.Highs()
        for name, value in (OPTIONS | {"presolve": "off", "time_limit": inf}).items():
            highs.setOptionValue(name, value)
        highs.addVars(
            len(variables),
            np.array([v.lowBound for v in variables], dtype=float),
            np.array([v.upBound for v in variables], dtype=float),
        )
        for place in self.whole:
            highs.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        for row in rows:
            right = -float(row.constant)
            low, high = {-1: (-inf, right), 0: (right, right), 1: (right, inf)}[row.sense]
            self._add(highs, self._dense(row), low, high)
        for aim in ("floors", "overhead"):  # the last two rows hold them
            self._add(highs, self.aims[aim], -inf, inf)
        self.rows = len(rows)
        return highs

    @staticmethod
    def _add(highs: highspy.Highs, dense: np.ndarray, low: float, high: float) -> None:
        places = np.flatnonzero(dense).astype(np.int32)
        highs.addRow(low, high, len(places), places, dense[places])

    def _least(self, aim: str, chosen: tuple[int, ...], floors: float, overhead: float) -> float:
        highs = self.highs
        for place, taken in zip(self.offers.values(), chosen, strict=True):
            highs.changeColBounds(place, taken, taken)
        highs.changeRowBounds(self.rows, -inf, floors)
        highs.changeRowBounds(self.rows + 1, -inf, overhead)
        columns = np.arange(len(self.place), dtype=np.int32)
        highs.changeColsCost(len(columns), columns, self.aims[aim])
        highs.clearSolver()
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return inf
        assert status == highspy.HighsModelStatus.kOptimal, status
        return float(highs.getInfo().objective_function_value) + self.constants[aim]

    def least_overhead(self) -> float:
        """The least overhead of all sets of offers."""
        return min(self._least("overhead", chosen, self.floors, inf) for chosen in self.sets)

    def at(self, overhead: float) -> float:
        """The least unfunded cost of all sets of offers, with at most this overhead.

        A set whose least with any overhead is not below another's at this one is not asked.
        """
        most = overhead - self.constants["overhead"]
        least = inf
        for ideal, chosen in self.ideals:
            if ideal < least:
                least = min(least, self._least("unfunded", chosen, self.floors, most))
        return least
