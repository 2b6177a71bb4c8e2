"""Other people's money beside an award: a cent short, a cent twice, money that does not count."""

from __future__ import annotations

from typing import Any

import pytest
from partnership import Paid, Pledged, broken, partnership, read, report

from braid.catalog.inputs import Inputs

JULY, OCTOBER, SPRING = "2026-07-01", "2026-10-01", "2027-04-01"
COSTS = """
- {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
- {id: books, category: books_supplies, per_participant: 100, when: start, employer: yard}
- {id: coach, category: case_management, amount: 4000, every: year}
"""
AWARDS = """
- {id: grant, stream: fund, amount: 5000, end: 2027-03-31}
- {id: town, stream: city, amount: 9000}
- {id: county, stream: city, amount: 9000, origin: federal}
- {id: yard, stream: firm, amount: 9000, employer: yard}
- {id: tools, stream: firm, amount: 500, form: in_kind, employer: yard}
"""
PARTNERS = {"employers": [{"id": "yard", "size": 9}, {"id": "mill", "size": 9}]}
GROUPS = """
- {id: adults, program: welding, participants: 10, start: 2026-07-01, age: 30}
- {id: others, program: welding, participants: 5, start: 2026-10-01, age: 30}
"""
HALF = "{id: half, kind: match, share: 0.50, of: spent}"
ALL = ("tuition", "adults", JULY, "grant", "1000.00")


def case(*rules: str, awards: str = AWARDS, **change: Any) -> Inputs:
    streams = {"city": {"origin": "local"}, "firm": {"origin": "private"}}
    stated = {
        "costs": read(COSTS), "awards": read(awards), "groups": read(GROUPS),
        "partnership": PARTNERS,
    }  # fmt: skip
    return partnership(*rules, change={**stated, **change}, streams=streams)


def tuition(award: str, dollars: str) -> Paid:
    return ("tuition", "adults", JULY, award, dollars)


def books(award: str, dollars: str) -> Paid:
    return ("books", "adults", JULY, award, dollars)


def coach(award: str, dollars: str, period: str = JULY) -> Paid:
    return ("coach", "", period, award, dollars)


def beside(of: Paid | tuple[str, str], name: str = "half") -> Pledged:
    return (of, "grant", f"fund/{name}")


def found(inputs: Inputs, charges: tuple[Paid, ...], *pledged: Pledged) -> set[str]:
    return broken(inputs, ALL, *charges, pledged=pledged)


def test_a_cent_short_of_the_need() -> None:
    paid = (tuition("town", "500.00"),)
    assert found(case(HALF), paid, beside(paid[0])) == set()
    assert found(case(HALF), paid, beside(tuition("town", "499.99"))) == {"fund/half"}
    assert found(case(HALF), paid) == {"fund/half"}


def test_the_need_is_not_rounded() -> None:
    third = "{id: half, kind: match, share: 0.333, of: spent}"
    odd = tuition("grant", "0.01")  # 1,000.01 asks for 333.00333
    paid = (tuition("town", "900.00"), odd)
    assert found(case(third), paid, beside(tuition("town", "333.01"))) == set()
    assert found(case(third), paid, beside(tuition("town", "333.00"))) == {"fund/half"}


def test_a_cent_counts_once() -> None:
    paid = (tuition("town", "500.00"), books("yard", "100.00"))
    twice = beside(tuition("town", "400.00")), beside(tuition("town", "100.01"))
    assert found(case(HALF), paid, *twice) == {"fund/half"}
    other = "{id: effort, kind: match, usd: 100}"
    inputs = case(HALF, other)
    pledged = beside(tuition("town", "500.00"))
    good = beside(books("yard", "100.00"), "effort")
    assert found(inputs, paid, pledged, good) == set()
    double = beside(tuition("town", "0.01"), "effort"), beside(books("yard", "99.99"), "effort")
    assert found(inputs, paid, pledged, *double) == {"fund/half", "fund/effort"}


def test_what_was_not_paid_cannot_be_pledged() -> None:
    assert found(case(HALF), (), beside(tuition("town", "500.00"))) == {"fund/half"}
    stranger = ((tuition("nobody", "500.00")), "grant", "fund/half")
    assert found(case(HALF), (tuition("town", "500.00"),), stranger) == {"fund/half"}


