"""Every cost equals its charges plus what is unfunded; awards pay within their own terms."""

from __future__ import annotations

import pytest
from partnership import broken, partnership, read, report

TUITION = ("tuition", "adults", "2026-07-01", "grant")
FULL = (*TUITION, "10000.00")
COACH = ("coach", "", "2026-07-01", "grant", "4000.00")


def awards(text: str) -> dict[str, object]:
    return {"awards": read(text)}


def test_a_plan_may_pay_everything() -> None:
    assert report(partnership(), FULL, COACH, unfunded=()).passed


def test_what_is_not_paid_is_stated_to_the_cent() -> None:
    inputs, paid = partnership(), (*TUITION, "9999.99")
    rest = ("tuition", "adults", "2026-07-01", "0.01")
    coach = ("coach", "", "2026-07-01", "4000.00")
    assert broken(inputs, paid, unfunded=[rest, coach]) == set()
    assert broken(inputs, paid, unfunded=[coach]) == {"balance"}
    assert broken(inputs, FULL, unfunded=[rest, coach]) == {"balance"}


def test_without_stated_unfunded_dollars_only_overpayment_is_wrong() -> None:
    assert broken(partnership(), (*TUITION, "1.00")) == set()
    found = report(partnership(), (*TUITION, "10000.01"))
    assert [f.rule for f in found.findings] == ["balance"]
    assert found.findings[0].by == found.findings[0].left - 10000


@pytest.mark.parametrize(
    "stranger",
    [
        ("parking", "adults", "2026-07-01", "grant", "1.00"),
        ("tuition", "", "2026-07-01", "grant", "1.00"),
        ("tuition", "adults", "2026-07-02", "grant", "1.00"),
        ("tuition", "adults", "2026-10-01", "grant", "1.00"),
        ("tuition", "adults", "2026-07-01", "bequest", "1.00"),
        ("coach", "nobody", "2026-07-01", "grant", "1.00"),
        ("report:grant:fund/none", "", "2026-07-01", "grant", "1.00"),
    ],
)
def test_a_charge_names_what_exists(stranger: tuple[str, str, str, str, str]) -> None:
    assert broken(partnership(), stranger) == {"charge"}


def test_a_charge_states_the_line_s_category() -> None:
    assert broken(partnership(), FULL, category="books_supplies") == {"charge"}


def test_an_award_is_not_spent_twice() -> None:
    terms = (
        "[{id: grant, stream: fund, amount: 12000, to_date: [{category: equipment, amount: 2000}]}]"
    )
    inputs = partnership(change=awards(terms))
    assert broken(inputs, FULL) == set()
    assert broken(inputs, FULL, ("coach", "", "2026-07-01", "grant", "0.01")) == {"award-amount"}


def test_a_slice_pays_only_from_its_day_on() -> None:
    terms = """
    - {id: grant, stream: fund, amount: 12000,
       slices: [{from: 2026-07-01, amount: 9999.99}, {from: 2026-10-01, amount: 2000.01}]}
    """
    inputs = partnership(change=awards(terms))
    assert broken(inputs, (*TUITION, "9999.99")) == set()
    assert broken(inputs, FULL) == {"award-slices"}


@pytest.mark.parametrize(
    ("terms", "finding"),
    [
        ("[{id: grant, stream: fund, amount: 50000, probability: 0.9}]", "award-status"),
        ("[{id: grant, stream: fund, amount: 50000, form: in_kind}]", "award-status"),
        ("[{id: grant, stream: fund, amount: 50000, start: 2026-07-02}]", "award-window"),
        ("[{id: grant, stream: fund, amount: 50000, start: 2026-01-01, end: 2026-06-30}]",
         "award-window"),
    ],
)  # fmt: skip
def test_an_award_pays_by_its_own_terms(terms: str, finding: str) -> None:
    assert broken(partnership(change=awards(terms)), FULL) == {finding}


def test_an_award_s_last_day_belongs_to_it() -> None:
    terms = "[{id: grant, stream: fund, amount: 50000, end: 2026-07-01}]"
    assert broken(partnership(change=awards(terms)), FULL) == set()


def test_an_offered_award_pays_unless_it_is_declined() -> None:
    inputs = partnership(
        change=awards("[{id: grant, stream: fund, amount: 50000, status: offered}]")
    )
    assert broken(inputs, FULL) == set()
    assert broken(inputs, FULL, declined=["grant"]) == {"award-status"}


def test_a_stream_that_is_switched_off_pays_nothing() -> None:
    assert broken(partnership(stream={"enabled": False}), FULL) == {"award-status"}


def test_money_in_kind_pays_a_line_that_takes_it() -> None:
    costs = read("""
    - {id: tuition, category: tuition_fees, per_participant: 1000, when: start,
       accepts_in_kind: true}
    """)
    terms = awards("[{id: grant, stream: fund, amount: 50000, form: in_kind}]")
    assert broken(partnership(change={**terms, "costs": costs}), FULL) == set()
