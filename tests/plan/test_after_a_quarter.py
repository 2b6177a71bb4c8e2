"""Coming back after a quarter, by hand: what was charged already, and what is left to plan.

Ten adults train for a year, $250 of tuition each in every quarter; a coach costs $1,200 a quarter.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from draft import draft, paid, planned, unfunded
from repeating import repeated
from rich.console import Console

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import without
from braid.plan.changes import what_changed
from braid.plan.plan import Plan
from braid.render.budget import against_actual
from braid.schema.scenario import Actual, Actuals

Q1, Q2, Q3, Q4 = "2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01"
YEAR = """
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30,
     low_income: true}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 250, when: every_period}
  - {id: coach, category: case_management, amount: 1200, every: quarter}
"""
GRANT = "awards: [{id: grant, stream: fund, amount: AMOUNT}]\n"


def usd(amount: str) -> Decimal:
    return Decimal(amount)


def charge(
    amount: str,
    period: str = Q1,
    cost: str = "tuition",
    award: str = "grant",
    group: str = "adults",
) -> Actual:
    shared = {} if cost == "coach" else {"group": group}
    return Actual(
        cost=cost, period=date.fromisoformat(period), award=award, amount=Decimal(amount), **shared
    )


def over(inputs: Inputs, as_of: str, *charges: Actual) -> Inputs:
    """The same where periods are over and these charges were made."""
    actuals = Actuals(as_of=date.fromisoformat(as_of), charges=charges)
    return replace(inputs, scenario=inputs.scenario.model_copy(update={"actuals": actuals}))


def year(amount: str = "20000", more: str = "", **change: Any) -> Inputs:
    return draft(
        YEAR + (GRANT.replace("AMOUNT", amount) if "awards:" not in more else "") + more, **change
    )


def rows(plan: Plan, table: str) -> list[dict[str, Any]]:
    return plan.tables[table].rows()


def told(plan: Plan, code: str) -> list[str]:
    return [row["message"] for row in rows(plan, "problems") if row["code"] == code]


def limited(rule: str) -> str:
    """The grant's stream with a rule of its own."""
    return f"streams: {{fund: {{origin: private, rules: [{rule}]}}}}\n"


HALF = (
    charge("2600.10"), charge("1199.99", cost="coach"),
    charge("1800.05", Q2), charge("600.06", Q2), charge("1250", "2026-12-31", cost="coach"),
)  # fmt: skip
"""$7,450.20 of two quarters, two entries for one of the cells, one on the quarter's last day."""


def test_what_is_left_of_an_award_pays_for_the_open_periods_to_the_cent() -> None:
    plan = planned(over(year("12000"), "2026-12-31", *HALF))

    # two quarters are open: $5,000 of tuition, $2,400 of coaching; $12,000 - $7,450.20 is left
    assert plan.summary.cost == usd("7400.00")
    assert plan.summary.funded == usd("4549.80")
    assert plan.summary.unfunded == usd("2850.20")
    assert {row["period"] for t in ("charges", "unfunded") for row in rows(plan, t)} == {Q3, Q4}
    (grant,) = rows(plan, "awards")
    assert (grant["to_date"], grant["charged"], grant["left"]) == (745020, 454980, 0)
    budget = {row["category"]: row for row in rows(plan, "budget")}
    assert (budget["tuition_fees"]["actual"], budget["case_management"]["actual"]) == (
        500021,
        244999,
    )
    assert sum(row["planned"] for row in budget.values()) == 454980
    assert all(row["total"] == row["actual"] + row["planned"] for row in budget.values())


def test_an_award_that_is_overspent_pays_nothing_more() -> None:
    plan = planned(over(year("7000"), "2026-12-31", *HALF))
    assert (plan.summary.funded, plan.summary.unfunded) == (usd("0.00"), usd("7400.00"))
    assert rows(plan, "awards")[0]["left"] == -45020


@pytest.mark.parametrize(
    ("slices", "left"),
    [("", "549.80"), (", slices: [{from: 2026-07-01, amount: 7000}]", "549.80"),
     (", slices: [{from: 2026-07-01, amount: 6000}, {from: 2027-04-01, amount: 1000}]", "549.80")],
)  # fmt: skip
def test_program_income_that_was_spent_already_is_not_spent_again(slices: str, left: str) -> None:
    # $7,000 and $1,000 of income, of which $7,450.20 is gone: $450.20 of the income was spent
    award = f"{{id: grant, stream: fund, amount: 7000, program_income: 1000{slices}}}"
    more = f"awards: [{award}]\n" + limited("{kind: income, id: fees, use: addition}")
    plan = planned(over(year(more=more), "2026-12-31", *HALF))
    assert plan.summary.funded == usd(left)
    assert rows(plan, "awards")[0]["left"] == 0


