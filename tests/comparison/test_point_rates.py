"""For what range a point of a share is worth what is said: on made-up costs, and by solving."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from draft import draft, planned
from oracle.generator import generate

from braid.comparison.explaining import caps, point_rates
from braid.comparison.explaining.caps import points
from braid.comparison.explaining.point_rates import MOST, point_rate
from braid.plan.worths import Point, PointRate

D = Decimal
HERE = D("0.2")


def followed(
    costs: Callable[[float], float | None], end: str = "1"
) -> tuple[PointRate | None, int]:
    """The rate of a point from a fifth on, and at how many shares it asked."""
    asked: set[Decimal] = set()

    def at(share: Decimal) -> float | None:
        asked.add(share)
        return costs(100 * float(share))

    return point_rate(at, HERE, D(end)), len(asked)


@pytest.mark.parametrize(
    ("costs", "end", "unfunded", "until"),
    [
        (lambda x: 9000 - 70 * x, "1", "70", "1"),
        (lambda x: 9000 - 70 * x, "0", "70", "0"),
        # one corner, then none; the corner between two hundredths, and on one
        (lambda x: max(0, 3450 * (20.3478 - x)), "1", "3450", "0.2034"),
        (lambda x: max(0, 3450 * (20.35 - x)), "1", "3450", "0.2035"),
        # five pieces, each less steep; and downwards
        (lambda x: sum(max(0, 50 * (24 + 3 * k - x)) for k in range(1, 6)), "1", "250", "0.2700"),
        (lambda x: max(-10 * x, 60 - 15 * x), "0", "10", "0.1200"),
        # a decision that is made otherwise from 31.5% on, and one that is made so in between only
        (lambda x: 1000 - 5 * x - (40 if x > 31.5 else 0), "1", "5", "0.3150"),
        (lambda x: 1000 - 5 * x - (4 if 38 < x < 45 else 0), "1", "5", "0.3800"),
        (lambda x: None if x > 80 else 100 - x, "1", "1", "0.8000"),
    ],
)  # fmt: skip
def test_the_last_share_on_the_line_is_found(
    costs: Callable[[float], float | None], end: str, unfunded: str, until: str
) -> None:
    found, asked = followed(costs, end)
    assert found is not None
    assert abs(found.unfunded - D(unfunded)) <= D("0.01")
    assert found.ends
    assert abs(found.until - D(until)) <= D("0.0001")
    assert asked <= MOST + 4


def test_what_takes_too_many_solves_is_not_said_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(point_rates, "MOST", 5)
    found, _ = followed(lambda x: max(0, 10 * (31.234 - x), 70 * (27.123 - x)))
    assert found is not None
    assert not found.ends
    assert found.until < D("0.2603")


def test_a_worth_that_changes_all_along_is_said_to() -> None:
    # A share of what is spent: 15,625 a point right here, twelve dollars more 0.02 points on.
    found, _ = followed(lambda x: -1e6 * x / (100 - x))
    assert found is not None
    assert found.bends
    assert D(15625) < found.unfunded < D(15630)
    assert found.until <= D("0.2002")


@pytest.mark.parametrize(("costs", "end"), [
    (lambda x: 10.0 if x > 20 else 20.0, "1"), (lambda x: None if x > 20 else 20.0, "1"),
    (lambda x: 1.0, "0.2"),
])  # fmt: skip
def test_a_jump_right_there_and_a_side_that_is_not_are_not_known(
    costs: Callable[[float], float | None], end: str
) -> None:
    assert followed(costs, end)[0] is None


CAP = "{kind: limit, spend: {category: tuition_fees}, at_most: {share: 0.3, of: award}}"
TWO = """
awards: [{id: grant, stream: fund, amount: 20000}, {id: aid, stream: gift, amount: 1000}]
streams:
  gift: {origin: private}
  fund: {rules: [RULE]}
