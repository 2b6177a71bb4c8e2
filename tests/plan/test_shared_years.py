"""Who pays how much of a year's shared cost, where awards pay at different times of the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from draft import draft, paid, planned, served
from oracle.adapter import planner_values
from oracle.compare import agree
from oracle.textbook import solve_textbook

from braid.catalog.inputs import Inputs
from braid.schema.scenario import Actual, Actuals

LOW = "{kind: participant, id: low, who: {low_income: true}}"
BENEFIT = "{kind: benefit, id: by-benefit}"
YEAR = """
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30,
     low_income: false}
  - {id: youth, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30,
     low_income: true}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 100, when: every_period}
  - {id: coach, category: case_management, amount: 1200, every: quarter}
"""
AWARDS = """
awards:
  - {id: first, stream: %s, amount: 3000, end: 2026-12-31}
  - {id: second, stream: %s, amount: 3000, end: 2026-12-31}
  - {id: spring, stream: %s, amount: 0.50, start: 2027-01-01}
"""


@pytest.mark.parametrize("streams", [("fund",) * 3, ("fund", "sister", "cousin")])
@pytest.mark.parametrize("family", ["", "family: all, "])
def test_an_award_that_pays_next_to_nothing_makes_no_room_for_others(
    streams: tuple[str, str, str], family: str
) -> None:
    rules = f"{family}rules: [{BENEFIT}, {LOW}]"
    law = "".join(f"  {name}: {{origin: federal, {rules}}}\n" for name in sorted(set(streams)))
    families = "families: {all: {}}\n" if family else ""
    plan = planned(draft(YEAR + AWARDS % streams + f"streams:\n{law}" + families))
    # the youth's part of the coach is $600 a quarter: $1,200 in the fall, whoever comes in spring
    fall = sum(paid(plan, cost="coach", award=award) for award in ("first", "second"))
    assert fall == Decimal("1200.00")
    assert paid(plan, cost="tuition", group="youth") >= Decimal("2000.00")


RECORDS = """
awards: [{id: grant, stream: fund, amount: 240}, {id: town, stream: city, amount: 50000}]
streams:
  city: {origin: local}
  fund: {origin: federal, rules: [
    {kind: benefit}, {kind: report, report: Records, per: participant, every: quarter,
     hours: {floor: 0.5, planning: 0.5}}]}
"""


Charge = tuple[str, str, str, str]
"""Cost, group, award, dollars."""


def charged(inputs: Inputs, *charges: Charge) -> Inputs:
    """The same once the first quarter is over, with what was charged in it."""
    done = tuple(
        Actual(cost=cost, group=group, period=date(2026, 7, 1), award=award, amount=Decimal(usd))
        for cost, group, award, usd in charges
    )
    actuals = Actuals(as_of=date(2026, 9, 30), charges=done)
    return replace(inputs, scenario=inputs.scenario.model_copy(update={"actuals": actuals}))


def after_a_quarter(*charges: Charge) -> tuple[int, Decimal]:
    """Whom the grant serves of the youth after a first quarter, and what reporting costs."""
    plan = planned(charged(draft(YEAR + RECORDS), *charges))
    return served(plan, "youth", "fund"), plan.summary.overhead_dollars


def test_for_whom_a_shared_cost_was_charged_stays_served() -> None:
    town = ("tuition", "youth", "town", "1000")
    # the youth's part of the quarter is $600: what is charged of it was for four of ten, at least,
    # with a record of $25 a quarter each, though the town can pay all that is still to come
    assert after_a_quarter(town, ("coach", "youth", "grant", "240")) == (4, Decimal(300))
    assert after_a_quarter(town, ("coach", "youth", "grant", "180.02")) == (4, Decimal(300))
    assert after_a_quarter(town, ("coach", "youth", "grant", "180.01")) == (3, Decimal(225))
    assert after_a_quarter(town, ("coach", "youth", "town", "240")) == (0, Decimal(0))


def test_a_lump_was_for_those_whose_year_it_pays() -> None:
    town = ("tuition", "youth", "town", "1000")
    # $960 are more than all of the youth's $600 of a quarter: they are for the year's $2,400, for
    # four of ten. Spread over the year as if each quarter had been charged so, it were for all
    assert after_a_quarter(town, ("coach", "youth", "grant", "960")) == (4, Decimal(300))
    assert after_a_quarter(town, ("coach", "youth", "grant", "600")) == (10, Decimal(750))


LATER = """
awards: [{id: grant, stream: fund, amount: 6000}, {id: town, stream: city, amount: 50000}]
streams:
  city: {origin: local, rules: [{kind: line, allow: [training]}]}
  fund: {origin: federal, rules: [{kind: benefit}, {kind: line, forbid: [training]},
    {kind: limit, id: nothing-else, spend: {category: child_care}, at_most: {usd: 300}}]}