def test_who_waits_for_an_award_waits_for_the_rest_of_its_income() -> None:
    # of $7,000 and $1,000 of income $549.80 is left; only then the city pays
    award = "{id: grant, stream: fund, amount: 7000, program_income: 1000}"
    more = f"""
awards: [{award}, {{id: town, stream: city, amount: 90000}}]
streams:
  fund: {{origin: private, rules: [{{kind: income, id: fees, use: addition}}]}}
  city: {{origin: local, rules: [{{kind: order, id: last, reading: used_up, after: [fund]}}]}}
"""
    plan = planned(over(year(more=more), "2026-12-31", *HALF))
    assert plan.summary.unfunded == usd("0.00")
    grant, town = rows(plan, "awards")
    assert grant["left"] <= 100
    assert town["charged"] == 740000 - grant["charged"]


def test_actuals_and_spending_before_the_horizon_both_count() -> None:
    award = (
        "{id: grant, stream: fund, amount: 12000, to_date: [{category: child_care, amount: 100}]}"
    )
    plan = planned(over(year(more=f"awards: [{award}]\n"), "2026-12-31", *HALF))
    assert plan.summary.funded == usd("4449.80")
    budget = {row["category"]: row["actual"] for row in rows(plan, "budget")}
    assert budget == {"case_management": 244999, "child_care": 10000, "tuition_fees": 500021}


def test_closing_no_period_changes_nothing() -> None:
    inputs = year("9000.55")
    before = over(inputs, "2026-06-30")
    assert before.closed == 0
    plans = [planned(inputs), planned(before)]
    for name in plans[0].tables.items():
        assert rows(plans[0], name[0]) == rows(plans[1], name[0])
    assert plans[0].summary == plans[1].summary


def test_closing_all_periods_leaves_nothing_to_plan() -> None:
    plan = planned(over(year("12000", REPORTS), "2027-06-30", *HALF))
    assert plan.summary.cost == plan.summary.unfunded == plan.summary.overhead_dollars == 0
    assert [len(rows(plan, name)) for name in ("charges", "unfunded", "reports")] == [0, 0, 0]
    assert rows(plan, "awards")[0]["left"] == 1200000 - 745020


REPORTS = """
streams:
  fund: {origin: private, rules: [
    {id: quarterly, kind: report, report: Spent, every: quarter, hours: {floor: 1, planning: 2}}]}
"""


def test_reports_that_fall_in_a_closed_period_are_done() -> None:
    plan = planned(over(year("12000", REPORTS), "2026-12-31", *HALF))
    assert [row["period_start"] for row in rows(plan, "reports")] == [Q3, Q4]
    assert plan.summary.overhead_dollars == usd("200.00")  # two hours at $50, twice


def test_money_that_is_missing_beside_what_was_charged_is_told_and_not_passed_on() -> None:
    # $1,000.01 was charged with a third of it missing beside it; what follows has nothing beside it
    rule = "{kind: match, id: third, share: 0.3333, of: spent}"
    plan = planned(over(year("20000", limited(rule)), "2026-09-30", charge("1000.01")))
    assert plan.summary.funded == 0
    (message,) = told(plan, "B402")
    assert "fund/third" in message
    assert "(by $333.30)" in message


RECORDS = """
awards: [{id: grant, stream: fund, amount: 90000}, {id: town, stream: city, amount: 90000}]
streams:
  city: {origin: local, rules: [{id: all, kind: award, where: {award.amount: {min: 1}}}]}
  fund: {origin: private, rules: [
    {id: records, kind: report, report: Records, per: participant, every: quarter,
     hours: {floor: 0.5, planning: 0.5}}MORE]}
"""


def test_who_was_paid_for_still_has_records() -> None:
    # the town would pay for everybody; four were the grant's, $25 for a record of each in a quarter
    done = (charge("1000"), charge("1500", award="town"))
    plan = planned(over(year(more=RECORDS.replace("MORE", "")), "2026-09-30", *done))
    served = {(row["scope"], row["name"]): row["served"] for row in rows(plan, "groups")}
    assert served["stream", "fund"] == served["system", "fund"] == 4
    assert plan.summary.overhead_dollars == usd("300.00")
    none = planned(over(year(more=RECORDS.replace("MORE", "")), "2026-09-30", done[1]))
    assert none.summary.overhead_dollars == usd("0.00")


