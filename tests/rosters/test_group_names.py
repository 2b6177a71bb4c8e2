"""Texts of many rows are put together as if each row were alone."""

from __future__ import annotations

import numpy as np
import pytest

from braid.catalog.rosters.naming import joined


@pytest.mark.parametrize("rows", [1, 3, 50, 1000])
@pytest.mark.parametrize("sizes", [(1,), (3, 3, 3, 3), (2, 1, 40, 5), (1000, 2, 3), (7, 900, 900)])
def test_the_columns_of_each_row_are_joined(rows: int, sizes: tuple[int, ...]) -> None:
    random = np.random.default_rng(rows)
    columns = [
        ([f"{column}:{n}" for n in range(size)], random.integers(0, size, rows))
        for column, size in enumerate(sizes)
    ]

    assert joined(columns, ", ") == [
        ", ".join(texts[numbers[row]] for texts, numbers in columns) for row in range(rows)
    ]
