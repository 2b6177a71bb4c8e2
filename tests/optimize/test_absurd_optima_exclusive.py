"""A person has one of two streams, or all of a training from one; of two credits, one.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

from draft import dollars, draft, paid, planned, served, tiers, unfunded

TWO_STREAMS = """
costs:
  - {id: care, category: child_care, per_participant: 200, when: start}
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
awards:
  - {id: aid, stream: aid, amount: 6000}
  - {id: voucher, stream: voucher, amount: 6000}
streams:
  aid: {rules: [RULE{kind: line, allow: [training]}]}
  voucher: {rules: [{kind: line, allow: [supportive_services]}]}
"""
APART = "{kind: exclusive, among: [voucher]}, "


def test_without_the_rule_the_voucher_pays_the_care_of_those_whom_the_aid_trains() -> None:
    # Tuition of 6 of the 10, and the care of all: 4,000 of 12,000 are open.
    inputs = draft(TWO_STREAMS.replace("RULE", ""))
    assert tiers(inputs) == dollars(0, 0, 4_000, 0)


def test_nobody_is_served_by_two_streams_that_exclude_one_another() -> None:
    # The aid trains six; the voucher pays the care of the other four, 800. Open: 12,000 - 6,800.
    inputs = draft(TWO_STREAMS.replace("RULE", APART))
    assert tiers(inputs) == dollars(0, 0, 5_200, 0)
    plan = planned(inputs)
    assert (served(plan, "adults", "aid"), served(plan, "adults", "voucher")) == (6, 4)
    assert (paid(plan, award="aid"), paid(plan, award="voucher")) == (6000, 800)
    why = {w.award: w for e in plan.explanations if e.cost == "care" for w in e.awards}
    assert why["voucher"].rule == "aid/exclusive"


def test_a_person_of_two_streams_is_not_cut_in_two() -> None:
    # The aid has money for six and a half people. Half a person for each stream would be 6,500 and
    # the care of three and a half, 700; but nobody is half a trainee: six and four, 500 are left.
    text = TWO_STREAMS.replace("RULE", APART).replace(
        "stream: aid, amount: 6000", "stream: aid, amount: 6500"
    )
    inputs = draft(text)
    assert tiers(inputs) == dollars(0, 0, 12_000 - 6_000 - 800, 0)
    plan = planned(inputs)
    assert (served(plan, "adults", "aid"), served(plan, "adults", "voucher")) == (6, 4)
    notes = {tier.name: tier.note for tier in plan.tiers}
    assert notes["unfunded cost"] == "whole people cost $400.00"


WHOLLY = """
awards:
  - {id: grant, stream: grant, amount: 7000}
  - {id: trade, stream: trade, amount: 2500}
streams:
  grant: {}
  trade: {rules: [RULE]}
"""
ALL_OR_NOTHING = "{kind: exclusive, reading: all_or_nothing, for: [tuition_fees]}"


def test_a_stream_that_pays_wholly_does_not_pay_half_a_training() -> None:
    # Without the rule all 9,500 go to tuition of 10 x 1,000. With it the trade fund pays for two,
    # the grant for seven, and the tenth is open: 500 stay with the trade fund.
    assert tiers(draft(WHOLLY.replace("RULE", ""))) == dollars(0, 0, 500, 0)
    inputs = draft(WHOLLY.replace("RULE", ALL_OR_NOTHING))
    assert tiers(inputs) == dollars(0, 0, 1_000, 0)
    plan = planned(inputs)
    assert paid(plan, award="trade") == 2000
    assert served(plan, "adults", "trade") == 2
    (told,) = plan.explanations
    assert {w.award: w.rule for w in told.awards} == {
        "grant": "award-amount", "trade": "trade/exclusive",
    }  # fmt: skip


def test_the_plan_says_what_whole_people_cost() -> None:
    # With half persons the trade fund would pay 2,500: whole people cost 500.
    plan = planned(draft(WHOLLY.replace("RULE", ALL_OR_NOTHING)))
    notes = {tier.name: tier.note for tier in plan.tiers}
    assert notes["unfunded cost"] == "whole people cost $500.00"


CENTS = """
groups: [{id: adults, program: welding, participants: 3, start: 2026-07-20}]
programs: [{id: welding, weeks: 30}]
costs: [{id: tuition, category: tuition_fees, per_participant: 1000}]
awards:
  - {id: grant, stream: grant, amount: 1500}
  - {id: trade, stream: trade, amount: 2500}
