"""Grouping finds what numpy's own functions find, whatever the columns hold."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from braid.kinds.grouping import combined, order, ranked
from braid.kinds.selection import instances

SMALL = st.integers(-3, 3)
LARGE = st.integers(-(2**40), 2**40)
COLUMNS = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.tuples(*[st.one_of(SMALL, LARGE)] * width), min_size=1, max_size=30
    ).map(lambda rows: [np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)])
)


@given(st.lists(st.one_of(SMALL, LARGE), max_size=40))
def test_ranks_are_those_of_unique(values: list[int]) -> None:
    code = np.array(values, dtype=np.int64)
    found = ranked(code)
    distinct, first, rank = np.unique(code, return_index=True, return_inverse=True)
    assert found.values.tolist() == distinct.tolist()
    assert found.rank.tolist() == rank.tolist()
    assert found.first.tolist() == first.tolist()
    assert [part.tolist() for part in found.parts()] == [
        np.flatnonzero(code == value).tolist() for value in distinct
    ]


@given(COLUMNS)
def test_a_combined_code_is_ordered_as_its_columns(columns: list[np.ndarray]) -> None:
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    code = combined(columns).tolist()
    for one, its in zip(rows, code, strict=True):
        for other, others in zip(rows, code, strict=True):
            assert (one < other, one == other) == (its < others, its == others)


@given(COLUMNS)
def test_instances_are_the_places_of_each_key_in_order(columns: list[np.ndarray]) -> None:
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    found = instances(columns)
    assert list(found) == sorted(set(rows))
    for key, places in found.items():
        assert places.tolist() == [k for k, row in enumerate(rows) if row == key]


@given(st.lists(st.integers(0, 9), max_size=40), st.sampled_from([10, 2**20]))
def test_equal_ranks_stay_as_they_stand(ranks: list[int], count: int) -> None:
    places = order(np.array(ranks, dtype=np.int64), count).tolist()
    assert places == sorted(range(len(ranks)), key=lambda k: ranks[k])
