"""What a dollar is worth: by hand, and against solving again on both sides of each range."""

from __future__ import annotations

from decimal import Decimal

import pytest
from draft import draft, planned
from oracle.generator import generate

from braid.catalog.inputs import Inputs
from braid.comparison.explaining.caps import points, under
from braid.comparison.explaining.steps import with_amount
from braid.comparison.explaining.worth import worth
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.optimize import highs
from braid.optimize.tiers import tier_values
from braid.plan.worths import Rate

NEAR = 0.006
"""Dollars: half a cent that other decisions may save, and the rounding of a rate."""
BEYOND = 2
SEEDS = range(2, 16)
MARKED = [s if s < 7 else pytest.param(s, marks=pytest.mark.long) for s in SEEDS]
ASKED: dict[int, int] = {}
TIERS = ("floors", "must", "unfunded")


def least(inputs: Inputs, award: str, amount: Decimal) -> list[float]:
    """The least costs with another amount, tier by tier."""
    changed = with_amount(inputs, award, amount)
    values = tier_values(build_model(build_ground(changed)), highs.solve, last="unfunded")
    return [values[name] for name in TIERS]


def expected(now: list[float], rate: Rate, more: Decimal) -> list[float]:
    """What the costs are at so many dollars more, if the rate holds."""
    saved = (rate.floors, rate.must, rate.unfunded)
    return [value - float(s * more) for value, s in zip(now, saved, strict=True)]


@pytest.mark.parametrize("seed", MARKED)
def test_a_rate_holds_up_to_its_end_and_not_beyond(seed: int) -> None:
    inputs = generate(seed)
    asked = 0
    for one in worth(inputs):
        now = least(inputs, one.award, one.amount)
        for rate in (one.more, one.less):
            if rate is None or not rate.unfunded:
                continue
            far = rate.until - one.amount
            asked += 1
            for by in (far, (far / 2).quantize(Decimal("0.01"))):
                slack = NEAR + 6e-5 * float(abs(by))
                there = least(inputs, one.award, one.amount + by)
                assert there == pytest.approx(expected(now, rate, by), abs=slack), one
            if rate.ends:
                by = far + (BEYOND if far > 0 else -BEYOND)
                there = least(inputs, one.award, one.amount + by)
                assert there != pytest.approx(expected(now, rate, by), abs=1e-5), one
    ASKED[seed] = asked


def test_enough_was_asked() -> None:
    assert sum(ASKED.values()) > 20 or len(ASKED) < len(SEEDS)


def test_a_dollar_pays_a_dollar_until_nothing_is_unfunded() -> None:
    # Tuition of $10,000, and $6,000.
    (found,) = worth(draft())

    assert found.more == Rate(
        Decimal("1.0000"), Decimal("0.0000"), Decimal("0.0000"), Decimal("10000.00"), True
    )
    assert found.less is not None
    assert found.less.unfunded == 1


def test_a_dollar_that_brings_matched_money_is_worth_more() -> None:
    # Each dollar of the gift lets the grant pay three: four for one, until its 3,000 are out.
    inputs = draft("""
awards:
  - {id: grant, stream: fund, amount: 3000}
  - {id: gift, stream: gift, amount: 500}
streams:
  gift: {origin: private}
  fund:
    rules:
      - {kind: match, share: 0.25, of: total}
""")
    grant, gift = sorted(worth(inputs), key=lambda one: one.award != "grant")

    assert gift.more is not None
    assert gift.more.unfunded == 4
    assert gift.more.until == 1000
    assert grant.more is not None
    assert grant.more.unfunded == 0


def test_an_award_that_a_share_holds_back_is_worth_its_share() -> None:
    inputs = draft("""
awards: [{id: grant, stream: fund, amount: 10000}]
streams:
  fund: {rules: [{kind: limit, spend: {category: tuition_fees}, at_most: {share: 0.5, of: award}}]}
""")
    (found,) = worth(inputs)

    assert found.more is not None
    assert found.more.unfunded == Decimal("0.5")
    assert found.more.until == 20000
    (point,) = points(planned(inputs))
    assert (point.share, point.next, point.saves) == (Decimal("0.5"), Decimal("0.51"), 100)
    assert point.all_room == 5000
    assert point.until == 1


def test_a_share_that_need_not_go_altogether() -> None:
    inputs = draft("""
awards: [{id: grant, stream: fund, amount: 20000}]
streams:
  fund: {rules: [{kind: limit, spend: {category: tuition_fees}, at_most: {share: 0.3, of: award}}]}
""")
    (point,) = points(planned(inputs))

    assert point.until == Decimal("0.5")
    values = [
        tier_values(build_model(build_ground(under(inputs, point.rule, share))), highs.solve)
        for share in (point.until, point.until - Decimal("0.001"))
    ]
    assert values[0]["unfunded"] == pytest.approx(0, abs=0.005)
    assert values[1]["unfunded"] == pytest.approx(20, abs=0.005)


def test_nothing_is_said_where_costs_are_weighed() -> None:
    assert worth(draft(objective={"mode": "weighted"})) == ()


def test_what_is_paid_for_is_worth_nothing_more() -> None:
    inputs = draft(awards=[{"id": "grant", "stream": "fund", "amount": 12000}])
    (found,) = worth(inputs)

    assert found.more is not None
    assert found.more.unfunded == 0
    assert found.less is not None
    assert (found.less.unfunded, found.less.until) == (0, 10000)
