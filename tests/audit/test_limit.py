"""Caps and floors: every base, every scope, one cent or one person too many."""

from __future__ import annotations

from typing import Any

import pytest
from partnership import Paid, broken, partnership, read, report

JULY = "2026-07-01"
SERVED = {("adults", "fund"): 10}


def tuition(dollars: str, award: str = "grant") -> Paid:
    return ("tuition", "adults", JULY, award, dollars)


def coach(dollars: str, award: str = "grant") -> Paid:
    return ("coach", "", JULY, award, dollars)


def awards(text: str) -> dict[str, Any]:
    return {"awards": read(text)}


def cap(bound: str, more: str = "", spend: str = "{category: case_management}") -> str:
    return f"{{id: cap, kind: limit, spend: {spend}, at_most: {bound}{more}}}"


@pytest.mark.parametrize(
    ("bound", "most", "over"),
    [
        ("{usd: 100}", "100.00", "100.01"),
        ("{share: 0.05, of: award}", "2500.00", "2500.01"),
        ("{share: 0.2, of: award, less: {category: tuition_fees}}", "4000.00", None),
        ("{share: 0.09, of: award, less: {category: tuition_fees}}", "3600.00", "3600.01"),
        ("{share: 0.1, of: spent}", "1111.11", "1111.12"),
        ("{share: 0.1, of: spent, base: {category: tuition_fees}}", "1000.00", "1000.01"),
        ("{share: 0.25, of: cost}", "1000.00", "1000.01"),
        ("{share: 0.1, of: total}", "1111.11", "1111.12"),
    ],
)
def test_a_cap_holds_to_the_cent(bound: str, most: str, over: str | None) -> None:
    inputs = partnership(cap(bound))
    assert broken(inputs, tuition("10000.00"), coach(most)) == set()
    if over is not None:
        assert broken(inputs, tuition("10000.00"), coach(over)) == {"fund/cap"}


def test_earlier_spending_counts_by_what_it_states() -> None:
    terms = awards("""
    - {id: grant, stream: fund, amount: 50000,
       to_date: [{category: tuition_fees, amount: 60, in_school: true},
                 {category: tuition_fees, amount: 30}, {category: equipment, amount: 10}]}
    """)
    who = cap("{usd: 1060}", spend="{who: {in_school: true}}")
    group = read(
        "[{id: adults, program: welding, participants: 10, start: 2026-07-01, in_school: true}]"
    )
    inputs = partnership(who, change={**terms, "groups": group})
    assert broken(inputs, tuition("1000.00")) == set()
    assert broken(inputs, tuition("1000.01")) == {"fund/cap"}


def test_only_the_holder_of_the_allocation_is_capped_by_it() -> None:
    rule = cap("{share: 0.1, of: allocation}")
    holder = awards("[{id: grant, stream: fund, amount: 20000, allocation: 30000}]")
    part = awards("[{id: grant, stream: fund, amount: 20000, subaward_of: board}]")
    assert broken(partnership(rule, change=holder), coach("3000.00")) == set()
    assert broken(partnership(rule, change=holder), coach("3000.01")) == {"fund/cap"}
    assert broken(partnership(rule, change=part), coach("4000.00")) == set()
    assert report(partnership(rule, change=part), coach("4000.00")).checked["fund/cap"] == 0


TWO = awards("[{id: grant, stream: fund, amount: 50000}, {id: next, stream: fund, amount: 50000}]")


@pytest.mark.parametrize(
    ("per", "found"),
    [("", set()), (", per: award", set()), (", per: stream", {"fund/cap"}),
     (", per: partnership", {"fund/cap"}), (", per: organization", {"fund/cap"}),
     (", per: [award, program_year]", set()), (", per: funding_year", {"fund/cap"})],
)  # fmt: skip
def test_instances_of_a_limit(per: str, found: set[str]) -> None:
    inputs = partnership(cap("{usd: 100}", per), change=TWO)
    assert broken(inputs, coach("100.00"), coach("0.01", "next")) == found