@pytest.mark.parametrize(
    "refused",
    [
        tuition("county", "500.00"),  # a county letter that carries federal dollars
        ("coach", "", SPRING, "town", "500.00"),  # after the award has ended
        tuition("grant", "500.00"),  # its own money
    ],
)
def test_money_that_does_not_count(refused: Paid) -> None:
    assert found(case(HALF), (refused,), beside(refused)) == {"fund/half"}


def test_an_origin_that_the_rule_names_counts() -> None:
    federal = HALF.replace("spent", "spent, beside: {origin: federal}")
    paid = (tuition("county", "500.00"),)
    assert found(case(federal), paid, beside(paid[0])) == set()


def test_money_beside_costs_that_the_award_may_not_pay_itself() -> None:
    only = "{id: list, kind: line, allow: [training]}"
    paid = (coach("town", "500.00"),)
    assert found(case(HALF, only), paid, beside(paid[0])) == {"fund/half"}
    named = HALF.replace("spent", "spent, beside: {category: [case_management]}")
    assert found(case(named, only), paid, beside(paid[0])) == set()
    paid = (tuition("town", "500.00"),)
    assert found(case(named, only), paid, beside(paid[0])) == {"fund/half"}


def test_a_shared_cost_counts_when_some_group_qualifies() -> None:
    paid = (coach("town", "500.00"),)
    old = "{id: age, kind: participant, for: [case_management], who: {age: {min: 31}}}"
    assert found(case(HALF, old), paid, beside(paid[0])) == {"fund/half"}
    young = old.replace("min: 31", "min: 30")
    assert found(case(HALF, young), paid, beside(paid[0])) == set()


def test_an_award_stands_beside_those_that_it_names() -> None:
    paid = (tuition("town", "500.00"),)
    for names, expected in (("[]", {"fund/half"}), ("[yard]", {"fund/half"}), ("[grant]", set())):
        stated = AWARDS.replace(
            "stream: city, amount: 9000}", f"stream: city, amount: 9000, match_for: {names}}}"
        )
        assert found(case(HALF, awards=stated), paid, beside(paid[0])) == expected


def test_cash_when_cash_is_asked() -> None:
    cash = HALF.replace("spent", "spent, beside: {form: cash}")
    paid = (tuition("town", "500.00"),)
    kind = beside(("tools", "500.00"))
    assert found(case(HALF), paid, kind) == set()
    assert found(case(cash), paid, kind) == {"fund/half"}
    assert found(case(cash), paid, beside(paid[0])) == set()


def test_what_is_in_kind_counts_once_and_less_what_it_paid() -> None:
    accepts = COSTS.replace("employer: yard", "employer: yard, accepts_in_kind: true")
    inputs = case(HALF, costs=read(accepts))
    paid = (books("tools", "200.00"), tuition("town", "200.00"))
    rest = beside(("tools", "300.00")), beside(books("tools", "200.00"))
    assert found(inputs, paid, *rest) == set()
    more = beside(("tools", "300.01")), beside(books("tools", "199.99"))
    assert found(inputs, paid, *more) == {"fund/half"}
    late = AWARDS.replace("form: in_kind", "form: in_kind, start: 2027-04-01")
    assert found(case(HALF, awards=late), (), beside(("tools", "500.00"))) == {"fund/half"}


PARTS = (
    ("period", coach("town", "500.00"), coach("town", "500.00", OCTOBER)),
    ("line", tuition("town", "500.00"), books("town", "500.00")),
    ("cell", tuition("town", "500.00"), ("tuition", "others", OCTOBER, "town", "500.00")),
    ("[line, period]", tuition("town", "500.00"), ("tuition", "others", OCTOBER, "town", "500.00")),
)


@pytest.mark.parametrize(("per", "good", "bad"), PARTS)
def test_each_part_needs_money_of_its_own(per: str, good: Paid, bad: Paid) -> None:
    inputs = case(HALF.replace("spent", f"spent, per: {per}"))
    assert found(inputs, (good, bad), beside(good)) == set()
    assert found(inputs, (good, bad), beside(bad)) == {"fund/half"}
    assert found(inputs, (good, bad), beside(("tools", "500.00"))) == {"fund/half"}


