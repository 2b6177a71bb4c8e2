"""An audit is due from an amount of spending on: it is avoided where that harms nobody, and told.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

from decimal import Decimal

from draft import dollars, draft, paid, planned, tiers, unfunded

AUDIT = """
organizations: [{id: college, single_audit_cost: 300OTHER}]
awards:
  - {id: gift, stream: gift, amount: GIFT}
  - {id: grant, stream: fund, amount: 9000}
streams:
  fund: {origin: federal, rules: [{kind: threshold, usd: 5000, report: Audit}]}
  gift: {origin: private}
"""


def audit(gift: str, other: str = "") -> str:
    """The partnership with so much private money, and federal money spent elsewhere."""
    return AUDIT.replace("GIFT", gift).replace("OTHER", other)


def test_no_cost_is_left_unfunded_to_save_an_audit() -> None:
    # The gift pays 2,000 of 10,000; 8,000 of federal money are needed, so the audit is due.
    # Staying a cent below 5,000 would save its 300 and leave 3,000.01 of tuition to nobody.
    inputs = draft(audit("2000"))
    assert tiers(inputs) == dollars(0, 0, 0, 300)
    plan = planned(inputs)
    assert unfunded(plan) == 0
    assert plan.summary.overhead_dollars == 300
    (row,) = plan.tables["reports"].rows()
    assert (row["report"], row["filed_by"], row["due"]) == ("Audit", "college", "2028-03-31")
    assert (row["period_start"], row["period_end"]) == ("2026-07-01", "2027-06-30")
    assert (row["award"], row["count"], row["hours"], row["cost"]) == ("", 1, 0, 30_000)
    assert paid(plan, cost="Audit") == 0  # nobody is charged for it


def test_money_that_can_change_places_stays_below_the_audit() -> None:
    # Federal money is to be used first, yet from 5,000 on it costs an audit, which the gift can
    # avoid: 4,999.99 of federal money, 5,000.01 of the gift. The plan says how near that is.
    plan = planned(draft(audit("9000")))
    assert plan.summary.overhead_dollars == 0
    assert paid(plan, award="grant") < 5000
    assert paid(plan, award="gift") + paid(plan, award="grant") == 10_000
    (told,) = plan.thresholds
    assert (told.reached, told.at, told.cost) == (False, 5000, 300)
    assert told.spent == paid(plan, award="grant")


def test_an_audit_that_is_due_anyway_moves_no_money() -> None:
    # 5,000 of federal money elsewhere: the audit is due without the plan and no cost of it. The
    # grant pays what it can, being less flexible than the gift.
    text = audit("9000", ", other_federal: 5000").replace(
        "gift: {origin", "gift: {restricted: 1, origin"
    )
    text = text.replace("fund: {origin", "fund: {restricted: 9, origin")
    inputs = draft(text)
    assert tiers(inputs) == dollars(0, 0, 0, 0)
    plan = planned(inputs)
    assert paid(plan, award="grant") == 9000
    (row,) = plan.tables["reports"].rows()
    assert row["cost"] == 0
    (told,) = plan.thresholds
    assert (told.reached, told.without_plan, told.spent) == (True, True, Decimal(14_000))


def test_as_weighted_an_audit_is_saved_where_it_costs_more_than_what_is_left() -> None:
    # The gift pays 5,000. The grant could pay the other 5,000, but its last cent sets off the
    # audit: one cent unfunded costs 0.01, the audit 300. Lexicographically that cent is paid.
    text = audit("5000")
    assert tiers(draft(text)) == dollars(0, 0, 0, 300)
    plan = planned(draft(text, objective={"mode": "weighted"}))
    assert plan.summary.unfunded == Decimal("0.01")
    assert plan.summary.overhead_dollars == 0


def test_earlier_spending_of_the_year_counts_and_that_of_another_does_not() -> None:
    # The horizon begins in October, within the college's year from July: 2,000 spent before make
    # the plan's 3,000 an audit. What the entry of May was spent on lay in the year before.
    text = """
    horizon: {start: 2026-10-01, end: 2027-06-30, period: quarter}
    organizations: [{id: college, single_audit_cost: 300}]
    groups: [{id: adults, program: welding, participants: 3, start: 2026-10-01}]
    awards:
      - id: grant
        stream: fund
        amount: 9000
        to_date: [{category: tuition_fees, amount: 2000DATE}]
    streams:
      fund: {origin: federal, rules: [{kind: threshold, usd: 5000, report: Audit}]}
    """
    assert tiers(draft(text.replace("DATE", ""))) == dollars(0, 0, 0, 300)
    assert tiers(draft(text.replace("DATE", ", date: 2026-07-01"))) == dollars(0, 0, 0, 300)
    assert tiers(draft(text.replace("DATE", ", date: 2026-05-01"))) == dollars(0, 0, 0, 0)


def test_each_fiscal_year_of_each_organization_is_one_audit() -> None:
    # Two years of a college (from July) and of a board (from October): the college pays 6,000 in
    # each of its years, the board 4,000 in its year 2026 only. Two audits of the college.
    text = """
    horizon: {start: 2026-07-01, end: 2028-06-30, period: quarter}
    organizations:
      - {id: college, single_audit_cost: 300}
      - {id: board, single_audit_cost: 700, fiscal_year_start: 10-01}
    groups:
      - {id: first, program: welding, participants: 10, start: 2026-10-01}
      - {id: second, program: welding, participants: 10, start: 2027-10-01}
    costs:
      - {id: coach, category: case_management, per_participant: 400, when: start, groups: [first]}
      - {id: tuition, category: tuition_fees, per_participant: 600, when: start}
    awards:
      - {id: city, stream: fund, amount: 4000, recipient: board, rules: [COACH]}
      - {id: grant, stream: fund, amount: 12000, rules: [{kind: line, allow: [tuition_fees]}]}
    streams:
      fund: {origin: federal, rules: [{kind: threshold, usd: 5000, report: Audit}]}
    """
    inputs = draft(text.replace("COACH", "{kind: line, allow: [case_management]}"))
    assert tiers(inputs) == dollars(0, 0, 0, 600)
    plan = planned(inputs)
    told = {(t.organization, t.start): t.spent for t in plan.thresholds}
    assert told == {
        ("board", "2025-10-01"): 0, ("board", "2026-10-01"): 4000, ("board", "2027-10-01"): 0,
        ("college", "2026-07-01"): 6000, ("college", "2027-07-01"): 6000,
    }  # fmt: skip
