"""Engines by name: HiGHS with arrays in memory, or any solver that PuLP can drive."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from braid.optimize.program import Answer, Engine, Limits, Program
from braid.problems import InputProblems, Place, Problem

TOLERANCE = 1e-5
"""How far, relative to its size, a solver's figure may be off before it is called wrong."""


class UnknownSolver(Exception):
    """There is no solver of this name here; ``known`` are those that there are."""

    def __init__(self, known: list[str]) -> None:
        self.known = known
        super().__init__(", ".join(known))


def engine_named(name: str) -> Engine:
    """The engine of a name: ``highs``, or a PuLP solver such as ``cbc`` or ``PULP_CBC_CMD``."""
    if name.lower() == "highs":
        from braid.optimize import highs

        return highs.solve
    from braid.optimize import pulp_engine

    found = pulp_engine.find(name)
    if found is None:
        raise UnknownSolver(["highs", *pulp_engine.available()])
    return _guarded(name, found)


def _guarded(name: str, engine: Engine) -> Engine:
    """A foreign solver whose crashes and impossible answers are told as problems."""

    def solve(program: Program, limits: Limits) -> Answer:
        try:
            answer = engine(program, limits)
        except Exception as error:
            said = (str(error).splitlines() or [type(error).__name__])[0]
            raise _failed(name, f"It ended with: {said}") from error
        wrong = _wrong(program, answer) if answer.found else ""
        if wrong and answer.status == "limit":  # out of time before it had any solution
            return replace(answer, status="failed", x=np.empty(0))
        if wrong:
            raise _failed(name, wrong)
        return answer

    return solve


def _wrong(program: Program, answer: Answer) -> str:
    """Why an answer cannot be one; empty for an answer that keeps the rows and the bounds."""
    x = answer.x
    if len(x) != len(program.cost):
        return "It answered with no solution, or with one of another problem."
    if not np.isfinite(x).all():
        return "Its solution has values that are no numbers."
    slack = TOLERANCE * np.maximum(1.0, np.abs(x))
    if (x < program.lower - slack).any() or (x > program.upper + slack).any():
        return "Its solution breaks the limits of what was asked."
    whole = x[program.whole]
    if (np.abs(whole - np.round(whole)) > TOLERANCE).any():
        return "Its solution has fractions where whole numbers were asked."
    sums, terms = program.sums(x), np.abs(program.value * x[program.column])
    slack = TOLERANCE * np.maximum(1.0, np.bincount(program.row, terms, len(sums)))
    if (sums < program.row_lower - slack).any() or (sums > program.row_upper + slack).any():
        return "Its solution breaks the rules of what was asked."
    return ""


def _failed(name: str, why: str) -> InputProblems:
    message = f"The solver '{name}' has failed. {why}"
    remedy = "Nothing was written. Solve without --solver, or with another one."
    return InputProblems([Problem("B405", message, remedy, Place("--solver"))])