def test_a_limit_on_people_holds_down_who_was_paid_for() -> None:
    few = ", {id: few, kind: limit, serve: {who: {low_income: true}}, at_most: {count: 3}}"
    done = (charge("1000"), charge("1500", award="town"))
    plan = planned(over(year(more=RECORDS.replace("MORE", few)), "2026-09-30", *done))
    assert plan.summary.overhead_dollars == usd("0.00")


def test_slices_that_are_open_are_used_by_actuals_first() -> None:
    slices = "slices: [{from: 2026-07-01, amount: 8000}, {from: 2027-04-01, amount: 4000}]"
    award = f"awards: [{{id: grant, stream: fund, amount: 12000, {slices}}}]\n"
    plan = planned(over(year(more=award), "2026-12-31", *HALF))
    # $8,000 less $7,450.20 until April, then $4,000 more: all that April to June costs is $3,700
    assert paid(plan, period=Q3) == usd("549.80")
    assert paid(plan, period=Q4) == usd("3700.00")


def test_a_cap_for_each_participant_is_used_by_what_the_group_was_charged() -> None:
    cap = (
        "{id: cap, kind: limit, spend: {category: training}, at_most: {usd: 700}, per: participant}"
    )
    more = limited(cap)
    plan = planned(over(year("30000", more), "2026-12-31", *HALF))
    # $7,000 for ten people, of which $5,000.21 is used
    assert paid(plan, cost="tuition") == usd("1999.79")
    assert paid(plan, cost="coach") == usd("2400.00")


def test_a_cap_that_is_broken_already_is_told_and_leaves_nothing() -> None:
    cap = "{id: cap, kind: limit, spend: {category: training}, at_most: {usd: 4000}}"
    more = limited(cap)
    plan = planned(over(year("30000", more), "2026-12-31", *HALF))
    assert paid(plan, cost="tuition") == 0
    assert unfunded(plan) == usd("5000.00")
    (message,) = told(plan, "B402")
    assert "fund/cap" in message
    assert "$1,000.21" in message


@pytest.mark.parametrize(
    ("category", "left"), [("training", "499.79"), ("case_management", "2400")]
)
def test_a_share_of_the_award_counts_only_what_it_selects(category: str, left: str) -> None:
    bound = "at_most: {share: 0.275, of: award}"
    more = limited(f"{{id: cap, kind: limit, spend: {{category: {category}}}, {bound}}}")
    plan = planned(over(year("20000", more), "2026-12-31", *HALF))
    assert paid(plan, cost="tuition" if category == "training" else "coach") == usd(left)


def test_a_cap_of_a_year_counts_the_charges_of_that_year_alone() -> None:
    cap = "{id: cap, kind: limit, at_most: {usd: 3000}, per: [award, fiscal_year]}"
    more = "organizations: [{id: quest, fiscal_year_start: 01-01}]\n" + limited(cap)
    plan = planned(
        over(year("30000", more), "2026-09-30", charge("1000.01"), charge("500", cost="coach"))
    )
    assert paid(plan, period=Q2) == usd("1499.99")
    assert paid(plan, period=Q3) + paid(plan, period=Q4) == usd("3000.00")


GONE = """
awards:
  - {id: grant, stream: fund, amount: 30000, award_date: 2026-08-01}
  - {id: gone, stream: fund, amount: 4000, end: 2026-09-30, award_date: 2026-07-01,
     to_date: [{category: tuition_fees, amount: 1000.01, date: 2026-07-10}]}
"""


STRICTER = """usd: {clock: award_date, versions: [
  {from: 2026-07-01, value: 2000, cite: A}, {from: 2026-08-01, value: 3000, cite: B}]}"""
POOL = "{{id: cap, kind: limit, at_most: {{{}}}, per: [stream, program_year]}}"


@pytest.mark.parametrize(
    ("bound", "left"),
    [
        ("usd: 4000", "2999.99"),
        ("share: 0.10, of: award", "2399.99"),  # a tenth of both awards
        (STRICTER, "1999.99"),  # nothing is charged to the award with the stricter number
    ],
)
def test_an_award_that_pays_nothing_more_stays_in_its_pool(bound: str, left: str) -> None:
    more = GONE + limited(POOL.format(bound))
    assert paid(planned(over(year(more=more), "2026-09-30"))) == usd(left)


