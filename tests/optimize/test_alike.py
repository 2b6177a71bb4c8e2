"""Alike columns put together and split again: the same optimum, at a vertex."""

from dataclasses import replace

import numpy as np
import pytest
from small_programs import INF, cells, holds, is_vertex, proven, random_program

from braid.optimize import alike, highs, refining, splitting
from braid.optimize.alike import put_together
from braid.optimize.program import Limits, Program


def same_optimum(p: Program) -> None:
    plain, found = highs.solve(p, Limits()), splitting.solve(p, Limits())
    assert found.value == pytest.approx(plain.value, rel=0, abs=1e-6)
    assert holds(p, found.x)
    assert is_vertex(p, found.x)
    assert proven(p, found.reduced, found.duals) == pytest.approx(plain.value, rel=0, abs=1e-5)


def test_cells_that_only_differ_in_cost_become_one_and_are_split_again():
    p = cells([100, 250, 400, 50], [300, 90, 210])
    small = put_together(p)
    assert small is not None
    assert len(small.program.cost) == 4  # three awards' charges and what nobody pays
    assert len(small.program.row_lower) == 4
    same_optimum(p)
    found = splitting.solve(p, Limits())
    assert found.value == pytest.approx(200)
    # in proportion every award would pay every cell; a vertex has at most one more than the cells
    assert (found.x[:12] > 1e-6).sum() <= 7


def test_a_cell_with_another_award_stays_apart():
    p = cells([100, 250, 400, 50], [300, 90, 210])
    value = p.value.copy()
    value[p.start[4] + 3] = 2.0  # the last cell's charge to the first award counts twice
    small = put_together(replace(p, value=value))
    assert small is not None
    assert len(small.program.cost) == 8
    same_optimum(replace(p, value=value))


def test_a_row_that_nothing_can_break_tells_nobody_apart():
    p = cells([100, 250, 400, 50], [300, 90, 210])
    assert put_together(p.with_rows([(np.array([0]), np.ones(1), -INF, 99.0)])) is not None
    apart = put_together(p.with_rows([(np.array([0]), np.ones(1), -INF, 99.0)]))
    merged = put_together(p.with_rows([(np.array([0]), np.ones(1), -INF, 100.0)]))
    assert len(merged.program.cost) < len(apart.program.cost)


def test_served_people_keep_their_own_rows():
    """What is paid for a cell is at most the cost of those served: heads are one column."""
    p = cells([100, 200], [500])
    rows = [(np.array([0, 4]), np.array([1.0, -10.0]), -INF, 0.0),
            (np.array([1, 4]), np.array([1.0, -20.0]), -INF, 0.0)]  # fmt: skip
    wide = replace(
        p, cost=np.append(p.cost, 3.0), lower=np.append(p.lower, 0), upper=np.append(p.upper, 10),
        whole=np.append(p.whole, False),
    ).with_rows(rows)  # fmt: skip
    small = put_together(wide)
    assert len(small.program.cost) == 3
    same_optimum(wide)


def test_alike_hashes_are_not_believed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(refining, "mixed", lambda x: np.zeros(len(x), dtype=np.uint64))
    monkeypatch.setattr(alike, "mixed", refining.mixed)
    assert put_together(cells([100, 250, 400], [300, 90])) is None


@pytest.mark.parametrize("seed", range(30))
def test_random_programs_with_alike_cells(seed: int):
    same_optimum(random_program(np.random.default_rng(seed)))
