"""Dollars a week, a salary by its position and its days, and shared cost split by its own basis.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

import pytest
from draft import dollars, draft, paid, planned, served, tiers

SALARY = """
costs: [{id: director, category: case_management, amount: 120000DATES, fte: 0.5}]
awards: [{id: grant, stream: fund, amount: 200000}, {id: other, stream: fund, amount: 200000}]
streams:
  fund:
    rules:
      - kind: limit
        spend: all
        at_most: {usd: 146000, times: line.fte, yearly: true}
        per: [line, calendar_year]
"""


@pytest.mark.parametrize(("dates", "allowed"), [
    ("", 73_000),  # all year: 184 + 181 of 365 days
    (", from: 2026-10-01, until: 2026-12-31", 18_400),  # 92 days: 73,000 x 92 / 365
    # A period's days are of the year in which they begin; so are its cells: 184 and 31 days.
    (", until: 2027-01-31", 43_000),
])  # fmt: skip
def test_a_half_time_director_is_paid_half_of_the_highest_salary(dates: str, allowed: int) -> None:
    # Two awards do not pay it twice: the limit is the line's.
    assert tiers(draft(SALARY.replace("DATES", dates))) == dollars(0, 0, 120_000 - allowed, 0)


def test_a_direct_line_has_the_days_on_which_one_of_its_groups_trains() -> None:
    # 12 weeks from July and 12 from August 1, which overlap: July 1 to October 23, 115 days.
    text = """
    groups:
      - {id: first, program: welding, participants: 10, start: 2026-07-01}
      - {id: second, program: welding, participants: 10, start: 2026-08-01}
    costs: [{id: teacher, category: case_management, per_participant: 4000, fte: 1}]
    awards: [{id: grant, stream: fund, amount: 200000}]
    streams:
      fund:
        rules:
          - kind: limit
            spend: all
            at_most: {usd: 73000, times: line.fte, yearly: true}
            per: [line, program_year]
    """
    assert tiers(draft(text)) == dollars(0, 0, 80_000 - 200 * 115, 0)


def test_weekly_payments_are_limited_for_each_person_and_for_their_own_weeks() -> None:
    # At most 50 a week: 12 weeks, 600 of each of ten adults' 1,000. With the group's own number of
    # weeks the others get 20 x 50.
    text = """
    groups:
      - {id: adults, program: welding, participants: 10, start: 2026-07-01, paid_weeks: 12}
      - {id: more, program: welding, participants: 2, start: 2026-07-01, paid_weeks: 20}
      - {id: unknown, program: welding, participants: 1, start: 2026-07-01}
    costs: [{id: pay, category: child_care, per_participant: 1000}]
    awards: [{id: grant, stream: fund, amount: 20000}]
    streams:
      fund:
        rules:
          - {kind: limit, spend: all, at_most: {usd: 50, times: paid_weeks}, per: participant}
    """
    inputs = draft(text)
    assert tiers(inputs) == dollars(0, 0, 4_000, 0)
    plan = planned(inputs)
    assert [paid(plan, group=g) for g in ("adults", "more", "unknown")] == [6000, 2000, 1000]
    (row,) = plan.tables["problems"].rows()
    assert row["code"] == "B404"
    assert row["message"].startswith("fund/limit is not held for ")
    assert row["message"].endswith("unknown: paid_weeks is not stated.")


def test_a_shared_cost_is_split_by_the_basis_that_is_documented() -> None:
    # The lab of 4,000 stands for adults 300 hours of 400 and for youths 100. The fund serves the
    # five adults only: by heads 5/15 of it would be its part, by hours 3/4, 3,000.
    text = """
    groups:
      - {id: adults, program: welding, participants: 5, start: 2026-07-01, age: 30}
      - {id: youths, program: welding, participants: 10, start: 2026-07-01, age: 16}
    costs:
      - {id: lab, category: backbone_staff, amount: 4000BASIS}
      - {id: tuition, category: tuition_fees, per_participant: 100, when: start, groups: [adults]}
    awards: [{id: grant, stream: fund, amount: 6000}]
    streams:
      fund:
        rules: [{kind: participant, who: {age: {min: 18}}}, {kind: benefit, basis: participants}]
    """
    hours = ", basis: hours, basis_document: Timetable, weights: {adults: 300, youths: 100}"
    # after September nobody is in training: then the year's participants count, 5/15 as well
    assert tiers(draft(text.replace("BASIS", ""))) == dollars(0, 0, 4_000 * 2 / 3, 0)
    inputs = draft(text.replace("BASIS", hours))
    assert tiers(inputs) == dollars(0, 0, 1_000, 0)
    plan = planned(inputs)
    assert paid(plan, cost="lab") == 3000
    assert served(plan, "adults", "fund") == 5
    only = hours.replace("youths: 100", "youths: 0").replace("300", "2.5")
    assert tiers(draft(text.replace("BASIS", only))) == dollars(0, 0, 0, 0)
