"""What hangs on disputed law: $15,000 of cost and $12,000 of money, worked out by hand.

Tuition is $10,000, care $5,000. Without any rule $3,000 is unfunded.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from disputed import GROUND, SCENARIO, Load, entry

from braid.catalog.inputs import Inputs
from braid.plan.build import make_plan
from braid.plan.plan import Unsettled

CAP = "id: cap, kind: limit, spend: {category: care}, at_most: {usd: %s}"
BAN = "id: ban, kind: line, forbid: [care]"


def unsettled(inputs: Inputs) -> dict[str, tuple[Decimal, Decimal]]:
    """Unfunded now and then, by entry and reading."""
    plan = make_plan(inputs)
    assert plan.audit_passed, plan.audit_findings
    return {f"{u.conflict}={u.other}": (u.now.unfunded, u.then.unfunded) for u in plan.unsettled}


def changing(field: str, was: object, becomes: object, rule: str = "cap") -> str:
    change = f"{{rule: fund/{rule}, field: {field}, was: {was}, becomes: {becomes}}}"
    return entry("point", f"changes: [{change}]", f"fund/{rule}")


def test_a_ban_that_refuses_what_could_be_paid(load: Load) -> None:
    """Tuition leaves $2,000 of the money, and all of the care is unfunded."""
    register = entry("point", "removes: [fund/ban]", "fund/ban")

    assert unsettled(load(BAN, register=register)) == {"point=B": (5000, 3000)}


def test_the_reading_that_was_taken_is_the_other_one_of_the_other(load: Load) -> None:
    register = entry("point", "removes: [fund/ban]", "fund/ban")

    found = unsettled(load(BAN, register=register, readings={"point": "B"}))

    assert found == {"point=A": (3000, 5000)}


def test_a_cap_that_binds(load: Load) -> None:
    """$1,500 of $2,000 that is left may pay care; with $1,800 it is $300 more."""
    inputs = load(CAP % 1500, register=changing("at_most.usd", 1500, 1800))

    assert unsettled(inputs) == {"point=B": (3500, 3200)}


def test_a_cap_that_does_not_bind_decides_nothing(load: Load) -> None:
    # care gets at most what tuition leaves whoever gains: the plan pays it no more than $5,000
    assert unsettled(load(CAP % 6000, register=changing("at_most.usd", 6000, 7000))) == {}
    assert unsettled(load(CAP % 6000, register=entry("point", "removes: [fund/cap]"))) == {}


def test_a_stricter_reading_that_the_plan_would_break(load: Load) -> None:
    """All money is spent, at least $2,000 of it on care; of $500 on care $1,500 is left over."""
    inputs = load(CAP % 6000, register=changing("at_most.usd", 6000, 500))

    assert unsettled(inputs) == {"point=B": (3000, 4500)}


def test_a_stricter_reading_that_refuses_what_is_paid(load: Load) -> None:
    register = entry(
        "point", "changes: [{rule: fund/ban, field: forbid, was: [travel], becomes: [tuition]}]"
    )
    inputs = load("id: ban, kind: line, forbid: [travel]", register=register)

    assert unsettled(inputs) == {"point=B": (3000, 10000)}


def test_a_refusal_that_another_rule_repeats_decides_nothing(load: Load) -> None:
    register = entry("point", "removes: [fund/ban]", "fund/ban")
    inputs = load(BAN, "id: costs, kind: line, allow: [tuition]", register=register)

    assert unsettled(inputs) == {}


def test_a_rule_about_what_is_not_in_the_plan_decides_nothing(load: Load) -> None:
    register = entry("point", "removes: [fund/ban]", "fund/ban")

    assert unsettled(load("id: ban, kind: line, forbid: [travel]", register=register)) == {}


def test_a_refusal_outside_the_awards_time_decides_nothing(load: Load) -> None:
    register = entry("point", "removes: [fund/ban]", "fund/ban")
    late = SCENARIO.replace("start: 2026-07-01, end: 2027-06-30}]", "start: 2026-10-01}]")

    assert late != SCENARIO
    assert unsettled(load(BAN, register=register, scenario=late)) == {}


def test_a_shorter_life_counts_where_it_refuses_what_is_paid(load: Load) -> None:
    # people start on September 14: what must be spent in July is spent on nobody
    scenario = SCENARIO.replace(", end: 2027-06-30}]", "}]").replace(
        "period: year", "period: month"
    )
    life = "id: life, kind: timeline, ends: {months: 12}"
    for months, then in ((1, {"point=B": (3000, 15000)}), (11, {})):
        register = changing("ends.months", 12, months, rule="life")
        assert unsettled(load(life, register=register, scenario=scenario)) == then


def test_an_added_rule_counts(load: Load) -> None:
    adds = f"adds: {{fund: [{{id: none, kind: line, forbid: [care], {GROUND}}}]}}"
    inputs = load(CAP % 9000, register=entry("point", adds))

    assert unsettled(inputs) == {"point=B": (3000, 5000)}


def test_a_report_costs_more_or_less(load: Load) -> None:
    """Two hours at $50 once a year; four times a year it is $400."""
    report = "id: report, kind: report, report: R, every: year, hours: {floor: 2, planning: 2}"
    scenario = SCENARIO + "reporting: {hourly_rate: 50}\n"
    inputs = load(
        report, register=changing("every", "year", "quarter", "report"), scenario=scenario
    )
    (found,) = make_plan(inputs).unsettled

    assert (found.now.overhead, found.then.overhead) == (100, 400)


def test_a_fact_that_nobody_states_leaves_the_effect_unknown(load: Load) -> None:
    who = "{age: {min: 18}}"
    register = changing("who", who, "{ready: true}", "adults")
    inputs = load(f"id: adults, kind: participant, who: {who}", register=register)
    (found,) = make_plan(inputs).unsettled

    assert found.unstated == ("ready",)
    assert found.now == found.then


def test_who_pays_may_hang_on_a_row_that_binds_without_moving_money(load: Load) -> None:
    """The cap holds care to $2,000, which is all that tuition leaves of the money anyway."""
    inputs = load(
        CAP % 2000, "id: floor, kind: limit, spend: {category: tuition}, at_least: {usd: 10000}",
        register=changing("at_most.usd", 2000, 2500),
    )  # fmt: skip

    assert unsettled(inputs) == {"point=B": (3000, 3000)}


def test_the_largest_effect_comes_first(load: Load) -> None:
    small = changing("at_most.usd", 100, 200).replace("point", "small")
    large = changing("at_most.usd", 100, 900).replace("point", "large")
    plan = make_plan(load(CAP % 100, register=small + large))

    assert [(u.conflict, u.then.unfunded) for u in plan.unsettled] == [
        ("large", 4100), ("small", 4800),
    ]  # fmt: skip


@pytest.mark.parametrize("switch", [{"unsettled": False}, {"explained": False}])
def test_it_can_be_left_out(load: Load, switch: dict[str, bool]) -> None:
    register = entry("point", "removes: [fund/ban]", "fund/ban")

    assert make_plan(load(BAN, register=register), **switch).unsettled == ()


def test_it_is_left_out_of_large_plans(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("braid.plan.build.EXPLAIN_UP_TO", 0)
    register = entry("point", "removes: [fund/ban]", "fund/ban")
    plan = make_plan(load(BAN, register=register))

    assert plan.unsettled == ()
    assert any("unsettled law" in row["message"] for row in plan.tables["problems"].records())


def test_a_reading_at_odds_with_the_one_taken_is_not_asked(load: Load) -> None:
    one = changing("at_most.usd", 100, 200).replace("point", "one")
    other = one.replace("one", "other").replace("becomes: 200", "becomes: 900")
    plan = make_plan(load(CAP % 100, register=one + other, readings={"one": "B"}))

    assert [(u.conflict, u.other) for u in plan.unsettled] == [("one", "A")]


def test_a_plan_of_a_reading_is_what_the_other_plan_said_of_it(load: Load) -> None:
    """Whole people and cents apart, of which there are none here."""
    register = entry("point", "removes: [fund/ban]", "fund/ban")
    told: list[Unsettled] = list(make_plan(load(BAN, register=register)).unsettled)
    made = make_plan(load(BAN, register=register, readings={"point": "B"}))

    assert made.summary.unfunded == told[0].then.unfunded == 3000
    assert made.readings == {"point": "B"}
