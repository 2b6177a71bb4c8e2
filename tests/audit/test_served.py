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


def test_what_is_given_in_kind_enrols_people_too() -> None:
    kind = {"awards": [{"id": "grant", "stream": "fund", "amount": 50000, "form": "in_kind"}]}
    enrolled = partnership(RECORD, stream={"served": "enrolled"}, change=kind)
    assert broken(enrolled, served={("adults", "fund"): 5}) == set()
    assert broken(partnership(RECORD, change=kind), served={("adults", "fund"): 5}) == {"served"}


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


def test_nobody_has_a_record_whom_no_stream_serves() -> None:
    change = {"awards": [{"id": "grant", "stream": "fund", "amount": 50000},
                         {"id": "other", "stream": "sister", "amount": 50000}]}  # fmt: skip
    inputs = partnership(
        change=change, stream={"family": "kin"}, streams={"sister": {"family": "kin"}},
        family=[RECORD],
    )  # fmt: skip
    paid = (tuition("3000.00"), tuition("2000.00", "other"))
    both = {("adults", "fund"): 3, ("adults", "sister"): 2}
    assert broken(inputs, *paid, served={**both, ("adults", "system:kin"): 5}) == set()
    assert broken(inputs, *paid, served={**both, ("adults", "system:kin"): 6}) == {"served"}


HALF = "{id: half, kind: limit, spend: {category: tuition_fees}, at_most: {share: 0.5, of: cost}}"


def test_half_of_a_cost_is_half_of_each_persons() -> None:
    inputs = partnership(RECORD, HALF)
    assert broken(inputs, tuition("5000.00"), served={("adults", "fund"): 10}) == set()
    assert broken(inputs, tuition("4500.00"), served={("adults", "fund"): 9}) == set()
    assert broken(inputs, tuition("4500.01"), served={("adults", "fund"): 9}) == {"fund/half"}
    assert broken(inputs, tuition("4499.99"), served={("adults", "fund"): 9}) == {"served"}


def test_a_cap_of_one_award_counts_its_own_charges_only() -> None:
    change = {"awards": [
        {"id": "grant", "stream": "fund", "amount": 50000, "rules": [rule(HALF)]},
        {"id": "other", "stream": "fund", "amount": 50000},
    ]}  # fmt: skip
    inputs, three = partnership(RECORD, change=change), {("adults", "fund"): 3}
    both = (tuition("1500.00"), tuition("1500.00", "other"))
    assert broken(inputs, *both, served=three) == set()
    more = (tuition("1500.01"), tuition("1499.99", "other"))
    assert broken(inputs, *more, served=three) == {"grant/half"}
    assert broken(inputs, tuition("3000.00", "other"), served=three) == set()


def test_two_streams_with_one_record_pay_a_share_once() -> None:
    change = {"awards": [{"id": "grant", "stream": "fund", "amount": 50000},
                         {"id": "other", "stream": "sister", "amount": 50000}]}  # fmt: skip
    inputs = partnership(
        change=change, stream={"family": "kin"}, streams={"sister": {"family": "kin"}},
        family=[RECORD, HALF],
    )  # fmt: skip
    paid = (tuition("2500.00"), tuition("2500.00", "other"))
    both = {("adults", "fund"): 5, ("adults", "sister"): 5}
    assert broken(inputs, *paid, served={**both, ("adults", "system:kin"): 10}) == set()
    assert broken(inputs, *paid, served={**both, ("adults", "system:kin"): 9}) == {"kin/half"}


def test_what_aid_leaves_may_be_less_than_the_share() -> None:
    most = "{id: most, kind: limit, spend: {category: tuition_fees}, at_most: {share: 1, of: cost}}"
    inputs = partnership(RECORD, most)
    assert broken(inputs, tuition("9000.01"), served={("adults", "fund"): 9}) == {"served"}


def test_dated_shares_are_the_strictest_of_all_who_share_the_cap() -> None:
    dated = HALF.replace(
        "share: 0.5",
        "share: {clock: award_date, versions: [{from: 2020-01-01, value: 0.5, cite: x},"
        " {from: 2026-01-01, value: 0.3, cite: x}]}",
    )
    old = {"id": "grant", "stream": "fund", "amount": 50000, "award_date": "2025-07-01"}
    new = {"id": "other", "stream": "fund", "amount": 50000, "award_date": "2026-07-01"}
    ten = {("adults", "fund"): 10}
    alone = partnership(RECORD, dated, change={"awards": [old]})
    assert broken(alone, tuition("5000.00"), served=ten) == set()
    assert broken(alone, tuition("3000.00"), served=ten) == {"served"}
    inputs = partnership(RECORD, dated, change={"awards": [old, new]})
    assert broken(inputs, tuition("3000.00"), served=ten) == set()
    assert broken(inputs, tuition("3000.01"), served=ten) == {"fund/half"}
