"""Program income that is spent beside an award, and an allowance for each recipient of aid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from partnership import Paid, broken, partnership, plan, read

from braid.audit import IncomeRow, audit_plan
from braid.catalog.inputs import Inputs

JULY = "2026-07-01"
ADD = "{id: fees, kind: income, use: addition%s}"
GRANT = "[{id: grant, stream: fund, amount: 9000, program_income: 500%s}]"
TUITION: Paid = ("tuition", "adults", JULY, "grant", "9500.00")
MORE: Paid = (*TUITION[:4], "9500.01")


def case(rule: str = "", award: str = "", *rules: str, **keys: Any) -> Inputs:
    """An award of $9,000 that earns $500."""
    return partnership(ADD % rule, *rules, change={"awards": read(GRANT % award)}, **keys)


def test_the_income_is_spent_beside_the_award_and_not_a_cent_more() -> None:
    assert broken(case(), TUITION) == set()
    assert broken(case(), MORE) == {"fund/fees"}
    spent = case("", ", to_date: [{category: coach, amount: 1000}]")
    assert broken(spent, (*TUITION[:4], "8500.00")) == set()
    assert broken(spent, (*TUITION[:4], "8500.01")) == {"fund/fees"}


@pytest.mark.parametrize(
    ("rule", "award"),
    [(", from: 2026-07-02", ""), (", until: 2026-07-01", ""), (", authority: guidance", ""),
     (", from: 2026-07-01", ", start: 2026-06-30")],
)  # fmt: skip
def test_without_such_a_rule_it_changes_nothing(rule: str, award: str) -> None:
    inputs = case(rule, award)
    assert broken(inputs, (*TUITION[:4], "9000.00")) == set()
    assert broken(inputs, (*TUITION[:4], "9000.01")) == {"award-amount"}


def test_it_comes_beside_the_first_slice() -> None:
    slices = ", slices: [{from: 2026-07-01, amount: 4000}, {from: 2027-01-01, amount: 5000}]"
    assert broken(case("", slices), (*TUITION[:4], "4500.00")) == set()
    assert broken(case("", slices), (*TUITION[:4], "4500.01")) == {"award-slices"}


def test_shares_stay_with_the_amount() -> None:
    cap = (
        "{id: cap, kind: limit, spend: {category: tuition_fees}, at_most: {share: 0.5, of: award}}"
    )
    assert broken(case("", "", cap), (*TUITION[:4], "4500.00")) == set()
    assert broken(case("", "", cap), (*TUITION[:4], "4500.01")) == {"fund/cap"}


def test_who_waits_for_the_award_waits_for_its_income_too() -> None:
    """The grant has run out when no more than a dollar of $9,500 is left."""
    waits = "{id: last, kind: order, reading: used_up, after: [fund], for: [tuition_fees]}"
    last = {"origin": "state", "rules": [{**read(waits), "why": "x", "cite": "x",
            "confidence": "verified", "reviewed": "2026-11-22"}]}  # fmt: skip
    awards = read(GRANT % "") + read("[{id: late, stream: later, amount: 900}]")
    inputs = partnership(ADD % "", change={"awards": awards}, streams={"later": last})
    late = ("tuition", "adults", JULY, "late", "400.00")
    assert broken(inputs, (*TUITION[:4], "9499.00"), late) == set()
    assert broken(inputs, (*TUITION[:4], "9498.99"), late) == {"later/last"}


# -- the table -----------------------------------------------------------------------------


def told(inputs: Inputs, *rows: IncomeRow, declined: tuple[str, ...] = ()) -> set[str]:
    made = replace(plan(inputs, declined=declined), income=rows)
    return {f.rule for f in audit_plan(inputs, made).findings}


ROW = IncomeRow("grant", "college", "fund/fees", None, None, 50000)


def test_the_table_tells_the_income() -> None:
    assert told(case(), ROW) == set()
    for wrong in (
        (), (ROW, ROW), (replace(ROW, cents=50001),), (replace(ROW, cents=49999),),
        (replace(ROW, organization="yard"),), (replace(ROW, year=2026),),
    ):  # fmt: skip
        assert told(case(), *wrong) == {"fund/fees"}
    assert told(case(), ROW, replace(ROW, rule="fund/other")) == {"income"}
    assert told(case(), ROW, replace(ROW, award="grants")) == {"income"}


def test_an_offer_that_the_plan_leaves_has_no_income() -> None:
    inputs = case("", ", status: offered")
    assert told(inputs, ROW) == set()
    assert told(inputs, declined=("grant",)) == set()
    assert told(inputs, ROW, declined=("grant",)) == {"fund/fees"}


AID = "{id: aid, kind: formula, formula: pell_clock_hours, numbers: {maximum: 3000, minimum: 100}}"
FEE = "{id: fee, kind: income, use: allowance, usd: %s}"


def aided(usd: str = "5", end: str = "", start: str = JULY) -> Inputs:
    """Ten adults with aid in two payments, at the start and after half of 40 weeks; two others."""
    groups = f"""
    - {{id: adults, program: welding, participants: 10, start: {start}, max_pell: true}}
    - {{id: others, program: welding, participants: 2, start: {JULY}}}
    """
    programs = "[{id: welding, weeks: 40, clock_hours: 1800, provider: {organization: college}}]"
    change = {
        "groups": read(groups), "programs": read(programs),
        "awards": read(f"[{{id: pell, stream: fund{end}}}]"),
    }  # fmt: skip
    return partnership(AID, FEE % usd, change=change, stream={"entitlement": True})


def test_an_allowance_for_each_recipient_and_award_year() -> None:
    row = IncomeRow("pell", "college", "fund/fee", 2026, 10, 5000)
    assert told_of_aid(aided(), row) == set()
    for wrong in (
        (), (replace(row, cents=5001),), (replace(row, people=12),), (replace(row, year=2027),),
        (row, replace(row, year=2027)),
    ):  # fmt: skip
        assert told_of_aid(aided(), *wrong) == {"fund/fee"}


def test_a_payment_in_the_next_award_year_pays_again() -> None:
    """From April on, half of 280 days is over on August 19: two award years."""
    horizon = {"horizon": {"start": "2026-07-01", "end": "2027-12-31", "period": "quarter"}}
    inputs = aided(start="2027-04-01")
    inputs = replace(inputs, scenario=inputs.scenario.model_validate(
        {**inputs.scenario.model_dump(by_alias=True, exclude_none=True), **horizon}
    ))  # fmt: skip
    rows = [IncomeRow("pell", "college", "fund/fee", year, 10, 5000) for year in (2026, 2027)]
    assert told_of_aid(inputs, *rows) == set()
    assert told_of_aid(inputs, rows[0]) == {"fund/fee"}


def test_the_allowance_of_the_year_in_whole_cents() -> None:
    usd = "{clock: award_year, versions: [{from: 2020-07-01, value: 4.0049, cite: x},"
    usd += " {from: 2027-07-01, value: 6, cite: x}]}"
    row = IncomeRow("pell", "college", "fund/fee", 2026, 10, 4004)
    assert told_of_aid(aided(usd), row) == set()
    assert told_of_aid(aided(usd), replace(row, cents=4005)) == {"fund/fee"}
    assert told_of_aid(aided("0")) == set()


def told_of_aid(inputs: Inputs, *rows: IncomeRow) -> set[str]:
    """The findings about the table; the aid itself is not in the plan."""
    return {rule for rule in told(inputs, *rows) if rule != "fund/aid"}
