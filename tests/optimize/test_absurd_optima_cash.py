"""Cash is bridged by money that may bridge, no more of it is borrowed than must be.

Each test is about a plan that a treasurer would laugh at, the optimum of a model in which something
about cash was missing. It states the partnership, what that model would make of it, and what is
right, with the arithmetic. Tier values are dollars; the last two are what participants' own costs
lack, and loans times quarters.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from draft import dollars, draft, paid, planned, tiers, used

from braid.plan.plan import Plan

COACH = """
horizon: {start: 2026-07-01, end: 2027-06-30, period: quarter}
organizations: [{id: quest, cash: {opening: 0}}, {id: college}]
groups: [{id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30}]
costs: [{id: coach, category: case_management, amount: 1000, every: quarter}]
awards: AWARDS
streams:
  city: {origin: local, payment: {method: reimbursement, lag_days: 45}}
  gift: {origin: private, restricted: RESTRICTED, payment: {method: upfront}}
  fund: {origin: federal}
"""


def coach(*awards: str, restricted: int = 1) -> str:
    listed = "".join(f"\n  - {{{award}}}" for award in awards)
    return COACH.replace("AWARDS", listed).replace("RESTRICTED", str(restricted))


def loans(plan: Plan, organization: str = "quest") -> list[Decimal]:
    rows = plan.tables["cash"].where("organization", organization).rows()
    return [Decimal(row["loan"]) / 100 for row in rows]


CITY = "id: city, stream: city, recipient: quest, amount: 3000"
GIFT = "id: gift, stream: gift, recipient: quest, amount: 1000"
FUND = "id: fund, stream: fund, recipient: quest, amount: 1000"


def test_restricted_money_does_not_lend_to_another_award_s_bills() -> None:
    # One pooled balance would see the gift's $1,000 in July and borrow nothing until autumn. The
    # gift is restricted, so wherever it pays, the city's three quarters are fronted one by one.
    inputs = draft(coach(CITY, GIFT, restricted=2))
    assert tiers(inputs) == dollars(0, 0, 0, 0, 0, 3000)
    plan = planned(inputs)
    assert sum(loans(plan)) == 3000
    balances = [row["balance"] for row in plan.tables["cash"].rows()]
    assert loans(plan) != [max(Decimal(0), Decimal(-b) / 100) for b in balances]


def test_free_money_lends_until_it_is_spent_and_is_spent_last() -> None:
    # The same gift, free: it fronts a quarter of the city's as long as it is there, and pays the
    # last quarter itself, in which the city's third is repaid. Nothing is borrowed.
    plan = planned(draft(coach(CITY, GIFT, restricted=1)))
    assert sum(loans(plan)) == 0
    assert paid(plan, award="gift") == 1000
    assert paid(plan, award="gift", period="2026-07-01") == 0
    assert plan.bridges == ()


def test_an_award_says_itself_whether_it_lends() -> None:
    lends = f"{GIFT}, payment: {{method: upfront, lends: true}}"
    keeps = f"{GIFT}, payment: {{method: upfront, lends: false}}"
    assert tiers(draft(coach(CITY, lends, restricted=9)))[-1] == pytest.approx(0, abs=0.005)
    assert tiers(draft(coach(CITY, keeps, restricted=0)))[-1] == pytest.approx(3000, abs=0.005)


def test_no_more_is_borrowed_than_must_be() -> None:
    # With $900 of its own, quest is short of $100 in each quarter that the city pays alone. The
    # fund pays at once: its $500 go to all four quarters, $100 and more each, not to one of them.
    inputs = draft(
        coach("id: city, stream: city, recipient: quest, amount: 3500", "id: fund, stream: fund, "
              "recipient: quest, amount: 500").replace("opening: 0", "opening: 900")
    )  # fmt: skip
    assert tiers(inputs) == dollars(0, 0, 0, 0, 0, 0)
    plan = planned(inputs)
    assert max(loans(plan)) == 0
    periods = plan.tables["charges"].where("award", "fund").sums("period")
    assert len(periods) == 4
    assert min(periods.values()) >= 100 * 100


def test_want_of_cash_leaves_nothing_unfunded_and_causes_no_report() -> None:
    # A fund that pays at once, but asks for a report of $100, would save loans of $1,000. Loans
    # come after reporting: the offer is declined, the coach is paid, the money is borrowed.
    report = """
    rules: [{kind: report, report: Claim, every: once, hours: {floor: 0, planning: 2}}]"""
    text = coach(
        "id: city, stream: city, recipient: quest, amount: 9000", f"{FUND}, status: offered"
    )
    inputs = draft(text.replace("fund: {origin: federal}", f"fund:\n    origin: federal{report}"))
    assert tiers(inputs) == dollars(0, 0, 0, 0, 0, 4000)
    plan = planned(inputs)
    assert not used(plan, "fund")
    assert paid(plan) == 4000
    assert loans(plan) == [1000, 1000, 1000, 1000]


def test_an_offer_that_costs_nothing_is_taken_to_bridge() -> None:
    # The offered gift is not needed to pay anything and asks for nothing; declined, it would leave
    # $1,000 to be borrowed in each quarter.
    inputs = draft(
        coach("id: city, stream: city, recipient: quest, amount: 9000", f"{GIFT}, status: offered")
    )
    assert tiers(inputs) == dollars(0, 0, 0, 0, 0, 0)
    plan = planned(inputs)
    assert used(plan, "gift")
    assert sum(loans(plan)) == 0


def test_one_organization_s_cash_does_not_pay_another_s_bills() -> None:
    # The college has plenty; quest's claims are its own.
    text = coach(CITY, "id: rest, stream: gift, recipient: college, amount: 1000")
    rich = text.replace("{id: college}", "{id: college, cash: {opening: 50000}}")
    plan = planned(draft(rich))
    assert sum(loans(plan)) == 3000
    assert sum(loans(plan, "college")) == 0


def test_the_balance_that_is_always_kept_is_not_lent() -> None:
    # $3,000 of claims over four quarters, of which $500 each are fronted by $800 less $300.
    plan = planned(draft(coach(CITY, FUND).replace("opening: 0", "opening: 800, minimum: 300")))
    assert sum(loans(plan)) == 3000 - 4 * 500


def test_nobody_s_tuition_is_left_unfunded_to_spare_a_loan() -> None:
    # The city's $1,000 pay July's tuition or a coach in spring. Its claims are paid in the next
    # quarter but one: for the coach a loan stands once before the plan ends, for July's tuition
    # twice. People come first, and $1,000 are borrowed for two quarters.
    text = coach("id: city, stream: city, recipient: quest, amount: 1000").replace(
        "lag_days: 45", "lag_days: 100"
    )
    lines = """
  - {id: tuition, category: tuition_fees, per_participant: 100, when: start}
  - {id: coach, category: case_management, amount: 1000, from: 2027-04-01}"""
    line = "[{id: coach, category: case_management, amount: 1000, every: quarter}]"
    inputs = draft(text.replace(line, lines))
    assert tiers(inputs) == dollars(0, 0, 1000, 0, 0, 2000)
    for whole in (False, True):
        plan = planned(inputs, whole_people=whole)
        assert plan.summary.completely_funded == 10
        assert loans(plan) == [1000, 1000, 0, 0]


def test_with_whole_people_loans_are_still_the_smallest_that_fund_them() -> None:
    inputs = draft(coach(CITY, GIFT, restricted=1))
    assert sum(loans(planned(inputs, whole_people=True))) == 0
