"""An award is taken when it brings more than its reports cost, and a record is made once.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from draft import dollars, draft, paid, planned, served, tiers, used

GRANT = """
costs: [{id: tuition, category: tuition_fees, per_participant: 10050, when: start}]
awards:
  - {id: gift, stream: gift, amount: 500}
  - {id: grant, stream: fund, amount: AMOUNT, status: offered}
streams:
  gift: {origin: private}
  fund: {rules: [{kind: report, report: Annual, every: once, hours: {floor: 0, planning: 220}}]}
"""


@pytest.mark.parametrize("amount", ["11000.02", "12000", "16000", "20000"])
def test_a_grant_that_brings_more_than_its_reports_cost_is_taken(amount: str) -> None:
    # 220 h x $50 = $11,000 of reports beside the $100,000 of tuition that a gift leaves: the grant
    # pays its amount of both, so it brings what exceeds its reports. Weighed on top of the line
    # that already bears it, the overhead would refuse it up to $22,000.
    inputs = draft(GRANT.replace("AMOUNT", amount))
    assert tiers(inputs) == dollars(0, 0, 111_000 - float(amount), 11_000)
    plan = planned(inputs)
    assert used(plan, "grant")
    assert paid(plan, award="grant") == Decimal(amount)


@pytest.mark.parametrize("amount", [9000, 11000])
def test_a_grant_that_only_pays_for_its_reports_is_declined(amount: int) -> None:
    inputs = draft(GRANT.replace("AMOUNT", str(amount)))
    assert tiers(inputs) == dollars(0, 0, 100_000, 0)
    plan = planned(inputs)
    assert not used(plan, "grant")
    assert paid(plan, award="grant") == 0
    assert plan.summary.overhead_dollars == 0


@pytest.mark.parametrize(("overhead", "amount", "taken"), [
    (0, 12000, True), (0.5, 12000, False), (0.5, 17000, True), (1, 20000, False), (1, 23000, True),
])  # fmt: skip
def test_weighted_a_grant_is_taken_from_its_break_even_on(
    overhead: float, amount: int, taken: bool
) -> None:
    # Taking it changes unfunded by 11,000 - amount and overhead by 11,000: at weight w it pays from
    # 11,000 (1 + w) on.
    objective = {"mode": "weighted", "unfunded": 1, "overhead": overhead}
    plan = planned(draft(GRANT.replace("AMOUNT", str(amount)), objective=objective))
    assert used(plan, "grant") is taken


def test_a_record_that_a_family_shares_is_made_once() -> None:
    # Two streams pay the tuition of the same ten people; ten records of $75, not twenty.
    inputs = draft("""
        awards:
          - {id: adult, stream: adult, amount: 5375}
          - {id: dislocated, stream: dislocated, amount: 5375}
        streams: {adult: {family: wioa}, dislocated: {family: wioa}}
        families:
          wioa:
            rules:
              - {kind: report, report: Record, per: participant, every: once, hours: {floor: 0,
                 planning: 1.5}}
    """)
    assert tiers(inputs) == dollars(0, 0, 0, 750)
    plan = planned(inputs)
    assert paid(plan, cost="record:wioa") == 750
    assert served(plan, "adults", "wioa") == 10