def test_an_award_that_was_charged_is_asked_for_its_number() -> None:
    inputs = year(more=GONE + limited(POOL.format(STRICTER)))
    plan = planned(over(inputs, "2026-09-30", charge("500", award="gone")))
    assert paid(plan) == usd("499.99")


def test_a_floor_on_spending_counts_what_was_charged() -> None:
    floor = (
        "{id: floor, kind: limit, spend: {category: training}, at_least: {share: 0.75, of: spent}}"
    )
    more = limited(floor)
    plan = planned(
        over(year("30000", more), "2026-12-31", charge("100"), charge("2500", cost="coach"))
    )
    # training: $100 + $5,000; so all may come to $6,800, $1,700 of it not training: it is spent
    assert (paid(plan, cost="tuition"), paid(plan, cost="coach")) == (usd("5000.00"), usd("0.00"))
    (message,) = told(plan, "B402")
    assert "of spent" in message


BROKEN = "{{id: floor, kind: limit, spend: {{category: {}}}, at_least: {{share: {}, of: spent}}}}"


def test_what_is_broken_by_a_part_of_a_cent_is_not_broken_by_a_whole_one() -> None:
    # $30.003 short of wages, which nobody plans: two cents more of the coach would make $30.009
    costs = YEAR.replace("every: quarter", "every: quarter, priority: must")
    part = "{id: part, kind: limit, at_most: {share: 0.33333, of: cost}}"  # not in whole cents
    inputs = draft(f"""{costs}
awards: [{{id: grant, stream: fund, amount: 30000}}, {{id: town, stream: city, amount: 30000}}]
streams:
  fund: {{origin: private, rules: [{BROKEN.format("work", "0.3")}]}}
  city: {{origin: private, rules: [{part}]}}
""")
    plan = planned(over(inputs, "2026-09-30", charge("100.01", cost="coach")))
    assert paid(plan, award="grant") == 0
    assert paid(plan, award="town") > 0


THREE = """
groups:
  - {id: some, program: welding, participants: 7, start: 2026-07-01, end: 2027-06-30}
  - {id: many, program: welding, participants: 7, start: 2026-07-01, end: 2027-06-30}
  - {id: more, program: welding, participants: 7, start: 2026-07-01, end: 2027-06-30}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 100, when: start}
  - {id: coach, category: case_management, amount: 1000, every: once, from: 2026-10-01,
     until: 2026-12-31}
awards: [{id: grant, stream: fund, amount: 30000}]
"""


def test_cents_that_rounding_takes_do_not_stop_what_mends_a_broken_share() -> None:
    # each third of $1,000 is $333.33: they mend half a cent less than $500 of the $1,050
    share = limited("{kind: benefit, id: by-benefit}, " + BROKEN.format("case_management", "0.5"))
    inputs = draft(THREE + share)
    tuition = [charge("700", group=name) for name in ("some", "many", "more")]
    plan = planned(over(inputs, "2026-09-30", *tuition))
    assert paid(plan, cost="coach") == usd("999.99")
    (message,) = told(plan, "B402")
    assert "by $550.00" in message


FEDERAL = """
awards: [{id: grant, stream: fund, amount: 30000}]
streams:
  fund: {origin: federal, rules: [
    {kind: benefit, id: by-benefit},
    {kind: participant, id: low, who: {low_income: true}}]}
"""
LEAVING = """
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2026-12-31,
     low_income: true}
  - {id: others, program: welding, participants: 10, start: 2027-01-01, end: 2027-06-30,
     low_income: false}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 250, when: every_period}
  - {id: coach, category: case_management, amount: 1200, every: quarter}
"""


def test_a_shared_cost_of_the_year_is_the_groups_as_before_less_what_was_charged() -> None:
    # half of the year's $4,800 benefits the adults, who are gone when the year is half over
    inputs = draft(LEAVING + FEDERAL)
    whole = planned(inputs)
    assert paid(whole, cost="coach") == usd("2400.00")
    assert paid(whole, cost="coach", period=Q3) == usd("600.00")
    charges = [charge("2500", period) for period in (Q1, Q2)]
    charges += [charge("600", period, cost="coach") for period in (Q1, Q2)]
    assert paid(planned(over(inputs, "2026-12-31", *charges)), cost="coach") == usd("1200.00")
    more = over(inputs, "2026-12-31", *charges, charge("300.25", Q2, cost="coach"))
    assert paid(planned(more), cost="coach") == usd("899.75")


