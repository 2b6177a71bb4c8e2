"""The planner and the textbook agree, tier by tier, on generated cases of all kinds of rules."""

import pytest

from oracle.adapter import planner_values
from oracle.compare import (
    FEW,
    MORE,
    SEEDS,
    agree,
    case,
    on_both,
    planned_values,
    textbook_values,
    without,
)
from oracle.shapes import SHAPES
from oracle.textbook import KINDS

OTHERS = [seed for seed in (*SEEDS, *MORE) if seed not in FEW]
MARKED = [*FEW, *(pytest.param(seed, marks=pytest.mark.long) for seed in OTHERS)]


@pytest.fixture(scope="module", params=MARKED)
def seed(request):
    """Of a module, so that all tests of one seed follow each other and share its values."""
    return request.param


def test_the_textbook_has_one_answer_on_two_solvers(seed):
    highs, cbc = on_both(seed)
    assert agree(cbc, highs)


def test_the_planner_agrees_with_the_textbook(seed):
    assert planned_values(seed) == pytest.approx(textbook_values(seed), rel=0, abs=0.005)


@pytest.mark.parametrize("kind", [*KINDS, *SHAPES])
def test_a_textbook_without_a_kind_disagrees(kind):
    assert any(not agree(planned_values(seed), textbook_values(seed, kind)) for seed in SEEDS)


@pytest.mark.parametrize("kind", [*KINDS, *SHAPES])
def test_a_planner_without_a_kind_disagrees(kind):
    assert any(
        not agree(planner_values(without(case(seed), kind)), textbook_values(seed))
        for seed in SEEDS
    )