"""


def unfunded(inputs: object, point: Point, share: Decimal) -> float:
    found = caps._unfunded(caps.under(inputs, point.rule, share))  # type: ignore[arg-type]
    assert found is not None
    return found


def holds(point: Point, rate: PointRate, inputs: object) -> bool:
    """Whether the costs are as told up to the end, and otherwise two hundredths beyond."""
    now = unfunded(inputs, point, point.share)
    way = 1 if rate.until > point.share else -1
    sign = way if rule_is_cap(point) else -way
    told = {}
    for share in (rate.until, (point.share + rate.until) / 2, rate.until + way * D("0.0002")):
        by = 100 * float(abs(share - point.share))
        value = now - sign * by * float(rate.unfunded) if 0 <= share <= 1 else None
        told[share] = value is not None and abs(unfunded(inputs, point, share) - value) <= (
            0.006 + 0.005 * by
        )
    return list(told.values()) == [True, True, False]


def rule_is_cap(point: Point) -> bool:
    return point.next > point.share


def test_a_cap_holds_from_where_it_pays_nothing_to_where_all_is_paid() -> None:
    # Of $10,000 the gift pays $1,000; each point of $20,000 pays $200 more, up to $9,000.
    inputs = draft(TWO.replace("RULE", CAP))
    (point,) = points(planned(inputs))

    assert point.more == PointRate(D("200.00"), D("0.4500"), True)
    assert point.less == PointRate(D("200.00"), D("0.0000"), True)
    assert (point.until, point.saves) == (D("0.45"), 200)
    assert holds(point, point.more, inputs)


def test_a_floor_is_followed_the_other_way() -> None:
    # Each point less of the floor lets $90 of the grant pay tuition; coaching is never short.
    inputs = draft("""
costs:
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
  - {id: coach, category: case_management, amount: 6000, every: once}
awards: [{id: grant, stream: fund, amount: 9000}, {id: aid, stream: gift, amount: 5000}]
streams:
  gift:
    origin: private
    rules: [{kind: limit, spend: {category: tuition_fees}, at_most: {usd: 0}}]
  fund: {rules: [{kind: limit, spend: {category: case_management}, at_least:
                  {share: 0.4, of: award}}]}
""")
    (point,) = points(planned(inputs))
    assert point.next < point.share
    for rate in (point.more, point.less):
        assert rate is not None
        assert holds(point, rate, inputs)


def test_a_floor_whose_base_moves_with_it_is_worth_less_all_along() -> None:
    # Coaching of $2,000 must be two fifths: so $5,000 is all that the grant pays, $2,000 / share.
    inputs = draft("""
costs:
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
  - {id: coach, category: case_management, amount: 2000, every: once}
awards: [{id: grant, stream: fund, amount: 9000}]
streams:
  fund: {rules: [{kind: limit, spend: {category: case_management}, at_least:
                  {share: 0.4, of: award}}]}
""")
    (point,) = points(planned(inputs))
    assert point.more is not None
    assert point.more.bends
    assert point.more.unfunded == pytest.approx(D(125), abs=D("0.5"))
    assert point.saves == D("128.21")  # 2,000 / 0.39 - 2,000 / 0.4


@pytest.mark.parametrize("seed", [4, *(pytest.param(s, marks=pytest.mark.long) for s in (3, 11))])
def test_ranges_of_generated_partnerships_hold_and_end(seed: int) -> None:
    inputs = generate(seed)
    asked = 0
    for point in points(planned(inputs)):
        for rate in (point.more, point.less):
            if rate is not None and rate.ends and not rate.bends:
                asked += 1
                assert holds(point, rate, inputs), (point, rate)
    assert asked


def test_only_those_with_this_number_are_moved() -> None:
    inputs = draft(TWO.replace("RULE", CAP))
    (point,) = points(planned(inputs))
    moved = caps.under(inputs, point.rule, D("0.9"), D("0.31"))
    assert moved.law.rules == inputs.law.rules
    assert caps.under(inputs, point.rule, D("0.9"), D("0.3")).law.rules != inputs.law.rules
