"""Shared costs by benefit: in proportion to the served, one share through the year."""

from __future__ import annotations

from typing import Any

from partnership import Paid, broken, partnership, read

BENEFIT = "{id: benefit, kind: benefit, for: [case_management]}"
AGE = "{id: age, kind: participant, who: {age: {min: 18}}}"
TUITION = ("tuition", "adults", "2026-07-01", "grant", "5000.00")
FIVE = {("adults", "fund"): 5}


def coach(dollars: str, period: str = "2026-07-01", group: str = "adults") -> Paid:
    return ("coach", group, period, "grant", dollars)


def year(costs: str = "coach", **change: Any) -> dict[str, Any]:
    lines = read("""
    - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
    - {id: coach, category: case_management, amount: 4000, every: year}
    """)
    return {"costs": lines, **change}


def test_half_of_the_people_carry_half_of_the_cost() -> None:
    inputs = partnership(BENEFIT)
    assert broken(inputs, TUITION, coach("2000.00"), served=FIVE) == set()
    assert broken(inputs, TUITION, coach("2000.01"), served=FIVE) == {"fund/benefit"}


def test_the_charge_names_who_benefits() -> None:
    paid = ("coach", "", "2026-07-01", "grant", "2000.00")
    assert broken(partnership(BENEFIT), TUITION, paid, served=FIVE) == {"fund/benefit"}


def test_other_groups_of_the_line_benefit_too() -> None:
    groups = read("""
    - {id: adults, program: welding, participants: 10, start: 2026-07-01}
    - {id: others, program: welding, participants: 30, start: 2026-07-01}
    """)
    inputs = partnership(BENEFIT, change={"groups": groups})
    assert broken(inputs, TUITION, coach("500.00"), served=FIVE) == set()
    assert broken(inputs, TUITION, coach("500.01"), served=FIVE) == {"fund/benefit"}


def test_a_group_that_does_not_qualify_benefits_nobody() -> None:
    groups = read("""
    - {id: adults, program: welding, participants: 10, start: 2026-07-01, age: 30}
    - {id: young, program: welding, participants: 10, start: 2026-07-01, age: 16}
    """)
    inputs = partnership(BENEFIT, AGE, change={"groups": groups})
    assert broken(inputs, TUITION, coach("1000.00"), served=FIVE) == set()
    paid = (TUITION, coach("1.00", group="young"))
    assert "fund/age" in broken(inputs, *paid, served=FIVE)


def test_one_share_through_the_program_year() -> None:
    inputs = partnership(BENEFIT, change=year())
    quarters = ("2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01")
    even = [coach("250.00", quarter) for quarter in quarters]
    assert broken(inputs, TUITION, *even, served=FIVE) == set()
    uneven = [coach("248.00"), coach("252.00", quarters[1]), *even[2:]]
    assert broken(inputs, TUITION, *uneven, served=FIVE) == {"fund/benefit"}
    assert broken(inputs, TUITION, coach("500.00"), served=FIVE) == {"fund/benefit"}


def test_periods_without_anybody_follow_the_year_s_participants() -> None:
    # training ends in September: the later quarters take the year's participant-periods
    inputs = partnership(BENEFIT, change=year())
    quarters = ("2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01")
    most = [coach("500.00", quarter) for quarter in quarters]
    assert broken(inputs, TUITION, *most, served=FIVE) == set()
    over = [coach("500.01"), *most[1:]]
    assert broken(inputs, TUITION, *over, served=FIVE) == {"fund/benefit"}


def test_a_year_without_participants_benefits_nobody() -> None:
    change = year(horizon={"start": "2026-07-01", "end": "2028-06-30", "period": "quarter"})
    inputs = partnership(BENEFIT, change=change)
    quarters = ("2027-07-01", "2027-10-01", "2028-01-01", "2028-04-01")
    paid = [coach("0.01", quarter) for quarter in quarters]
    assert broken(inputs, TUITION, *paid, served=FIVE) == {"fund/benefit"}


