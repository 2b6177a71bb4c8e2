"""Staff is paid for those whom it serves, and nobody is served on paper.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

import pytest
from draft import dollars, draft, paid, planned, served, tiers

STAFF = """
costs:
  - {id: coach, category: case_management, amount: 6000, until: 2026-09-30}
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
awards: [{id: wioa, stream: fund, amount: 6000}]
streams:
  fund:
    rules:
      - {kind: report, report: Record, per: participant, every: once, hours: {floor: 0,
         planning: 1.5}}
"""
WITH_BENEFIT = STAFF + "      - {kind: benefit}\n"


def test_without_the_benefit_rule_all_money_goes_to_staff_and_nobody_is_served() -> None:
    # A record costs 1.5 h x $50 = $75, so the cheapest participant is none: 16,000 - 6,000.
    inputs = draft(STAFF)
    assert tiers(inputs) == dollars(0, 0, 10_000, 0)
    plan = planned(inputs)
    assert paid(plan, cost="coach") == 6000
    assert served(plan, "adults", "fund") == 0


def test_with_the_benefit_rule_staff_is_paid_for_those_who_are_served() -> None:
    # Each of the ten served carries $1,000 of tuition, $600 of the coach and a record of $75. The
    # award of $6,000 is spent on z = 6,000 / 1,675 people at least: records cost 75 z = 268.66, and
    # unfunded are 16,000 + 268.66 - 6,000. In whole people four: 300 of records, unfunded 10,300,
    # and the coach gets at most 4 x 600.
    inputs = draft(WITH_BENEFIT)
    assert tiers(inputs) == dollars(0, 0, 10_000 + 75 * 6000 / 1675, 75 * 6000 / 1675)
    plan = planned(inputs)
    assert served(plan, "adults", "fund") == 4
    assert paid(plan, cost="coach") <= 2400
    assert paid(plan, cost="tuition") >= 6000 - 300 - 2400
    assert plan.summary.unfunded == 10_300


GUARDED = """
costs:
  - {id: coach, category: case_management, amount: 6000, until: 2026-09-30}
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
awards:
  - {id: gift, stream: gift, amount: 10000}
  - {id: wioa, stream: fund, amount: 6750}
streams:
  gift: {origin: private, rules: [{kind: line, allow: [training]}]}
  fund:
    served: SERVED
    rules:
      - {kind: benefit}
      - {kind: report, report: Record, per: participant, every: once, hours: {floor: 0,
         planning: 1.5}}
