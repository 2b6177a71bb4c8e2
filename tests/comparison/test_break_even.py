"""How large an award must be to pay for its own reporting, solved at that amount and below it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from draft import draft
from oracle.generator import generate

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import without
from braid.comparison.explaining.break_even import break_even, least_costs, supposing
from braid.plan.worths import BreakEven

HALF_A_CENT = 0.005


def holds(inputs: Inputs, one: BreakEven) -> None:
    """At the amount no more is lacking than without the awards; with a dollar less there is."""
    assert one.at is not None
    gone = least_costs(without(inputs, one.awards)).lacking
    at = least_costs(supposing(inputs, one.awards, one.at)).lacking
    less = least_costs(supposing(inputs, one.awards, one.at - 1)).lacking
    assert at <= gone + HALF_A_CENT
    assert less > gone + HALF_A_CENT


REPORTING = """
awards: [{id: grant, stream: fund, amount: 6000}]
streams:
  fund:
    rules:
      - {kind: report, report: Plan, per: award, every: once, hours: {floor: 10, planning: 10}}
"""


def test_a_report_must_be_earned_first() -> None:
    # Ten hours at $50 are $500, which the grant pays itself.
    inputs = draft(REPORTING)
    (one,) = break_even(inputs)

    assert (one.fixed, one.overhead, one.at, one.gain) == (500, 500, 500, 5500)
    holds(inputs, one)


def test_records_of_people_are_paid_from_what_they_bring() -> None:
    # A record of an hour for each person is $50 beside the report: still a dollar a dollar.
    inputs = draft(f"""{REPORTING}
      - {{kind: report, report: Record, per: participant, every: once,
         hours: {{floor: 1, planning: 1}}}}
""")
    (one,) = break_even(inputs)

    assert one.fixed == 500
    assert one.overhead > one.fixed
    holds(inputs, one)


def test_no_reports_are_no_hurdle() -> None:
    (one,) = break_even(draft())

    assert (one.fixed, one.overhead, one.at) == (0, 0, 0)


def test_time_of_staff_who_are_paid_anyway_counts_at_the_hourly_rate() -> None:
    inputs = draft(
        REPORTING,
        costs=[
            {"id": "tuition", "category": "tuition_fees", "per_participant": 1000, "when": "start"},
            {"id": "office", "category": "administration", "amount": 100, "when": "start"},
        ],
        reporting={"hourly_rate": 50, "performed_by": "office"},
    )
    (one,) = break_even(inputs)

    assert (one.fixed, one.at) == (500, 500)
    holds(inputs, one)


def test_a_stream_with_several_awards_is_told_as_a_whole_too() -> None:
    inputs = draft(
        REPORTING,
        awards=[
            {"id": "one", "stream": "fund", "amount": 2000},
            {"id": "two", "stream": "fund", "amount": 4000, "status": "offered"},
        ],
    )
    found = break_even(inputs)

    assert [one.awards for one in found] == [("one",), ("two",), ("one", "two")]
    assert [one.fixed for one in found] == [500, 500, 1000]
    both = supposing(inputs, ("one", "two"), Decimal(1500))
    assert [(a.id, a.amount, a.status) for a in both.scenario.awards] == [
        ("one", 500, "accepted"), ("two", 1000, "accepted"),
    ]  # fmt: skip
    for one in found:
        holds(inputs, one)


@pytest.mark.parametrize("seed", [1, 2, 4, 6, 8, 10])
def test_generated_partnerships(seed: int) -> None:
    inputs = generate(seed)
    found = [one for one in break_even(inputs) if one.at]
    for one in found:
        assert one.at is not None
        if one.at > sum(inputs.spent(inputs.awards[a]) for a in one.awards) / 100:
            holds(inputs, one)


def test_an_amount_that_never_pays_is_told_as_such() -> None:
    # The gift pays all tuition, and the grant may not pay for its own report.
    inputs = draft(
        REPORTING,
        awards=[
            {"id": "grant", "stream": "fund", "amount": 600},
            {"id": "gift", "stream": "gift", "amount": 10000},
        ],
        streams={
            "gift": {"origin": "private"},
            "fund": {
                "origin": "federal", "pays_reporting": "none",
                "rules": [
                    {"kind": "report", "report": "Plan", "per": "award", "every": "once",
                     "hours": {"floor": 10, "planning": 10}},
                    {"kind": "line", "allow": ["tuition_fees"]},
                ],
            },
        },
    )  # fmt: skip
    grant = next(one for one in break_even(inputs) if one.awards == ("grant",))

    assert grant.fixed == 500
    assert grant.gain <= 0
    assert grant.at is None
