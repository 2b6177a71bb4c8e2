"""Rows that say nothing are dropped, and only those: who is served, paid by one award or by two."""

import numpy as np
import pytest
from small_programs import INF, program

from braid.optimize import highs
from braid.optimize.leftover import leftover
from braid.optimize.program import Limits

SERVED = 2
"""The last column: how many are served; the first two are what two awards pay."""


def stream(each: float, both: float):
    """Each award pays at most ``each`` dollars for one served, both together ``both``."""
    rows = [{0: 1, SERVED: -each}, {1: 1, SERVED: -each}, {0: 1, 1: 1, SERVED: -both}]
    made = program([-1, -1, 3], [100, 100, 10], rows, [(-INF, 0)] * 3)
    return made.with_rows([(np.array([0, 1]), np.ones(2), -INF, 150.0)])


@pytest.mark.parametrize(("each", "kept"), [(5, [2, 3]), (5.1, [2, 3]), (4.9, [0, 1, 2, 3])])
def test_what_a_stream_pays_bounds_what_each_of_its_awards_pays(each, kept):
    assert np.flatnonzero(leftover(stream(each, 5)).rows).tolist() == kept


def test_a_second_count_of_people_makes_room_for_one_award():
    rows = [{0: 1, SERVED: -5}, {0: 1, 1: 1, SERVED: -5, 3: -1}]
    made = program([-1, -1, 3, 1], [100, 100, 10, 10], rows, [(-INF, 0)] * 2)
    assert leftover(made).rows.all()


def test_a_charge_that_may_be_negative_makes_room():
    made = stream(5, 5)
    made.lower[1] = -10
    assert leftover(made).rows[0]


def test_what_bounds_imply_is_dropped_and_constants_move():
    made = program([1, 1, 1], [4, 5, 7], [{0: 1, 1: 1}, {1: 1, 2: 1}], [(-INF, 9), (3, 11)])
    made.lower[2] = 7
    left = leftover(made)
    assert left.rows.tolist() == [False, True]
    assert left.columns.tolist() == [True, True, False]
    assert (left.lower[1], left.upper[1]) == (-4, 4)


def test_the_optimum_stays():
    for each in (4.9, 5, 5.1):
        made = stream(each, 5)
        rows = np.flatnonzero(leftover(made).rows)
        left = program(
            made.cost, made.upper,
            [dict(zip(made.column[made.start[r] : made.start[r + 1]],
                      made.value[made.start[r] : made.start[r + 1]], strict=True)) for r in rows],
            [(made.row_lower[r], made.row_upper[r]) for r in rows],
        )  # fmt: skip
        found = highs.solve(left, Limits()).value
        assert found == pytest.approx(highs.solve(made, Limits()).value)
