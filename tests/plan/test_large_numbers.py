"""Whole numbers beyond 64 bits give the same cents as those within."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from draft import inputs_of, model_of, read

from braid.model.model import Model
from braid.optimize.engines import engine_named
from braid.optimize.tiers import optimize
from braid.plan import blocks, cents, wholes
from braid.plan.solution import Solution, solution_of

WHOLE = (Path(__file__).parent / "whole.yaml").read_text(encoding="utf-8")
TOO_LARGE = np.array([2**62 - 1, 5, -(2**40)])


@pytest.fixture(scope="module")
def model() -> Model:
    """The model of the draft in which most of the law applies at once."""
    return model_of(inputs_of(read(WHOLE)))


@pytest.fixture(params=["cent program", "blocks", "tighten and floor"])
def solution(model: Model, request: pytest.FixtureRequest) -> Solution:
    """Its solution in 64 bits, with one small whole-number program, with several, with none."""
    patch = request.getfixturevalue("monkeypatch")
    if request.param != "cent program":
        patch.setattr(cents, "CENT_PROGRAM_UP_TO", -1)
        patch.setattr(blocks, "BLOCK", 8)
    if request.param == "tighten and floor":
        patch.setattr(cents, "by_blocks", lambda *_, **__: None)
    engine = engine_named("highs")
    return solution_of(model, optimize(model, engine), engine)


def same(one: Solution, other: Solution) -> bool:
    """Whether both charge the same cents."""
    return (one.cents, one.paid, one.notes) == (other.cents, other.paid, other.notes)


def test_pythons_own_numbers_give_the_same_cents(
    solution: Solution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wholes, "LARGEST", 0)
    monkeypatch.setattr(wholes, "EXACT", -1)
    assert wholes.narrow([1]).dtype == object
    again = solution_of(solution.model, solution.optimum, engine_named("highs"))
    assert same(again, solution)


def test_fractions_too_wide_for_a_term_give_the_same_cents(solution: Solution) -> None:
    rows = solution.model.rows
    at = np.flatnonzero(rows.den > 1)
    num, den = rows.num.copy(), rows.den.copy()
    num[at], den[at] = len(rows.wide) + np.arange(len(at)), 0
    wide = (*rows.wide, *(rows.value(k) for k in at.tolist()))
    model = replace(solution.model, rows=replace(rows, num=num, den=den, wide=wide))
    assert same(solution_of(model, solution.optimum, engine_named("highs")), solution)


def test_products_differences_and_sums_leave_64_bits_in_time() -> None:
    assert wholes.times(TOO_LARGE, TOO_LARGE).tolist() == [(2**62 - 1) ** 2, 25, 2**80]
    assert wholes.minus(TOO_LARGE, -TOO_LARGE).tolist() == [2**63 - 2, 10, -(2**41)]
    start = np.array([0, 2, 5])
    terms = np.append(TOO_LARGE[:2], [2**62 - 1] * 3)
    assert wholes.sums(terms, start).tolist() == [2**62 + 4, 3 * (2**62 - 1)]
    assert wholes.sums(terms[:0], start[:1]).tolist() == []
    assert wholes.narrow([2**62]).tolist() == [2**62]


def test_what_64_bits_hold_stays_in_them() -> None:
    small = np.array([3, -4])
    for result in (wholes.times(small, small), wholes.minus(small, small), wholes.narrow([7, 8])):
        assert result.dtype == np.int64


def test_quotients_are_the_nearest_floats() -> None:
    one, other = [2**61 + 1, 1, 3**38], [3, 3, 3**38 - 2]
    found = wholes.quotients(np.array(one), np.array(other))
    assert found.tolist() == [a / b for a, b in zip(one, other, strict=True)]
