"""Money that an award gives to one of another stream: whose, how much, to whom.

The partnership: tuition of $10,000 and a coach of $4,000. The college has $9,000 of the
fund, $3,000 of other money, and the law lets half of an award move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from partnership import Paid, partnership, plan, read

from braid.audit import AwardRow, PlanUnderAudit, audit_plan
from braid.audit.books import Books
from braid.audit.money_tables import account
from braid.catalog.inputs import Inputs

JULY = "2026-07-01"
MOVE = "{id: move, kind: transfer, between: [fund, other, third], share: 0.5%s}"
AWARDS = """
- {id: grant, stream: fund, amount: 9000}
- {id: small, stream: other, amount: 3000}
"""
TUITION: Paid = ("tuition", "adults", JULY, "small", "7500.00")
GIVEN = {"grant": "4500.00"}, {"small": "4500.00"}


def case(more: str = "", awards: str = AWARDS, rules: str = MOVE, **change: Any) -> Inputs:
    """A family of streams whose awards may give to one another."""
    streams = {name: {"origin": "federal", "family": "kin"} for name in ("other", "third")}
    return partnership(
        change={"awards": read(awards), **change}, stream={"family": "kin"}, streams=streams,
        family=[rules % more],
    )  # fmt: skip


def moved(
    inputs: Inputs, given: Mapping[str, str], received: Mapping[str, str], *paid: Paid
) -> PlanUnderAudit:
    """A plan with these transfers; the sums of the table of awards follow."""
    made = plan(inputs, *paid)
    rows = tuple(
        AwardRow(name, 0, 0, 0, cents(given.get(name)), cents(received.get(name)), 0, 0)
        for name in inputs.awards
    )
    books = Books(inputs, replace(made, awards=rows))
    return replace(made, awards=tuple(account(books, a) for a in inputs.awards.values()))


def cents(dollars: str | None) -> int:
    return round(float(dollars or 0) * 100)


def broken(
    inputs: Inputs, moves: tuple[Mapping[str, str], Mapping[str, str]], *paid: Paid
) -> set[str]:
    return {f.rule for f in audit_plan(inputs, moved(inputs, *moves, *paid)).findings}


def test_what_was_received_may_be_spent_and_not_a_cent_more() -> None:
    assert broken(case(), GIVEN, TUITION) == set()
    more = (*TUITION[:4], "7500.01")
    assert broken(case(), GIVEN, more) == {"award-amount"}
    assert broken(case(), ({}, {}), TUITION) == {"award-amount"}


def test_what_was_given_is_gone() -> None:
    paid = ("tuition", "adults", JULY, "grant", "4500.00")
    assert broken(case(), GIVEN, paid) == set()
    assert broken(case(), GIVEN, (*paid[:4], "4500.01")) == {"award-amount"}


def test_a_cent_more_than_the_share() -> None:
    assert broken(case(), ({"grant": "4500.01"}, {"small": "4500.01"})) == {"kin/move"}
    # of the allocation, where the award states one
    whole = AWARDS.replace("9000", "9000, allocation: 12000")
    assert broken(case(awards=whole), ({"grant": "6000.00"}, {"small": "6000.00"})) == set()
    assert broken(case(awards=whole), ({"grant": "6000.01"}, {"small": "6000.01"})) == {"kin/move"}


def test_a_part_of_a_cent_is_not_given() -> None:
    uneven = AWARDS.replace("9000", "9000.01")
    assert broken(case(awards=uneven), ({"grant": "4500.01"}, {"small": "4500.01"})) == {"kin/move"}
    assert broken(case(awards=uneven), GIVEN) == set()


def test_what_came_is_not_passed_on() -> None:
    awards = AWARDS.replace(
        "3000", "3000, allocation: 20000, to_date: [{category: coach, amount: 500}]"
    )
    third = "- {id: last, stream: third, amount: 100}\n"
    given = {"grant": "4500.00", "small": "2500.00"}
    received = {"small": "4500.00", "last": "2500.00"}
    assert broken(case(awards=awards + third), (given, received)) == set()
    given, received = {**given, "small": "2500.01"}, {**received, "last": "2500.01"}
    assert broken(case(awards=awards + third), (given, received)) == {"transfers"}


@pytest.mark.parametrize("cent", ["4499.99", "4500.01"])
def test_all_that_is_given_is_received(cent: str) -> None:
    assert "transfers" in broken(case(), ({"grant": "4500.00"}, {"small": cent}))


@pytest.mark.parametrize(
    "awards",
    [
        AWARDS.replace("stream: other", "stream: fund"),  # of the same stream
        AWARDS.replace("3000", "3000, funding_year: 2025"),  # money of another year
        AWARDS.replace("3000", "3000, subaward_of: state"),  # no allocation
        AWARDS.replace("3000", "3000, status: offered"),
        AWARDS.replace("3000", "3000, form: in_kind"),
        AWARDS.replace("3000", "3000, recipient: yard"),
        AWARDS.replace("9000", "9000, slices: [{from: 2026-07-01, amount: 9000}]"),
        AWARDS.replace("9000", "9000, start: 2026-06-30, funding_year: 2026"),  # before the rule
    ],
)
def test_awards_between_which_nothing_may_move(awards: str) -> None:
    organizations = [{"id": "college"}, {"id": "yard"}]
    inputs = case(", from: 2026-07-01", awards, organizations=organizations)
    assert broken(inputs, GIVEN) == {"transfers"}
    assert broken(case(organizations=organizations), GIVEN) == set()


def test_the_governor_approves() -> None:
    where = ", where: {transfer_approved: true}"
    for stated, found in (("true", set()), ("false", {"transfers"}), (None, {"transfers"})):
        more = "" if stated is None else f", transfer_approved: {stated}"
        awards = AWARDS.replace("9000", f"9000{more}")
        assert broken(case(where, awards), GIVEN) == found
    # who receives it needs no approval, who gives does
    received = AWARDS.replace("3000", "3000, transfer_approved: true")
    assert broken(case(where, received), GIVEN) == {"transfers"}


def test_to_whom_the_money_goes() -> None:
    """Two of one stream give; the third stream's share could only come from the fund."""
    awards = (
        AWARDS
        + "- {id: twin, stream: fund, amount: 9000}\n- {id: last, stream: third, amount: 10}\n"
    )
    inputs = case(awards=awards)
    given = {"grant": "100.00", "small": "50.00"}
    assert broken(inputs, (given, {"twin": "50.00", "last": "100.00"})) == set()
    assert broken(inputs, (given, {"twin": "50.01", "last": "99.99"})) == {"transfers"}


