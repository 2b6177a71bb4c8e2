"""How whole cents move, by hand: a few charges, and rows that hold them together."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import braid.plan.blocks
from braid.plan.allocations import _whole
from braid.plan.blocks import _cuts, blocks
from braid.plan.cent_program import whole_cents
from braid.plan.cents import _spared
from braid.plan.crumbs import Ledger
from braid.plan.exact import ExactRows
from braid.plan.fixing import _mended
from braid.plan.moving import give_back, mend


def rows(*given: tuple[dict[int, int], int], loose: int = -1, many: int = 3) -> ExactRows:
    """Rows over some charges: coefficients by charge, and the side; one may be missed."""
    number = len(given)
    return ExactRows(
        used=np.arange(many),
        start=np.cumsum([0, *(len(terms) for terms, _ in given)]),
        place=np.array([charge for terms, _ in given for charge in terms]),
        coefficient=np.array([value for terms, _ in given for value in terms.values()]),
        side=np.array([side for _, side in given]),
        scale=np.ones(number, dtype=np.int64),
        loose=np.arange(number) == loose,
        balance=np.zeros(number, dtype=bool),
        cell=np.full(number, -1),
        row=np.arange(number),
    )


def cents(*amounts: int) -> np.ndarray:
    return np.array(amounts, dtype=np.int64)


NONE = np.zeros(3, dtype=bool)
FLOOR = ({0: -1, 1: -1}, -10)
"""The first two charges are at least 10 cents together."""


def test_a_floor_is_mended_by_a_few_cents_of_each_charge_that_it_wants() -> None:
    # 3 + 2 are 5 short; each charge may rise by 4, so the second rises by 1
    found = cents(3, 2, 7)
    assert mend(rows(FLOOR), found, NONE, 4)
    assert found.tolist() == [7, 3, 7]


def test_a_floor_is_mended_by_its_own_charges_only() -> None:
    # the rows before and behind it ask for the third, which has what they ask for
    asks = ({2: -1}, -7)
    found = cents(3, 2, 7)
    assert mend(rows(asks, FLOOR, asks), found, NONE, 4)
    assert found.tolist() == [7, 3, 7]


def test_a_floor_is_mended_only_where_other_rows_have_room() -> None:
    # a cap of 5 on the first leaves it 2 cents; of twice the second 9 leaves that 2 (2 x 4 <= 9)
    found = cents(3, 2, 7)
    assert not mend(rows(FLOOR, ({0: 1}, 5), ({1: 2}, 9)), found, NONE, 9)
    assert found.tolist() == [5, 4, 7]
    # what is dropped stays dropped
    found = cents(3, 2, 7)
    assert not mend(rows(FLOOR), found, np.array([True, False, False]), 4)
    assert found.tolist() == [3, 6, 7]
    # one step may be too large for nothing: a floor in halves, 2 x 3 + 1 of 8, needs one cent
    found = cents(3, 1, 0)
    assert mend(rows(({0: -2, 1: -1}, -8)), found, NONE, 4)
    assert found.tolist() == [4, 1, 0]


def test_what_is_left_over_is_given_back_in_order_while_there_is_room() -> None:
    # 10 - 6 = 4 cents of a cap on all; at most 2 each, and the first is at its own most
    found = cents(2, 2, 2)
    give_back(rows(({0: 1, 1: 1, 2: 1}, 10)), found, cents(2, 9, 9), 2)
    assert found.tolist() == [2, 4, 4]
    # 3 cents are left: the second row takes two cents of room for one of the first charge
    found = cents(2, 2, 2)
    give_back(rows(({0: 1, 1: 1, 2: 1}, 9), ({0: 2}, 7)), found, cents(9, 9, 9), 5)
    assert found.tolist() == [3, 4, 2]


def test_nothing_is_given_back_where_a_share_leaves_no_room() -> None:
    # the first is at most the second: it follows only what the second has got before it
    found = cents(2, 2, 0)
    give_back(rows(({0: 1, 1: -1}, 0), ({1: 1}, 5)), found, cents(9, 9, 9), 5)
    assert found.tolist() == [2, 5, 0]
    # a floor that may be missed holds nothing back
    found = cents(2, 2, 2)
    give_back(rows(({0: 1}, 2), ({0: 1}, 4), loose=0), found, cents(9, 9, 9), 5)
    assert found.tolist() == [4, 2, 2]


def test_a_ledger_moves_cents_together_or_not_at_all() -> None:
    ledger = Ledger(rows(({0: 1, 1: 1}, 5), ({0: -2, 2: 1}, 0)), cents(2, 3, 4))
    assert not ledger.move({0: 1})  # 6 of 5
    assert not ledger.move({1: 1, 0: -1})  # the third charge would be more than twice the first
    assert not ledger.move({1: -4})  # below nothing
    assert ledger.cents.tolist() == [2, 3, 4]
    assert ledger.move({0: 1, 1: -1})
    assert not ledger.move({1: 1})  # still 6 of 5
    assert ledger.move({2: 2})  # 6 of 2 x 3
    assert not ledger.move({2: 1})
    assert ledger.cents.tolist() == [3, 2, 6]


def test_what_is_only_wanted_stops_no_cent() -> None:
    ledger = Ledger(rows(({0: 1}, 5), ({0: 1}, 9), loose=0), cents(2, 3, 4))
    assert ledger.move({0: 7})
    assert not ledger.move({0: 1})


def test_charges_are_spared_that_a_row_cannot_do_without() -> None:
    # without the first, at most 4 of 10 are left for the floor; without the second, 20 - 4 are
    most = cents(20, 4, 9)
    assert _spared(rows(FLOOR), np.array([0]), most).tolist() == []
    assert _spared(rows(FLOOR), np.array([1]), most).tolist() == [1]
    assert _spared(rows(FLOOR), np.array([0, 1, 2]), most).tolist() == [2]
    # a floor that is out of reach anyway spares nobody
    assert _spared(rows(({0: -1, 1: -1}, -30)), np.array([0]), most).tolist() == [0]


def test_what_is_broken_already_comes_nearer_to_nothing_and_no_further() -> None:
    told = {(-5, 3): -2, (-5, 5): 0, (-5, 9): 0, (5, 3): 2, (5, 9): 0, (0, 3): 0}
    for (side, by), expected in told.items():
        assert _mended(Fraction(side), by) == expected


def test_dollars_are_rounded_down_unless_a_whole_cent_is_next_to_them() -> None:
    dollars = np.array([1.239, 1.2399999999, 0.07, 12_345_678_901.75, 1.23])
    assert whole_cents(dollars).tolist() == [123, 124, 7, 1_234_567_890_175, 123]


def test_parts_in_whole_cents_add_up_and_the_largest_remainders_get_the_odd_ones() -> None:
    # 33 1/3, 33 1/3 and 34 1/2 are 101 1/6: one cent is over, for the half
    parts = {0: Fraction(100, 3), 1: Fraction(100, 3), 2: Fraction(69, 2)}
    assert _whole(parts) == {0: 33, 1: 33, 2: 35}
    assert _whole({2: Fraction(5, 3), 1: Fraction(5, 3), 0: Fraction(5, 3)}) == {0: 2, 1: 2, 2: 1}


def test_pieces_are_cut_into_few_blocks_that_are_not_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(braid.plan.blocks, "BLOCK", 10)
    assert _cuts([4, 6, 1, 9, 3, 12, 1]) == [10, 20, 23, 35]
    assert _cuts([10]) == []
    # five charges: short rows tie 0 to 1 and 3 to 4; a long one would make too large a block
    monkeypatch.setattr(braid.plan.blocks, "BLOCK", 2)
    tied = rows(({0: 1, 1: 1, 2: 1, 3: 1, 4: 1}, 9), ({1: 1, 0: 1}, 5), ({3: 1, 4: 1}, 5), many=5)
    assert [block.tolist() for block in blocks(tied)] == [[0, 1], [2], [3, 4]]
