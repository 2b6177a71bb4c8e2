"""What was charged already of a shared cost and says for whom it was: the benefit of each group.

As in ``test_actuals``, with a second group of ten: of the coach's $1,000 a quarter $500 are for
each of them, $2,000 a year. The first quarter is over.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from partnership import Paid, partnership, plan, read

from braid.audit import audit_plan
from braid.catalog.inputs import Inputs

JULY, OCTOBER, JANUARY, APRIL = "2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01"
SCENARIO = """
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30, age: 30}
  - {id: youth, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30, age: 20}
costs:
  - {id: support, category: transportation, per_participant: 100, when: every_period}
  - {id: coach, category: case_management, amount: 4000, every: year}
awards: [{id: grant, stream: fund, amount: 90000}]
"""
BENEFIT = "{id: benefit, kind: benefit, for: [case_management]}"
BOTH = {("adults", "fund"): 10, ("youth", "fund"): 10}


def coach(dollars: str, group: str | None) -> dict[str, Any]:
    return {
        "cost": "coach", "group": group, "period": JULY, "award": "grant",
        "amount": Decimal(dollars),
    }  # fmt: skip


def support(dollars: str = "1000.00") -> list[dict[str, Any]]:
    return [
        {"cost": "support", "group": group, "period": JULY, "award": "grant", "amount": dollars}
        for group in ("adults", "youth")
    ]


def case(
    *rules: str, done: list[dict[str, Any]], direct: list[dict[str, Any]] | None = None
) -> Inputs:
    direct = support() if direct is None else direct
    charges = [*({**one, "amount": Decimal(one["amount"])} for one in direct), *done]
    actuals = {"as_of": "2026-09-30", "charges": charges}
    return partnership(*rules, change={**read(SCENARIO), "actuals": actuals})


def quarters(group: str, *dollars: str) -> list[Paid]:
    days = (OCTOBER, JANUARY, APRIL)
    return [("coach", group, day, "grant", each) for day, each in zip(days, dollars, strict=True)]


def broken(inputs: Inputs, *charges: Paid, served: Any = BOTH) -> set[str]:
    found = audit_plan(inputs, plan(inputs, *charges, served=served)).findings
    return {finding.rule for finding in found}


@pytest.mark.parametrize(("done", "left"), [("500.00", "500.00"), ("800.00", "400.00")])
def test_a_group_has_what_its_own_charges_leave_of_its_part(done: str, left: str) -> None:
    inputs = case(BENEFIT, done=[coach(done, "adults")])
    youth = quarters("youth", "500.00", "500.00", "500.00")
    assert broken(inputs, *quarters("adults", left, left, left), *youth) == set()
    more = quarters("adults", left, left, str(Decimal(left) + Decimal("0.01")))
    assert broken(inputs, *more) == {"fund/benefit"}


def test_half_of_the_people_have_half_of_it() -> None:
    few = "{id: few, kind: limit, serve: {who: {age: {min: 25}}}, at_most: {count: 5}}"
    direct = [support("500.00")[0], support()[1]]
    inputs = case(BENEFIT, few, done=[coach("1400.00", "adults")], direct=direct)
    half = {**BOTH, ("adults", "fund"): 5}
    assert broken(inputs, *quarters("adults", "100.00", "100.00", "100.00"), served=half) == set()
    more = quarters("adults", "100.00", "100.00", "100.01")
    assert broken(inputs, *more, served=half) == {"fund/benefit"}


def test_for_whom_it_was_charged_stays_served() -> None:
    """$300 of $500 in a quarter are for six of ten; for seven they are not enough."""
    inputs = case(BENEFIT, done=[coach("300.00", "adults")], direct=support()[1:])
    for people, found in ((5, {"served"}), (6, set())):
        assert broken(inputs, served={**BOTH, ("adults", "fund"): people}) == found
    # of seven the seventh must be paid for, $100 a quarter
    seven = {**BOTH, ("adults", "fund"): 7}
    support_of_one = ("support", "adults", OCTOBER, "grant", "100.00")
    assert broken(inputs, served=seven) == {"served"}
    assert broken(inputs, support_of_one, served=seven) == set()


def later(dollars: str, period: str) -> dict[str, Any]:
    return {**coach(dollars, "adults"), "period": period}


def test_a_lump_is_for_the_whole_year() -> None:
    """$1,000 are more than the $500 of a quarter: half of a year's $2,000, for five of ten."""
    inputs = case(BENEFIT, done=[coach("1000.00", "adults")], direct=support()[1:])
    for people, found in ((4, {"served"}), (5, set())):
        assert broken(inputs, served={**BOTH, ("adults", "fund"): people}) == found
    five = {**BOTH, ("adults", "fund"): 5}
    cent = quarters("adults", "0.01", "0.00", "0.00")
    assert broken(inputs, *cent, served=five) == {"fund/benefit"}


