"""What is charged already counts to the cent and the day, and is told where it breaks the law.

Ten adults from July to June. In each quarter $1,000 of support and $1,000 of the coach; tuition is
$5,000 in July and $5,000 in October. The first quarter is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from partnership import Paid, partnership, plan, pledge, read, rule

from braid.audit import AuditReport, BudgetRow, CashRow, PlanUnderAudit, audit_plan
from braid.catalog.inputs import Inputs

JULY, OCTOBER, JANUARY, APRIL = "2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01"
SCENARIO = """
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30, age: 30}
costs:
  - id: tuition
    category: tuition_fees
    per_participant: 1000
    when: [{date: 2026-07-01, share: 0.5}, {date: 2026-10-01, share: 0.5}]
  - {id: support, category: transportation, per_participant: 100, when: every_period}
  - {id: coach, category: case_management, amount: 4000, every: year}
awards:
  - {id: grant, stream: fund, amount: 9000}
  - {id: town, stream: city, amount: 9000}
"""
GRANT, TOWN = read(SCENARIO)["awards"]


def actual(cost: str, dollars: str, award: str = "grant", period: str = JULY) -> dict[str, Any]:
    group = {} if cost == "coach" else {"group": "adults"}
    return {"cost": cost, "period": period, "award": award, "amount": Decimal(dollars), **group}


def case(
    *rules: str, done: list[dict[str, Any]] | None = None, as_of: str = "2026-09-30",
    grant: Mapping[str, Any] | None = None,
    streams: Mapping[str, Mapping[str, Any]] | None = None, **change: Any,
) -> Inputs:  # fmt: skip
    """The partnership with charges of periods that are over; ``grant`` changes the award."""
    charges = [actual("tuition", "4000.00")] if done is None else done
    awards = [{**GRANT, **(grant or {})}, TOWN]
    stated = {**read(SCENARIO), "awards": awards, **change}
    stated["actuals"] = {"as_of": as_of, "charges": charges}
    stream = {"payment": {"method": "reimbursement", "lag_days": 45}}
    others = {"city": {"origin": "local"}, **(streams or {})}
    return partnership(*rules, change=stated, stream=stream, streams=others)


def paid(cost: str, dollars: str, period: str = OCTOBER, award: str = "grant") -> Paid:
    return (cost, "" if cost == "coach" else "adults", period, award, dollars)


def audited(inputs: Inputs, *charges: Paid, **how: Any) -> AuditReport:
    return audit_plan(inputs, plan(inputs, *charges, **how))


def broken(inputs: Inputs, *charges: Paid, **how: Any) -> set[str]:
    return {finding.rule for finding in audited(inputs, *charges, **how).findings}


def told(inputs: Inputs, *charges: Paid, **how: Any) -> set[str]:
    return {warning.rule for warning in audited(inputs, *charges, **how).warnings}


# -- cells and reports ---------------------------------------------------------------------------


def test_nothing_is_charged_on_a_period_that_is_over() -> None:
    assert broken(case(), paid("support", "1000.00")) == set()
    assert broken(case(), paid("support", "1000.00", JULY)) == {"charge"}
    assert broken(case(as_of="2026-12-31"), paid("support", "1000.00")) == {"charge"}


def test_nothing_of_it_is_unfunded() -> None:
    left = [("tuition", "adults", OCTOBER, "5000.00")]
    left += [("support", "adults", day, "1000.00") for day in (OCTOBER, JANUARY, APRIL)]
    left += [("coach", "", day, "1000.00") for day in (OCTOBER, JANUARY, APRIL)]
    assert broken(case(), unfunded=left) == set()
    assert broken(case(), unfunded=[*left, ("coach", "", JULY, "1000.00")]) == {"balance"}


def test_a_report_of_a_period_that_is_over_is_done() -> None:
    report = "{id: report, kind: report, report: R, per: award, every: quarter, hours: {floor: 2}}"
    report = report.replace("{floor: 2}", "{floor: 2, planning: 2}")

    def charge(day: str) -> Paid:
        return ("report:grant:fund/report", "", day, "grant", "110.00")

    assert broken(case(report), charge(OCTOBER)) == set()
    assert broken(case(report), charge(JULY)) == {"charge"}


# -- amounts -------------------------------------------------------------------------------------


def test_what_was_charged_is_gone() -> None:
    """9,000 - 4,000 leaves 5,000."""
    assert broken(case(), paid("tuition", "5000.00")) == set()
    assert broken(case(), paid("tuition", "5000.00"), paid("coach", "0.01")) == {"award-amount"}


def test_several_entries_of_one_cell_add_up() -> None:
    two = [actual("tuition", "2000.00"), actual("tuition", "2000.01", period="2026-09-30")]
    assert broken(case(done=two), paid("tuition", "5000.00")) == {"award-amount"}
    assert broken(case(done=two), paid("tuition", "4999.99")) == set()


def test_an_award_that_is_overspent_is_told() -> None:
    much = case(done=[actual("tuition", "9000.01")])
    assert broken(much) == set()
    assert told(much) == {"actuals"}
    assert broken(much, paid("coach", "0.01")) == {"award-amount"}
    assert told(case(done=[actual("tuition", "9000.00")])) == set()


INCOME = "{id: fees, kind: income, use: addition}"


def test_what_was_spent_beyond_the_amount_took_of_the_program_income() -> None:
    """9,000 and 500 of income less 9,200 leaves 300; without the rule nothing is left."""
    spent = [actual("tuition", "9200.00")]
    inputs = case(INCOME, done=spent, grant={"program_income": 500})
    assert broken(inputs, paid("coach", "300.00")) == set()
    assert broken(inputs, paid("coach", "300.01")) == {"fund/fees"}
    assert "actuals" not in told(inputs, paid("coach", "300.00"))
    assert "actuals" in told(case(done=spent, grant={"program_income": 500}))
    slices = [{"from": JULY, "amount": 8000}, {"from": JANUARY, "amount": 1000}]
    sliced = case(INCOME, done=[actual("tuition", "8200.00")],
                  grant={"program_income": 500, "slices": slices})  # fmt: skip
    assert broken(sliced, paid("coach", "300.00")) == set()
    assert broken(sliced, paid("coach", "300.01")) == {"award-slices"}


def test_the_earliest_slices_are_used_first() -> None:
    """6,000 from July: 4,000 is used, 2,000 are there until January."""
    slices = [{"from": JULY, "amount": 6000}, {"from": JANUARY, "amount": 3000}]
    inputs = case(grant={"slices": slices})
    assert broken(inputs, paid("tuition", "2000.00")) == set()
    assert broken(inputs, paid("tuition", "2000.01")) == {"award-slices"}
    later = paid("support", "1000.00", JANUARY)
    assert broken(inputs, paid("tuition", "2000.00"), later) == set()


def test_money_is_obligated_when_its_cell_is() -> None:
    """$4,500 by September: 4,000 were, so 500 are lost; nothing that is over can mend it."""
    back = "{id: back, kind: timeline, obligate: {share: 0.5, by: {months: 3}, recapture: %s}}"
    inputs = case(back % "automatic")
    assert broken(inputs, paid("tuition", "4500.00")) == set()
    assert broken(inputs, paid("tuition", "4500.01")) == {"fund/back"}
    late = case(back % "automatic", done=[actual("tuition", "9000.00")])
    assert broken(late) == set()
    assert "fund/back" in told(case(back % "risk"))


# -- limits --------------------------------------------------------------------------------------

CAP = "{id: cap, kind: limit, spend: {category: [tuition_fees]}, at_most: {usd: 6000}, %s}"


def test_a_cap_counts_what_was_charged() -> None:
    inputs = case(CAP % "per: [award]")
    assert broken(inputs, paid("tuition", "2000.00")) == set()
    assert broken(inputs, paid("tuition", "2000.01")) == {"fund/cap"}


@pytest.mark.parametrize(
    "spend",
    ["{direct: true}", "{who: {age: {min: 18}}}", "{where: {incurred_by: college}}"],
)
def test_a_selector_sees_the_cell_of_what_was_charged(spend: str) -> None:
    costs = [{**line, "incurred_by": "college"} for line in read(SCENARIO)["costs"]]
    cap = f"{{id: cap, kind: limit, spend: {spend}, at_most: {{usd: 6000}}}}"
    inputs = case(cap, costs=costs)
    assert broken(inputs, paid("tuition", "2000.00")) == set()
    assert broken(inputs, paid("tuition", "2000.01")) == {"fund/cap"}


def test_a_charge_that_the_selector_leaves_out_does_not_count() -> None:
    shared = [actual("coach", "1000.00")]
    direct = "{id: cap, kind: limit, spend: {direct: true}, at_most: {usd: 6000}}"
    assert broken(case(direct, done=shared), paid("tuition", "5000.00")) == set()


@pytest.mark.parametrize("per", ["program_year", "group", "program", "line"])
def test_an_instance_is_that_of_the_cell(per: str) -> None:
    inputs = case(CAP % f"per: [stream, {per}]")
    assert broken(inputs, paid("tuition", "2000.00")) == set()
    assert broken(inputs, paid("tuition", "2000.01")) == {"fund/cap"}


def test_the_calendar_year_ends_in_december() -> None:
    cap = "{id: cap, kind: limit, spend: {direct: true}, at_most: {usd: 4500}, per: [%s]}"
    next_year = paid("support", "1000.00", JANUARY)
    ours = case(cap % "award, calendar_year")
    assert broken(ours, paid("support", "500.00"), next_year) == set()
    assert broken(ours, paid("support", "500.01"), next_year) == {"fund/cap"}
    whole = case(cap % "award, program_year")
    assert broken(whole, paid("support", "500.00"), next_year) == {"fund/cap"}


def test_a_rule_that_came_later_does_not_count_it() -> None:
    assert broken(case(CAP % "from: 2026-07-01"), paid("tuition", "5000.00")) == {"fund/cap"}
    assert broken(case(CAP % "from: 2026-07-02"), paid("tuition", "5000.00")) == set()


def test_what_is_broken_already_is_told_and_nothing_is_added() -> None:
    much = case(CAP % "per: [award]", done=[actual("tuition", "6000.01")])
    assert (broken(much), told(much)) == (set(), {"fund/cap"})
    assert broken(much, paid("tuition", "0.01")) == {"fund/cap"}
    assert broken(much, paid("support", "1000.00")) == set()


def test_each_person_has_had_the_same_of_it() -> None:
    """4,000 for ten: each has had 400 of 500; eight more times 100."""
    head = "{id: cap, kind: limit, spend: {direct: true}, per: participant, at_most: {usd: 500}}"
    inputs = case(head)
    eight = {("adults", "fund"): 8}
    assert broken(inputs, paid("tuition", "800.00"), served=eight) == set()
    assert broken(inputs, paid("tuition", "800.01"), served=eight) == {"fund/cap"}
    over = case(head, done=[actual("tuition", "5000.01")])
    ten = {("adults", "fund"): 10}
    assert (broken(over, served=ten), told(over, served=ten)) == (set(), {"fund/cap"})


def test_a_floor_on_what_is_spent_counts_it() -> None:
    floor = """{id: floor, kind: limit, spend: {category: [tuition_fees]},
      at_least: {share: 0.75, of: spent}}"""
    assert broken(case(floor), paid("coach", "1000.00"), paid("support", "333.33")) == set()
    assert broken(case(floor), paid("coach", "1000.00"), paid("support", "333.34")) == {
        "fund/floor"
    }


# -- dated earlier spending ------------------------------------------------------------------------


def dated(day: str | None) -> Inputs:
    entry = {"category": "tuition_fees", "amount": 4000, **({"date": day} if day else {})}
    cap = CAP % "per: [award, calendar_year], from: 2026-03-01"
    return case(cap, done=[], grant={"to_date": [entry]})


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-06-30", {"fund/cap"}),
        ("2026-03-01", {"fund/cap"}),
        ("2026-02-28", set()),  # before the rule
        ("2025-12-31", set()),  # of another year
        (None, {"fund/cap"}),  # the horizon begins inside 2026
    ],
)
def test_an_entry_counts_in_the_year_of_its_date(day: str | None, found: set[str]) -> None:
    assert broken(dated(day), paid("tuition", "2000.00")) == set()
    assert broken(dated(day), paid("tuition", "2000.01")) == found


def test_an_entry_without_a_date_is_of_no_year_that_begins_with_the_horizon() -> None:
    entry = {"category": "tuition_fees", "amount": 4000}
    cap = CAP % "per: [award, program_year]"
    without = case(cap, done=[], grant={"to_date": [entry]})
    assert broken(without, paid("tuition", "2000.01")) == set()
    inside = case(cap, done=[], grant={"to_date": [{**entry, "date": JULY}]})
    assert broken(inside, paid("tuition", "2000.01")) == {"fund/cap"}
    before = case(cap, done=[], grant={"to_date": [{**entry, "date": "2026-06-30"}]})
    assert broken(before, paid("tuition", "2000.01")) == set()


STRICTER = """usd: {clock: award_date, versions: [
  {from: 2026-07-01, value: 1200, cite: A}, {from: 2026-08-01, value: 2000, cite: B}]}"""
POOL = "{{id: cap, kind: limit, at_most: {{{}}}, per: [stream, program_year]}}"


def pooled(bound: str, *done: dict[str, Any], to_date: str = "0") -> Inputs:
    """The grant pooled with an award that nothing more may be charged to."""
    entry = {"category": "tuition_fees", "amount": Decimal(to_date), "date": JULY}
    gone = {"id": "gone", "stream": "fund", "amount": 4000, "end": "2026-09-30",
            "award_date": "2026-07-01", "to_date": [entry]}  # fmt: skip
    awards = [{**GRANT, "award_date": "2026-08-01"}, TOWN, gone]
    return case(POOL.format(bound), done=list(done), awards=awards)


@pytest.mark.parametrize(
    ("bound", "most", "over"),
    [
        ("usd: 3000", "1999.99", "2000.00"),
        ("share: 0.2, of: award", "1599.99", "1600.00"),  # a fifth of both awards
        (STRICTER, "999.99", "1000.00"),  # the stricter number is not asked
    ],
)
def test_an_award_that_pays_nothing_more_stays_in_its_pool(
    bound: str, most: str, over: str
) -> None:
    inputs = pooled(bound, to_date="1000.01")
    assert broken(inputs, paid("tuition", most)) == set()
    assert broken(inputs, paid("tuition", over)) == {"fund/cap"}


def test_an_award_that_was_charged_is_asked_for_its_number() -> None:
    inputs = pooled(STRICTER, actual("tuition", "200.00", award="gone"), to_date="0.01")
    assert broken(inputs, paid("tuition", "999.99")) == set()
    assert broken(inputs, paid("tuition", "1000.00")) == {"fund/cap"}


# -- people ----------------------------------------------------------------------------------------

RECORD = """{id: record, kind: report, report: Record, per: participant, every: quarter,
  hours: {floor: 1, planning: 1}}"""


def test_what_was_paid_for_people_serves_them() -> None:
    """The least of a person is $100: 400 of it were paid for four, 99.99 more is not enough."""
    five = {("adults", "fund"): 5}
    inputs = case(RECORD, done=[actual("support", "400.00")])
    assert broken(inputs, paid("support", "100.00"), served=five) == set()
    assert broken(inputs, paid("support", "99.99"), served=five) == {"served"}


ORDER = "{id: order, kind: order, after: [aid], reading: full_cost, for: [tuition_fees]}"
AID = """{id: aid, kind: formula, formula: yearly_credit,
  numbers: {first: 50, second: 0, third: 0, months: 1}}"""


def test_an_order_after_an_entitlement_counts_all_periods() -> None:
    """Tuition costs 10,000 in all; what follows the order pays what 500 of aid leave of that."""
    aid: dict[str, Any] = {
        "streams": {"aid": {"entitlement": True, "rules": [rule(AID)]}},
        "awards": [{**GRANT, "amount": 90000}, TOWN, {"id": "aid", "stream": "aid"}],
    }
    inputs = case(ORDER, done=[actual("tuition", "6000.00")], **aid)
    assert broken(inputs, paid("tuition", "3500.00")) == set()
    assert broken(inputs, paid("tuition", "3500.01")) == {"fund/order"}
    over = case(ORDER, done=[actual("tuition", "10000.01")], **aid)
    assert broken(over) == set()


def test_an_order_after_nobodys_entitlement_asks_nothing() -> None:
    """Whatever was charged to a cost that is over, what is open costs 5,000 and may be paid."""
    inputs = case(ORDER, grant={"amount": 90000}, done=[actual("tuition", "10000.01")])
    assert broken(inputs, paid("tuition", "5000.00")) == set()


# -- benefit ---------------------------------------------------------------------------------------

BENEFIT = "{id: benefit, kind: benefit, for: [case_management]}"
TUITION = paid("tuition", "2500.00")
HALF = {("adults", "fund"): 5}


def coach(first: str, *others: str) -> list[Paid]:
    days = (OCTOBER, JANUARY, APRIL)
    return [
        ("coach", "adults", day, "grant", dollars)
        for day, dollars in zip(days, (first, *others), strict=False)
    ]


def test_a_shared_charge_is_spread_over_the_rest_of_the_year() -> None:
    inputs = case(BENEFIT, done=[])
    assert broken(inputs, TUITION, *coach("500.00", "500.00", "500.00"), served=HALF) == set()
    uneven = coach("500.02", "499.99", "499.99")
    assert broken(inputs, TUITION, *uneven, served=HALF) == {"fund/benefit"}


def test_half_of_the_people_carry_half_of_each_quarter_that_is_left() -> None:
    """What the first quarter would have cost them is not charged to the others."""
    inputs = case(BENEFIT, done=[])
    more = coach("500.00", "500.00", "500.01")
    assert broken(inputs, TUITION, *more, served=HALF) == {"fund/benefit"}


def test_what_was_charged_uses_up_a_part_of_everybodys_benefit() -> None:
    """$1,000 of $4,000: three quarters are left, of which half is $1,500."""
    inputs = case(BENEFIT, done=[actual("coach", "1000.00")])
    assert broken(inputs, TUITION, *coach("500.00", "500.00", "500.00"), served=HALF) == set()
    more = coach("500.00", "500.00", "500.01")
    assert broken(inputs, TUITION, *more, served=HALF) == {"fund/benefit"}


# -- money beside ----------------------------------------------------------------------------------


def pledged(inputs: Inputs, *charges: Paid, beside: list[Paid]) -> set[str]:
    pledges = tuple(pledge(inputs, one, "grant", "fund/match") for one in beside)
    made = replace(plan(inputs, *charges), pledges=pledges)
    return {finding.rule for finding in audit_plan(inputs, made).findings}


def test_what_others_were_charged_stands_beside_the_award() -> None:
    """A quarter of 9,000 is 2,250; the town was charged 2,000 in July."""
    match = "{id: match, kind: match, share: 0.25, of: award}"
    offered = case(match, grant={"status": "offered"}, done=[actual("tuition", "2000.00", "town")])
    ours = paid("tuition", "250.00", award="town")
    july = ("tuition", "adults", JULY, "town", "2000.00")
    assert pledged(offered, ours, beside=[ours, july]) == set()
    less = ("tuition", "adults", JULY, "town", "1999.99")
    assert pledged(offered, ours, beside=[ours, less]) == {"fund/match"}
    more = ("tuition", "adults", JULY, "town", "2000.01")
    assert pledged(offered, ours, beside=[ours, more]) == {"fund/match"}


def test_what_was_charged_asks_for_money_too_and_may_miss_it() -> None:
    """Half of 4,000 may be missed; half of what the plan charges may not."""
    match = "{id: match, kind: match, share: 0.5, of: spent}"
    ours = paid("support", "500.00")
    beside = paid("support", "250.00", award="town")
    assert pledged(case(match), ours, beside, beside=[beside]) == set()
    less = paid("support", "249.99", award="town")
    assert pledged(case(match), ours, beside, beside=[less]) == {"fund/match"}
    every = case("{id: match, kind: match, share: 0.5, of: spent, per: period}")
    assert pledged(every, ours, beside, beside=[beside]) == set()


# -- cash ------------------------------------------------------------------------------------------


def test_cash_begins_with_the_first_open_quarter() -> None:
    """$500 then; the $4,000 of the first quarter come in the second (September 30 + 45 days)."""
    college = [{"id": "college", "cash": {"opening": 500}}]
    inputs = case(organizations=college, grant={"amount": 20000})
    charges = [paid("tuition", "5000.00"), paid("support", "1000.00", JANUARY)]
    right = ((4000, 5000, -500, 500), (5000, 1000, 3500, 0), (1000, 0, 4500, 0))

    def says(rows: Any, *days: str) -> set[str]:
        table = tuple(
            CashRow("college", date.fromisoformat(day), *(round(100 * d) for d in row))
            for day, row in zip(days, rows, strict=True)
        )
        made = replace(plan(inputs, *charges), cash=table)
        return {finding.rule for finding in audit_plan(inputs, made).findings}

    days = (OCTOBER, JANUARY, APRIL)
    assert says(right, *days) == set()
    wrong = ((4000, 5000, -500, 499.99), *right[1:])
    assert says(wrong, *days) == {"cash"}
    assert says(((0, 0, 500, 0), *right), JULY, *days) == {"cash"}


# -- what the law would have refused ---------------------------------------------------------------


def test_an_unlawful_charge_is_told_with_its_rule() -> None:
    ban = "{id: ban, kind: line, forbid: [tuition_fees]}"
    found = audited(case(ban), paid("support", "1000.00"))
    assert not found.findings
    (warning,) = found.warnings
    assert (warning.rule, warning.citation) == ("fund/ban", "1 CFR 1")
    assert warning.where == "tuition, adults, 2026-07-01, paid by grant"
    assert "$4,000.00" in warning.message


def test_it_is_told_of_every_kind_that_refuses() -> None:
    old = "{id: old, kind: participant, who: {age: {min: 31}}}"
    assert told(case(old), unfunded=None) == {"fund/old"}
    just = "{id: old, kind: participant, who: {age: {min: 30}}}"
    assert told(case(just)) == set()


def test_a_charge_outside_the_awards_own_dates_is_told() -> None:
    assert told(case(grant={"start": "2026-07-02"})) == {"actuals"}
    assert told(case(grant={"start": JULY})) == set()


def test_a_charge_where_the_line_costs_nothing_counts_too() -> None:
    costs = [line for line in read(SCENARIO)["costs"] if line["id"] != "tuition"]
    late = {"id": "tuition", "category": "tuition_fees", "per_participant": 500,
            "when": [{"date": OCTOBER, "share": 1}]}  # fmt: skip
    inputs = case(CAP % "per: [award]", costs=[*costs, late])
    assert broken(inputs, paid("tuition", "2000.00")) == set()
    assert broken(inputs, paid("tuition", "2000.01")) == {"fund/cap"}


# -- the budget ------------------------------------------------------------------------------------


def budget(inputs: Inputs, *rows: tuple[str, str, str, int, int, int]) -> set[str]:
    made: PlanUnderAudit = plan(inputs, paid("support", "1000.00"))
    table = tuple(BudgetRow(*row) for row in rows)
    return {finding.rule for finding in audit_plan(inputs, replace(made, budget=table)).findings}


def test_the_budget_tells_what_was_spent_and_what_is_planned() -> None:
    entry = {"category": "tuition_fees", "amount": 100}
    inputs = case(grant={"to_date": [entry]})
    spent = ("grant", "fund", "tuition_fees", 410000, 0, 410000)
    planned = ("grant", "fund", "transportation", 0, 100000, 100000)
    assert budget(inputs, spent, planned) == set()
    assert budget(inputs, spent) == {"budget"}
    assert budget(inputs, spent, planned, planned) == {"budget"}
    for change in ((410001, 0, 410001), (410000, 1, 410001), (410000, 0, 410001)):
        assert budget(inputs, (*spent[:3], *change), planned) == {"budget"}
    assert budget(inputs, ("grant", "city", *spent[2:]), planned) == {"budget"}
