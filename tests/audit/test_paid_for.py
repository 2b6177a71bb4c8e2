"""Who was paid for in periods that are over stays served, unless another rule holds the count down.

Ten adults; in each quarter $1,000 of support and $1,001 of meals for all of them. The first
quarter is over.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from partnership import broken, partnership, read, rule

from braid.catalog.inputs import Inputs

RECORD = """{id: record, kind: report, report: Record, per: participant, every: quarter,
  hours: {floor: 1, planning: 1}}"""
SCENARIO = """
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30, age: 30}
costs:
  - {id: support, category: transportation, per_participant: 100, when: every_period}
  - {id: meals, category: needs_related_payments, per_participant: 100.10, when: every_period}
awards:
  - {id: grant, stream: fund, amount: 90000}
  - {id: more, stream: fund, amount: 90000}
  - {id: other, stream: sister, amount: 90000}
"""


def case(
    *rules: str, done: dict[str, str] | None = None, cost: str = "support", **keys: Any
) -> Inputs:
    """Award -> dollars that it was charged of a cost in the first quarter."""
    charges = [
        {"cost": cost, "group": "adults", "period": "2026-07-01", "award": award,
         "amount": Decimal(dollars)}
        for award, dollars in (done or {}).items()
    ]  # fmt: skip
    stated = {**read(SCENARIO), "actuals": {"as_of": "2026-09-30", "charges": charges}}
    sister = {"rules": [rule(RECORD)], **keys.pop("sister", {})}
    return partnership(RECORD, *rules, change=stated, streams={"sister": sister}, **keys)


def serving(inputs: Inputs, people: int, sister: int = 0) -> set[str]:
    counts = {("adults", "fund"): people, ("adults", "sister"): sister}
    return broken(inputs, served={c: n for c, n in counts.items() if n})


@pytest.mark.parametrize(
    ("cost", "charged", "least"),
    [
        ("support", "400.00", 4),
        ("support", "399.99", 3),
        ("support", "99.99", 0),
        ("meals", "300.30", 3),
        ("meals", "300.29", 2),
    ],
)
def test_whole_people_whose_part_was_charged(cost: str, charged: str, least: int) -> None:
    inputs = case(done={"grant": charged}, cost=cost)
    assert serving(inputs, least) == set()
    assert least == 0 or serving(inputs, least - 1) == {"served"}


def test_less_than_a_cent_does_not_leave_a_person_out() -> None:
    """Of $50.02 for three the part of two is $33.34 2/3: $33.34 in whole cents."""
    three = read(SCENARIO)["groups"][0] | {"participants": 3, "active": [Decimal("0.5")]}
    meals = read(
        "{id: meals, category: transportation, per_participant: 33.35, when: every_period}"
    )
    charged = {"cost": "meals", "group": "adults", "period": "2026-07-01", "award": "grant",
               "amount": Decimal("33.34")}  # fmt: skip
    actuals = {"as_of": "2026-09-30", "charges": [charged]}
    awards = read(SCENARIO)["awards"][:1]
    change = {"groups": [three], "costs": [meals], "awards": awards, "actuals": actuals}
    inputs = partnership(RECORD, change=change)
    assert broken(inputs, served={("adults", "fund"): 2}) == set()
    assert broken(inputs, served={("adults", "fund"): 1}) == {"served"}


def test_the_awards_of_a_stream_add_up_and_nobody_is_more_than_all() -> None:
    assert serving(case(done={"grant": "300.00", "more": "200.00"}), 5) == set()
    assert serving(case(done={"grant": "300.00", "more": "200.00"}), 4) == {"served"}
    assert serving(case(done={"grant": "700.00", "more": "700.00"}), 10) == set()
    assert serving(case(done={"grant": "700.00", "more": "700.00"}), 9) == {"served"}


def test_streams_are_counted_apart() -> None:
    inputs = case(done={"grant": "300.00", "other": "200.00"})
    assert serving(inputs, 3, 2) == set()
    assert serving(inputs, 3, 1) == {"served"}


def test_who_was_paid_half_of_each_persons_cost_counts_whole() -> None:
    half = """{id: half, kind: limit, spend: {category: transportation},
      at_most: {share: 0.5, of: cost}}"""
    inputs = case(half, done={"grant": "400.00"})
    assert serving(inputs, 8) == set()
    assert serving(inputs, 7) == {"served"}
    both = case(half, done={"grant": "300.00", "more": "100.00"})
    assert serving(both, 6) == set()
    assert serving(both, 5) == {"served"}
    assert (
        serving(case(half.replace("transportation", "work"), done={"grant": "400.00"}), 4) == set()
    )


def test_what_a_stream_may_not_pay_keeps_nobody() -> None:
    no = "{id: no, kind: line, forbid: [transportation]}"
    assert serving(case(no, done={"grant": "400.00"}), 0) == set()


@pytest.mark.parametrize(
    ("held", "least"),
    [
        ("{id: few, kind: limit, serve: {who: {age: {min: 18}}}, at_most: {count: 3}}", 3),
        ("{id: few, kind: limit, serve: {who: {age: {max: 18}}}, at_most: {count: 3}}", 8),
        ("{id: one, kind: exclusive, among: [sister]}", 3),
        ("{id: both, kind: together, with: [sister]}", 0),
        ("{id: all, kind: exclusive, for: [transportation], reading: all_or_nothing}", 0),
        ("{id: all, kind: exclusive, for: [tuition_fees], reading: all_or_nothing}", 8),
    ],
)
def test_a_rule_that_holds_the_count_down_comes_first(held: str, least: int) -> None:
    inputs = case(held, done={"grant": "800.00"})
    assert serving(inputs, least) == set()
    assert least < 8 or serving(inputs, 7) == {"served"}


def test_a_limit_on_records_holds_the_counts_of_its_streams_down() -> None:
    few = "{id: few, kind: limit, serve: {who: {age: {min: 18}}}, at_most: {count: 3}}"
    inputs = case(
        done={"grant": "800.00"}, stream={"family": "kin"}, sister={"family": "kin"}, family=[few]
    )
    counts = {("adults", "fund"): 3, ("adults", "system:kin"): 3}
    assert broken(inputs, served=counts) == set()
