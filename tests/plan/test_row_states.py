"""Both sides of every row at a plan, exact, whether in 64 bits or beyond."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from draft import inputs_of, model_of, read

from braid.optimize.engines import engine_named
from braid.optimize.tiers import optimize
from braid.plan import states
from braid.plan.solution import Solution, solution_of
from braid.plan.states import RowStates, whole

WHOLE = (Path(__file__).parent / "whole.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def solution() -> Solution:
    """A plan of the draft in which most of the law applies at once."""
    model, engine = model_of(inputs_of(read(WHOLE))), engine_named("highs")
    return solution_of(model, optimize(model, engine), engine)


def term_by_term(solution: Solution, row: int) -> tuple[Fraction, Fraction]:
    """Money, and heads and uses, of the left side of a row."""
    rows, money, heads = solution.model.rows, Fraction(0), Fraction(0)
    for at in range(int(rows.start[row]), int(rows.start[row + 1])):
        column = int(rows.column[at])
        if column < solution.model.layout.charges:
            money += rows.value(at) * solution.cents.get(column, 0)
        elif solution.model.counts[column]:
            heads += rows.value(at) * round(float(solution.optimum.x[column]))
    return money + whole_cents(solution, row), heads


def whole_cents(solution: Solution, row: int) -> Fraction:
    """What a row's parts of yearly charges are more as they were paid than by their shares."""
    ground, cut = solution.ground, solution.model.rows.cut
    charges, more = ground.charges, Fraction(0)
    for at in (cut.row == row).nonzero()[0].tolist():
        column, cell = int(cut.column[at]), int(cut.cell[at])
        payer = ground.codes.awards[charges.award[column]]
        who = int(charges.group[column])
        paid = sum(
            p.cents for p in solution.paid if (p.cell, p.group, p.award) == (cell, who, payer)
        )
        spread = int(charges.spread[column])
        cells = ground.spreads.cell[ground.spreads.start[spread] : ground.spreads.start[spread + 1]]
        costs = ground.cells.cost
        share = Fraction(int(costs[cell]), int(costs[cells].sum()))
        more += cut.by[at] * (paid - share * solution.cents.get(column, 0))
    return more


@pytest.mark.parametrize("largest", [states.LARGEST, 1])
def test_rows_are_added_up_as_term_by_term(
    solution: Solution, largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "LARGEST", largest)
    rows = solution.model.rows
    numbers = [row for row in range(len(rows)) if rows.kind[row] != "balance"]
    assert any(whole_cents(solution, row) for row in numbers)

    for row, state in zip(numbers, RowStates(solution).exact(numbers), strict=True):
        money, heads = term_by_term(solution, row)
        right = rows.side[row] - heads
        assert Fraction(*state.left) == money
        assert Fraction(*state.right) == right
        assert Fraction(*state.room) == (right - money if rows.sense[row] == -1 else money - right)


@pytest.mark.parametrize("num", range(-9, 10))
@pytest.mark.parametrize("den", [1, 2, 3, 4])
def test_halves_are_rounded_to_the_even_number(num: int, den: int) -> None:
    assert whole((num, den)) == round(Fraction(num, den))
