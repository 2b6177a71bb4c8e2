"""A dollar stands beside one award only, and it is a dollar that somebody else really pays.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from draft import dollars, draft, paid, planned, tiers, used

from braid.plan.plan import Plan

TWO_GRANTS = """
awards:
  - {id: city, stream: county, amount: 3000}
  - {id: first, stream: one, amount: 20000}
  - {id: second, stream: two, amount: 20000}
streams:
  county: {origin: local}
  one: {rules: [{kind: match, share: 1, of: spent}]}
  two: {rules: [{kind: match, share: 1, of: spent}]}
"""


def pledged(plan: Plan, **wanted: Any) -> Decimal:
    """Dollars pledged, of the pledges whose columns are as wanted."""
    rows = plan.tables["pledges"].rows()
    chosen = (r["cents"] for r in rows if all(r[key] == value for key, value in wanted.items()))
    return Decimal(sum(chosen)) / 100


def test_a_dollar_is_pledged_once() -> None:
    # The city's $3,000 beside both grants would carry 2 x 3,000. It carries 3,000 of the two
    # together, so 4,000 of 10,000 are unfunded.
    inputs = draft(TWO_GRANTS)
    assert tiers(inputs) == dollars(0, 0, 4000, 0)
    plan = planned(inputs)
    assert paid(plan, award="first") + paid(plan, award="second") == 3000
    assert pledged(plan) == pledged(plan, award="city") == 3000


def test_money_meant_for_one_award_stands_beside_no_other() -> None:
    # The donor matches the second grant only, and gives it $1,000; the city's 3,000 serve either.
    text = TWO_GRANTS.replace(
        "awards:", "awards:\n  - {id: donor, stream: gift, amount: 1000, match_for: [second]}"
    )
    plan = planned(draft(text.replace("streams:", "streams:\n  gift: {origin: private}")))
    assert pledged(plan, award="donor", pledged_award="first") == 0
    assert pledged(plan, award="donor", pledged_award="second") == 1000
    assert paid(plan) == 2 * (3000 + 1000)


def test_federal_money_in_a_state_letter_is_no_match() -> None:
    # The state passes on $3,000 of federal money under its own name. Counted as state money it
    # would let the grant pay 3,000 more; it lets it pay nothing.
    letter = """
    awards:
      - {id: grant, stream: fund, amount: 20000}
      - {id: letter, stream: state_fund, amount: 3000, origin: ORIGIN}
    streams:
      fund: {rules: [{kind: match, share: 1, of: spent}]}
      state_fund: {origin: state}
    """
    assert tiers(draft(letter.replace("ORIGIN", "state"))) == dollars(0, 0, 4000, 0)
    inputs = draft(letter.replace("ORIGIN", "federal"))
    assert tiers(inputs) == dollars(0, 0, 7000, 0)
    assert paid(planned(inputs), award="grant") == 0


WAGES = """
partnership: {employers: [{id: mill, size: 40}, {id: shop, size: 40}]}
costs:
  - {id: ojt, category: ojt_wages, per_participant: 600, when: start, employer: mill}
  - {id: other, category: ojt_wages, per_participant: 100, when: start, employer: shop}
awards:
  - {id: mill_wages, stream: pay, amount: 3000, employer: mill}
  - {id: grant, stream: fund, amount: 20000}
streams:
  fund:
    rules:
      - {id: half, kind: limit, spend: {category: ojt_wages}, at_most: {share: 0.5, of: cost}}
      - {id: beside, kind: match, share: 1, of: spent, per: employer,
         beside: {origin: [private], employer: true}}
  pay: {origin: private}
"""


def test_wages_that_are_reimbursed_are_not_the_employers_own() -> None:
    # OJT pays half of the mill's wages of 10 x $600 beside as much of the mill's own. A mill that
    # claimed the whole 6,000 as its contribution would make a profit of 3,000: it could say that it
    # paid 3,000 more, and the grant would pay the shop's 1,000 beside them. The mill has 3,000 left
    # to pay; of the shop's wages it could pay a half, but that would not be the shop's money.
    inputs = draft(WAGES)
    assert tiers(inputs) == dollars(0, 0, 1000, 0)
    plan = planned(inputs)
    assert paid(plan, award="grant", cost="ojt") == 3000
    assert pledged(plan, award="mill_wages", cost="ojt") == 3000
    assert paid(plan, award="grant", cost="other") == 0


def test_a_cost_that_the_grant_could_not_pay_is_no_match() -> None:
    # The city's $3,000 would pay the office and count beside tuition. What counts is what the
    # grant may pay itself: the city pays tuition, the office stays open.
    inputs = draft("""
    costs:
      - {id: office, category: administration, amount: 3000, when: start}
      - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
    awards:
      - {id: city, stream: county, amount: 3000}
      - {id: grant, stream: fund, amount: 20000}
    streams:
      county: {origin: local}
      fund: {rules: [{kind: match, share: 1, of: spent}, {kind: line, allow: [tuition_fees]}]}
    """)
    assert tiers(inputs) == dollars(0, 0, 7000, 0)
    plan = planned(inputs)
    assert paid(plan, award="city", cost="tuition") == 3000
    assert paid(plan, award="grant") == 3000


FIXED = """
awards:
  - {id: city, stream: county, amount: 3000}
  - {id: grant, stream: fund, amount: 5000, status: STATUS}
streams:
  county: {origin: local}
  fund: {rules: [{kind: match, share: 0.8, of: award}]}
"""


def test_no_money_is_left_lying_so_that_match_is_not_missed() -> None:
    # The accepted grant asks for 0.8 x 5,000 = 4,000 and 1,000 are missing whatever is spent. To
    # leave the grant unspent would mend nothing; 5,000 + 3,000 of 10,000 are paid.
    inputs = draft(FIXED.replace("STATUS", "accepted"))
    assert tiers(inputs) == dollars(1000, 0, 2000, 0)
    plan = planned(inputs)
    assert paid(plan, award="grant") == 5000
    assert plan.summary.lapses == 0


def test_an_offer_whose_match_cannot_be_raised_is_declined() -> None:
    # The same as an offer: it cannot be taken with 1,000 of match missing, and with 4,000 it is.
    inputs = draft(FIXED.replace("STATUS", "offered"))
    assert tiers(inputs) == dollars(0, 0, 7000, 0)
    assert not used(planned(inputs), "grant")
    inputs = draft(FIXED.replace("STATUS", "offered").replace("amount: 3000", "amount: 4000"))
    assert tiers(inputs) == dollars(0, 0, 1000, 0)
    assert used(planned(inputs), "grant")


def test_what_was_paid_in_summer_is_not_claimed_in_autumn() -> None:
    # Half of what is claimed in a quarter is paid back. The city pays in the first quarter only:
    # 10 x $1,000 are shared by halves, and of the 4,000 of autumn nothing is claimed. Over the
    # year as one need the grant would pay 4,000 there beside the city's 5,000 of summer.
    inputs = draft("""
    groups:
      - {id: adults, program: welding, participants: 10, start: 2026-07-01}
      - {id: later, program: welding, participants: 4, start: 2026-10-01}
    awards:
      - {id: city, stream: county, amount: 9000, end: 2026-09-30}
      - {id: grant, stream: fund, amount: 9000}
    streams:
      county: {origin: local}
      fund: {rules: [{kind: reimbursement, share: 0.5}]}
    """)
    assert tiers(inputs) == dollars(0, 0, 4000, 0)
    plan = planned(inputs)
    assert paid(plan, group="later") == 0
    assert paid(plan, award="grant") <= paid(plan, award="city")
