"""Who pays how much of a year's shared cost, where awards pay at different times of the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from draft import draft, paid, planned, served

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


def after_a_quarter(*charges: tuple[str, str, str, str]) -> tuple[int, Decimal]:
    """Whom the grant serves of the youth after a first quarter, and what reporting costs."""
    done = tuple(
        Actual(cost=cost, group=group, period=date(2026, 7, 1), award=award, amount=Decimal(usd))
        for cost, group, award, usd in charges
    )
    inputs = draft(YEAR + RECORDS)
    actuals = Actuals(as_of=date(2026, 9, 30), charges=done)
    changed = inputs.scenario.model_copy(update={"actuals": actuals})
    plan = planned(replace(inputs, scenario=changed))
    return served(plan, "youth", "fund"), plan.summary.overhead_dollars


def test_for_whom_a_shared_cost_was_charged_stays_served() -> None:
    town = ("tuition", "youth", "town", "1000")
    # the youth's part of the quarter is $600: what is charged of it was for four of ten, at least,
    # with a record of $25 a quarter each, though the town can pay all that is still to come
    assert after_a_quarter(town, ("coach", "youth", "grant", "240")) == (4, Decimal(300))
    assert after_a_quarter(town, ("coach", "youth", "grant", "180.02")) == (4, Decimal(300))
    assert after_a_quarter(town, ("coach", "youth", "grant", "180.01")) == (3, Decimal(225))
    assert after_a_quarter(town, ("coach", "youth", "town", "240")) == (0, Decimal(0))
