"""What shares no row is solved apart: the same optimum, at a vertex, with its proof."""

from dataclasses import replace

import numpy as np
import pytest
from small_programs import INF, cells, holds, is_vertex, proven, random_program

from braid.optimize import highs, pieces
from braid.optimize.program import Limits, Program


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "AT_LEAST", 4)


def beside(*programs: Program, order: np.ndarray | None = None) -> Program:
    """Programs beside one another, their columns in another order."""
    columns = np.cumsum([0, *(len(p.cost) for p in programs)])
    ends = np.cumsum([0, *(len(p.value) for p in programs)])
    starts = [p.start[1:] + end for p, end in zip(programs, ends, strict=False)]
    order = np.arange(columns[-1]) if order is None else order

    def joined(*names: str) -> list[np.ndarray]:
        return [np.concatenate([getattr(p, name) for p in programs]) for name in names]

    column = np.concatenate([p.column + c for p, c in zip(programs, columns, strict=False)])
    return Program(
        *(values[order] for values in joined("cost", "lower", "upper")),
        np.concatenate([[0], *starts]), np.argsort(order)[column],
        *joined("value", "row_lower", "row_upper", "whole"),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_random_pieces_in_any_order(seed: int):
    random = np.random.default_rng(seed)
    parts = [random_program(random) for _ in range(3)]
    p = beside(*parts, order=random.permutation(sum(len(one.cost) for one in parts)))
    assert pieces.bundles(p).max() >= 2
    plain, found = highs.solve(p, Limits()), pieces.solve(p, Limits(), highs.LARGE)
    assert found.value == pytest.approx(plain.value, rel=0, abs=1e-6)
    assert holds(p, found.x)
    assert is_vertex(p, found.x)
    assert proven(p, found.reduced, found.duals) == pytest.approx(plain.value, rel=0, abs=1e-5)


def test_one_shared_award_ties_pieces_together():
    p = beside(cells([100, 70], [60]), cells([300, 20], [20]))
    tied = p.with_rows([(np.array([0, 4]), np.ones(2), -INF, 30.0)])
    assert pieces.solve(p, Limits(), highs.LARGE) is not None
    assert pieces.solve(tied, Limits(), highs.LARGE) is None


def test_a_piece_without_a_plan_is_left_to_the_whole():
    p = beside(cells([100, 70], [60]), cells([300, 20], [20]))
    none = replace(p, upper=np.where(np.arange(8) < 4, 10.0, p.upper))
    assert pieces.solve(none, Limits(), highs.LARGE) is None
    assert highs.solve(none, Limits()).status == "infeasible"
