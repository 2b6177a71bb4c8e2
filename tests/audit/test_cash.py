"""Cash, worked out by hand from docs/semantics.md: what came, what was paid, what was borrowed.

The college has $500 and pays, in the quarter from July, $3,000 of tuition and coach; $1,000 of the
coach follow in each quarter from October. Days: September 30 + 45 is November 14, December 31 + 45
is February 14, September 30 + 100 is January 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from partnership import Paid, partnership, plan

from braid.audit import CashRow, audit_plan
from braid.catalog.inputs import Inputs

DAYS = ("2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01")
OWN = {"id": "college", "cash": {"opening": 500}}
COSTS = [
    {"id": "tuition", "category": "tuition_fees", "per_participant": 200, "when": "start"},
    {"id": "coach", "category": "case_management", "amount": 1000, "every": "quarter"},
]
CLAIM = {"id": "claim", "stream": "fund", "amount": 9000}
PAID: tuple[Paid, ...] = (
    ("tuition", "adults", DAYS[0], "claim", "2000"),
    *(("coach", "", day, "claim", "1000") for day in DAYS),
)


def case(
    *awards: Mapping[str, Any], cash: Mapping[str, Any] = OWN, payment: Any = None, **stream: Any
) -> Inputs:
    terms = {"payment": payment or {"method": "reimbursement", "lag_days": 45}}
    change = {"organizations": [cash], "costs": COSTS, "awards": [CLAIM, *awards]}
    return partnership(change=change, stream={"origin": "private", **terms, **stream})


def table(*rows: tuple[float, float, float, float]) -> tuple[CashRow, ...]:
    """A row for each quarter: received, paid, balance, loan in dollars."""
    return tuple(
        CashRow("college", date.fromisoformat(day), *(round(100 * dollars) for dollars in row))
        for day, row in zip(DAYS, rows, strict=True)
    )


def says(inputs: Inputs, cash: tuple[CashRow, ...], *paid: Paid, declined: str = "") -> list[str]:
    """What the audit has against a table of cash."""
    made = replace(plan(inputs, *paid or PAID, declined=declined.split()), cash=cash)
    found = audit_plan(inputs, made).findings
    return [finding.message for finding in found if finding.rule == "cash"]


def test_claims_come_in_the_quarter_of_their_day() -> None:
    right = table(
        (0, 3000, -2500, 2500), (3000, 1000, -500, 500), (1000, 1000, -500, 500),
        (1000, 1000, -500, 500),
    )  # fmt: skip
    assert says(case(), right) == []


def test_a_longer_lag_fronts_two_quarters() -> None:
    late = {"method": "reimbursement", "lag_days": 100}
    right = table(
        (0, 3000, -2500, 2500), (0, 1000, -3500, 3500), (3000, 1000, -1500, 1500),
        (1000, 1000, -1500, 1500),
    )  # fmt: skip
    assert says(case(payment=late), right) == []


def test_a_claim_that_is_paid_at_once_needs_no_loan() -> None:
    at_once = {"method": "reimbursement", "lag_days": 0}
    right = table((3000, 3000, 500, 0), *[(1000, 1000, 500, 0)] * 3)
    assert says(case(payment=at_once), right) == []
    assert says(case(payment={"method": "advance"}), right) == []


def test_the_award_s_own_terms_go_before_the_stream_s() -> None:
    own = {**CLAIM, "payment": {"method": "advance"}}
    inputs = partnership(
        change={"organizations": [OWN], "costs": COSTS, "awards": [own]},
        stream={"payment": {"method": "reimbursement", "lag_days": 45}},
    )
    right = table((3000, 3000, 500, 0), *[(1000, 1000, 500, 0)] * 3)
    assert says(inputs, right) == []


GIFT = {
    "id": "gift", "stream": "fund", "amount": 1500, "start": "2026-05-01",
    "payment": {"method": "upfront", "lends": True},
}  # fmt: skip
WITH_GIFT: tuple[Paid, ...] = (
    *PAID[:4],
    ("coach", "", DAYS[3], "gift", "1000"),
)


def test_money_that_lends_stands_in_until_it_is_paid_out() -> None:
    # 500 + 1,500 stand in for 3,000; at the end the gift has 500 left, and nothing is on the way
    right = table(
        (1500, 3000, -1000, 1000), (3000, 1000, 1000, 0), (1000, 1000, 1000, 0),
        (1000, 1000, 1000, 0),
    )  # fmt: skip
    assert says(case(GIFT), right, *WITH_GIFT) == []


@pytest.mark.parametrize(
    ("terms", "restricted", "lends"),
    [({}, 1, True), ({}, 2, False), ({"lends": False}, 0, False), ({"lends": True}, 9, True)],
)
def test_restricted_money_lends_nothing(terms: Any, restricted: int, lends: bool) -> None:
    gift = {**GIFT, "payment": {"method": "upfront", **terms}}
    sums = ((1500, 3000, -1000), (3000, 1000, 1000), (1000, 1000, 1000), (1000, 1000, 1000))
    # alone, the college fronts claims of 3,000, 1,000, 1,000 and none with its 500
    loans = (1000, 0, 0, 0) if lends else (2500, 500, 500, 0)
    right = table(*((*row, loan) for row, loan in zip(sums, loans, strict=True)))
    assert says(case(gift, restricted=restricted), right, *WITH_GIFT) == []


def test_slices_come_on_their_days_and_what_was_spent_came_before() -> None:
    gift = {
        **GIFT, "amount": 1800, "to_date": [{"category": "child_care", "amount": 300}],
        "slices": [{"from": "2026-05-01", "amount": 200}, {"from": "2026-11-20", "amount": 900},
                   {"from": "2027-07-01", "amount": 700}],
    }  # fmt: skip
    # 200 less 300 leave 100 to be taken off the next slice, 800 in November; July 2027 is outside
    right = table(
        (0, 3000, -2500, 2500), (3800, 1000, 300, 0), (1000, 1000, 300, 0), (1000, 1000, 300, 0),
    )  # fmt: skip
    assert says(case(gift), right, *WITH_GIFT) == []


def test_an_offer_that_is_declined_brings_nothing() -> None:
    right = table(
        (0, 3000, -2500, 2500), (3000, 1000, -500, 500), (1000, 1000, -500, 500),
        (1000, 1000, -500, 500),
    )  # fmt: skip
    offered = {**GIFT, "status": "offered"}
    assert says(case(offered), right, declined="gift") == []
    assert len(says(case(offered), right)) == 5  # one receipt, four loans


def test_the_minimum_is_never_lent() -> None:
    cash = {"id": "college", "cash": {"opening": 500, "minimum": 300}}
    right = table(
        (0, 3000, -2500, 2800), (3000, 1000, -500, 800), (1000, 1000, -500, 800),
        (1000, 1000, -500, 800),
    )  # fmt: skip
    assert says(case(cash=cash), right) == []


def test_money_in_kind_and_other_people_s_awards_do_not_count() -> None:
    kind = {"id": "goods", "stream": "fund", "amount": 900, "form": "in_kind"}
    change = {"organizations": [OWN, {"id": "yard"}], "costs": COSTS}
    theirs = {**CLAIM, "id": "theirs", "recipient": "yard"}
    inputs = partnership(
        change={**change, "awards": [CLAIM, kind, theirs]},
        stream={"payment": {"method": "reimbursement", "lag_days": 45}},
    )
    paid = [*PAID[:4], ("coach", "", DAYS[3], "theirs", "1000")]
    right = table(
        (0, 3000, -2500, 2500), (3000, 1000, -500, 500), (1000, 1000, -500, 500),
        (1000, 0, 500, 0),
    )  # fmt: skip
    assert says(inputs, right, *paid) == []


RIGHT = table(
    (0, 3000, -2500, 2500), (3000, 1000, -500, 500), (1000, 1000, -500, 500),
    (1000, 1000, -500, 500),
)  # fmt: skip


@pytest.mark.parametrize("column", ["received", "paid", "balance", "loan"])
@pytest.mark.parametrize("cents", [-1, 1])
def test_a_cent_more_or_less_is_named(column: str, cents: int) -> None:
    edited = replace(RIGHT[1], **{column: getattr(RIGHT[1], column) + cents})
    found = says(case(), (RIGHT[0], edited, *RIGHT[2:]))
    assert all("off by $0.01" in message for message in found)
    # what is received and paid makes the balance, and a balance the next one
    assert len(found) == (1 if column == "loan" else 2)


def test_a_row_that_is_missing_twice_there_or_out_of_place_is_named() -> None:
    missing = "The table of cash for this organization and period: 0 rows, but exactly 1 row"
    assert says(case(), RIGHT[:3]) == [f"{missing} (off by 1 row)."]
    assert says(case(), RIGHT[1:])[0] == f"{missing} (off by 1 row)."
    assert len(says(case(), (*RIGHT, RIGHT[3]))) == 1
    assert len(says(case(), (*RIGHT, replace(RIGHT[0], organization="yard")))) == 1
    assert len(says(case(), (*RIGHT, replace(RIGHT[0], period=date(2026, 8, 1))))) == 1


def test_nobody_s_cash_is_followed_unless_it_is_stated() -> None:
    inputs = case(cash={"id": "college"})
    assert says(inputs, ()) == []
    assert len(says(inputs, RIGHT)) == 4