def test_what_was_not_charged_of_a_shared_cost_is_not_made_up() -> None:
    # half of each quarter's $1,200 benefits the adults: the grant pays no more of an open one
    both = LEAVING.replace("2027-01-01", "2026-07-01").replace("end: 2026-12-31", "end: 2027-06-30")
    inputs = draft(both + FEDERAL)
    assert paid(planned(inputs), cost="coach") == usd("2400.00")
    for charges in ((), (charge("600", cost="coach"), charge("600", Q2, cost="coach"))):
        rest = planned(over(inputs, "2026-12-31", *charges))
        assert paid(rest, cost="coach", period=Q3) == usd("600.00")
        assert paid(rest, cost="coach") == usd("1200.00")


def test_match_of_a_closed_period_stands_beside_later_money() -> None:
    text = """
awards:
  - {id: grant, stream: fund, amount: 9000}
  - {id: state, stream: state, amount: 2500}
streams:
  fund: {origin: federal, rules: [{kind: match, id: equal, share: 1, of: spent}]}
  state: {origin: state}
"""
    charges = (charge("2500", award="state"), charge("400", cost="coach"))
    plan = planned(over(draft(YEAR + text), "2026-09-30", *charges))
    # $2,500 of the state stands beside $2,500 of the grant, $400 of which was charged
    assert paid(plan, award="grant") == usd("2100.00")
    pledged = {(row["award"], row["period"]): row["cents"] for row in rows(plan, "pledges")}
    assert pledged == {("state", Q1): 250000}
    without_match = planned(over(draft(YEAR + text), "2026-09-30", charge("400", cost="coach")))
    assert paid(without_match, award="grant") == usd("2100.00")


def test_what_charges_ask_for_and_nobody_gives_is_missed() -> None:
    text = """
awards: [{id: grant, stream: fund, amount: 9000}]
streams: {fund: {origin: federal, rules: [{kind: match, id: equal, share: 1, of: spent}]}}
"""
    plan = planned(over(draft(YEAR + text), "2026-09-30", charge("400", cost="coach")))
    assert paid(plan) == 0
    assert plan.tiers[0].value == usd("400.00")


def test_what_entitlements_left_of_the_cost_is_not_used_twice() -> None:
    text = """
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30, sai: 0}
programs: [{id: welding, weeks: 52, clock_hours: 900, provider: {organization: college}}]
organizations: [{id: college}]
costs:
  - {id: tuition, category: tuition_fees, per_participant: 3000, when: every_period,
     incurred_by: college}
awards: [{id: aid, stream: pell, recipient: college}, {id: grant, stream: fund, amount: 90000}]
streams:
  fund: {origin: federal, rules: [{id: after, kind: order, after: [pell], reading: full_cost}]}
  pell: {entitlement: true, rules: [{id: formula, kind: formula, formula: pell_clock_hours,
    numbers: {maximum: 7395, minimum: 740, sai_ineligible_at: 14790, lifetime_percent: 600}}]}
"""
    inputs = draft(text)
    whole = planned(inputs)
    assert paid(whole, award="grant") == usd("46050.00")  # $120,000 less $73,950
    later = planned(over(inputs, "2026-12-31", charge("1000", Q2)))
    # Pell pays the first quarters; it has paid $60,000 of them, and of the third $13,950
    assert paid(later, award="aid") == usd("13950.00")
    assert paid(later, award="grant") == usd("45050.00")
    # what Pell paid of the first half year is in no ledger: nobody is told that it pays less
    assert what_changed(whole, later).awards == ()
    said = StringIO()
    against_actual(later, Console(file=said, width=100), whole)
    (line,) = (row for row in said.getvalue().splitlines() if row.startswith("aid"))
    assert line.split() == ["aid", "0", "0", "13,950", "13,950", "0"]


MONEY = """
organizations: [{id: quest, cash: {opening: OPENING}}]
awards: [{id: city, stream: city, recipient: quest, amount: 30000}]
streams: {city: {origin: local, payment: {method: reimbursement, lag_days: 45}}}
"""


