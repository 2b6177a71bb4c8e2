"""Where rules on who serves whom meet, people are named by all that serve them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from partnership import broken, partnership, read, rule

JULY = "2026-07-01"
AWARDS = """
- {id: grant, stream: fund, amount: 50000}
- {id: other, stream: sister, amount: 50000}
- {id: last, stream: third, amount: 50000}
"""
YEAR = """
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2027-06-30, age: 30}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: exit}
  - {id: coach, category: case_management, amount: 4000, every: year}
"""
APART = [
    "{id: sister, kind: exclusive, among: [sister]}",
    "{id: third, kind: exclusive, among: [third]}",
]
AWARD = {"fund": "grant", "sister": "other", "third": "last"}
EACH = {"fund": 5, "sister": 5, "third": 5}


def three(*rules: str, kin: bool = False, **streams: list[str]) -> Any:
    named = {"family": "kin"} if kin else {}
    files = {
        name: {**named, "rules": [rule(one) for one in streams.get(name, ())]}
        for name in ("sister", "third")
    }
    return partnership(*rules, change={"awards": read(AWARDS)}, stream=named, streams=files)


def found(inputs: Any, served: dict[str, int], **paid: str) -> set[str]:
    counts = {("adults", name): count for name, count in served.items()}
    charges = [("tuition", "adults", JULY, AWARD[name], dollars) for name, dollars in paid.items()]
    return broken(inputs, *charges, served=counts)


def test_counts_that_keep_each_rule_do_not_do_where_nobody_can_be_named() -> None:
    """Fund's people are each also in sister or third, and in neither: there can be none."""
    both = "{id: both, kind: together, with: [sister, third]}"
    inputs = three(*APART, both)
    paid = {"fund": "5000.00", "sister": "2500.00", "third": "2500.00"}
    for named in ({"only:sister+third": 5}, {"only:fund+sister": 5, "only:third": 5}, {}):
        assert "served-by-several" in found(inputs, {**EACH, **named}, **paid)
    assert found(inputs, {"sister": 5, "only:sister": 5}, sister="5000.00") == set()


def test_the_five_of_a_triangle_need_fifteen_people() -> None:
    apart = {"sister": ["{id: third, kind: exclusive, among: [third]}"]}
    inputs = three(*APART, **apart)
    thirds = dict.fromkeys(EACH, "3333.33")
    assert "served-by-several" in found(inputs, EACH, **thirds)
    named = {"fund": 4, "sister": 3, "third": 3, "only:fund": 4, "only:sister": 3, "only:third": 3}
    paid = {"fund": "4000.00", "sister": "3000.00", "third": "3000.00"}
    assert found(inputs, named, **paid) == set()
    assert found(inputs, {**named, "only:third": 2}, **paid) == {"served-by-several"}
    more = {**named, "fund": 5, "only:fund": 5}
    assert found(inputs, more, **{**paid, "fund": "4000.00"}) >= {"served-by-several"}


@pytest.mark.parametrize(("people", "kept"), [(9, False), (10, True)])
def test_rivals_of_one_system_need_a_record_for_each_person(people: int, kept: bool) -> None:
    inputs = three(APART[0], kin=True)
    served = {"fund": 5, "sister": 5, "system:kin": people}
    wanted = set() if kept else {"served", "served-by-several"}
    assert found(inputs, served, fund="5000.00", sister="5000.00") == wanted


def test_who_is_served_together_has_one_record_and_one_cost() -> None:
    both = "{id: both, kind: together, with: [sister]}"
    for kin in (True, False):
        inputs = three(both, kin=kin)
        systems = {"system:kin": 5} if kin else {}
        half = {"fund": 5, "sister": 5, **systems}
        assert found(inputs, half, fund="5000.00") == set()
        twice = found(inputs, half, fund="5000.00", sister="5000.00")
        assert "served-by-several" in twice
        ten = {"fund": 5, "sister": 10, **({"system:kin": 10} if kin else {})}
        assert found(inputs, ten, fund="5000.00", sister="5000.00") == set()
    more = {"fund": 5, "sister": 5, "system:kin": 6}
    inputs = three(both, kin=True)
    assert found(inputs, more, fund="5000.00") == {"served-by-several"}


def test_who_is_served_together_has_one_part_of_a_shared_cost() -> None:
    """Five of ten, in whatever streams and systems, benefit from half of the coach's $4,000."""
    benefit, both = "{id: part, kind: benefit}", "{id: both, kind: together, with: [sister]}"

    def paying(people: int, *coach: str) -> set[str]:
        inputs = three(benefit, both, sister=[benefit])
        charges = [("tuition", "adults", JULY, "grant", "5000.00")]
        if people == 10:
            charges.append(("tuition", "adults", JULY, "other", "5000.00"))
        for award, dollars in zip(("grant", "other"), coach, strict=True):
            charges.append(("coach", "adults", JULY, award, dollars))
        return broken(
            inputs, *charges, served={("adults", "fund"): 5, ("adults", "sister"): people}
        )

    assert paying(5, "1000.00", "1000.00") == set()
    assert paying(5, "1000.00", "1000.01") == {"fund/part", "sister/part"}
    assert paying(10, "2000.00", "2000.00") == set()
    assert paying(10, "2000.01", "1000.00") == {"fund/part", "sister/part"}


@pytest.mark.parametrize(
    ("done", "most"),
    [("1000.00", "1500.00"), ("2000.00", "1000.00"), ("4000.00", "0.00")],
)
def test_what_either_was_charged_of_their_year_is_counted_in(done: str, most: str) -> None:
    """Of the coach's year, $4,000, half of what was not charged is for five of ten.

    But no more than their part of the three quarters to come, $1,500.
    """
    benefit, both = "{id: part, kind: benefit}", "{id: both, kind: together, with: [sister]}"
    charged = {"cost": "coach", "group": "adults", "period": JULY, "award": "grant"}
    actuals = {"as_of": "2026-09-30", "charges": [{**charged, "amount": Decimal(done)}]}
    change = {"awards": read(AWARDS), "actuals": actuals, **read(YEAR)}
    files = {"sister": {"rules": [rule(benefit)]}}
    inputs = partnership(benefit, both, change=change, streams=files)

    def paying(*dollars: str) -> set[str]:
        days = ("2026-10-01", "2027-01-01", "2027-04-01")
        coach = [("coach", "adults", day, "other", d) for day, d in zip(days, dollars, strict=True)]
        tuition = ("tuition", "adults", days[-1], "other", "5000.00")
        served = {("adults", "fund"): 5, ("adults", "sister"): 5}
        return broken(inputs, tuition, *coach, served=served)

    third = (Decimal(most) / 3).quantize(Decimal("0.01"))
    fits = (str(third), str(third), str(Decimal(most) - 2 * third))
    assert paying(*fits) == set()
    assert paying(*fits[:2], str(Decimal(fits[2]) + Decimal("0.01"))) != set()


def test_what_is_said_of_nobody_whom_rules_name_is_found() -> None:
    inputs = three(APART[0])
    served = {"fund": 5, "sister": 5, "only:fund": 5, "only:sister": 5}
    assert found(inputs, served, fund="5000.00", sister="5000.00") == {"served-by-several"}
