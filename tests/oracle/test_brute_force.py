"""Tiny cases: the textbook finds what trying every whole number finds."""

from fractions import Fraction

import pytest

from oracle.brute_force import brute_force
from oracle.exact import least_in_order
from oracle.generator import generate
from oracle.textbook import solve_textbook

SEEDS = (*range(23), 25, 27, 32, 41, 44)


@pytest.mark.parametrize("seed", SEEDS)
def test_whole_people_by_search_and_by_trying_everything(seed):
    inputs = generate(seed, tiny=True)
    tried = brute_force(inputs)
    for solver in ("HIGHS", "CBC"):
        found = solve_textbook(inputs, solver, whole_people=True)
        assert found == pytest.approx(tried, rel=0, abs=0.005)


def test_fractions_are_exact_and_goals_keep_their_order():
    def row(*numbers):
        return [Fraction(n) for n in numbers]

    rows = [(row(3, 1), ">=", Fraction(1)), (row(1, 1), "<=", Fraction(5))]
    assert least_in_order(rows, [row(1, 0), row(0, 1)]) == [0, 1]
    assert least_in_order(rows, [row(0, 1), row(1, 0)]) == [0, Fraction(1, 3)]
    assert least_in_order([*rows, (row(1, 0), ">=", Fraction(6))], [row(1, 0)]) is None