def test_two_streams_never_pay_for_the_same_person_twice() -> None:
    change = {"awards": [{"id": "grant", "stream": "fund", "amount": 50000},
                         {"id": "other", "stream": "sister", "amount": 50000}]}  # fmt: skip
    from partnership import rule

    inputs = partnership(BENEFIT, change=change, streams={"sister": {"rules": [rule(BENEFIT)]}})
    served = {("adults", "fund"): 10, ("adults", "sister"): 10}
    tuition = [("tuition", "adults", "2026-07-01", a, "5000.00") for a in ("grant", "other")]
    paid = [*tuition, coach("4000.00")]
    assert "served" in broken(inputs, *paid, served=served)  # ten people each cost 1,000 once
    enrolled = partnership(
        BENEFIT, change=change, stream={"served": "enrolled"},
        streams={"sister": {"served": "enrolled", "rules": [rule(BENEFIT)]}},
    )  # fmt: skip
    second = ("coach", "adults", "2026-07-01", "other", "2000.00")
    assert broken(enrolled, *tuition, coach("2000.00"), second, served=served) == set()
    third = ("coach", "adults", "2026-07-01", "other", "2000.01")
    assert "balance" in broken(enrolled, *tuition, coach("2000.00"), third, served=served)


def test_an_award_that_pays_at_another_time_makes_no_room() -> None:
    awards = [{"id": "grant", "stream": "fund", "amount": 50000, "end": "2026-12-31"},
              {"id": "second", "stream": "fund", "amount": 50000, "end": "2026-12-31"},
              {"id": "spring", "stream": "fund", "amount": 50000,
                "start": "2027-01-01"}]  # fmt: skip
    inputs = partnership(BENEFIT, change=year(awards=awards))
    quarters = ("2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01")
    payers = ("second", "second", "spring", "spring")
    grant = [coach("250.00", quarter) for quarter in quarters[:2]]

    def found(dollars: str, *others: str) -> set[str]:
        each = zip(quarters, payers, (dollars, dollars, *others), strict=False)
        paid = [("coach", "adults", quarter, payer, cents) for quarter, payer, cents in each]
        return broken(inputs, TUITION, *grant, *paid, served=FIVE)

    # five of ten adults benefit by $500 a quarter: $1,000 in the fall, whatever is paid in spring
    assert found("250.00") == found("250.00", "500.00", "500.00") == set()
    assert found("250.01") == found("250.01", "0.01", "0.01") == {"fund/benefit"}


def test_money_without_a_benefit_rule_pays_freely() -> None:
    assert broken(partnership(), ("coach", "", "2026-07-01", "grant", "4000.00")) == set()


def test_another_basis_takes_the_place_of_heads() -> None:
    groups = read("""
    - {id: adults, program: welding, participants: 10, start: 2026-07-01}
    - {id: others, program: welding, participants: 30, start: 2026-07-01}
    """)
    costs = read("""
    - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
    - {id: coach, category: case_management, amount: 4000, every: once, until: 2026-09-30,
       basis: hours, basis_document: time sheets, weights: {adults: 12.5, others: 7.5}}
    """)
    inputs = partnership(BENEFIT, change={"groups": groups, "costs": costs})
    assert broken(inputs, TUITION, coach("1250.00"), served=FIVE) == set()
    assert broken(inputs, TUITION, coach("1250.01"), served=FIVE) == {"fund/benefit"}
    everybody = ("tuition", "others", "2026-07-01", "grant", "30000.00")
    served = {("others", "fund"): 30}
    assert broken(inputs, everybody, coach("1500.00", group="others"), served=served) == set()
    over = coach("1500.01", group="others")
    assert broken(inputs, everybody, over, served=served) == {"fund/benefit"}


def test_a_group_without_a_weight_has_no_part() -> None:
    groups = read("""
    - {id: adults, program: welding, participants: 10, start: 2026-07-01}
    - {id: others, program: welding, participants: 30, start: 2026-07-01}
    """)
    costs = read("""
    - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
    - {id: coach, category: case_management, amount: 4000, every: once, until: 2026-09-30,
       basis: space, basis_document: floor plan, weights: {others: 1}}
    """)
    inputs = partnership(BENEFIT, change={"groups": groups, "costs": costs})
    assert broken(inputs, TUITION, served=FIVE) == set()
    assert broken(inputs, TUITION, coach("0.01"), served=FIVE) == {"fund/benefit"}
