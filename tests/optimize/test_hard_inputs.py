"""Nothing is infeasible: what the past broke is named, and the rest is planned."""

from __future__ import annotations

import pytest
from draft import dollars, draft, paid, planned, tiers

PAST = """
costs:
  - {id: admin, category: administration, amount: 2000}
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
awards:
  - {id: grant, stream: fund, amount: 10000, to_date: [{category: administration, amount: 1500}]}
streams: {fund: {rules: [{kind: limit, spend: {category: administration}, at_most: {BOUND}}]}}
"""


@pytest.mark.parametrize("bound", ["share: 0.1, of: award", "usd: 1000"])
def test_a_cap_that_the_past_exceeds_allows_nothing_more(bound: str) -> None:
    # 1,500 of administration were charged where 1,000 are allowed: the past stays as it is, no more
    # of it is charged, and 8,500 go to the tuition of 10,000.
    inputs = draft(PAST.replace("BOUND", bound))
    assert tiers(inputs) == dollars(0, 0, 2000 + 1500, 0)
    plan = planned(inputs)
    assert paid(plan, cost="admin") == 0
    assert paid(plan, cost="tuition") == 8500


@pytest.mark.parametrize(
    "bound", ["at_most: {share: 0.1, of: spent}", "at_least: {share: 1, of: spent}"]
)
def test_a_share_of_spending_that_the_past_broke_still_gives_a_plan(bound: str) -> None:
    what = "administration" if "most" in bound else "training"
    inputs = draft(f"""
        costs: [{{id: admin, category: administration, amount: 2000}}]
        awards: [{{id: grant, stream: fund, amount: 9000, to_date: [{{category: administration,
                  amount: 500}}]}}]
        streams: {{fund: {{rules: [{{kind: limit, spend: {{category: {what}}}, {bound}}}]}}}}
    """)
    assert tiers(inputs)[1:] == dollars(0, 2000, 0)
    assert paid(planned(inputs)) == 0


def test_what_was_spent_was_obligated() -> None:
    # 900 of 1,000 were spent, so 80% were obligated in time and nothing is taken back: 100 are
    # left.
    inputs = draft("""
        awards: [{id: grant, stream: fund, amount: 1000, to_date: [{category: administration,
                  amount: 900}]}]
        streams:
          fund: {rules: [{kind: timeline, obligate: {share: 0.8, by: {months: 6},
                 recapture: automatic}}]}
    """)
    assert tiers(inputs) == dollars(0, 0, 9900, 0)
    assert paid(planned(inputs)) == 100


def test_a_plan_may_pay_for_nothing() -> None:
    # The only award pays administration, and there is none.
    inputs = draft("streams: {fund: {rules: [{kind: line, allow: [administration]}]}}")
    plan = planned(inputs)
    assert paid(plan) == 0
    assert plan.summary.unfunded == 10_000
