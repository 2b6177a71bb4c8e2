"""Plans that a monitor would laugh at, each the optimum of a model in which some law was missing.

Every test states the partnership, what the missing law would make of it, and what is right, with
the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from draft import dollars, draft, paid, planned, served, tiers, unfunded, used

# -- shared staff and the people served --------------------------------------------------

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


# -- floors ------------------------------------------------------------------------------

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


# -- reporting ---------------------------------------------------------------------------

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


# -- whole numbers -------------------------------------------------------------------------


def test_a_declined_award_is_not_used_by_a_millionth() -> None:
    # At an integrality tolerance of 1e-6 a use of 6.7e-7 would let $90,000,000 pay $60 of books for
    # a report (it may not pay for) of less than a cent. Whole numbers are fixed before anything is
    # read.
    inputs = draft("""
        costs: [{id: book, category: books_supplies, per_participant: 10, when: start}]
        awards:
          - {id: gift, stream: gift, amount: 40}
          - {id: grant, stream: fund, amount: 90000000, status: offered}
        streams:
          gift: {origin: private}
          fund:
            pays_reporting: none
            rules: [{kind: report, report: Annual, every: once, hours: {floor: 0, planning: 2}}]
    """)
    assert tiers(inputs) == dollars(0, 0, 60, 0)
    plan = planned(inputs)
    assert not used(plan, "grant")
    assert paid(plan, award="grant") == 0
    assert unfunded(plan) == 60


def test_a_limit_on_people_counts_whole_people() -> None:
    # At most half of those served attend school; one adult, three pupils. One pupil, not 1.0000001
    # of one; and with 2 of 3 as the share, two.
    def pupils(share: str) -> Decimal:
        return paid(planned(draft(f"""
            groups:
              - {{id: adults, program: welding, participants: 1, start: 2026-07-01,
                  in_school: false}}
              - {{id: pupils, program: welding, participants: 3, start: 2026-07-01,
                  in_school: true}}
            awards: [{{id: grant, stream: fund, amount: 90000}}]
            streams:
              fund: {{rules: [{{kind: limit, serve: {{who: {{in_school: true}}}},
                      at_most: {{share: {share}, of: served}}}}]}}
        """)), group="pupils")  # fmt: skip

    assert [pupils(share) for share in ("0.4", "0.5", "0.66", "0.67")] == [0, 1000, 1000, 2000]


# -- entitlements and recapture --------------------------------------------------------------


def test_what_pell_left_is_paid_once_and_not_by_each_later_award() -> None:
    # Pell: 1,000 x 1/4, twice, for each of ten: 5,000, all for the students' own rent. Held against
    # the full cost of 10,000, later awards of the family pay 5,000 together, not 5,000 each.
    inputs = draft("""
        programs: [{id: welding, weeks: 13, clock_hours: 450}]
        groups: [{id: students, program: welding, participants: 10, start: 2026-07-01,
                  max_pell: true}]
        awards:
          - {id: aid, stream: pell}
          - {id: adult, stream: adult, amount: 9000}
          - {id: dislocated, stream: dislocated, amount: 9000}
        streams:
          adult: {family: wioa}
          dislocated: {family: wioa}
          pell:
            entitlement: true
            rules:
              - {kind: line, where: {paid_by: student}}
              - kind: formula
                formula: pell_clock_hours
                numbers: {maximum: 1000, minimum: 100, sai_ineligible_at: 14790,
                          lifetime_percent: 600}
        families:
          wioa: {rules: [{kind: order, for: [training], after: [pell], reading: full_cost}]}
    """)
    assert tiers(inputs) == dollars(0, 0, 5000, 0)
    assert paid(planned(inputs), cost="tuition") == 5000


def test_recapture_is_what_the_law_takes_and_not_what_the_model_could_bear() -> None:
    # Of $10,000, 80% must be obligated in six months; the coach costs $1,000 a quarter, so 2,000
    # are: 6,000 are taken back. 4,000 are left for the year's 4,000, and nothing lapses beside what
    # was taken.
    inputs = draft("""
        costs: [{id: coach, category: case_management, amount: 1000, every: quarter}]
        awards: [{id: grant, stream: fund, amount: 10000}]
        streams:
          fund: {rules: [{kind: timeline, obligate: {share: 0.8, by: {months: 6},
                 recapture: automatic}}]}
    """)
    assert tiers(inputs) == dollars(0, 0, 0, 0)
    plan = planned(inputs)
    row = plan.tables.awards.to_dict("records")[0]
    assert (row["charged"], row["recapture_risk"]) == (400_000, 600_000)