streams:
  grant: {}
  trade: {rules: [{kind: exclusive, reading: all_or_nothing, for: [tuition_fees]}]}
"""


def test_a_whole_training_is_paid_to_the_cent_below_and_others_pay_the_cent() -> None:
    # 3,000 over 210 days, of which 73, 92 and 45 lie in the three quarters: the cells are 1,042.85,
    # 1,314.29 and 642.86, and two of three people are 695.23 1/3, 876.19 1/3 and 428.57 1/3. The
    # grant pays the rest, the odd cents too.
    plan = planned(draft(CENTS))
    assert served(plan, "adults", "trade") == 2
    by_quarter = [paid(plan, award="trade", period=f"{day}") for day in QUARTERS]
    assert [f"{amount}" for amount in by_quarter] == ["695.23", "876.19", "428.57"]
    assert unfunded(plan) == 0


QUARTERS = ("2026-07-01", "2026-10-01", "2027-01-01")


CREDITS = """
partnership: {employers: [{id: mill}]}
programs: [{id: welding, weeks: 26}]
costs:
  - {id: exam, category: child_care, per_participant: 300, when: start, borne_by: mill}
  - {id: tools, category: books_supplies, per_participant: 5000, when: start, borne_by: mill}
awards:
  - {id: first, stream: first}
  - {id: second, stream: second}
streams:
  first:
    entitlement: true
    rules:
      - {kind: exclusive, among: [second]}
      - {kind: formula, formula: apprentice_credit,
         numbers: {minimum: LESS, adult_cap: LESS, youth_cap: LESS, months: 3, years: 4}}
  second:
    entitlement: true
    rules:
      - {kind: formula, formula: apprentice_credit,
         numbers: {minimum: 1000, adult_cap: 1000, youth_cap: 1000, months: 3, years: 4}}
"""


def test_of_two_credits_for_a_person_the_larger_is_claimed() -> None:
    # 10 apprentices: $400 or $1,000 each of $5,300. Both together would leave 53,000 - 14,000.
    inputs = draft(CREDITS.replace("LESS", "400"))
    assert tiers(inputs) == dollars(0, 0, 43_000, 0)
    plan = planned(inputs)
    assert (paid(plan, award="first"), paid(plan, award="second")) == (0, 10_000)
    (tools,) = (e for e in plan.explanations if e.cost == "tools")
    assert {w.award: w.rule for w in tools.awards} == {
        "first": "first/exclusive", "second": "entitlement",
    }  # fmt: skip


def test_of_two_equal_credits_the_first_is_claimed() -> None:
    plan = planned(draft(CREDITS.replace("LESS", "1000")))
    assert (paid(plan, award="first"), paid(plan, award="second")) == (10_000, 0)


def test_a_stream_serves_nobody_whom_an_entitlement_beside_it_pays() -> None:
    # Without the rule the gift would pay what the credit leaves. With it nobody is left for it.
    text = CREDITS.replace("LESS", "400").replace("among: [second]", "among: [second, gift]")
    text = text.replace("awards:", "awards:\n  - {id: gift, stream: gift, amount: 60000}")
    inputs = draft(text + "  gift: {}\n")
    assert tiers(inputs) == dollars(0, 0, 53_000 - 10_000, 0)
    assert served(planned(inputs), "adults", "gift") == 0
