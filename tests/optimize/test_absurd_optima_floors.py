"""Statutory floors are not bought off, and are missed only by money that lapses.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from draft import dollars, draft, paid, planned, tiers, used

FLOOR = """
groups:
  - {id: dropouts, program: welding, participants: OUT, start: 2026-07-01, in_school: false}
  - {id: pupils, program: baking, participants: 8, start: 2026-07-01, in_school: true}
programs: [{id: baking, weeks: 12}, {id: welding, weeks: 12}]
costs:
  - {id: tuition, category: tuition_fees, program: welding, per_participant: 1000, when: start}
  - {id: costly, category: tuition_fees, program: baking, per_participant: 3000, when: start}
awards: [{id: youth, stream: fund, amount: 6000, status: STATUS}]
streams:
  fund:
    rules:
      - {kind: limit, spend: {who: {in_school: false}}, at_least: {share: 0.75, of: award}}
      - {kind: report, report: Record, per: participant, every: once, hours: {floor: 0,
         planning: 1.5}}
"""


def floor(out: int, status: str, **change: object) -> str:
    return FLOOR.replace("OUT", str(out)).replace("STATUS", status)


@pytest.mark.parametrize("mode", ["lexicographic", "weighted"])
def test_a_floor_is_not_bought_with_the_price_of_a_few_records(mode: str) -> None:
    # $6,000 on pupils are two records ($3,000 each), on dropouts six: missing the floor would save
    # 4 x 75 = $300, half of it by unfunded dollars, at any weight. The floor stands above dollars:
    # $4,500 are the dropouts'.
    objective = {"mode": mode, "overhead": 100} if mode == "weighted" else {"mode": mode}
    inputs = draft(floor(8, "accepted"), objective=objective)
    assert tiers(inputs)[0] == pytest.approx(0, abs=0.005)
    plan = planned(inputs)
    assert paid(plan, group="dropouts") >= 4500
    assert paid(plan, group="pupils") <= 1500


def test_a_floor_misses_only_by_money_that_lapses() -> None:
    # Two dropouts: $2,000 at most, so what is spent is 2,000 / 0.75 at most, and 4,500 - 2,000 of
    # the floor is missed.
    inputs = draft(floor(2, "accepted"))
    assert tiers(inputs)[0] == pytest.approx(2500, abs=0.005)
    plan = planned(inputs)
    out, pupils = paid(plan, group="dropouts"), paid(plan, group="pupils")
    assert out >= Decimal("0.75") * (out + pupils)
    assert paid(plan, award="youth") <= Decimal("2666.67")


def test_a_floor_is_not_escaped_by_refusing_the_award() -> None:
    # Offered, the award is held to what is spent: no floor is missed by taking it, and it is taken.
    # Beside 2,000 of tuition and 2 records there are 2,000 / 3 - 150 = 516.67 for pupils: z =
    # 516.67 / 3,075 of one, so unfunded are 26,000 + 75 (2 + z) - 2,666.67. A whole pupil would
    # need 3,000 and is not served.
    z = (2000 / 3 - 150) / 3075
    inputs = draft(floor(2, "offered"))
    assert tiers(inputs) == dollars(0, 0, 26_000 + 75 * (2 + z) - 8000 / 3, 75 * (2 + z))
    plan = planned(inputs)
    assert used(plan, "youth")
    assert paid(plan, group="dropouts") == 2000
    assert paid(plan) == 2150
