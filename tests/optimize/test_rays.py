"""A proof that a program has no point is one only if it adds up."""

from __future__ import annotations

import numpy as np

from braid.optimize.program import Program
from braid.optimize.rays import proves

ASKED = 3.0


def test_two_columns_of_at_most_one_cannot_make_three() -> None:
    program = _program(ASKED)
    for ray in ([1.0, 0.0], [-1.0, 0.0]):
        assert proves(program, program.lower, program.upper, np.array(ray))
    assert not proves(program, program.lower, program.upper, np.array([0.0, 1.0]))


def test_what_limits_allow_is_not_refused() -> None:
    program = _program(ASKED)
    wider = program.upper + 0.5
    for ray in ([1.0, 0.0], [-1.0, 0.0], [1.0, -1.0], [0.0, 0.0]):
        assert not proves(program, program.lower, wider, np.array(ray))


def test_what_a_solver_leaves_at_a_side_that_is_not_there_is_no_harm() -> None:
    program = _program(ASKED)
    assert proves(program, program.lower, program.upper, np.array([1.0, 1e-15]))
    assert not proves(program, program.lower, program.upper + 0.5, np.array([1.0, 1e-15]))


def _program(asked: float) -> Program:
    """x + y is at least so much, x at most 5."""
    return Program(
        cost=np.ones(2), lower=np.zeros(2), upper=np.ones(2), start=np.array([0, 2, 3]),
        column=np.array([0, 1, 0]), value=np.ones(3), row_lower=np.array([asked, -np.inf]),
        row_upper=np.array([np.inf, 5.0]), whole=np.zeros(2, dtype=bool),
    )  # fmt: skip
