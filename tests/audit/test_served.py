"""Served counts: within heads, enough for the dollars, and not bought for the price of a record."""

from __future__ import annotations

from partnership import Paid, broken, partnership, rule

RECORD = """{id: record, kind: report, report: Record, per: participant, every: quarter,
  hours: {floor: 1, planning: 1}}"""
JULY = "2026-07-01"


def tuition(dollars: str, award: str = "grant") -> Paid:
    return ("tuition", "adults", JULY, award, dollars)


def test_each_dollar_is_for_somebody_who_is_served() -> None:
    inputs = partnership(RECORD)
    assert broken(inputs, tuition("5000.00"), served={("adults", "fund"): 5}) == set()
    assert broken(inputs, tuition("5000.01"), served={("adults", "fund"): 5}) == {"served"}
    assert broken(inputs, tuition("0.01")) == {"served"}


def test_counts_stay_within_heads() -> None:
    inputs = partnership(RECORD)
    assert broken(inputs, tuition("10000.00"), served={("adults", "fund"): 11}) == {"served"}
    assert broken(inputs, served={("nobody", "fund"): 1}) == {"served"}
    assert broken(inputs, served={("adults", "else"): 1}) == {"served"}


def test_nobody_is_served_for_whom_nothing_is_paid() -> None:
    inputs = partnership(RECORD)
    assert broken(inputs, tuition("4999.99"), served={("adults", "fund"): 5}) == {"served"}
    enrolled = partnership(RECORD, stream={"served": "enrolled"})
    assert broken(enrolled, served={("adults", "fund"): 5}) == set()


def test_a_cap_on_all_awards_makes_it_cheaper_to_serve() -> None:
    cap = """{id: cap, kind: limit, counts: all_awards, per: participant,
      spend: {category: tuition_fees}, at_most: {usd: 300}}"""
    change = {"awards": [{"id": "grant", "stream": "fund", "amount": 50000},
                         {"id": "other", "stream": "sister", "amount": 50000}]}  # fmt: skip
    inputs = partnership(RECORD, change=change, streams={"sister": {"rules": [rule(cap)]}})
    assert broken(inputs, tuition("1500.00"), served={("adults", "fund"): 5}) == set()
    assert broken(inputs, tuition("1499.99"), served={("adults", "fund"): 5}) == {"served"}


def test_a_stream_that_is_not_tracked_needs_no_counts() -> None:
    assert broken(partnership(), tuition("5000.00")) == set()


def test_a_shared_record_stands_for_the_same_people() -> None:
    change = {"awards": [{"id": "grant", "stream": "fund", "amount": 50000},
                         {"id": "other", "stream": "sister", "amount": 50000}]}  # fmt: skip
    inputs = partnership(
        change=change, stream={"family": "kin"}, streams={"sister": {"family": "kin"}},
        family=[RECORD],
    )  # fmt: skip
    paid = (tuition("5000.00"), tuition("5000.00", "other"))
    both = {("adults", "fund"): 5, ("adults", "sister"): 5}
    assert broken(inputs, *paid, served={**both, ("adults", "system:kin"): 10}) == set()
    assert broken(inputs, *paid, served={**both, ("adults", "system:kin"): 9}) == {"served"}
    assert broken(inputs, *paid, served={**both, ("adults", "system:kin"): 4}) == {"served"}