"""


def test_a_lump_for_some_leaves_the_rest_of_the_year_to_those_who_join_them() -> None:
    # The grant paid a year of the coach for five, $1,200, in the first quarter. With support at
    # $100 a person for three more it serves eight: $1,920 of the coach in all, $720 from now on.
    support = "  - {id: support, category: child_care, per_participant: 100, when: exit}\n"
    lines = YEAR + support + LATER
    inputs = charged(draft(lines), ("coach", "youth", "grant", "1200"))
    assert agree(planner_values(inputs), solve_textbook(inputs, "HIGHS"))
    plan = planned(inputs)
    youth, adults = (served(plan, group, "fund") for group in ("youth", "adults"))
    coach = {g: paid(plan, cost="coach", award="grant", group=g) for g in ("youth", "adults")}
    assert (youth, coach["youth"]) == (8, Decimal("720.00"))
    assert (adults, coach["adults"]) == (0, 0)


BOTH = """
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 100, when: every_period}
  - {id: coach, category: case_management, amount: 1000, every: quarter}
awards:
  - {id: one, stream: fund, amount: 9000}
  - {id: two, stream: sister, amount: 9000}
streams:
  sister: {origin: federal, rules: [{kind: benefit},
    {kind: limit, id: five, serve: {}, at_most: {count: 5}}]}
  fund: {origin: federal, rules: [{kind: benefit}, TOGETHER]}
"""


@pytest.mark.parametrize(
    ("rule", "coach"),
    [
        ("{kind: together, with: [sister]}", 2000),
        ("{kind: limit, id: five-more, serve: {}, at_most: {count: 5}}", 4000),
    ],
)
def test_of_whom_two_streams_serve_no_part_is_paid_twice(rule: str, coach: int) -> None:
    # Whom the fund serves, the sister serves too, at most five: half of the coach's $4,000 benefits
    # them, whoever pays it. Five here and five others there are ten, and all of it
    inputs = draft(BOTH.replace("TOGETHER", rule))
    assert agree(planner_values(inputs), solve_textbook(inputs, "HIGHS"))
    plan = planned(inputs)
    assert (served(plan, "adults", "fund"), served(plan, "adults", "sister")) == (5, 5)
    assert paid(plan, cost="coach") == coach


@pytest.mark.parametrize(("rule", "more"), [(", {kind: together, with: [fund]}", 1000), ("", 1500)])
def test_of_what_a_lump_paid_another_stream_pays_for_the_same_people_what_it_left(
    rule: str, more: int
) -> None:
    # In the first quarter the fund, which has no more, paid the coach's year for five, $2,000 of
    # $4,000. Of what is left $1,000 benefit five of ten, who are those whom the fund serves, too.
    # Five others have their part of the quarters to come, $1,500
    lines = BOTH.replace("TOGETHER", "{kind: limit, id: few, serve: {}, at_most: {count: 5}}")
    lines = lines.replace("one, stream: fund, amount: 9000", "one, stream: fund, amount: 2000")
    five = "id: five, serve: {}, at_most: {count: 5}}"
    lines = lines.replace(five, five + rule)
    inputs = charged(draft(lines), ("coach", "adults", "one", "2000"))
    assert agree(planner_values(inputs), solve_textbook(inputs, "HIGHS"))
    plan = planned(inputs)
    assert served(plan, "adults", "sister") == 5
    assert paid(plan, cost="coach", award="two") == more
