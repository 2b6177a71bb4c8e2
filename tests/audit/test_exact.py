"""Columns of cents add up exactly however large they are, and alike rows are told apart."""

from __future__ import annotations

import numpy as np
import pytest
from partnership import partnership, report

from braid.audit.exact import numbered, sums, times, whole

HUGE = 99_999_999_999_999_999


def column(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


@pytest.mark.parametrize("count", [3, 300])
def test_sums_do_not_overflow(count: int) -> None:
    found = sums(column(*[0, 1] * count), whole([HUGE, 1] * count), 2)
    assert found.tolist() == [HUGE * count, count]


def test_products_do_not_overflow() -> None:
    assert times(whole([HUGE, 2]), column(10**9, 3)).tolist() == [HUGE * 10**9, 6]


def test_rows_alike_in_every_column_are_one_kind() -> None:
    first, kind = numbered(column(4, -1, 4, 4), column(0, 0, 0, 1))
    assert first.tolist() == [1, 0, 3]
    assert kind.tolist() == [1, 0, 1, 2]


@pytest.mark.parametrize("width", [5, 10**6])
def test_kinds_of_narrow_and_wide_columns_are_numbered_alike(width: int) -> None:
    rows = np.random.default_rng(1).integers(-1, 5, size=(3, 200)) * (width // 5)
    rows[rows < 0] = -1
    first, kind = numbered(*rows)
    found = sorted(set(zip(*rows.tolist(), strict=True)))
    assert list(zip(*rows[:, first].tolist(), strict=True)) == found
    assert [found[k] for k in kind.tolist()] == list(zip(*rows.tolist(), strict=True))
    assert first.tolist() == [kind.tolist().index(k) for k in range(len(found))]


def test_many_wide_columns_are_still_told_apart() -> None:
    wide = column(0, 2**40, 2**40, 5)
    first, kind = numbered(wide, wide, wide, column(0, 1, 0, 0))
    assert kind.tolist() == [0, 3, 2, 1]
    assert first.tolist() == [0, 3, 2, 1]


def test_amounts_beyond_machine_integers_are_told_to_the_cent() -> None:
    paid = [("tuition", "adults", "2026-07-01", "grant", "999999999999999.99")] * 200
    found = [str(finding) for finding in report(partnership(), *paid).findings]
    assert any("$199,999,999,999,999,998.00, but at most $10,000.00" in text for text in found)
    assert any("$199,999,999,999,999,998.00, but at most $50,000.00" in text for text in found)
