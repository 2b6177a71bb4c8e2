"""When two sets of tier values agree, and cases with a kind of rule taken away."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from oracle.adapter import planner_values
from oracle.generator import generate
from oracle.once import once
from oracle.rulebook import is_of
from oracle.shapes import SHAPES
from oracle.textbook import solve_on_both, solve_textbook

HALF_A_CENT = 0.005
ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
"""The scenarios that come with braid."""
SEEDS = range(140)
"""Of the cases that the textbook solves on two solvers."""
FEW = range(40)
"""Of those that are solved so whenever the tests run; that models are those of which the textbook
said so is asked of 200 of them each time (``test_agreed_models.py``)."""
MORE = range(140, 300)
"""Of those that `make long` asks too. Each kind of rule decides a tenth of the first 60 cases."""


def agree(one: dict[int, float], other: dict[int, float]) -> bool:
    """The same tiers, each within half a cent."""
    return one.keys() == other.keys() and all(abs(one[t] - other[t]) <= HALF_A_CENT for t in one)


def one_in(few: int, cases: Iterable[Any]) -> list[Any]:
    """One case of every few; the others are only asked by ``make long``."""
    return [
        one if at % few == 0 else pytest.param(one, marks=pytest.mark.long)
        for at, one in enumerate(cases)
    ]


def shipped(name: str) -> Inputs:
    """A scenario that comes with braid, with the product's own rules."""
    inputs, problems = load_inputs(ROOT / "scenarios" / f"{name}.yaml", ROOT / "rules")
    assert inputs is not None, problems
    return inputs


@cache
def case(seed: int) -> Inputs:
    """The generated case of a seed."""
    return generate(seed)


def without_actuals(inputs: Inputs) -> Inputs:
    """The same case with periods that are over, as if nothing had been charged in them."""
    actuals = inputs.scenario.actuals
    if actuals is None:
        return inputs
    none = inputs.scenario.model_copy(
        update={"actuals": actuals.model_copy(update={"charges": ()})}
    )
    return replace(inputs, scenario=none)


@once
def planned_values(seed: int) -> dict[int, float]:
    """The planner's values of the case of a seed."""
    return planner_values(case(seed))


@cache
def on_both(seed: int) -> tuple[dict[int, float], dict[int, float]]:
    """The textbook's values on HiGHS and on CBC."""
    return solve_on_both(case(seed))


@once
def textbook_values(seed: int, drop: str | None = None) -> dict[int, float]:
    """The textbook's values on HiGHS, a kind left out if asked."""
    if drop == "actuals":
        if not case(seed).posted:
            return textbook_values(seed)
        return solve_textbook(without_actuals(case(seed)), "HIGHS")
    if drop in SHAPES:
        other = SHAPES[drop](case(seed))
        return textbook_values(seed) if other is case(seed) else solve_textbook(other, "HIGHS")
    if drop is not None and not any(is_of(r, drop) for r in case(seed).law.rules):
        return textbook_values(seed)
    if drop is None and seed in FEW:
        return on_both(seed)[0]
    return solve_textbook(case(seed), "HIGHS", drop=drop)


def without(inputs: Inputs, kind: str) -> Inputs:
    """The same case with no rule of a kind, or without a shape."""
    if kind in SHAPES:
        return SHAPES[kind](inputs)
    rules = tuple(r for r in inputs.law.rules if not is_of(r, kind))
    return replace(inputs, law=replace(inputs.law, rules=rules))
