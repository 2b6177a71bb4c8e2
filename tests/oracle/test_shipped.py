"""The planner and the textbook agree on the scenarios that come with braid, with all their law."""

import pytest

from oracle.adapter import planner_values
from oracle.compare import SHIPPED, shipped
from oracle.textbook import solve_textbook

QUICK = ("five-years", "project-quest", "snap-et-college")
MARKED = [n if n in QUICK else pytest.param(n, marks=pytest.mark.long) for n in SHIPPED]


@pytest.mark.parametrize("name", MARKED)
def test_the_planner_agrees_with_the_textbook(name):
    inputs = shipped(name)
    values = solve_textbook(inputs, "HIGHS")
    assert planner_values(inputs) == pytest.approx(values, rel=0, abs=0.005)
    assert values[2] > 0  # something is unfunded: the money has to be divided
