"""Others get nothing before those who come first are paid for, as far as the money can."""

from __future__ import annotations

from typing import Any

from partnership import Paid, broken, partnership, read, report

FIRST = "{id: first, kind: order, reading: priority, first: {age: {min: 40}}}"
JULY = "2026-07-01"


def tuition(group: str, award: str, dollars: str, period: str = JULY) -> Paid:
    return ("tuition", group, period, award, dollars)


def groups(
    *laws: str, elders: str = "age: 50", start: str = JULY, grant: str = "amount: 50000"
) -> Any:
    """Ten adults and five elders; a second fund that serves whom it likes."""
    change = {
        "groups": read(f"""
        - {{id: adults, program: welding, participants: 10, start: {JULY}, age: 30}}
        - {{id: elders, program: welding, participants: 5, start: {start}, {elders}}}
        """),
        "costs": read("""
        - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
        - {id: books, category: books_supplies, per_participant: 100, when: start}
        """),
        "awards": read("""
        - {id: other, stream: sister, amount: 50000}
        """)
        + read(f"[{{id: grant, stream: fund, {grant}}}]"),
    }
    return partnership(*(laws or (FIRST,)), change=change, streams={"sister": {}})


BOOKS = ("books", "elders", JULY, "other", "500.00")


def test_nothing_but_cents_may_be_left_of_those_who_come_first() -> None:
    adult = tuition("adults", "grant", "0.01")
    assert broken(groups(), adult, BOOKS, tuition("elders", "grant", "4999.80")) == set()
    less = tuition("elders", "grant", "4999.79")
    assert broken(groups(), adult, BOOKS, less) == {"fund/first"}
    assert broken(groups(), BOOKS, less) == set()


SLICES = (
    f"amount: 6000, slices: [{{from: {JULY}, amount: 3000}}, {{from: 2026-10-01, amount: 3000}}]"
)


def test_money_that_had_run_out_by_then_may_serve_others_later() -> None:
    inputs = groups(grant=SLICES)
    costs = read("[{id: tuition, category: tuition_fees, per_participant: 1000, when: start}]")
    later = [g.model_dump(by_alias=True) for g in inputs.scenario.groups]
    later[0]["start"] = "2026-10-01"
    data = {**inputs.scenario.model_dump(by_alias=True), "groups": later, "costs": costs}
    inputs = type(inputs)(type(inputs.scenario).model_validate(data), inputs.law)
    adult = tuition("adults", "grant", "3000.00", "2026-10-01")
    assert broken(inputs, adult, tuition("elders", "grant", "2999.00")) == set()
    assert broken(inputs, adult, tuition("elders", "grant", "2998.99")) == {"fund/first"}


def test_money_that_others_got_has_not_run_out() -> None:
    inputs = groups(grant="amount: 4000")
    paid = (BOOKS, tuition("elders", "grant", "3000.00"), tuition("adults", "grant", "1000.00"))
    assert broken(inputs, *paid) == {"fund/first"}
    assert broken(inputs, *paid, tuition("elders", "other", "2000.00")) == set()


def test_a_cap_may_stop_what_those_who_come_first_get() -> None:
    cap = "{id: cap, kind: limit, spend: {direct: true}, at_most: {usd: 2000}, per: [group]}"
    adult = tuition("adults", "grant", "1000.00")
    assert broken(groups(FIRST, cap), adult, tuition("elders", "grant", "1999.00")) == set()
    less = tuition("elders", "grant", "1998.99")
    assert broken(groups(FIRST, cap), adult, less) == {"fund/first"}


def test_what_the_money_may_not_pay_is_not_waited_for() -> None:
    part = "{id: part, kind: limit, spend: all, at_most: {share: 0.4, of: cost}}"
    adult = tuition("adults", "grant", "1000.00")
    paid = (
        adult,
        tuition("elders", "grant", "1999.80"),
        ("books", "elders", JULY, "grant", "200.00"),
    )
    assert broken(groups(FIRST, part), *paid) == set()
    assert broken(groups(FIRST, part), *paid[:2]) == {"fund/first"}


def test_any_money_may_pay_for_those_who_come_first() -> None:
    paid = (
        tuition("adults", "grant", "1000.00"),
        BOOKS,
        tuition("elders", "other", "2000.00"),
        tuition("elders", "grant", "3000.00"),
    )
    assert broken(groups(), *paid) == set()


def test_those_who_come_first_may_be_served_in_part() -> None:
    assert broken(groups(), tuition("elders", "grant", "1000.00")) == set()


def test_other_money_serves_whom_it_likes() -> None:
    assert broken(groups(), tuition("adults", "other", "10000.00")) == set()


def test_only_the_costs_that_are_named_come_first() -> None:
    law = FIRST.replace("kind: order,", "kind: order, for: [tuition_fees],")
    paid = (tuition("adults", "grant", "1000.00"), tuition("elders", "grant", "5000.00"))
    assert broken(groups(law), *paid) == set()
    assert broken(groups(), *paid) == {"fund/first"}
    free = ("books", "adults", JULY, "grant", "1000.00")
    assert broken(groups(law), free) == set()


def test_whose_age_is_unknown_does_not_come_first() -> None:
    inputs = groups(elders="name: Elders")
    assert broken(inputs, tuition("adults", "grant", "1000.00")) == set()


def test_who_starts_in_another_program_year_does_not_wait() -> None:
    inputs = groups(start="2027-06-30")
    paid = tuition("adults", "grant", "1000.00")
    assert broken(inputs, paid) == {"fund/first"}
    change = {
        "horizon": read("{start: 2026-07-01, end: 2028-06-30, period: quarter}"),
        "groups": [
            {**g.model_dump(by_alias=True), **({"start": "2027-07-01"} if g.id == "elders" else {})}
            for g in inputs.scenario.groups
        ],
    }
    data = inputs.scenario.model_dump(by_alias=True)
    later = type(inputs.scenario).model_validate({**data, **change})
    assert broken(type(inputs)(later, inputs.law), paid) == set()


def test_a_rule_that_has_ended_when_a_group_starts_asks_nothing_of_it() -> None:
    law = FIRST.replace("kind: order,", "kind: order, until: 2026-07-01,")
    assert broken(groups(law), tuition("adults", "grant", "1000.00")) == set()


def test_the_rule_is_put_to_the_test_where_others_are_served() -> None:
    inputs = groups()
    elders = (BOOKS, tuition("elders", "grant", "5000.00"))
    assert report(inputs, *elders).checked["fund/first"] == 0
    paid = (*elders, tuition("adults", "grant", "1000.00"))
    assert report(inputs, *paid).checked["fund/first"] == 2
