"""One person in one stream; all of a cost for those served, or nothing; one entitlement."""

from __future__ import annotations

from typing import Any

from partnership import Paid, broken, partnership, read, report, rule

APART = "{id: apart, kind: exclusive, among: [sister]}"
WHOLE = "{id: whole, kind: exclusive, for: [tuition_fees], reading: all_or_nothing}"
JULY = "2026-07-01"


def tuition(award: str, dollars: str) -> Paid:
    return ("tuition", "adults", JULY, award, dollars)


def two(law: str = APART) -> Any:
    change = {
        "awards": read("""
        - {id: grant, stream: fund, amount: 50000}
        - {id: other, stream: sister, amount: 50000}
        """),
    }
    return partnership(law, change=change, streams={"sister": {}})


def counts(fund: int, sister: int) -> dict[tuple[str, str], int]:
    return {("adults", "fund"): fund, ("adults", "sister"): sister}


def test_nobody_is_served_by_two_of_the_streams() -> None:
    paid = (tuition("grant", "5000.00"), tuition("other", "4000.00"))
    assert broken(two(), *paid, served=counts(6, 4) | {("adults", "fund"): 5}) == set()
    assert report(two(), *paid, served=counts(5, 4)).checked["fund/apart"] == 1
    coach = ("coach", "", JULY, "grant", "400.00")
    paid = (tuition("grant", "6000.00"), tuition("other", "4000.00"), coach)
    assert broken(two(), *paid, served=counts(6, 4)) == set()
    assert broken(two(), *paid, served=counts(7, 4)) == {"fund/apart", "served"}


def test_one_person_too_many_is_found_although_the_dollars_fit() -> None:
    cheap = read("""
    - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
    - {id: books, category: books_supplies, per_participant: 100, when: start}
    """)
    inputs = two()
    data = {**inputs.scenario.model_dump(by_alias=True), "costs": cheap}
    inputs = type(inputs)(type(inputs.scenario).model_validate(data), inputs.law)
    paid = (tuition("grant", "6000.00"), ("books", "adults", JULY, "other", "500.00"))
    assert broken(inputs, *paid, served=counts(6, 4)) == {"served"}
    assert broken(inputs, *paid, served=counts(6, 5)) == {"fund/apart"}
    less = (tuition("grant", "5000.00"), paid[1])
    assert broken(inputs, *less, served=counts(5, 5)) == set()


def test_both_streams_count_their_people() -> None:
    assert broken(two(), tuition("other", "1000.00")) == {"served"}
    assert broken(partnership(), tuition("grant", "1000.00")) == set()


def test_a_rule_that_no_committed_award_follows_sets_nobody_apart() -> None:
    inputs = two()
    awards = [a.model_dump(by_alias=True) for a in inputs.scenario.awards]
    awards[0]["probability"] = 0.5
    data = {**inputs.scenario.model_dump(by_alias=True), "awards": awards}
    inputs = type(inputs)(type(inputs.scenario).model_validate(data), inputs.law)
    assert broken(inputs, tuition("other", "10000.00")) == set()


def test_a_rule_that_has_ended_sets_nobody_apart() -> None:
    inputs = two(APART.replace("kind: exclusive,", "kind: exclusive, until: 2026-07-01,"))
    paid = (tuition("grant", "5000.00"), tuition("other", "5000.00"))
    assert broken(inputs, *paid, served=counts(10, 10)) == {"served"}


def test_all_of_a_cost_or_nothing() -> None:
    inputs = two(WHOLE)
    rest = tuition("other", "6000.00")
    four = {("adults", "fund"): 4}
    assert broken(inputs, tuition("grant", "4000.00"), rest, served=four) == set()
    assert report(inputs, tuition("grant", "4000.00"), served=four).checked["fund/whole"] == 1
    assert broken(inputs, tuition("grant", "3999.99"), served=four) == {"fund/whole", "served"}
    assert broken(inputs, tuition("grant", "4000.01"), served=four) == {"fund/whole", "served"}


def test_whole_cents_are_rounded_down() -> None:
    thirds = {
        "groups": read("""
        - {id: adults, program: welding, participants: 3, start: 2026-07-01, active: [0.5]}
        """),
        "costs": read("""
        - {id: tuition, category: tuition_fees, per_participant: 33.33, when: start}
        - {id: books, category: books_supplies, per_participant: 10, when: start}
        """),
    }
    inputs = two(WHOLE)
    data = {**inputs.scenario.model_dump(by_alias=True), **thirds}
    inputs = type(inputs)(type(inputs.scenario).model_validate(data), inputs.law)
    one = {("adults", "fund"): 1}
    books = ("books", "adults", JULY, "grant", "5.00")  # half of three are there: $49.99
    assert broken(inputs, tuition("grant", "16.66"), books, served=one) == set()
    assert broken(inputs, tuition("grant", "16.65"), books, served=one) == {"fund/whole"}
    assert broken(inputs, books, served=one) == {"fund/whole"}


FORMULA = """{{id: pays, kind: formula, formula: pell_clock_hours,
  numbers: {{maximum: {}, minimum: 90}}}}"""


def aid(
    small: int, large: int, exclusive: str = "{id: one, kind: exclusive, among: [large]}"
) -> Any:
    """Half a year of hours and weeks: each participant gets half of the maximum."""
    change = {
        "programs": read("""
        - {id: welding, weeks: 13, clock_hours: 450, provider: {organization: college}}
        """),
        "groups": read("""
        - {id: adults, program: welding, participants: 10, start: 2026-07-01, max_pell: true}
        """),
        "awards": read("""
        - {id: grant, stream: fund, amount: 50000}
        - {id: aid_a, stream: small, recipient: college}
        - {id: aid_b, stream: large, recipient: college}
        """),
    }
    pays = [{"entitlement": True, "rules": [rule(FORMULA.format(m))]} for m in (small, large)]
    pays[0]["rules"].append(rule(exclusive))
    return partnership(change=change, streams=dict(zip(("small", "large"), pays, strict=True)))


def test_the_larger_entitlement_stays() -> None:
    inputs = aid(400, 600)
    assert broken(inputs, tuition("aid_b", "3000.00")) == set()
    assert report(inputs, tuition("aid_b", "3000.00")).checked["small/one"] > 0
    both = (tuition("aid_a", "2000.00"), tuition("aid_b", "3000.00"))
    assert broken(inputs, *both) == {"small/one"}
    assert broken(inputs, tuition("aid_a", "2000.00")) == {"small/one", "large/pays"}


def test_of_equal_entitlements_the_first_stays() -> None:
    assert broken(aid(600, 600), tuition("aid_a", "3000.00")) == set()
    assert broken(aid(600, 600), tuition("aid_b", "3000.00")) == {"small/one", "small/pays"}


def test_whom_an_entitlement_pays_no_other_stream_of_the_rule_serves() -> None:
    inputs = aid(400, 600, "{id: one, kind: exclusive, among: [large, fund]}")
    paid = (tuition("aid_b", "3000.00"), tuition("grant", "700.00"))
    assert broken(inputs, *paid, served={("adults", "fund"): 1}) == {"small/one"}
    assert broken(inputs, paid[0], served={("adults", "fund"): 0}) == set()
