"""What multipliers prove, worked out by hand; cases that leave nothing out."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from braid.proof.bound import SCALE, Lock, Multipliers, bound
from braid.proof.leaves import cover
from braid.proof.rows import ExactRows

A, B, LEFT_A, LEFT_B, TAKEN = range(5)
COSTS_100, COSTS_50, HAS_90, A_THIRD = range(4)
UNFUNDED = {LEFT_A: Fraction(1), LEFT_B: Fraction(1)}
ONE = SCALE


def example() -> ExactRows:
    """Two costs of 100 and 50 cents, and one award of 90 cents, of which A takes 30 at most.

    balance: a + left_a = 100 and b + left_b = 50; award: a + b - 90 taken <= 0;
    limit: a / 3 <= 10, written with a fraction that stands among the wide ones.
    """
    return ExactRows(
        start=np.array([0, 2, 4, 7, 8]),
        column=np.array([A, LEFT_A, B, LEFT_B, A, B, TAKEN, A]),
        num=np.array([1, 1, 1, 1, 1, 1, -90, 0]),
        den=np.array([1, 1, 1, 1, 1, 1, 1, 0]),
        wide=[Fraction(1, 3)],
        low=[Fraction(100), Fraction(50), None, None],
        high=[Fraction(100), Fraction(50), Fraction(0), Fraction(10)],
        most=[Fraction(n) for n in (100, 50, 100, 50, 1)],
        names=["balance: a", "balance: b", "award", "limit"],
        whole={TAKEN: "take it"},
    )


def test_the_award_pays_at_most_what_it_has() -> None:
    """150 of cost, 90 of money: at least 60 stay unfunded, whatever anybody plans."""
    times = {COSTS_100: ONE, COSTS_50: ONE, HAS_90: -ONE}
    assert bound(example(), UNFUNDED, (), Multipliers(times), {}) == 60


def test_a_limit_counts_with_a_fraction() -> None:
    """A is paid 30 at most, so 70 stay unfunded: multiplier 3 on a / 3 <= 10."""
    times = {COSTS_100: ONE, A_THIRD: -3 * ONE}
    assert bound(example(), UNFUNDED, (), Multipliers(times), {}) == 70


def test_other_multipliers_prove_less_but_nothing_wrong() -> None:
    """Half of each: d is 1/2 for what is unfunded, which may be 0, so 30 is all that is proven."""
    times = {COSTS_100: ONE // 2, COSTS_50: ONE // 2, HAS_90: -ONE // 2}
    assert bound(example(), UNFUNDED, (), Multipliers(times), {}) == 30
    times = {COSTS_100: 2 * ONE}  # d of left_a is -1: it may be 100; d of a is -2
    assert bound(example(), UNFUNDED, (), Multipliers(times), {}) == 200 - 100 - 200


def test_a_multiplier_of_a_sign_that_its_row_has_not_is_nothing() -> None:
    times = {COSTS_100: ONE, COSTS_50: ONE, HAS_90: ONE}
    without = {COSTS_100: ONE, COSTS_50: ONE}
    assert bound(example(), UNFUNDED, (), Multipliers(times), {}) == bound(
        example(), UNFUNDED, (), Multipliers(without), {}
    )


def test_decisions_are_held_in_a_case() -> None:
    """Not taken, it pays nothing: all 150 stay unfunded, and -90 of the offer falls away."""
    times = {COSTS_100: ONE, COSTS_50: ONE, HAS_90: -ONE}
    assert bound(example(), UNFUNDED, (), Multipliers(times), {TAKEN: (0, 0)}) == 150


def test_an_earlier_aim_is_a_row() -> None:
    """With at most 60 unfunded the award must be taken; taking it costs 7."""
    locks = [Lock(UNFUNDED, Fraction(60))]
    times = Multipliers({COSTS_100: ONE, COSTS_50: ONE, HAS_90: -ONE}, [-ONE])
    cost = {TAKEN: Fraction(7)}
    assert bound(example(), cost, locks, times, {TAKEN: (1, 1)}) == 150 - 60 - 90 + 7
    assert bound(example(), cost, locks, Multipliers({}, [ONE]), {TAKEN: (1, 1)}) == 7
    assert bound(example(), {}, locks, times, {TAKEN: (0, 0)}) == 90 > 0  # no plan at all


NO, YES = (0, 0), (1, 1)


@pytest.mark.parametrize(
    ("cases", "all_of_them"),
    [
        ([{}], True),
        ([{0: NO}, {0: YES}], True),
        ([{0: NO}, {0: YES, 1: NO}, {0: YES, 1: YES}], True),
        ([{0: NO, 2: YES}, {0: YES, 1: NO}, {0: YES, 1: YES}, {0: NO, 2: NO}], True),
        ([{0: NO}, {0: YES}, {0: YES, 1: YES}], True),
        ([{9: (0, 3)}, {9: (4, 4)}, {9: (5, 9)}], True),
        ([{9: (0, 3)}, {9: (4, 9), 0: NO}, {9: (4, 6), 0: YES}, {9: (7, 9), 0: YES}], True),
        ([{9: (0, 9)}], True),
        ([], False),
        ([{0: NO}], False),
        ([{0: NO}, {0: YES, 1: NO}], False),
        ([{0: NO}, {1: YES}], False),
        ([{0: NO, 1: NO}, {0: YES, 1: YES}], False),
        ([{9: (0, 3)}, {9: (5, 9)}], False),
        ([{9: (0, 3)}, {9: (4, 8)}], False),
        ([{9: (1, 3)}, {9: (4, 9)}], False),
    ],
)
def test_cases_must_take_in_all_there_is(
    cases: list[dict[int, tuple[int, int]]], all_of_them: bool
) -> None:
    """Numbers 0 to 2 are 0 or 1, number 9 is from 0 to 9."""
    assert cover(cases, {0: 1, 1: 1, 2: 1, 9: 9}) == all_of_them