def test_the_employer_of_the_cost_puts_up_its_own_money() -> None:
    own = "{id: half, kind: match, share: 0.50, of: total, per: employer, beside: {employer: true}}"
    ours = books("grant", "100.00")
    theirs = books("yard", "100.00")

    def of(inputs: Inputs, *pledged: Pledged) -> set[str]:
        rest = books("town", "100.00"), tuition("yard", "100.00")
        return broken(inputs, ours, theirs, *rest, pledged=pledged)

    assert of(case(own), beside(theirs)) == set()
    assert of(case(own), beside(books("town", "100.00"))) == {"fund/half"}
    assert of(case(own), beside(tuition("yard", "100.00"))) == {"fund/half"}
    assert of(case(own), beside(("tools", "100.00"))) == set()
    other = AWARDS.replace("in_kind, employer: yard", "in_kind, employer: mill")
    assert of(case(own, awards=other), beside(("tools", "100.00"))) == {"fund/half"}
    # tuition has no employer: nothing stands beside it, and nothing is asked for it
    assert broken(case(own), tuition("grant", "900.00")) == set()


def test_of_total_counts_both_sides() -> None:
    total = "{id: half, kind: match, share: 0.25, of: total}"
    paid = (tuition("town", "900.00"),)
    assert found(case(total), paid, beside(tuition("town", "333.34"))) == set()
    assert found(case(total), paid, beside(tuition("town", "333.33"))) == {"fund/half"}


def test_only_selected_charges_ask() -> None:
    chosen = "{id: half, kind: match, share: 1.00, of: spent, spend: {category: books_supplies}}"
    ours = books("grant", "100.00")
    paid = (ours, tuition("town", "100.00"))
    assert found(case(chosen), paid, beside(paid[1])) == set()
    assert found(case(chosen), paid, beside(tuition("town", "99.99"))) == {"fund/half"}
    later = chosen.replace("spend", "from: 2026-07-02, spend")
    assert found(case(later), paid) == set()


REPORT = """{id: paper, kind: report, report: Paper, every: once, hours: {floor: 1, planning: 2}}"""


@pytest.mark.parametrize(("spend", "need"), [("", "0.00"), (", spend: all", "55.00")])
def test_reporting_asks_only_when_it_is_named(spend: str, need: str) -> None:
    inputs = case(HALF.replace("spent", f"spent{spend}"), REPORT)
    paid = ("report:grant:fund/paper", "", JULY, "grant", "110.00")
    town = tuition("town", "100.00")
    pledged = [beside(tuition("town", need))] if need != "0.00" else []
    assert broken(inputs, paid, town, pledged=pledged) == set()
    if pledged:
        assert broken(inputs, paid, town, pledged=[beside(tuition("town", "54.99"))]) == {
            "fund/half"
        }


def test_an_accepted_award_may_miss_a_match_of_its_amount() -> None:
    whole = "{id: half, kind: match, share: 0.20, of: award}"
    paid = (tuition("town", "1000.00"),)
    assert found(case(whole), paid, beside(paid[0])) == set()
    missed = report(case(whole), ALL, *paid, pledged=[beside(tuition("town", "999.99"))])
    assert missed.passed
    assert [w.rule for w in missed.warnings] == ["fund/half"]
    offered = case(whole, awards=AWARDS.replace("amount: 5000", "amount: 5000, status: offered"))
    assert found(offered, paid, beside(tuition("town", "999.99"))) == {"fund/half"}
    assert broken(offered, *paid, declined=["grant"]) == set()


def test_maintenance_of_effort_is_a_number_of_dollars() -> None:
    effort = "{id: half, kind: match, usd: 700}"
    paid = (tuition("town", "700.00"),)
    good = report(case(effort), ALL, *paid, pledged=[beside(paid[0])])
    assert good.passed
    assert not good.warnings
    short = report(case(effort), ALL, *paid, pledged=[beside(tuition("town", "699.99"))])
    assert [w.rule for w in short.warnings] == ["fund/half"]


def test_guidance_warns_only_where_there_is_no_money() -> None:
    advice = HALF.replace("spent", "spent, authority: guidance")
    enough = case(advice, awards=AWARDS.replace("amount: 500,", "amount: 100,"))
    assert not report(enough, ALL, tuition("town", "400.00")).warnings
    few = report(enough, ALL, tuition("town", "399.99"))
    assert few.passed
    assert [w.rule for w in few.warnings] == ["fund/half"]


def test_a_pledge_needs_a_rule_that_asks() -> None:
    paid = (tuition("town", "500.00"),)
    assert found(case(), paid, beside(paid[0])) == {"pledges"}
    assert found(case(HALF), paid, beside(paid[0]), (paid[0], "yard", "fund/half")) == {
        "pledges", "fund/half",
    }  # fmt: skip
    nothing = beside(tuition("town", "0.00"))
    assert found(case(HALF), paid, beside(paid[0]), nothing) == {"pledges"}
