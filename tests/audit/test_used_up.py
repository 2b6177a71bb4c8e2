"""The later money waits until less than a dollar of the earlier is left, or a cap stops that."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from partnership import Paid, broken, partnership, read, report, rule

LAST = "{id: last, kind: order, for: [tuition_fees], after: [sister], reading: used_up}"
JULY, OCTOBER = "2026-07-01", "2026-10-01"


def tuition(award: str, dollars: str) -> Paid:
    return ("tuition", "adults", JULY, award, dollars)


def autumn(award: str, dollars: str) -> Paid:
    return ("autumn", "adults", OCTOBER, award, dollars)


def waiting(*rules: str, award: str = "amount: 4000", **line: Any) -> Any:
    """Ten thousand dollars of tuition in July and in October; the award ``early`` pays first."""
    first = {"id": "tuition", "category": "tuition_fees", "per_participant": 1000, "when": "start"}
    then = [{"date": "2026-10-15", "share": 1}]
    change = {
        "costs": [{**first, **line}, {**first, "id": "autumn", "when": then}],
        "awards": read(f"""
        - {{id: grant, stream: fund, amount: 50000}}
        - {{id: early, stream: sister, {award}}}
        """),
    }
    sister = {"served": "enrolled", "rules": [rule(r) for r in rules]}
    return partnership(LAST, change=change, streams={"sister": sister})


def test_less_than_a_dollar_left_is_used_up() -> None:
    inputs = waiting()
    assert broken(inputs, tuition("grant", "6000.00"), tuition("early", "3999.00")) == set()
    assert broken(inputs, tuition("grant", "0.01"), tuition("early", "3998.99")) == {"fund/last"}


def test_what_is_paid_later_does_not_count_yet() -> None:
    inputs = waiting()
    october = (tuition("early", "1000.00"), autumn("early", "3000.00"), autumn("grant", "7000.00"))
    assert broken(inputs, *october) == set()
    assert broken(inputs, *october, tuition("grant", "0.01")) == {"fund/last"}


def test_earlier_spending_counts() -> None:
    spent = "amount: 4000, to_date: [{category: tuition_fees, amount: 1000}]"
    inputs = waiting(award=spent)
    assert broken(inputs, tuition("grant", "7000.00"), tuition("early", "2999.00")) == set()
    assert broken(inputs, tuition("grant", "7000.00"), tuition("early", "2998.99")) == {"fund/last"}


def test_money_that_comes_in_slices_is_used_up_slice_by_slice() -> None:
    parts = (
        f"amount: 9000, slices: [{{from: {JULY}, amount: 4000}}, {{from: {OCTOBER}, amount: 5000}}]"
    )
    inputs = waiting(award=parts)
    paid = (tuition("grant", "6000.00"), tuition("early", "4000.00"))
    assert broken(inputs, *paid) == set()
    assert broken(inputs, *paid, autumn("grant", "0.01")) == {"fund/last"}
    assert broken(inputs, *paid, autumn("grant", "0.01"), autumn("early", "5000.00")) == set()


def test_money_that_is_declined_or_in_kind_holds_nobody_up() -> None:
    offered = waiting(award="amount: 4000, status: offered")
    assert broken(offered, tuition("grant", "10000.00"), declined=["early"]) == set()
    assert broken(offered, tuition("grant", "0.01")) == {"fund/last"}
    assert broken(waiting(award="amount: 4000, form: in_kind"), tuition("grant", "1.00")) == set()


def test_money_without_an_amount_is_never_used_up() -> None:
    inputs = waiting(award="recipient: college")
    assert broken(inputs, tuition("early", "9999.99"), tuition("grant", "0.01")) == {"fund/last"}


def test_what_the_earlier_money_may_not_pay_is_free() -> None:
    forbids = waiting("{id: none, kind: line, forbid: [tuition_fees]}")
    assert broken(forbids, tuition("grant", "10000.00")) == set()


def test_a_share_of_the_cost_leaves_the_rest_free() -> None:
    cap = "{id: part, kind: limit, spend: all, at_most: {share: 0.4, of: cost}}"
    inputs = waiting(cap, award="amount: 50000")
    assert broken(inputs, tuition("grant", "6000.00")) == set()
    assert broken(inputs, tuition("grant", "6000.01")) == {"fund/last"}


def test_what_the_state_paid_before_is_free() -> None:
    keeps = "{id: keep, kind: supplant, for: [tuition_fees], protects: [state]}"
    inputs = waiting(keeps, award="amount: 50000", prior={"state": 400})
    assert broken(inputs, tuition("grant", "4000.00")) == set()
    assert broken(inputs, tuition("grant", "4000.01")) == {"fund/last"}


CAPS = [
    "at_most: {usd: 3000}",
    "at_most: {usd: 3000}, per: [group]",
    "at_most: {usd: 3000}, per: [program_year]",
    "at_most: {share: 0.06, of: award}",
    "at_most: {share: 0.06, of: allocation}",
]


@pytest.mark.parametrize("cap", CAPS)
def test_a_cap_may_stop_the_earlier_money_first(cap: str) -> None:
    limit = f"{{id: cap, kind: limit, spend: {{category: tuition_fees}}, {cap}}}"
    inputs = waiting(limit, award="amount: 50000")
    early, short = tuition("early", "2999.00"), tuition("early", "2998.99")
    assert broken(inputs, early, tuition("grant", "7000.00")) == set()
    assert broken(inputs, short, tuition("grant", "7000.00")) == {"fund/last"}


EACH = [
    ("at_most: {usd: 300}, per: [participant]", "2700.00", "2699.99"),
    ("at_most: {attribute: age, minus: -270}, per: [participant]", "2700.00", "2699.99"),
    ("at_most: {usd: 300}, per: [credential]", "1350.00", "1349.99"),
]


@pytest.mark.parametrize(("cap", "enough", "short"), EACH)
def test_a_cap_for_each_stops_where_it_is_used_up_for_all_but_one(
    cap: str, enough: str, short: str
) -> None:
    limit = f"{{id: cap, kind: limit, spend: {{category: tuition_fees}}, {cap}}}"
    inputs = waiting(limit, award="amount: 50000")
    halves = [
        p.model_copy(update={"completion_rate": Decimal("0.5")}) for p in inputs.scenario.programs
    ]
    scenario = inputs.scenario.model_copy(update={"programs": tuple(halves)})
    inputs, served = type(inputs)(scenario, inputs.law), {("adults", "sister"): 10}
    grant = tuition("grant", "7000.00")
    assert broken(inputs, tuition("early", enough), grant, served=served) == set()
    assert broken(inputs, tuition("early", short), grant, served=served) == {"fund/last"}


def test_where_people_are_counted_one_person_s_cost_may_be_left() -> None:
    record = """{id: record, kind: report, report: Record, per: participant, every: year,
      hours: {floor: 1, planning: 1}}"""
    inputs = waiting(record, award="amount: 4500")
    served = {("adults", "sister"): 4}
    grant = tuition("grant", "6000.00")
    assert broken(inputs, tuition("early", "3500.00"), grant, served=served) == set()
    assert broken(inputs, tuition("early", "3499.99"), grant, served=served) == {"fund/last"}


def test_two_rules_that_wait_for_the_same_money_wait_together() -> None:
    cap = "{id: part, kind: limit, spend: all, at_most: {share: 0.4, of: cost}}"
    inputs = waiting(
        cap, award="amount: 50000}\n        - {id: third, stream: cousin, amount: 50000"
    )
    other = waiting_too(inputs, cap)
    paid = (tuition("grant", "3000.00"), tuition("third", "3000.00"))
    assert broken(other, *paid) == set()
    over = (tuition("grant", "3000.00"), tuition("third", "3000.01"))
    assert broken(other, *over) == {"fund/last", "cousin/last"}


def waiting_too(inputs: Any, cap: str) -> Any:
    """The same with a third stream that waits for ``sister`` under a rule of its own."""
    change = {"costs": [c.model_dump(by_alias=True) for c in inputs.scenario.costs],
              "awards": [a.model_dump(by_alias=True) for a in inputs.scenario.awards]}  # fmt: skip
    streams = {
        "sister": {"served": "enrolled", "rules": [rule(cap)]},
        "cousin": {"rules": [rule(LAST)]},
    }
    return partnership(LAST, change=change, streams=streams)


def test_a_cap_on_other_costs_stops_nothing() -> None:
    limit = "{id: cap, kind: limit, spend: {category: books_supplies}, at_most: {usd: 0}}"
    inputs = waiting(limit, award="amount: 50000")
    assert broken(inputs, tuition("grant", "0.01")) == {"fund/last"}


def test_a_cap_whose_number_nobody_knows_stops_nothing() -> None:
    cap = "at_most: {attribute: unheard_of}, per: [participant]"
    limit = f"{{id: cap, kind: limit, spend: {{category: tuition_fees}}, {cap}}}"
    inputs = waiting(limit, award="amount: 50000")
    assert broken(inputs, tuition("grant", "0.01")) == {"fund/last"}


def test_what_is_left_out_of_a_share_counts_as_used() -> None:
    cap = "at_most: {share: 0.1, of: award, less: {category: case_management}}"
    limit = f"{{id: cap, kind: limit, spend: {{category: tuition_fees}}, {cap}}}"
    change = read("[{id: coach, category: case_management, amount: 4000, until: 2026-09-30}]")
    inputs = waiting(limit, award="amount: 20000")
    costs = [*inputs.scenario.costs, *type(inputs.scenario).model_validate(
        {**inputs.scenario.model_dump(by_alias=True), "costs": change}).costs]  # fmt: skip
    scenario = inputs.scenario.model_copy(update={"costs": tuple(costs)})
    inputs = type(inputs)(scenario, inputs.law)
    coach = ("coach", "", JULY, "early", "4000.00")
    paid = (coach, tuition("early", "1599.00"), tuition("grant", "8000.00"))
    assert broken(inputs, *paid) == set()
    assert broken(inputs, coach, tuition("early", "1598.99"), paid[2]) == {"fund/last"}


def test_every_earlier_award_must_be_used_up() -> None:
    inputs = waiting(award="amount: 1000}\n        - {id: second, stream: sister, amount: 1000")
    both = (tuition("early", "1000.00"), tuition("second", "1000.00"))
    assert broken(inputs, *both, tuition("grant", "8000.00")) == set()
    found = report(inputs, both[0], tuition("grant", "8000.00")).findings
    assert [(f.rule, f.instance) for f in found] == [("fund/last", "second")]


def test_the_rule_is_put_to_the_test_where_the_later_money_pays() -> None:
    inputs = waiting()
    assert report(inputs, tuition("early", "4000.00")).checked["fund/last"] == 0
    paid = (tuition("early", "4000.00"), tuition("grant", "6000.00"))
    assert report(inputs, *paid).checked["fund/last"] == 1


def test_each_charge_of_the_earlier_money_may_be_rounded_down() -> None:
    """Two charges: less than two cents more than a dollar may be left."""
    inputs = waiting()
    later = autumn("grant", "1.00")
    early = (tuition("early", "2000.00"), autumn("early", "1998.99"))
    assert broken(inputs, *early, later) == set()
    early = (tuition("early", "2000.00"), autumn("early", "1998.98"))
    assert broken(inputs, *early, later) == {"fund/last"}


def test_each_charge_under_a_cap_of_the_earlier_money_may_be_rounded_down() -> None:
    inputs = waiting(
        "{id: cap, kind: limit, spend: {category: tuition_fees}, at_most: {usd: 3000}}"
    )
    later = autumn("grant", "1.00")
    early = (tuition("early", "2000.00"), autumn("early", "998.99"))
    assert broken(inputs, *early, later) == set()
    early = (tuition("early", "2000.00"), autumn("early", "998.98"))
    assert broken(inputs, *early, later) == {"fund/last"}
