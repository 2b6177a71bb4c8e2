"""The rows that every model has, and what the solver and the proof need of every model."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from draft import draft, model_of
from golden import matches_golden

sys.path.insert(0, str(Path(__file__).parents[1] / "kinds"))

from lp_text import column_names, rows_text, shortfalls_text

from braid.model.model import BRIDGE

HERE = Path(__file__).parent
CORE = ("balance", "award", "slice", "served")
WHOLE = (HERE.parent / "plan" / "whole.yaml").read_text(encoding="utf-8")


def test_the_core_rows_are_what_the_golden_says() -> None:
    model = model_of(draft((HERE / "golden.yaml").read_text(encoding="utf-8")))
    text = "\n".join(rows_text(model, kind) for kind in CORE).rstrip("\n") + "\n"
    matches_golden(HERE / "golden" / "core.lp", text)


def test_the_rows_of_cash_are_what_the_golden_says() -> None:
    model = model_of(draft((HERE / "golden_cash.yaml").read_text(encoding="utf-8")))
    text = f"{rows_text(model, 'cash')}\n{shortfalls_text(model)}\n"
    matches_golden(HERE / "golden" / "cash.lp", text)
    loans = {column for name, column, _ in model.layout.extras if name.startswith("loan:")}
    assert set(np.flatnonzero(model.costs[BRIDGE])) == loans


def test_where_no_cash_is_followed_there_are_no_loans() -> None:
    model = model_of(draft(WHOLE))
    assert "cash" not in model.rows.kind
    assert BRIDGE not in model.costs


@pytest.mark.parametrize("text", [WHOLE, (HERE / "golden.yaml").read_text(encoding="utf-8")])
def test_every_variable_has_a_finite_largest_value(text: str) -> None:
    # The proof of optimality needs nothing else of the variables.
    model = model_of(draft(text))
    assert np.isfinite(model.upper).all()
    assert (model.upper >= 0).all()


def test_every_variable_has_a_name_of_its_own() -> None:
    names = column_names(model_of(draft(WHOLE)))
    assert len(set(names)) == len(names)


def test_the_solver_s_floats_are_the_quotients_of_the_exact_numbers() -> None:
    # Cents become dollars: a coefficient of a head or of a use is divided by 100.
    model = model_of(draft(WHOLE))
    rows = model.rows
    for at in range(len(rows.column)):
        exact = rows.value(at)
        if model.counts[rows.column[at]]:
            exact = exact / 100
        assert model.values[at] == pytest.approx(float(exact), rel=1e-15)
    lower, upper = model.sides
    for k, side in enumerate(rows.side):
        found = upper[k] if rows.sense[k] <= 0 else lower[k]
        assert found == pytest.approx(float(Fraction(side) / 100), rel=1e-15)
