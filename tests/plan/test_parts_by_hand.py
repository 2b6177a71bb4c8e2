"""A year's charges fall on its periods in whole cents, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from small_model import Row, small_model

from braid.model.model import Model
from braid.optimize.engines import engine_named
from braid.optimize.program import Answer, Limits, Program
from braid.plan.crumbs import sweep_up
from braid.plan.fixing import exact_rows
from braid.plan.parts import Parts, split

SOLVE = engine_named("highs")
YEAR = (0, 1)
FREE_0, FREE_2 = 0, 2
A_THIRD, TWO_THIRDS = Fraction(1, 3), Fraction(2, 3)
Told = list[tuple[int, int, int]]


def model(*charges: int | tuple[int, ...], rows: Sequence[Row] = (), **more: object) -> Model:
    """A year of two periods that cost 100 and 200 cents, and a line beside it of 300."""
    return small_model([100, 200, 300], charges, rows, shared=YEAR, **more)  # type: ignore[arg-type]


def parts_of(model: Model, cents: np.ndarray) -> Parts:
    used = np.arange(model.layout.charges)
    return split(model, cents, exact_rows(model, np.zeros(model.columns), used), SOLVE)


def told(parts: Parts) -> Told:
    """Charge, cell and cents of each part."""
    assert parts.cents.dtype == np.int64
    columns = (parts.charge, parts.cell, parts.cents)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def cut(model: Model, *cents: int) -> Told:
    return told(parts_of(model, np.array(cents)))


def test_each_period_gets_its_share_and_the_first_one_the_odd_cent() -> None:
    # 33 1/3 and 66 2/3 of 100; 33 and 66 of 99
    assert cut(model(YEAR, FREE_2), 100, 7) == [(1, 2, 7), (0, 0, 34), (0, 1, 66)]
    assert cut(model(YEAR, FREE_2), 99, 0) == [(1, 2, 0), (0, 0, 33), (0, 1, 66)]
    # a part of nothing is none: 1/3 and 2/3 of a cent
    assert cut(model(YEAR, FREE_2), 1, 0) == [(1, 2, 0), (0, 0, 1)]
    # 2/3 and 1/3: the remainder of the second is 1 of 3
    assert cut(small_model([2, 1], [YEAR], shared=YEAR), 1) == [(0, 0, 1)]
    assert cut(small_model([1, 2], [YEAR], shared=YEAR), 1) == [(0, 0, 1)]


def test_a_share_in_whole_cents_stays_as_it_is() -> None:
    # 2 cents are 1, 1/2 and 1/2: the odd one is not for the first
    thrice = small_model([200, 100, 100], [(0, 1, 2)], shared=(0, 1, 2))
    assert cut(thrice, 2) == [(0, 0, 1), (0, 1, 1)]


def test_each_year_has_periods_of_its_own() -> None:
    # the years cost 100 + 200 and 30 + 30 + 60: of 10, 2 1/2, 2 1/2 and 5
    both = small_model([100, 200, 30, 30, 60], [(2, 3, 4), YEAR], shared=range(5))
    assert cut(both, 10, 99) == [(0, 2, 3), (0, 3, 2), (0, 4, 5), (1, 0, 33), (1, 1, 66)]


def test_shares_of_large_amounts_are_exact() -> None:
    # a third of 3 x (2^52 + 1) and of as much again: more than floats tell apart
    third = 2**52 + 1
    large = small_model([third, 2 * third], [YEAR], shared=YEAR)
    assert cut(large, 3 * third) == [(0, 0, third), (0, 1, 2 * third)]
    assert cut(large, 3 * third - 1) == [(0, 0, third), (0, 1, 2 * third - 1)]
    assert cut(large, 3 * third - 2) == [(0, 0, third), (0, 1, 2 * third - 2)]


def test_free_charges_are_told_first_and_as_they_are() -> None:
    parts = parts_of(model(FREE_2, YEAR, FREE_0), np.array([5, 99, 6]))
    assert told(parts) == [(0, 2, 5), (2, 0, 6), (1, 0, 33), (1, 1, 66)]
    assert parts.free.tolist() == [True, True, False, False]
    alone = parts_of(model(FREE_2, FREE_0), np.array([5, 0]))
    assert (told(alone), alone.free.tolist()) == ([(0, 2, 5), (1, 0, 0)], [True, True])


def test_no_period_gets_more_than_it_costs() -> None:
    # beside 67 of another there is room for 33 in the first period: the odd cent is the second's
    assert cut(model(YEAR, FREE_0), 100, 67) == [(1, 0, 67), (0, 0, 33), (0, 1, 67)]
    assert cut(model(YEAR, FREE_0), 100, 66) == [(1, 0, 66), (0, 0, 34), (0, 1, 66)]
    # beside 66 there is room for 34: of two charges with 16 2/3 each one gets the odd cent there
    found = cut(model(YEAR, YEAR, FREE_0), 50, 50, 67)
    assert sorted(cents for _, cell, cents in found if cell == 0) == [16, 17, 67]
    assert sorted(cents for _, cell, cents in found if cell == 1) == [33, 34]
    for charge in (0, 1):
        assert sum(cents for one, _, cents in found if one == charge) == 50


def test_a_row_about_a_period_says_what_may_fall_on_it() -> None:
    # a third of the year and 2/5 of what another pays are at most 47 1/5: beside 34, 33 3/5
    row: Row = ({0: A_THIRD, 1: Fraction(2, 5)}, "<=", Fraction(236, 5))
    limited = model(YEAR, FREE_0, rows=[row], about={0: 0})
    assert cut(limited, 100, 34) == [(1, 0, 34), (0, 0, 33), (0, 1, 67)]
    assert cut(limited, 100, 33) == [(1, 0, 33), (0, 0, 34), (0, 1, 66)]
    # a row that is about no period in particular says nothing of it
    assert cut(model(YEAR, FREE_0, rows=[row]), 100, 34)[1:] == [(0, 0, 34), (0, 1, 66)]


def test_odd_cents_go_where_rows_leave_no_whole_parts() -> None:
    """33 in the first period and 66 in the second are one less than 100: it is not charged."""
    rows: list[Row] = [({0: A_THIRD}, "<=", 33), ({0: TWO_THIRDS}, "<=", 66)]
    cents = np.array([100, 0])
    found = parts_of(model(YEAR, FREE_2, rows=rows, about={0: 0, 1: 1}), cents)
    assert told(found)[1:] == [(0, 0, 33), (0, 1, 66)]
    assert cents.tolist() == [99, 0]
    # of two charges the first one loses it, if it has any
    pairs: list[Row] = [
        ({0: A_THIRD, 1: A_THIRD}, "<=", 33),
        ({0: TWO_THIRDS, 1: TWO_THIRDS}, "<=", 66),
    ]
    for before, after in {(0, 100): [0, 99], (1, 99): [0, 99], (4, 96): [3, 96]}.items():
        cents = np.array(before)
        parts_of(model(YEAR, YEAR, rows=pairs, about={0: 0, 1: 1}), cents)
        assert cents.tolist() == after


def test_rows_that_overlap_still_leave_whole_parts() -> None:
    # 16 2/3 of each three charges: of every two at most 33 in the first period, so one gets 17.
    # Halves of a cent for each would suit these rows as well.
    pairs: list[Row] = [(dict.fromkeys(two, A_THIRD), "<=", 33) for two in ((0, 1), (1, 2), (0, 2))]
    found = cut(model(YEAR, YEAR, YEAR, rows=pairs, about={0: 0, 1: 0, 2: 0}), 50, 50, 50)
    assert sorted(cents for _, cell, cents in found if cell == 0) == [16, 16, 17]
    assert sorted(cents for _, cell, cents in found if cell == 1) == [33, 34, 34]


def test_odd_cents_are_taken_off_the_first_charges_until_a_row_holds() -> None:
    # 4 x 16 2/3 = 66 2/3 in the first period, of which 65 may be; 131 in the second
    rows: list[Row] = [
        (dict.fromkeys(range(4), A_THIRD), "<=", 65),
        (dict.fromkeys(range(4), TWO_THIRDS), "<=", 131),
    ]
    cents = np.array([50, 50, 50, 50])
    parts = parts_of(model(*[YEAR] * 4, rows=rows, about={0: 0, 1: 1}), cents)
    by_cell = [int(parts.cents[parts.cell == cell].sum()) for cell in YEAR]
    assert by_cell == [65, 131]
    assert cents.sum() == 196
    assert cents.min() >= 48
    assert [int(parts.cents[parts.charge == k].sum()) for k in range(4)] == cents.tolist()


def test_what_does_not_fit_into_its_periods_is_said() -> None:
    def finds_nothing(program: Program, limits: Limits) -> Answer:
        return replace(SOLVE(program, limits), status="infeasible")

    small = model(YEAR, FREE_2)
    rows = exact_rows(small, np.zeros(small.columns), np.arange(2))
    with pytest.raises(ArithmeticError, match="do not fit into their periods"):
        split(small, np.array([100, 0]), rows, finds_nothing)


# -- crumbs --------------------------------------------------------------------------------


def swept(
    costs: Sequence[int],
    charges: Sequence[int | tuple[int, ...]],
    cents: Sequence[int],
    most: int,
    **more: object,
) -> list[int]:
    """Cents of the charges once crumbs have found a payer; all charges are ``most`` at most."""
    row: Row = (dict.fromkeys(range(len(charges)), 1), "<=", most)
    model = small_model(costs, charges, [row], **more)  # type: ignore[arg-type]
    rows = exact_rows(model, np.zeros(model.columns), np.arange(len(charges)))
    amounts = np.array(cents)
    before = split(model, amounts, rows, SOLVE)
    found = sweep_up(model, rows, amounts, before, model.ground.cells.cost)
    told_now = dict(zip(found.charge.tolist(), found.cents.tolist(), strict=True))
    kept = [k for k, amount in enumerate(amounts.tolist()) if amount]
    assert {k: told_now[k] for k in kept if k in told_now and found.free[k]} == {
        k: amounts[k] for k in kept if found.free[k]
    }
    return [int(amount) for amount in amounts]


def test_a_crumb_is_paid_from_what_is_left_then_from_what_stays_unfunded_anyway() -> None:
    # 3 of 100 and 30 of 50 are left; of the award 3, then 2
    assert swept([100, 50], [0, 1], [97, 20], 120) == [100, 20]
    assert swept([100, 50], [0, 1], [97, 20], 119) == [100, 17]
    # another award gives nothing
    assert swept([100, 50], [0, 1], [97, 20], 119, awards=[0, 1]) == [97, 20]
    # more than it has is not taken either
    assert swept([100, 50], [0, 1], [97, 2], 99) == [97, 2]
    assert swept([100, 50], [0, 1], [97, 3], 100) == [100, 0]


@pytest.mark.parametrize(("left", "swept_up"), [(1, True), (5, True), (6, False)])
def test_five_cents_are_a_crumb_and_six_are_not(left: int, swept_up: bool) -> None:
    found = swept([100, 50], [0, 1], [100 - left, 20], 200)
    assert found == ([100, 20] if swept_up else [100 - left, 20])


def test_a_crumb_is_not_taken_from_another_one() -> None:
    # 3 and 5 are left, and the award has nothing; of 6 that are left 3 more may be
    assert swept([100, 50], [0, 1], [97, 45], 142) == [97, 45]
    assert swept([100, 50], [0, 1], [97, 44], 141) == [100, 41]


def test_what_must_be_paid_gets_its_crumb_first_and_gives_none() -> None:
    assert swept([100, 100], [0, 1], [97, 97], 197) == [100, 97]
    assert swept([100, 100], [0, 1], [97, 97], 197, must=[1]) == [97, 100]
    assert swept([100, 50], [0, 1], [97, 20], 117, must=[1]) == [97, 20]
    assert swept([100, 50], [0, 1], [97, 20], 117, must=[0, 1]) == [100, 17]


def test_the_first_payer_that_can_pays_a_crumb() -> None:
    # the first of them has 10 at most, and what it gave elsewhere would be its own
    rows: list[Row] = [({0: 1}, "<=", 10)]
    model = small_model([100, 50], [0, 0, 1], rows, awards=[0, 1, 1])
    amounts = np.array([10, 87, 0])
    exact = exact_rows(model, np.zeros(model.columns), np.arange(3))
    found = sweep_up(
        model, exact, amounts, split(model, amounts, exact, SOLVE), model.ground.cells.cost
    )
    assert amounts.tolist() == [10, 90, 0]
    # nothing is told of a charge of nothing
    assert told(found) == [(0, 0, 10), (1, 0, 90)]
    assert found.free.tolist() == [True, True]


def test_what_a_year_leaves_is_paid_by_whoever_may_pay_the_period() -> None:
    # 33 and 67 of 101 and 200, beside 67 of the first period: a cent of it is left
    costs = [101, 200]
    model = small_model(costs, [YEAR, 0], shared=YEAR)
    amounts = np.array([100, 67])
    exact = exact_rows(model, np.zeros(model.columns), np.arange(2))
    parts = split(model, amounts, exact, SOLVE)
    assert told(parts) == [(1, 0, 67), (0, 0, 34), (0, 1, 66)]
    amounts[1] = 64
    found = sweep_up(model, exact, amounts, split(model, amounts, exact, SOLVE), np.array(costs))
    assert told(found) == [(1, 0, 67), (0, 0, 34), (0, 1, 66)]
    assert found.free.tolist() == [True, False, False]