def test_one_who_gives_elsewhere_makes_room() -> None:
    """What a gives can only go to c and d; what b gives only to c."""
    awards = "- {id: a, stream: fund, amount: 900}\n- {id: b, stream: other, amount: 900}\n"
    awards += "- {id: c, stream: third, amount: 900}\n- {id: d, stream: other, amount: 900}\n"
    inputs = case(awards=awards)
    moves = {"a": "10.00", "b": "10.00"}, {"c": "10.00", "d": "10.00"}
    assert broken(inputs, moves) == set()
    moves = {"b": "10.00", "d": "10.00"}, {"c": "10.00", "d": "10.00"}
    assert broken(inputs, moves) == {"transfers"}


def test_a_rule_that_lets_nobody_give() -> None:
    unknown = ", share: {clock: award_date, versions: [{from: 2027-01-01, value: 0.5, cite: x}]}}"
    inputs = case(rules=MOVE.replace(", share: 0.5%s}", f"{unknown}%s"))
    assert broken(inputs, GIVEN) == {"transfers"}
    assert broken(case(", authority: guidance"), GIVEN) == {"transfers"}


def test_what_is_recaptured_cannot_be_given() -> None:
    """60% of $9,000 must be obligated by December, or the rest of it is taken back: 5,400."""
    back = "id: back, kind: timeline, obligate: {share: 0.6, by: {months: 6}, recapture: automatic}"
    streams = {"other": {"origin": "federal", "family": "kin"}}
    inputs = partnership(
        f"{{{back}}}", change={"awards": read(AWARDS)}, stream={"family": "kin"}, streams=streams,
        family=[MOVE.replace(", third", "") % ""],
    )  # fmt: skip
    paid = ("tuition", "adults", JULY, "grant", "2000.00")
    assert broken(inputs, ({"grant": "3600.00"}, {"small": "3600.00"}), paid) == set()
    assert broken(inputs, ({"grant": "3600.01"}, {"small": "3600.01"}), paid) == {"fund/back"}
    # what it receives it may spend beside all of its own
    all_of_it = ("tuition", "adults", JULY, "grant", "10000.00")
    received = {"small": "1000.00"}, {"grant": "1000.00"}
    assert broken(inputs, received, all_of_it) == set()
