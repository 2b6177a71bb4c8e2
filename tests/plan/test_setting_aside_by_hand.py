"""Which rows become stricter, by how many cents, and what is searched then: by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from small_model import Row, small_model

from braid.model.model import Model
from braid.optimize.engines import engine_named
from braid.optimize.program import Answer, Limits, Program
from braid.optimize.tiers import Optimum
from braid.optimize.whole import SolveError
from braid.plan import setting_aside
from braid.plan.setting_aside import NOTE, _found, _missing, _stricter, fitted

SOLVE = engine_named("highs")
CELLS = 2
FIRST, SECOND, THIRD = CELLS, CELLS + 1, CELLS + 2
"""Rows behind those of the two cells."""


def model(*rows: Row, **more: Any) -> Model:
    """Two lines of 1,000 cents, and a charge on each."""
    return small_model([1000, 1000], [0, 1], rows, **more)


def missing(model: Model, *dollars: float) -> dict[int, int]:
    x = np.zeros(model.columns)
    x[: len(dollars)] = dollars
    return _missing(model, x, SOLVE)


# -- what is missing ------------------------------------------------------------------------


def test_what_whole_cents_miss_is_told_with_a_cent_more() -> None:
    # at least 150 1/2 and at most 150 1/2 cents, the latter three times: 151 misses it by 2
    half = Fraction(301, 2)
    rows: list[Row] = [({0: 1}, ">=", half), ({0: 3}, "<=", 3 * half)]
    assert missing(model(*rows), 1.505) == {FIRST: 2}
    assert missing(model(({0: 3}, ">=", 3 * half), ({0: 1}, "<=", half)), 1.505) == {SECOND: 2}
    # 5/2 of a cent is missing: at least 10 x 50 1/4 = 502 1/2 of something, at most 500
    tens: list[Row] = [({0: 10}, ">=", Fraction(1005, 2)), ({0: 1000}, "<=", 50250)]
    assert missing(model(*tens), 0.5025) == {FIRST: 4}


def test_nothing_is_missing_where_cents_fit() -> None:
    assert missing(model(({0: 1}, ">=", 150), ({0: 1}, "<=", 151)), 1.505) == {}
    # the second charge makes up for what the first has lost
    assert missing(model(({0: 1, 1: 1}, ">=", 301), ({0: 1}, "<=", 150)), 1.505, 1.505) == {}
    # but not for more than a few cents: 3 more are asked for
    assert missing(model(({0: 1, 1: 1}, ">=", 308), ({0: 1}, "<=", 150)), 1.505, 1.505) == {
        FIRST: 5
    }


def test_what_may_be_missed_and_what_a_line_costs_are_not_asked() -> None:
    # a wanted floor has a shortfall: nothing is missing
    wanted = model(({0: 1, 4: 1}, ">=", 400), ({0: 1}, "<=", 150), extras=["short: floor"])
    assert missing(wanted, 1.50) == {}
    # a line of 10.00 is never paid with more, and a row in whole cents never missed
    rows: list[Row] = [({0: 1}, "<=", 1000), ({0: 1}, ">=", 1003)]
    assert missing(model(*rows), 10.0) == {SECOND: 4}
    either = model(({0: 1}, ">=", 160), ({0: 3}, "<=", 450))
    kept = replace(either, rows=replace(either.rows, whole_cents=frozenset({FIRST})))
    assert missing(either, 1.59) == {FIRST: 5, SECOND: 19}  # at 1.56: it falls by 3 cents at most
    assert missing(kept, 1.59) == {SECOND: 31}


def test_where_nothing_is_found_nothing_is_said_to_be_missing() -> None:
    def nothing(program: Program, limits: Limits) -> Answer:
        empty = np.empty(0)
        return Answer("infeasible", empty, float("nan"), float("nan"), empty, empty, 0.0)

    assert _missing(model(({0: 1}, ">=", 1003)), np.array([10.0, 0, 0, 0]), nothing) == {}


# -- stricter rows ---------------------------------------------------------------------------


def test_a_floor_rises_and_a_limit_falls() -> None:
    strict = _stricter(model(({0: 1}, ">=", 100), ({1: 1}, "<=", 50), ({1: 1}, "<=", 9)),
                       {FIRST: 3, SECOND: 4})  # fmt: skip
    assert strict.rows.side == (1000, 1000, 103, 46, 9)


THREE = (({0: 1}, ">=", 100), ({1: 1}, "<=", 50), ({0: 1, 1: 1}, "<=", 900))


def again(refuses: Callable[[dict[int, int]], bool], seen: list[dict[int, int]]) -> Any:
    """A search that finds nothing where it refuses what is set aside: by how many cents a row."""
    sides, stricter = (1000, 1000, 100, 50, 900), (0, 0, 1, -1, -1)

    def search(model: Model) -> Optimum:
        changed = zip(model.rows.side, sides, stricter, strict=True)
        aside = {k: int(new - old) * by for k, (new, old, by) in enumerate(changed) if new != old}
        seen.append(aside)
        if refuses(aside):
            raise SolveError("nothing")
        return optimum(float(len(seen)))

    return search


def optimum(value: float, **more: Any) -> Optimum:
    return Optimum(
        np.array([value]), {"unfunded": value}, {}, {"unfunded": -value}, False, 0.0, **more
    )


def test_where_all_rows_together_leave_no_plan_the_one_with_the_fewest_cents_goes() -> None:
    seen: list[dict[int, int]] = []
    aside = {FIRST: 4, SECOND: 2, THIRD: 2}
    found = _found(model(*THREE), aside, again(lambda told: len(told) == 3 or THIRD in told, seen))
    # first without the second row, then without the third
    assert seen == [{FIRST: 4, SECOND: 2, THIRD: 2}, {FIRST: 4, THIRD: 2}, {FIRST: 4, SECOND: 2}]
    assert found is not None
    assert found.x.tolist() == [3.0]
    assert aside == {FIRST: 4, SECOND: 2}


def test_a_row_goes_only_where_it_has_to() -> None:
    aside = {FIRST: 4, SECOND: 2}
    assert _found(model(*THREE), aside, again(lambda told: False, [])) is not None
    assert aside == {FIRST: 4, SECOND: 2}
    assert _found(model(*THREE), aside, again(lambda told: True, [])) is None
    assert aside == {FIRST: 4, SECOND: 2}


# -- one search after the other -----------------------------------------------------------------


def solution(model: Model, fits: bool, **more: Any) -> Any:
    return SimpleNamespace(model=model, fits=fits, optimum=optimum(7.0, **more))


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[int, int]]]:
    """Runs ``fitted``: what is missing each time, and from which search on cents fit."""

    def run(missing: list[dict[int, int]], fits_from: int) -> list[dict[int, int]]:
        seen: list[dict[int, int]] = []
        here, told = model(*THREE), iter(missing)
        points: list[float] = []

        def looked(of: Model, x: np.ndarray, engine: object) -> dict[int, int]:
            assert of is here
            assert engine is SOLVE
            points.append(float(x[0]))
            return next(told)

        def made(of: Model, found: Optimum, engine: object) -> Any:
            assert of is here
            assert engine is SOLVE
            return SimpleNamespace(model=of, fits=len(seen) >= fits_from, optimum=found)

        monkeypatch.setattr(setting_aside, "_missing", looked)
        monkeypatch.setattr(setting_aside, "solution_of", made)
        first = solution(here, fits=False)
        found: Any = fitted(first, SOLVE, again(lambda told: False, seen))
        # each search looks at what the one before it has found
        assert points == [7.0, *map(float, range(1, len(points)))]
        if len(seen) >= fits_from:
            assert found.optimum.x.tolist() == [len(seen)]
            assert found.optimum.values == {"unfunded": 7.0}
            assert found.optimum.bounds == {"unfunded": -7.0}
            assert found.optimum.notes == (NOTE,)
        else:
            assert found is first
        return seen

    return run


def test_what_is_still_missing_is_set_aside_twice_and_more(scripted: Any) -> None:
    asked = scripted([{FIRST: 2}, {FIRST: 2, SECOND: 3}, {FIRST: 1}], fits_from=3)
    assert asked == [{FIRST: 2}, {FIRST: 6, SECOND: 3}, {FIRST: 13, SECOND: 3}]


def test_after_five_searches_or_where_nothing_is_missing_the_first_plan_stays(
    scripted: Any,
) -> None:
    assert len(scripted([{FIRST: 2}] * 9, fits_from=9)) == 5
    assert len(scripted([{FIRST: 2}, {}], fits_from=9)) == 1


def test_a_plan_that_fits_or_was_stopped_is_not_searched_again() -> None:
    here = model(*THREE)
    for plan in (solution(here, True), replace_stopped(solution(here, False))):
        assert fitted(plan, SOLVE, lambda model: pytest.fail("searched")) is plan


def replace_stopped(plan: Any) -> Any:
    plan.optimum = replace(plan.optimum, stopped=True)
    return plan


def test_without_a_plan_that_keeps_stricter_rows_the_first_one_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = model(*THREE)
    monkeypatch.setattr(setting_aside, "_missing", lambda *_: {FIRST: 2})
    first = solution(here, fits=False)
    seen: list[dict[int, int]] = []
    assert fitted(first, SOLVE, again(lambda told: True, seen)) is first
    assert seen == [{FIRST: 2}, {}]