def test_a_family_pools_its_streams() -> None:
    streams = {"fund": {"family": "kin"}, "other": {"family": "kin"}}
    change = awards(
        "[{id: grant, stream: fund, amount: 1000}, {id: o, stream: other, amount: 1000}]"
    )
    inputs = partnership(
        change=change, stream=streams["fund"], streams={"other": streams["other"]},
        family=[cap("{share: 0.1, of: award}")],
    )  # fmt: skip
    assert broken(inputs, coach("200.00")) == set()
    assert broken(inputs, coach("100.00"), coach("100.01", "o")) == {"kin/cap"}


def test_an_offered_award_that_is_declined_lends_no_room() -> None:
    streams = {"fund": {"family": "kin"}, "other": {"family": "kin"}}
    change = awards("""
    - {id: grant, stream: fund, amount: 1000}
    - {id: o, stream: other, amount: 1000, status: offered}
    """)
    inputs = partnership(
        change=change, stream=streams["fund"], streams={"other": streams["other"]},
        family=[cap("{share: 0.1, of: award}")],
    )  # fmt: skip
    assert broken(inputs, coach("200.00")) == set()
    assert broken(inputs, coach("100.01"), declined=["o"]) == {"kin/cap"}


def test_dollars_per_participant_follow_the_served() -> None:
    rule = cap("{usd: 1000}", ", per: participant", "{category: training}")
    change = {
        "costs": read("[{id: tuition, category: tuition_fees, per_participant: 2000, when: start}]")
    }
    inputs = partnership(rule, change=change)
    assert broken(inputs, tuition("10000.00"), served=SERVED) == set()
    assert broken(inputs, tuition("10000.01"), served=SERVED) == {"fund/cap"}
    assert broken(inputs, tuition("5000.00"), served={("adults", "fund"): 4}) == {"fund/cap"}


def test_dollars_per_credential_follow_expected_completers() -> None:
    rule = cap("{usd: 1000}", ", per: credential", "{category: training}")
    change = {"programs": read("[{id: welding, weeks: 12, completion_rate: 0.75}]")}
    inputs = partnership(rule, change=change)
    assert broken(inputs, tuition("7500.00"), served=SERVED) == set()
    assert broken(inputs, tuition("7500.01"), served=SERVED) == {"fund/cap"}


def test_an_attribute_caps_what_all_awards_pay_for_a_group() -> None:
    rule = cap("{attribute: budget, minus: 0.01}", ", per: participant, counts: all_awards",
               "{category: training}")  # fmt: skip
    group = "[{{id: adults, program: welding, participants: 10, start: 2026-07-01{}}}]"
    stated = partnership(rule, change={"groups": read(group.format(", budget: 900"))})
    assert broken(stated, tuition("8999.90"), served=SERVED) == set()
    assert broken(stated, tuition("8999.91"), served=SERVED) == {"fund/cap"}
    unknown = partnership(rule, change={"groups": read(group.format(""))})
    found = report(unknown, tuition("10000.00"), served=SERVED)
    assert found.passed
    assert {w.rule for w in found.warnings} == {"fund/cap"}


def test_heads_are_whole_people() -> None:
    rule = "{id: cap, kind: limit, serve: {who: {veteran: false}}, at_most: {count: 4}}"
    group = read(
        "[{id: adults, program: welding, participants: 10, start: 2026-07-01, veteran: false}]"
    )
    inputs = partnership(rule, change={"groups": group})
    assert broken(inputs, tuition("4000.00"), served={("adults", "fund"): 4}) == set()
    assert broken(inputs, tuition("5000.00"), served={("adults", "fund"): 5}) == {"fund/cap"}


def test_a_share_of_those_served() -> None:
    rule = ("{id: cap, kind: limit, serve: {who: {veteran: false}}, "
            "at_most: {share: 0.5, of: served}}")  # fmt: skip
    groups = read("""
    - {id: adults, program: welding, participants: 10, start: 2026-07-01, veteran: false}
    - {id: vets, program: welding, participants: 4, start: 2026-07-01, veteran: true}
    """)
    inputs = partnership(rule, change={"groups": groups})
    vets = ("tuition", "vets", JULY, "grant", "4000.00")
    served = {("adults", "fund"): 4, ("vets", "fund"): 4}
    assert broken(inputs, tuition("4000.00"), vets, served=served) == set()
    served["adults", "fund"] = 5
    assert broken(inputs, tuition("5000.00"), vets, served=served) == {"fund/cap"}


