"""Rows over whole cents, by hand: by how much rounding charges down may miss them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_model import small_model

from braid.kinds.block import EACH_CHARGE
from braid.plan.fixing import exact_rows


@pytest.mark.parametrize(
    ("dollars", "side"),
    [
        ((0.40, 0.30, 0.30), 102),
        ((0.40, 0.60, 0.00), 101),
        ((0.40, 0.59, 0.009), 101),
        ((0.99, 0.01, 0.00), 101),
        ((1.00, 0.00, 0.00), 100),
        ((0.00, 0.00, 0.00), 100),
    ],
)
def test_charges_miss_a_row_by_a_cent_less_than_there_are(
    dollars: tuple[float, ...], side: int
) -> None:
    """``a + b + c <= 100`` cents: to round down takes less than a cent off each charge.

    Of n charges that is less than n cents, n - 1 whole ones at most; charges of less than a cent
    are none, and one charge alone misses nothing.
    """
    model = small_model([1000] * 3, [0, 1, 2], [({0: 1, 1: 1, 2: 1}, "<=", 100)])
    model = replace(model, rows=replace(model.rows, rounding={3: EACH_CHARGE}))

    rows = exact_rows(model, np.array([*dollars, 0, 0, 0]), np.arange(3))

    assert rows.side.tolist() == [1000, 1000, 1000, side]
