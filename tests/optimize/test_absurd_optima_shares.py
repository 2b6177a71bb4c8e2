"""Who pays a share of a cost pays that share of each person's: nobody is counted for two.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

from draft import dollars, draft, paid, planned, served, tiers

WAGES = """
costs:
  - {id: wages, category: ojt_wages, per_participant: 1000, when: start}
awards:
  - {id: grant, stream: fund, amount: 20000}
streams:
  fund:
    served: SERVED
    rules:
      - {id: half, kind: limit, spend: {category: ojt_wages}, at_most: {share: 0.5, of: cost}}
      - {id: record, kind: report, report: Record, per: participant, every: once, due_days: 0,
         classed: participant_records, hours: {floor: 1, planning: 1}}
"""


def test_half_of_everybodys_wages_is_not_all_of_half_the_peoples() -> None:
    # Half of the wages of ten is 5,000, and so is the whole wage of five: if any 1,000 could be
    # one person's, the fund would count five and keep five records, $250. It may pay half of each
    # wage, so 5,000 are for ten, and there are ten records of an hour.
    for how in ("direct", "enrolled"):
        inputs = draft(WAGES.replace("SERVED", how))
        assert tiers(inputs) == dollars(0, 0, 5_000, 500)
        plan = planned(inputs)
        assert paid(plan, cost="wages") == 5000
        assert served(plan, "adults", "fund") == 10


def test_who_may_serve_five_pays_half_of_five_wages() -> None:
    # At most five may be served: half of their wages is 2,500, not half of everybody's.
    five = "- {id: five, kind: limit, serve: {who: {age: {min: 18}}}, at_most: {count: 5}}"
    text = WAGES.replace("SERVED", "direct").rstrip() + f"\n      {five}\n"
    group = {"id": "adults", "program": "welding", "participants": 10, "start": "2026-07-01"}
    inputs = draft(text, groups=[{**group, "age": 30}])
    assert tiers(inputs) == dollars(0, 0, 7_500, 250)
    assert served(planned(inputs), "adults", "fund") == 5


KIN = """
costs:
  - {id: wages, category: ojt_wages, per_participant: 1000, when: start}
awards:
  - {id: adult, stream: adult_money, amount: 1750}
  - {id: laid_off, stream: laid_off_money, amount: 2000}
streams:
  adult_money: {family: kin, pays_reporting: none}
  laid_off_money: {family: kin, pays_reporting: none}
families:
  kin:
    rules:
      - {id: half, kind: limit, spend: {category: ojt_wages}, at_most: {share: 0.5, of: cost}}
      - {id: record, kind: report, report: Record, per: participant, every: once, due_days: 0,
         classed: participant_records, hours: {floor: 1, planning: 1}}
"""


def test_two_streams_of_a_family_do_not_pay_both_halves_of_the_same_people() -> None:
    # The one money pays half of four wages, the other three and a half. They keep one set of
    # records: if each asked for itself alone, four records would do, since nobody would ask whether
    # both halves are the same people's. No more than half of a wage is the family's: 3,750 are for
    # seven and a half people, and seven and a half records cost 375. In whole people: 3,500 of the
    # laid-off money's four and the adult money's three, or eight with one who shares.
    inputs = draft(KIN)
    assert tiers(inputs) == dollars(0, 0, 10_000 - 3_750 + 375, 375)
    plan = planned(inputs)
    people = served(plan, "adults", "kin")
    assert people in (7, 8)
    assert paid(plan, cost="wages") <= 500 * people


def test_a_stream_that_counts_nobody_has_the_cap_alone() -> None:
    rules = WAGES.partition("      - {id: record")[0].replace("SERVED", "direct")
    inputs = draft(rules)
    assert tiers(inputs) == dollars(0, 0, 5_000, 0)
    assert served(planned(inputs), "adults", "fund") == 0


def test_awards_with_different_shares_under_one_cap_still_serve_people() -> None:
    # Money of 2025 may pay half, money of 2026 three tenths, and both stand under one cap, which
    # then is three tenths: 3,000 for ten people. If the old money had to pay its own half for each
    # whom it serves, nobody could be served by it, and 3,000 would lapse.
    dated = "{clock: award_date, versions: [{from: 2020-01-01, value: 0.5, cite: x}, NEW]}"
    dated = dated.replace("NEW", "{from: 2026-01-01, value: 0.3, cite: x}")
    text = WAGES.replace("SERVED", "direct").replace("share: 0.5", f"share: {dated}")
    old = "{id: grant, stream: fund, amount: 20000, award_date: 2025-07-01}"
    new = "{id: later, stream: fund, amount: 100, award_date: 2026-07-01}"
    text = text.replace("{id: grant, stream: fund, amount: 20000}", f"{old}\n  - {new}")
    inputs = draft(text)
    assert tiers(inputs) == dollars(0, 0, 7_000, 500)
    assert served(planned(inputs), "adults", "fund") == 10