def test_of_a_year_the_lump_counts_for_those_who_are_served() -> None:
    """Of six $1,200 may be charged; the sixth must be paid for, $100 a quarter."""
    inputs = case(BENEFIT, done=[coach("1000.00", "adults")], direct=support()[1:])
    six = {**BOTH, ("adults", "fund"): 6}
    sixth = ("support", "adults", OCTOBER, "grant", "100.00")
    room = quarters("adults", "66.67", "66.67", "66.66")
    assert broken(inputs, *room, served=six) == {"served"}
    assert broken(inputs, sixth, *room, served=six) == set()
    more = quarters("adults", "66.67", "66.67", "66.67")
    assert broken(inputs, sixth, *more, served=six) == {"fund/benefit"}


@pytest.mark.parametrize(
    ("done", "least"),
    [
        (["500.01"], 10),  # a cent too much is rounding
        (["500.02"], 3),  # what is more may be for the year: a quarter of it and a cent
        (["1000.00", "0.00"], 5),
        (["1000.00", "100.00"], 6),  # and $100 of two quarters' $1,000
        (["600.00", "500.00"], 8),  # $600 of the year, $500 of two quarters
        (["500.00", "500.00"], 10),
        (["2000.00"], 10),
    ],
)
def test_the_fewest_whom_charges_may_have_been_for(done: list[str], least: int) -> None:
    days = (JULY, OCTOBER)[: len(done)]
    charged = [later(dollars, day) for dollars, day in zip(done, days, strict=True)]
    charged = [one for one in charged if one["amount"]]
    as_of = {"as_of": ("2026-09-30", "2026-12-31")[len(done) - 1]}
    change = {**read(SCENARIO), "actuals": {**as_of, "charges": charged}}
    inputs = partnership(BENEFIT, change=change)
    assert broken(inputs, served={("adults", "fund"): least}) == set()
    assert broken(inputs, served={("adults", "fund"): least - 1}) == {"served"}


def test_what_names_nobody_uses_up_what_the_named_charges_leave() -> None:
    """Of $4,000 the adults have used $2,000, nobody in particular $1,400 of the youth's $2,000."""
    done = [coach("2000.00", "adults"), coach("1400.00", None)]
    inputs = case(BENEFIT, done=done)
    assert broken(inputs, *quarters("youth", "200.00", "200.00", "200.00")) == set()
    assert broken(inputs, *quarters("youth", "200.00", "200.00", "200.01")) == {"fund/benefit"}
    assert broken(inputs, *quarters("adults", "0.01", "0.00", "0.00")) == {"fund/benefit"}


def test_a_cent_may_have_moved_to_each_open_quarter() -> None:
    """Three quarters of $2,000 are $1,500, and three cents where whole cents may have moved."""
    cents = quarters("adults", "500.01", "500.01", "500.01")
    assert broken(case(BENEFIT, done=[coach("499.97", "adults")]), *cents) == set()
    assert broken(case(BENEFIT, done=[coach("499.98", "adults")]), *cents) == {"fund/benefit"}
    assert broken(case(BENEFIT, done=[coach("499.97", None)]), *cents) == {"fund/benefit"}
    four = quarters("adults", "500.02", "500.01", "500.01")
    assert broken(case(BENEFIT, done=[coach("1.00", "adults")]), *four) == {"fund/benefit"}


def test_it_counts_for_its_group_in_a_limit_with_and_without_a_benefit_rule() -> None:
    cap = "{id: cap, kind: limit, spend: {who: {age: {max: 24}}}, at_most: {usd: 2000}}"
    paid: Paid = ("support", "youth", OCTOBER, "grant", "600.00")
    for rules in ((cap,), (cap, BENEFIT)):
        assert broken(case(*rules, done=[coach("400.00", "youth")]), paid) == set()
        assert broken(case(*rules, done=[coach("400.01", "youth")]), paid) == {"fund/cap"}
        assert broken(case(*rules, done=[coach("400.01", "adults")]), paid) == set()
        assert broken(case(*rules, done=[coach("400.01", None)]), paid) == set()


def test_the_group_that_it_names_is_asked() -> None:
    young = "{id: young, kind: participant, who: {age: {max: 24}}, for: [case_management]}"

    def told(group: str | None) -> set[str]:
        inputs = case(young, done=[coach("400.00", group)])
        return {warning.rule for warning in audit_plan(inputs, plan(inputs)).warnings}

    assert "fund/young" in told("adults")
    assert "fund/young" not in told("youth") | told(None)