def test_a_floor_on_what_is_spent_is_hard() -> None:
    rule = ("{id: floor, kind: limit, spend: {category: tuition_fees}, "
            "at_least: {share: 0.75, of: spent}}")  # fmt: skip
    inputs = partnership(rule)
    assert broken(inputs, tuition("3000.00"), coach("1000.00")) == set()
    assert broken(inputs, tuition("2999.97"), coach("1000.00")) == {"fund/floor"}


def test_a_floor_on_an_award_is_hard_on_what_is_spent_and_names_what_lapses() -> None:
    rule = ("{id: floor, kind: limit, spend: {category: tuition_fees}, "
            "at_least: {share: 0.75, of: award, less: {category: administration}}}")  # fmt: skip
    inputs = partnership(rule)
    kept = report(inputs, tuition("3000.00"), coach("1000.00"))
    assert kept.passed
    assert [(w.rule, w.by) for w in kept.warnings] == [("fund/floor", 34500)]
    assert broken(inputs, tuition("2999.97"), coach("1000.00")) == {"fund/floor"}


@pytest.mark.parametrize("bound", ["{usd: 12000}", "{share: 0.3, of: award}"])
def test_a_floor_for_each_line_asks_nothing_of_a_line_that_it_does_not_select(bound: str) -> None:
    rule = ("{id: floor, kind: limit, spend: {category: %s}, per: line, "
            f"at_least: {bound}}}")  # fmt: skip
    of_tuition = report(partnership(rule % "tuition_fees"), tuition("9000.00"), coach("100.00"))
    spent = {w.instance for w in of_tuition.warnings}
    assert spent == {"line tuition"}  # and the coach's line is not short of anything
    none = report(partnership(rule % "equipment"), tuition("9000.00"), coach("100.00"))
    assert none.warnings == ()
    whole = report(partnership(rule.replace("per: line, ", "") % "equipment"), tuition("9000.00"))
    assert {w.instance for w in whole.warnings} == {"award grant"}  # it is short in any case


def test_a_number_takes_the_version_of_its_clock() -> None:
    number = ("{clock: program_year, versions: [{from: 2025-07-01, value: 50, cite: a}, "
              "{from: 2026-07-01, value: 100, cite: b}]}")  # fmt: skip
    inputs = partnership(cap(f"{{usd: {number}}}", ", per: [award, program_year]"))
    assert broken(inputs, coach("100.00")) == set()
    assert broken(inputs, coach("100.01")) == {"fund/cap"}


def test_a_waiver_changes_the_number_or_ends_the_rule() -> None:
    rule = cap("{share: 0.25, of: cost}", ", waivers: {half: 0.5, none: null}")
    half = partnership(rule, change={"rules": {"waivers": ["half"]}})
    assert broken(half, coach("2000.00")) == set()
    assert broken(half, coach("2000.01")) == {"fund/cap"}
    gone = partnership(rule, change={"rules": {"waivers": ["none"]}})
    assert broken(gone, coach("4000.00")) == set()


def test_a_limit_on_all_awards_needs_a_committed_award_that_follows_it() -> None:
    rule = cap("{usd: 100}", ", per: partnership, counts: all_awards", "{category: training}")
    text = """
    - {{id: grant, stream: fund, amount: 50000, probability: {}}}
    - {{id: other, stream: sister, amount: 50000}}
    """
    sister: dict[str, Any] = {"sister": {}}
    certain = partnership(rule, change=awards(text.format(1)), streams=sister)
    assert broken(certain, tuition("100.01", "other")) == {"fund/cap"}
    hoped_for = partnership(rule, change=awards(text.format(0.8)), streams=sister)
    assert broken(hoped_for, tuition("100.01", "other")) == set()
