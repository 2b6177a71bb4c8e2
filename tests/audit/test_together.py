"""Whoever a stream serves is served by one of some other streams too."""

from __future__ import annotations

from typing import Any

from partnership import Paid, broken, partnership, read, report, rule

RULE = "{id: both, kind: together, with: [sister, third]%s}"
JULY = "2026-07-01"
AWARDS = """
- {id: grant, stream: fund, amount: 50000}
- {id: other, stream: sister, amount: 50000}
"""


def two(more: str = "", awards: str = AWARDS, **group: Any) -> Any:
    adults = {"id": "adults", "program": "welding", "participants": 10, "start": JULY, **group}
    costs = read("""
    - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
    - {id: books, category: books_supplies, per_participant: 100, when: start}
    """)
    change = {"awards": read(awards), "groups": [adults], "costs": costs}
    return partnership(RULE % more, change=change, streams={"sister": {}, "third": {}})


def paid(fund: str, sister: str) -> tuple[Paid, Paid]:
    return (
        ("tuition", "adults", JULY, "grant", fund),
        ("books", "adults", JULY, "other", sister),
    )


def counts(**served: int) -> dict[tuple[str, str], int]:
    return {("adults", name): count for name, count in served.items()}


def test_one_person_without_the_other_stream_is_found() -> None:
    inputs, charges = two(), paid("5000.00", "500.00")
    assert broken(inputs, *charges, served=counts(fund=5, sister=5)) == set()
    assert broken(inputs, *charges, served=counts(fund=5, sister=4)) >= {"fund/both"}
    fewer = paid("5000.00", "400.00")
    assert broken(inputs, *fewer, served=counts(fund=5, sister=4)) == {"fund/both"}
    assert report(inputs, *charges, served=counts(fund=5, sister=5)).checked["fund/both"] == 1


def test_several_streams_serve_together() -> None:
    awards = AWARDS + "- {id: last, stream: third, amount: 50000}\n"
    inputs, charges = two(awards=awards), paid("5000.00", "300.00")
    last = ("books", "adults", JULY, "last", "200.00")
    people = {("adults", "only:fund+sister"): 3, ("adults", "only:fund+third"): 2}
    both = counts(fund=5, sister=3, third=2)
    assert broken(inputs, *charges, last, served={**both, **people}) == set()
    one = counts(fund=5, sister=3, third=1)
    assert broken(inputs, *charges, (*last[:4], "100.00"), served={**one, **people}) == {
        "fund/both", "served-by-several",
    }  # fmt: skip


def test_whom_the_stream_pays_for_the_others_need_not_pay() -> None:
    inputs, charges = two(), paid("5000.00", "0.00")[:1]
    assert broken(inputs, *charges, served=counts(fund=5, sister=5)) == set()
    assert broken(inputs, *charges, served=counts(fund=5, sister=6)) == {"served"}
    sixth = paid("5000.00", "100.00")
    assert broken(inputs, *sixth, served=counts(fund=5, sister=6)) == set()
    less = (*sixth[1][:4], "99.99")
    assert broken(inputs, charges[0], less, served=counts(fund=5, sister=6)) == {"served"}


def test_whom_no_other_stream_may_pay_for_needs_none() -> None:
    costs = read("[{id: tuition, category: tuition_fees, per_participant: 1000, when: start}]")
    line = rule("{id: books, kind: line, allow: [books_supplies]}")
    change = {"awards": read(AWARDS), "costs": costs}
    sister = {"sister": {"rules": [line]}}
    inputs = partnership(RULE % "", change=change, streams=sister)
    charges = paid("5000.00", "0.00")[:1]
    assert broken(inputs, *charges, served=counts(fund=5)) == set()
    allowed = partnership(RULE % "", change=change, streams={"sister": {}})
    assert broken(allowed, *charges, served=counts(fund=5)) == {"fund/both"}


def test_only_those_whom_the_condition_names() -> None:
    alone, charges = counts(fund=5), paid("5000.00", "0.00")[:1]
    who = ", who: {low_income: true}"
    assert broken(two(who, low_income=True), *charges, served=alone) == {"fund/both"}
    assert broken(two(who, low_income=False), *charges, served=alone) == set()
    unknown = report(two(who), *charges, served=alone)
    assert unknown.passed
    assert [warning.rule for warning in unknown.warnings] == ["fund/both"]
    assert broken(two(", until: 2026-07-01"), *charges, served=alone) == set()


def test_without_a_committed_award_of_the_others_nothing_is_asked() -> None:
    alone = "[{id: grant, stream: fund, amount: 50000}]"
    charges = paid("5000.00", "0.00")[:1]
    assert broken(two(awards=alone), *charges, served=counts(fund=5)) == set()
    assert broken(two(awards=alone), *charges) == set()  # nor are the people counted
    perhaps = AWARDS.replace("sister,", "sister, probability: 0.5,")
    assert broken(two(awards=perhaps), *charges) == set()
    assert broken(two(), *charges) == {"served"}


def test_whom_an_entitlement_pays_it_serves() -> None:
    pell = """{id: award, kind: formula, formula: pell_clock_hours,
      numbers: {maximum: 4000, minimum: 400}}"""
    change = {
        "groups": read(f"""
        - {{id: adults, program: welding, participants: 10, start: {JULY}, max_pell: true}}
        - {{id: others, program: welding, participants: 10, start: {JULY}}}
        """),
        "programs": read("[{id: welding, weeks: 12, clock_hours: 300}]"),
        "awards": read(AWARDS.replace("sister", "third") + "- {id: aid, stream: sister}"),
    }
    streams = {"sister": {"entitlement": True, "rules": [rule(pell)]}, "third": {}}
    inputs = partnership(RULE % "", change=change, streams=streams)

    def serves(group: str) -> set[str]:
        charge = ("tuition", group, JULY, "grant", "100.00")
        return broken(inputs, charge, served={(group, "fund"): 1}) & {"fund/both"}

    assert serves("adults") == set()
    assert serves("others") == {"fund/both"}
