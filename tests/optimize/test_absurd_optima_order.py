"""Money that comes first is not saved, and people who come first are not passed over.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing or too strict. Tiers are dollars of missed floors, unfunded must-lines, unfunded,
reporting.
"""

from __future__ import annotations

import pytest
from draft import dollars, draft, paid, planned, served, tiers, unfunded

RECORD = (
    "{kind: report, report: Record, per: participant, every: once, hours: {floor: 0, planning: 0}}"
)
LAST = """
programs: [{id: welding, weeks: 20}]
costs:
  - {id: care, category: child_care, per_participant: 200, when: exit}
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
awards:
  - {id: early, stream: early, amount: 3000}
  - {id: gift, stream: late, amount: 20000}
streams:
  early: {}
  late:
    rules:
      - {kind: order, reading: used_up, for: [training], after: [early]}
      - {kind: line, allow: [training]}
"""


def test_the_earlier_award_is_not_saved_for_what_only_it_can_pay() -> None:
    # The gift could pay all tuition in July and the early money all care in November: nothing would
    # be unfunded. But while the early award has money the gift must not pay: 3,000 (but for one
    # dollar) go to tuition first, and of care 2,000 - 1 stay unfunded.
    inputs = draft(LAST)
    assert tiers(inputs) == dollars(0, 0, 1999, 0)
    plan = planned(inputs)
    assert paid(plan, cost="tuition", award="early") >= 2999
    assert paid(plan, cost="tuition") == 10000


def test_the_explanation_says_for_whom_an_award_waits() -> None:
    # A tenth of what the early award spends may be tuition, and nothing else falls in its time: it
    # pays nothing, has money, and the gift waits. A share of spending stops nobody.
    text = LAST.replace("amount: 3000", "amount: 3000, end: 2026-09-30")
    cap = "{kind: limit, spend: {category: training}, at_most: {share: 0.1, of: spent}}"
    plan = planned(draft(text.replace("early: {}", f"early: {{rules: [{cap}]}}")))
    assert unfunded(plan, cost="tuition") == 10000
    told = next(e for e in plan.explanations if e.cost == "tuition")
    why = next(w for w in told.awards if w.award == "gift")
    assert why.sentence.endswith("It waits until early has run out.")
    assert why.rule == "late/order"


@pytest.mark.parametrize(
    ("limit", "of_early", "of_gift", "less"),
    [
        ("at_most: {usd: 900}, per: participant", 9000, 1000, 200),
        ("at_most: {usd: 4000}", 4000, 6000, 1),
        ("at_most: {share: 0.25, of: award}", 5000, 5000, 1),
        ("at_most: {share: 0.7, of: cost}", 7000, 3000, 0),
    ],
)
def test_an_award_that_a_cap_stops_keeps_nobody_waiting(
    limit: str, of_early: int, of_gift: int, less: int
) -> None:
    # The early award has 20,000 and never runs out; its cap on tuition of 10 x 1,000 leaves the
    # gift the rest. Where people are counted, less than care for one of them, 200, is too little.
    text = LAST.replace("amount: 3000", "amount: 20000").replace(
        "early: {}",
        f"early: {{rules: [{{kind: limit, spend: {{category: training}}, {limit}}}]}}",
    )
    inputs = draft(text)
    assert tiers(inputs) == dollars(0, 0, 0, 0)
    plan = planned(inputs)
    assert paid(plan, cost="tuition", award="early") == pytest.approx(of_early, abs=less)
    assert paid(plan, cost="tuition", award="gift") == pytest.approx(of_gift, abs=less)


def test_two_that_wait_for_the_same_award_do_not_pay_all_of_it_together() -> None:
    # The early award pays at most half of each tuition. If each later award could pay the other
    # half, the early one would pay nothing at all.
    text = LAST.replace("amount: 3000", "amount: 20000").replace(
        "early: {}",
        """early:
    rules: [{kind: limit, spend: {category: training}, at_most: {share: 0.5, of: cost}}]
  third: {rules: [{kind: order, reading: used_up, for: [training], after: [early]}]}""",
    )
    text = text.replace("awards:", "awards:\n  - {id: other, stream: third, amount: 20000}")
    plan = planned(draft(text))
    assert paid(plan, cost="tuition", award="early") == 5000


def test_an_award_that_is_not_enough_for_one_more_person_has_run_out() -> None:
    # $2,500 are two people at $1,000 each; a third would take 1,000. With whole people 500 stay
    # unspent, and the gift pays for the other eight instead of waiting forever.
    text = LAST.replace("amount: 3000", "amount: 2500")
    text = text.replace(
        "early: {}", f"early: {{rules: [{RECORD}, {{kind: line, allow: [training]}}]}}"
    )
    plan = planned(draft(text))
    assert served(plan, "adults", "early") == 2
    assert paid(plan, cost="tuition", award="early") == 2000
    assert paid(plan, cost="tuition", award="gift") == 8000


def test_an_offer_that_is_refused_keeps_nobody_waiting() -> None:
    # Its report of $1,000 a quarter buys nothing that the gift would not pay: it is not taken.
    text = LAST.replace("amount: 3000", "amount: 3000, status: offered").replace(
        "early: {}",
        "early: {rules: [{kind: line, allow: [training]}, {kind: report, report: Quarterly,"
        " every: quarter, hours: {floor: 0, planning: 20}}]}",
    )
    text = text.replace(
        "  - {id: care, category: child_care, per_participant: 200, when: exit}\n", ""
    )
    plan = planned(draft(text))
    assert paid(plan, award="early") == 0
    assert paid(plan, cost="tuition", award="gift") == 10000