def test_cash_begins_with_the_first_open_period_and_claims_come_in() -> None:
    city = draft(YEAR + MONEY.replace("OPENING", "1000"))
    plan = planned(
        over(city, "2026-12-31", charge("2500", Q2, award="city"), charge("99", award="city"))
    )
    # July's $99 came in November; the $2,500 of the autumn come on February 14
    columns = ("period", "received", "paid", "balance", "loan")
    assert [tuple(row[name] for name in columns) for row in rows(plan, "cash")] == [
        (Q3, 250000, 370000, -20000, 20000),
        (Q4, 370000, 370000, -20000, 20000),
    ]


def test_a_charge_where_the_line_has_no_cost_counts_all_the_same() -> None:
    costs = "costs: [{id: tuition, category: tuition_fees, per_participant: 1000, when: start}]\n"
    inputs = draft(
        YEAR.split("costs:")[0] + costs + "awards: [{id: grant, stream: fund, amount: 6000}]\n"
    )
    plan = planned(over(inputs, "2026-12-31", charge("9.99", Q2)))
    assert rows(plan, "awards")[0]["left"] == 599001
    assert plan.summary.cost == 0


def test_past_charges_that_the_law_refuses_are_told_and_not_repaired() -> None:
    text = """
awards: [{id: grant, stream: fund, amount: 9000, start: 2026-10-01, end: 2027-06-30}]
streams: {fund: {origin: federal, rules: [
  {kind: line, id: closed-list, allow: [training], cite: 2 CFR 1, why: Training alone.},
  {kind: participant, id: low, who: {low_income: true}, cite: 2 CFR 2, why: The poor.},
  {kind: participant, id: age, who: {age: {min: 18}}, cite: 2 CFR 3, why: Adults.}]}}
"""
    inputs = draft(YEAR.replace("low_income: true", "low_income: false") + text)
    plan = planned(
        over(inputs, "2026-12-31", charge("10"), charge("20", Q2), charge("30", Q2, "coach"))
    )
    messages = told(plan, "B403")
    by_amount = {
        amount: [m for m in messages if m.startswith(amount)] for amount in ("$10", "$20", "$30")
    }
    assert [len(found) for found in by_amount.values()] == [3, 2, 1]
    assert any("period of performance (2026-10-01 to 2027-06-30)" in m for m in by_amount["$10"])
    assert any("fund/low refuses it: The poor. 2 CFR 2" in m for m in by_amount["$20"])
    assert any("Nobody has stated age" in m and "2 CFR 3" in m for m in by_amount["$20"])
    assert "fund/closed-list refuses it: Training alone. 2 CFR 1" in by_amount["$30"][0]
    assert rows(plan, "awards")[0]["to_date"] == 6000


def test_lawful_charges_are_not_told() -> None:
    assert not told(planned(over(year(), "2026-12-31", *HALF)), "B403")


def test_what_was_charged_to_an_award_that_is_left_out_was_not() -> None:
    other = "{id: other, stream: fund, amount: 4000}"
    both = f"awards: [{{id: grant, stream: fund, amount: 9000}}, {other}]\n"
    inputs = over(year(more=both), "2026-09-30", charge("5"), charge("7", award="other"))
    plan = planned(without(inputs, ["other"]))
    assert [row["award"] for row in rows(plan, "budget") if row["actual"]] == ["grant"]


def test_against_an_earlier_plan_only_what_both_have_open_is_compared() -> None:
    inputs = year("12000")
    plan = planned(inputs)
    as_planned = what_changed(plan, planned(repeated(plan, 2)))
    assert [(c.what, c.before, c.after) for c in as_planned.inputs] == [
        ("charges", "", "2026-12-31")
    ]
    changed = (as_planned.summary, as_planned.awards, as_planned.unfunded, as_planned.moved)
    assert changed == ((), (), (), ())
    # $700.00 less was charged than the plan had: it pays for what was to stay unfunded
    less = [
        row.model_copy(update={"amount": row.amount - 700})
        if (row.cost, row.period) == ("tuition", date(2026, 10, 1))
        else row
        for row in repeated(plan, 2).scenario.actuals.charges
    ]
    changes = what_changed(plan, planned(over(inputs, "2026-12-31", *less)))
    assert changes.awards == ()
    assert [(c.id, c.by) for c in changes.summary] == [("unfunded", Decimal("-700.00"))]
    assert sum(c.by for c in changes.unfunded) == Decimal("-700.00")
