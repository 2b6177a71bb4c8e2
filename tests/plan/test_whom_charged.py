"""Whom a shared cost was charged for, by hand: what names a group counts as that group's.

Two groups of ten train for a year; a coach costs $1,200 a quarter, $600 of it for each group.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from draft import draft, paid, planned

from braid.catalog.inputs import Inputs
from braid.plan.plan import Plan
from braid.schema.scenario import Actual, Actuals

Q1, Q2, Q3, Q4 = "2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01"
YEAR = """
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30,
     in_school: true, low_income: true}
  - {id: youth, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30,
     in_school: false, low_income: true}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 100, when: every_period}
  - {id: coach, category: case_management, amount: 1200, every: quarter}
awards: [{id: grant, stream: fund, amount: 30000}]
"""
BETTER_OFF = YEAR.replace("in_school: true, low_income: true", "in_school: true, low_income: false")
BENEFIT = "{kind: benefit, id: by-benefit}"
LOW = "{kind: participant, id: low, who: {low_income: true}}"


def usd(amount: str) -> Decimal:
    return Decimal(amount)


def law(*rules: str, origin: str = "federal") -> str:
    return f"streams: {{fund: {{origin: {origin}, rules: [{', '.join(rules)}]}}}}\n"


def coach(amount: str, group: str | None, period: str = Q1, award: str = "grant") -> Actual:
    return Actual(
        cost="coach", group=group, period=date.fromisoformat(period), award=award,
        amount=Decimal(amount),
    )  # fmt: skip


def tuition(*groups: str) -> list[Actual]:
    """All tuition of the first two quarters."""
    return [
        Actual(
            cost="tuition", group=group, period=date.fromisoformat(day), award="grant", amount=1000
        )
        for group in groups or ("adults", "youth")
        for day in (Q1, Q2)
    ]


def over(inputs: Inputs, *charges: Actual) -> Inputs:
    """The same where half of the year is over and these charges were made."""
    actuals = Actuals(as_of=date(2026, 12, 31), charges=charges)
    return replace(inputs, scenario=inputs.scenario.model_copy(update={"actuals": actuals}))


def of_coach(plan: Plan) -> tuple[Decimal, Decimal]:
    return paid(plan, cost="coach", group="adults"), paid(plan, cost="coach", group="youth")


def messages(plan: Plan, code: str) -> list[str]:
    return [row["message"] for row in plan.tables["problems"].rows() if row["code"] == code]


HALF = [coach("600", group, day) for group in ("adults", "youth") for day in (Q1, Q2)]


def test_as_planned_each_group_has_the_planned_rest() -> None:
    inputs = draft(YEAR + law(BENEFIT))
    assert of_coach(planned(inputs)) == (usd("2400.00"), usd("2400.00"))
    rest = planned(over(inputs, *tuition(), *HALF))
    assert of_coach(rest) == (usd("1200.00"), usd("1200.00"))


def test_what_one_group_was_charged_too_much_is_not_the_other_groups() -> None:
    inputs = draft(YEAR + law(BENEFIT))
    # the adults' part of the year is $2,400, of which $2,000 is used
    much = [coach("1000", "adults", Q1), coach("1000", "adults", Q2)]
    assert of_coach(planned(over(inputs, *tuition(), *much))) == (usd("400.00"), usd("1200.00"))
    # $2,000 for nobody in particular leaves $2,800 of both: more than the open quarters cost
    unnamed = planned(over(inputs, *tuition(), coach("1000", None), coach("1000", None, Q2)))
    assert paid(unnamed, cost="coach") == usd("2400.00")


def test_what_names_nobody_uses_what_the_named_charges_leave() -> None:
    inputs = draft(YEAR + law(BENEFIT))
    both = [coach("1100", "adults"), coach("1100", "adults", Q2), coach("1500.01", None)]
    rest = planned(over(inputs, *tuition(), *both))
    # of $200 and $2,400 that are left of the parts, $1,500.01 is used
    assert paid(rest, cost="coach") == usd("1099.99")
    assert of_coach(rest)[0] <= usd("200.00")


def test_more_than_a_groups_part_is_told_with_the_group() -> None:
    inputs = draft(YEAR + law(BENEFIT))
    rest = planned(over(inputs, *tuition(), coach("2400.40", "adults")))
    assert of_coach(rest) == (usd("0.00"), usd("1200.00"))
    found = messages(rest, "B402")
    assert any("adults" in message and "$0.40" in message for message in found)
    assert not any("youth" in message for message in found)


def test_what_names_a_group_that_the_money_does_not_serve_is_told_and_is_nobodys_part() -> None:
    inputs = draft(BETTER_OFF + law(BENEFIT, LOW))
    charges = [coach("600", "adults", Q1), coach("600", "youth", Q1), coach("600", "youth", Q2)]
    rest = planned(over(inputs, *tuition("youth"), *charges))
    assert of_coach(rest) == (usd("0.00"), usd("1200.00"))
    (message,) = messages(rest, "B403")
    assert message.startswith("$600.00 of coach for adults was charged to grant")
    assert "fund/low refuses it" in message
    # nobody asks of a charge without a group whom in particular it was for
    unnamed = [*tuition("youth"), coach("600", None), coach("600", None, Q2)]
    assert messages(planned(over(inputs, *unnamed)), "B403") == []


def test_a_floor_by_group_counts_what_names_one_of_the_group() -> None:
    floor = (
        "{id: floor, kind: limit, spend: {who: {in_school: false}},"
        " at_least: {share: 0.45, of: spent}}"
    )
    inputs = draft(YEAR + law(BENEFIT, floor))
    assert planned(over(inputs, *tuition(), *HALF)).tiers[0].value == 0
    assert paid(planned(over(inputs, *tuition(), *HALF))) == usd("6400.00")
    unnamed = [charge.model_copy(update={"group": None}) for charge in HALF]
    less = planned(over(inputs, *tuition(), *unnamed))
    # youth: $2,000 of $6,400, and $3,200 more: that is 0.45 of $11,555.55
    assert usd("5155.50") <= paid(less) <= usd("5155.55")


def test_a_group_counts_without_a_benefit_rule_too() -> None:
    cap = "{id: cap, kind: limit, at_most: {usd: 200}, per: [participant]}"
    inputs = draft(YEAR + law(cap, origin="private"))
    # $2,000 for each group, of which $1,000 a quarter is tuition
    named = planned(over(inputs, *tuition("youth"), coach("500", "adults")))
    assert paid(named, cost="tuition", group="adults") == usd("1500.00")
    unnamed = planned(over(inputs, *tuition("youth"), coach("500", None)))
    assert paid(unnamed, cost="tuition", group="adults") == usd("2000.00")


def test_odd_cents_that_moved_between_periods_are_no_breach() -> None:
    odd = BETTER_OFF.replace("amount: 1200,", "amount: 1200.01,")
    inputs = draft(odd + law(BENEFIT, LOW))
    # the part of the youth is $600.005 a quarter, $2,400.02 a year
    assert of_coach(planned(inputs))[1] == usd("2400.02")
    for group, rest in (("youth", "1200.02"), (None, "1200.01")):
        charges = [*tuition("youth"), coach("600", group, Q1), coach("600", group, Q2)]
        assert of_coach(planned(over(inputs, *charges)))[1] == usd(rest)