FIRST = """
groups:
  - {id: low, program: welding, participants: 4, start: 2026-07-01, low_income: true}
  - {id: others, program: baking, participants: 6, start: 2026-08-03, low_income: false}
programs: [{id: baking, weeks: 8}, {id: welding, weeks: 12}]
costs:
  - {id: dough, category: tuition_fees, program: baking, per_participant: 500, when: start,
     priority: must}
  - {id: tuition, category: tuition_fees, program: welding, per_participant: 1000, when: start}
awards: [{id: grant, stream: fund, amount: AMOUNT}]
streams:
  fund:
    rules:
      - {kind: order, reading: priority, for: [training], first: {low_income: true}}
"""


MONTHS = {"start": "2026-07-01", "end": "2027-12-31", "period": "month"}


def first(amount: int, rule: str = "") -> str:
    return FIRST.replace("AMOUNT", str(amount)) + (f"      - {rule}\n" if rule else "")


def test_others_are_not_served_while_those_who_come_first_are_not() -> None:
    # $3,000 are the bakers' six times 500, which must be paid; the law says that they are spent on
    # the welders, whom they do not all reach. A dollar is too little for anybody.
    inputs = draft(first(3000))
    assert tiers(inputs)[1] == pytest.approx(2999, abs=0.005)
    plan = planned(inputs)
    assert paid(plan, group="others") <= 1
    assert paid(plan, group="low") >= 2999
    # With 5,000 the welders have their 4,000, and the bakers what is left.
    plan = planned(draft(first(5000)))
    assert paid(plan, group="low") == 4000
    assert paid(plan, group="others") == 1000


def test_others_wait_by_name_in_the_explanation() -> None:
    # The welders' 4,000 may be half of what is spent, with the bakers' 3,000: they cannot have all,
    # and a share of spending is no excuse.
    half = "{kind: limit, spend: {who: {low_income: true}}, at_most: {share: 0.5, of: spent}}"
    plan = planned(draft(first(20000, half)))
    assert paid(plan) == 0
    told = next(e for e in plan.explanations if e.cost == "dough")
    why = next(w for w in told.awards if w.award == "grant")
    assert why.rule == "fund/order"
    assert why.sentence.endswith("until those who come first have what it can pay for them.")


@pytest.mark.parametrize(
    "rule",
    [
        "{kind: limit, spend: {category: training}, at_most: {usd: 600}, per: participant}",
        "{kind: limit, spend: {category: training}, at_most: {share: 0.6, of: cost}}",
    ],
)
def test_what_the_money_may_not_pay_for_those_who_come_first_keeps_nobody_waiting(
    rule: str,
) -> None:
    # Of a welder's 1,000 the grant may pay 600, and nobody pays the rest. The bakers still get
    # their part: 6 x 500, or 60% of it.
    plan = planned(draft(first(20000, rule)))
    assert paid(plan, group="low") == 2400
    assert paid(plan, group="others") in (3000, 1800)


def test_money_that_was_not_there_in_time_keeps_nobody_waiting() -> None:
    # In July there are 2,000 for the welders' 4,000, and they get all of it. From August on the
    # rest of the grant cannot reach July: it serves the bakers. It must not be the other way
    # round: what is there in July is not spared.
    slices = "slices: [{from: 2026-07-01, amount: 2000}, {from: 2026-08-01, amount: 3000}]"
    text = first(5000).replace("amount: 5000", f"amount: 5000, {slices}")
    plan = planned(draft(text, horizon=MONTHS))
    assert paid(plan, group="low") == 2000
    assert paid(plan, group="others") == 3000


def test_what_others_got_has_not_run_out_for_those_who_come_first() -> None:
    # The bakers begin in July, the welders in September. $3,000 spent on bakers would leave nothing
    # by then; that does not count as money that had run out.
    text = first(3000).replace("2026-07-01, low", "2026-09-07, low").replace("08-03", "07-01")
    plan = planned(draft(text, horizon=MONTHS))
    assert paid(plan, group="low") >= 2999


def test_others_of_another_program_year_do_not_wait() -> None:
    # The welders start in July 2027, in the next program year; the bakers' year has nobody first.
    text = first(3000).replace("2026-07-01, low", "2027-07-05, low")
    plan = planned(draft(text, horizon=MONTHS))
    assert paid(plan, group="others") == 3000


def test_whole_people_do_not_turn_others_away() -> None:
    # Tuition of 25 welders at $1,000, half of it from each of two awards that count people: 12.5
    # each. With whole people each pays for 12, and 500 of each are too little for one more. That
    # does not bar the bakers from the $500 that are for their books only.
    plan = planned(draft(f"""
        groups:
          - {{id: low, program: welding, participants: 25, start: 2026-07-01, low_income: true}}
          - {{id: others, program: baking, participants: 10, start: 2026-08-03, low_income: false}}
        programs: [{{id: baking, weeks: 8}}, {{id: welding, weeks: 12}}]
        costs:
          - {{id: books, category: books_supplies, program: baking, per_participant: 50,
             when: start}}
          - {{id: tuition, category: tuition_fees, program: welding, per_participant: 1000,
             when: start}}
        awards:
          - id: books_only
            stream: fund
            amount: 500
            rules: [{{kind: line, allow: [books_supplies]}}]
          - id: main
            stream: fund
            amount: 12500
            rules: [{{kind: line, allow: [tuition_fees]}}]
          - {{id: other, stream: second, amount: 12500}}
        streams:
          fund:
            rules:
              - {{kind: order, reading: priority, for: [training], first: {{low_income: true}}}}
              - {RECORD}
          second: {{rules: [{RECORD}, {{kind: line, allow: [tuition_fees]}}]}}
    """))  # fmt: skip
    assert served(plan, "low", "fund") == served(plan, "low", "second") == 12
    assert paid(plan, cost="tuition") == 24000
    assert paid(plan, cost="books") == 500
