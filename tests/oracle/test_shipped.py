"""The planner and the textbook agree on the scenarios that come with braid, with all their law."""

from pathlib import Path

import pytest

from braid.catalog.load import load_inputs
from oracle.adapter import planner_values
from oracle.textbook import solve_textbook

ROOT = Path(__file__).parents[2]
QUICK = ("five-years", "project-quest", "snap-et-college")
NAMES = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
MARKED = [n if n in QUICK else pytest.param(n, marks=pytest.mark.long) for n in NAMES]


@pytest.mark.parametrize("name", MARKED)
def test_the_planner_agrees_with_the_textbook(name):
    inputs, problems = load_inputs(ROOT / "scenarios" / f"{name}.yaml", ROOT / "rules")
    assert inputs is not None, problems
    values = solve_textbook(inputs, "HIGHS")
    assert planner_values(inputs) == pytest.approx(values, rel=0, abs=0.005)
    assert values[2] > 0  # something is unfunded: the money has to be divided