"""


def test_nobody_is_served_for_the_price_of_a_record_alone() -> None:
    # The gift pays tuition, all of it. Were ten people "served" for ten records (750), the award
    # would pay the whole coach and not a dollar of training. Served means that at least one direct
    # cost, here 1,000 of tuition, is its own: z = 6,750 / (1,000 + 600 + 75), and 6,000 - 600 z of
    # the coach stay unfunded.
    z = 6750 / 1675
    inputs = draft(GUARDED.replace("SERVED", "direct"))
    assert tiers(inputs) == dollars(0, 0, 6000 - 600 * z, 75 * z)
    plan = planned(inputs)
    count = served(plan, "adults", "fund")
    assert 0 < count <= z
    assert paid(plan, cost="tuition", award="wioa") >= 1000 * count
    assert paid(plan, cost="coach", award="wioa") <= 600 * count


def test_a_stream_that_serves_through_staff_says_so() -> None:
    # `served: enrolled`: ten people are enrolled with a record each, and the staff is what they
    # get.
    inputs = draft(GUARDED.replace("SERVED", "enrolled"))
    assert tiers(inputs) == dollars(0, 0, 0, 750)
    assert served(planned(inputs), "adults", "fund") == 10


def test_staff_of_a_year_is_paid_only_in_proportion_to_those_whom_the_stream_may_serve() -> None:
    # Four adults and six teens train side by side; the stream is for adults. However large, it pays
    # 4/10 of the coach.
    inputs = draft("""
        groups:
          - {id: adults, program: welding, participants: 4, start: 2026-07-01, in_school: false}
          - {id: teens, program: welding, participants: 6, start: 2026-07-01, in_school: true}
        costs:
          - {id: books, category: books_supplies, per_participant: 100, when: start}
          - {id: coach, category: case_management, amount: 6000, every: year}
        awards: [{id: wioa, stream: fund, amount: 90000}]
        streams: {fund: {rules: [{kind: benefit}, {kind: participant, who: {in_school: false}}]}}
    """)
    assert tiers(inputs) == dollars(0, 0, 3600 + 600, 0)
    plan = planned(inputs)
    assert paid(plan, cost="coach", award="wioa") == 2400
    assert paid(plan, group="teens") == 0


@pytest.mark.parametrize("family", ["one family", "two families"])
def test_a_person_in_two_streams_of_one_family_counts_once(family: str) -> None:
    # Ten adults; each record system may hold three people. In one family the three are the same
    # people: together Adult and Dislocated Worker pay 3 x 1,000 of tuition and 3 x 600 of the
    # coach. As two families they would be six people: 6,000 and 3,600.
    heads = "{kind: limit, serve: all, at_most: {count: 3}}"
    inputs = draft(f"""
        costs:
          - {{id: coach, category: case_management, amount: 6000, until: 2026-09-30}}
          - {{id: tuition, category: tuition_fees, per_participant: 1000, when: start}}
        awards:
          - {{id: adult, stream: adult, amount: 90000}}
          - {{id: dislocated, stream: dislocated, amount: 90000}}
        streams:
          adult: {{family: wioa, rules: [{{kind: benefit}}]}}
          dislocated: {{family: {"wioa" if family == "one family" else "other"},
                        rules: [{{kind: benefit}}]}}
        families: {{wioa: {{rules: [{heads}]}}, other: {{rules: [{heads}]}}}}
    """)
    people = 3 if family == "one family" else 6
    assert tiers(inputs) == dollars(0, 0, 16_000 - 1600 * people, 0)
    plan = planned(inputs)
    assert paid(plan, cost="tuition") == 1000 * people
    assert paid(plan, cost="coach") == 600 * people


def test_two_years_money_of_one_stream_does_not_count_a_person_twice() -> None:
    # Three people may be served; last year's and this year's award together pay their three
    # tuitions.
    inputs = draft("""
        awards:
          - {id: py25, stream: fund, amount: 9000}
          - {id: py26, stream: fund, amount: 9000}
        streams: {fund: {rules: [{kind: limit, serve: all, at_most: {count: 3}}]}}
    """)
    assert tiers(inputs) == dollars(0, 0, 7000, 0)
    assert paid(planned(inputs)) == 3000


def test_a_year_without_anybody_in_training_gets_no_federal_staff_money() -> None:
    # All train in 2026-27. The award lives through 2027-28, yet the second $4,000 have nobody to
    # benefit.
    inputs = draft("""
        horizon: {start: 2026-07-01, end: 2028-06-30, period: quarter}
        costs:
          - {id: books, category: books_supplies, per_participant: 100, when: start}
          - {id: coach, category: case_management, amount: 4000, every: year}
        awards: [{id: wioa, stream: fund, amount: 90000}]
        streams: {fund: {rules: [{kind: benefit}]}}
    """)
    assert tiers(inputs) == dollars(0, 0, 4000, 0)
    charges = planned(inputs).tables.charges
    assert charges[charges["cost"] == "coach"]["period"].max() == "2027-04-01"


def test_the_share_of_a_year_is_not_the_least_quarter() -> None:
    # Adults train in the first quarter, teens in the second, nobody after. A limit per quarter and
    # one share for the year would give the adults' stream the least quarter, nothing. In truth the
    # year is summed: a quarter of 1,000 for the adults, one for the teens, and the two empty ones
    # by participant-periods, 4 to 6. So the adults' part is 1,000 + 2 x 400 = 1,800 of 4,000, and
    # each quarter is charged 45%.
    inputs = draft("""
        groups:
          - {id: adults, program: welding, participants: 4, start: 2026-07-01, in_school: false}
          - {id: teens, program: welding, participants: 6, start: 2026-10-01, in_school: true}
        costs:
          - {id: books, category: books_supplies, per_participant: 100, when: start}
          - {id: coach, category: case_management, amount: 4000, every: year}
        awards: [{id: wioa, stream: fund, amount: 90000}]
        streams: {fund: {rules: [{kind: benefit}, {kind: participant, who: {in_school: false}}]}}
    """)
    assert tiers(inputs) == dollars(0, 0, 2200 + 600, 0)
    plan = planned(inputs)
    quarters = ["2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01"]
    assert [paid(plan, cost="coach", period=day) for day in quarters] == [450] * 4
