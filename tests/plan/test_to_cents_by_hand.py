"""From an optimum in dollars to whole cents, by hand: which charges move, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from small_model import Row, small_model

from braid.model.model import Model
from braid.optimize.engines import engine_named
from braid.optimize.program import Answer, Limits, Program
from braid.plan import cents
from braid.plan.cent_program import ANY, cent_program, moves, program_of_moves, weights
from braid.plan.cents import _moving_least, _tighten_and_floor, to_cents, used_columns
from braid.plan.exact import ExactRows
from braid.plan.fixing import exact_rows

SOLVE = engine_named("highs")
DROPPED = "a few charges were dropped because whole cents could not satisfy a share rule"
YEAR = (0, 1)
HALF = Fraction(1, 2)


def point(model: Model, dollars: dict[int, float] | Sequence[float]) -> np.ndarray:
    x = np.zeros(model.columns)
    for column, value in dict(
        enumerate(dollars) if not isinstance(dollars, dict) else dollars
    ).items():
        x[column] = value
    return x


def chosen(model: Model, *dollars: float, engine: Any = SOLVE, **by_column: float) -> Any:
    """Cents by column; the remarks come behind them where there are any."""
    x = point(model, {**dict(enumerate(dollars)), **{int(k[1:]): v for k, v in by_column.items()}})
    amounts, rows, notes = to_cents(model, x, engine)
    assert amounts.dtype == np.int64
    found = dict(zip(rows.used.tolist(), amounts.tolist(), strict=True))
    return (found, *notes) if notes else found


def without_whole_numbers(program: Program, limits: Limits) -> Answer:
    """A solver that finds nothing wherever whole numbers are asked."""
    if program.whole.any():
        empty = np.empty(0)
        return Answer("infeasible", empty, float("nan"), float("nan"), empty, empty, 0.0)
    return SOLVE(program, limits)


# -- what is used, and what moves -------------------------------------------------------------


def test_less_than_half_a_cent_is_no_charge_unless_its_line_must_be_paid() -> None:
    model = small_model([1000, 1000, 1000, 1000], [0, 1, 2, 3], must=[0, 3], decisions=3)
    x = point(model, {0: 0, 1: 0.0051, 2: 0.005, 3: 0.004, 8: 0.005, 9: 0.0051, 10: 2})
    assert used_columns(model, x).tolist() == [0, 1, 3, 9, 10]


def test_a_year_is_no_line_that_must_be_paid() -> None:
    model = small_model([1000, 1000, 500], [YEAR, 2], must=[2], shared=YEAR)
    assert used_columns(model, point(model, [0, 0])).tolist() == [1]


def test_where_nothing_is_paid_there_are_no_cents() -> None:
    found, rows, notes = to_cents(small_model([1000], [0]), np.zeros(2), SOLVE)
    assert (found.tolist(), rows.used.tolist(), notes) == ([], [], [])
    assert found.dtype == np.int64


def test_what_must_be_paid_is_worth_most_and_then_what_a_person_costs() -> None:
    model = small_model(
        [10, 20, 30, 40, 50], [0, 1, 2, (0, 1), (3, 4)], must=[1, 3], shared=[2, 3, 4], decisions=1
    )
    worth = weights(model, np.array([0, 1, 2, 3, 4, 10]))
    # a direct cost, one that must be paid, a shared one; a year is like its first period
    assert worth.tolist() == [1.5, 3.0, 1.0, 1.5, 3.0, 0.0]


def test_charges_move_by_a_few_cents_a_year_by_more_and_a_pledge_by_any() -> None:
    model = small_model([1000, 1000, 1000], [0, YEAR, 2], decisions=1)
    used = np.array([0, 1, 2, 6])
    lower, upper = moves(model, used, np.array([500, 500, 2, 7]))
    assert (lower.tolist(), upper.tolist()) == ([-3, -24, -2, -7], [4, 4, 4, ANY])
    needing = replace(model, pledges=replace(model.pledges, needs=(None,)))  # type: ignore[arg-type]
    lower, upper = moves(needing, used, np.array([9000, 9000, 2, 9000]), 12)
    assert (lower.tolist(), upper.tolist()) == ([-5000, -5000, -2, -9000], [12, 12, 12, ANY])


def test_rows_are_about_moves() -> None:
    model = small_model([1000, 1000], [0, 1], [({0: HALF, 1: -2}, "<=", 30)])
    rows = rows_of(model, 2)
    program = program_of_moves(rows, np.array([100, 15]), np.zeros(2), np.ones(2), np.ones(2))
    # cells have 900 and 985 left, the row 30 - 50 + 30: halves are told as such
    assert program.row_upper.tolist() == [900, 985, 10]
    assert program.row_lower.tolist() == [-np.inf] * 3
    assert program.value.tolist() == [1, 1, 0.5, -2]
    assert program.whole.tolist() == [False, False]


def rows_of(model: Model, used: int, x: np.ndarray | None = None) -> ExactRows:
    at = np.zeros(model.columns) if x is None else x
    return exact_rows(model, at, np.arange(used))


def test_a_wanted_floor_is_missed_only_where_it_has_to_be() -> None:
    floor: Row = ({0: 1, 2: 1}, ">=", 303)
    for cap, expected in {303: 303, 302: 302}.items():
        model = small_model([1000], [0], [floor, ({0: 1}, "<=", cap)], extras=["short: floor"])
        rows = rows_of(model, 1)
        assert rows.loose.tolist() == [False, True, False]
        found = cent_program(model, rows, np.array([300]), SOLVE)
        assert found is not None
        assert found.tolist() == [expected]
    required = small_model([1000], [0], [({0: 1}, ">=", 303), ({0: 1}, "<=", 302)])
    assert cent_program(required, rows_of(required, 1), np.array([300]), SOLVE) is None


# -- whole cents ---------------------------------------------------------------------------------


def test_whole_cents_stay_as_they_are() -> None:
    assert chosen(small_model([1000, 500], [0, 1]), 3.0, 2.99999999) == {0: 300, 1: 300}


def test_whole_cents_that_break_a_row_move() -> None:
    # what was 300 1/2 cents of the first has been told as 300
    model = small_model([1000, 301], [0, 1], [({0: 1, 1: 1}, "<=", 600)])
    assert sum(chosen(model, 3.01, 3.0).values()) == 600


def test_a_pledge_is_as_small_as_whole_charges_allow() -> None:
    # half of what is charged stands beside it: 150 1/2 of 301; more of a pledge is not wanted
    model = small_model([1000], [0], [({2: 1, 0: -HALF}, ">=", 0)], decisions=1)
    assert chosen(model, 3.01, _2=1.505) == {0: 301, 2: 151}
    assert chosen(model, 3.01, _2=8.0) == {0: 301, 2: 151}
    # two for one: what the one may not be, the other is
    rows: list[Row] = [({2: 1, 3: 1, 0: -1}, ">=", 0), ({2: 1}, "<=", 100)]
    both = small_model([1000], [0], rows, decisions=2)
    found = chosen(both, 3.01, _2=1.005, _3=2.005)
    assert (found[0], found[2] + found[3]) == (301, 301)


def test_charges_fall_where_a_pledge_has_no_whole_cents() -> None:
    rows: list[Row] = [({2: 1, 0: -HALF}, ">=", 0), ({2: 1}, "<=", Fraction(301, 2))]
    model = small_model([1000], [0], rows, decisions=1)
    assert chosen(model, 3.01, _2=1.505) == {0: 300, 2: 150}


def test_as_much_as_possible_is_paid_what_is_worth_most_first() -> None:
    # 300 1/2 + 300 1/2 + 300 1/2 = 901 1/2: two of three get the odd cents
    rows: list[Row] = [({0: 1, 1: 1, 2: 1}, "<=", Fraction(1803, 2))]
    model = small_model([301, 301, 301], [0, 1, 2], rows, shared=[0, 2], must=[2])
    assert chosen(model, 3.005, 3.005, 3.005) == {0: 299, 1: 301, 2: 301}
    # with nothing but rounding down, what is left over is given back in order
    found = chosen(model, 3.005, 3.005, 3.005, engine=without_whole_numbers)
    assert found == {0: 301, 1: 300, 2: 300}


def test_what_is_left_is_given_back_up_to_four_cents() -> None:
    # the award has room for 20 more, the line for 100: 4 by the program, 4 given back
    model = small_model([1000], [0], [({0: 1}, "<=", 920)])
    assert chosen(model, 9.005) == {0: 908}
    assert chosen(small_model([906], [0]), 9.005) == {0: 906}


# -- cents further away --------------------------------------------------------------------------


STEPS: list[Row] = [({0: 1}, "<=", Fraction(1799, 2)), ({1: 10, 2: -1}, "<=", 0)]
"""Ten cents of the third charge for one of the second: that is further than four."""


def test_charges_move_further_where_some_of_a_persons_cost_is_left() -> None:
    # 899 1/2 + 100 1/2 = 1,000: of the second a whole cent more takes 1,010 of the third
    model = small_model([1000, 1010], [0, 0, 1], STEPS, shared=[1])
    assert chosen(model, 8.995, 1.005, 10.05) == {0: 899, 1: 101, 2: 1010}


@pytest.mark.parametrize(
    "why", ["not paid in whole anyway", "shared", "too many", "nothing gained"]
)
def test_charges_stay_near_where_no_whole_cost_is_to_be_had(
    why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = 8.985 if why == "not paid in whole anyway" else 8.995
    shared = [0, 1] if why == "shared" else [1]
    monkeypatch.setattr(cents, "FURTHER_UP_TO", 2 if why == "too many" else 3)
    more: list[Row] = [({1: 1}, "<=", Fraction(201, 2))] if why == "nothing gained" else []
    model = small_model([1000, 1010], [0, 0, 1], [*STEPS, *more], shared=shared)
    found = chosen(model, first, 1.005, 10.05)
    assert (found[1], found[2]) == (100, 1010)


# -- transfers -----------------------------------------------------------------------------------


def test_no_more_is_transferred_than_is_needed() -> None:
    # the award has 500 of its own and pays 700; what it gets beyond 200 goes back
    rows: list[Row] = [({0: 1, 2: -1}, "<=", 500), ({0: 1}, "<=", Fraction(1401, 2))]
    model = small_model([1000], [0], rows, decisions=1, transfers=[0])
    assert chosen(model, 7.005, _2=3.5) == {0: 700, 2: 200}
    # whichever whole numbers a solver has found before, less goes on where less will do
    exact = exact_rows(model, np.zeros(model.columns), np.array([0, 2]))
    moved = np.array([False, True])
    for before, after in {
        (700, 350): [700, 200],
        (700, 200): [700, 200],
        (400, 9): [400, 0],
    }.items():
        assert _moving_least(exact, np.array(before), moved, SOLVE).tolist() == after
    # what cannot be kept anyway stays as it is
    assert _moving_least(exact, np.array((1001, 600)), moved, SOLVE).tolist() == [1001, 600]
    # nothing is transferred where nothing is needed
    assert chosen(model, 4.995, _2=0.5)[2] <= 3


# -- without a solver's whole numbers ----------------------------------------------------------


def test_a_floor_that_rounding_breaks_is_mended() -> None:
    rows: list[Row] = [({0: 1}, ">=", Fraction(601, 2)), ({0: 1}, "<=", 302)]
    model = small_model([1000], [0], rows)
    notes: list[str] = []
    found = _tighten_and_floor(model, rows_of(model, 1), np.array([300]), SOLVE, notes)
    assert (found.tolist(), notes) == ([301], [])


def test_rows_are_tightened_by_a_cent_for_each_charge_that_they_want() -> None:
    # the first is at most a third of the second, which may be 301 at most: 100 of it hold then
    rows: list[Row] = [({0: 3, 1: -1}, "<=", 0), ({1: 1}, "<=", 301)]
    model = small_model([1000, 1000], [0, 1], rows)
    notes: list[str] = []
    found = _tighten_and_floor(model, rows_of(model, 2), np.array([120, 294]), SOLVE, notes)
    assert (found.tolist(), notes) == ([100, 301], [])


def test_a_charge_is_dropped_where_its_share_cannot_be_kept() -> None:
    # 5 cents ask for half a cent of the second charge, which has none; the third is none of theirs
    rows: list[Row] = [
        ({2: 1}, "<=", 900), ({0: 1, 1: -10}, "<=", 0), ({1: 1}, "<=", Fraction(9, 10)),
        ({2: 1}, "<=", 800),
    ]  # fmt: skip
    model = small_model([1000] * 3, [0, 1, 2], rows)
    notes: list[str] = []
    found = _tighten_and_floor(model, rows_of(model, 3), np.array([5, 0, 50]), SOLVE, notes)
    assert (found.tolist(), notes) == ([0, 0, 50], [DROPPED])


def test_where_a_floor_is_out_of_reach_everything_may_be_dropped() -> None:
    # the second charge is at most 4: nobody reaches 9
    rows: list[Row] = [
        ({0: 1, 1: -10}, "<=", 0), ({1: 1}, "<=", Fraction(9, 10)), ({1: 1}, ">=", 9),
    ]  # fmt: skip
    model = small_model([1000, 1000], [0, 1], rows)
    notes: list[str] = []
    found = _tighten_and_floor(model, rows_of(model, 2), np.array([5, 0]), SOLVE, notes)
    assert (found.tolist(), notes) == ([0, 0], [DROPPED] * 2)
    assert found.dtype == np.int64


def test_a_charge_that_is_there_may_rise_by_ten_dollars_another_by_four_cents() -> None:
    # 600 of the first ask for as much of the second, tightened by a cent of it. Of a charge that
    # is not there 4 cents mend the row as far as they go, and 4 more are all it gets.
    for second, expected in {1: [599, 600], 0: [7, 8]}.items():
        rows: list[Row] = [({0: 1, 1: -1}, "<=", 0), ({0: 1}, "<=", 600), ({1: 1}, "<=", 600)]
        model = small_model([1000, 1000], [0, 1], rows, shared=[0], must=[1])
        notes: list[str] = []
        start = np.array([600, second])
        found = _tighten_and_floor(model, rows_of(model, 2), start, SOLVE, notes)
        assert (found.tolist(), notes) == (expected, [])


def test_what_another_row_needs_is_not_dropped() -> None:
    # the same, where the first charge is at least 5: the second goes, then the row that asks it
    rows: list[Row] = [
        ({0: 1, 1: -10}, "<=", 0), ({1: 1}, "<=", Fraction(9, 10)), ({0: 1}, ">=", 5),
    ]  # fmt: skip
    model = small_model([5, 1000], [0, 1], rows)
    notes: list[str] = []
    found = _tighten_and_floor(model, rows_of(model, 2), np.array([5, 0]), SOLVE, notes)
    assert (found.tolist(), notes) == ([5, 0], [DROPPED])
