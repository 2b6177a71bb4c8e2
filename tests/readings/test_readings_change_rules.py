"""Another reading changes fields of rules, takes rules away or adds some; the files stay."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from disputed import GROUND, SCENARIO, Load, Write, entry

from braid.catalog.checks.folder import check_folder
from braid.catalog.inputs import Inputs
from braid.catalog.readings import under, value_in, with_value
from braid.problems import Problem

CAP = "id: cap, kind: limit, spend: {category: care}, at_most: {usd: 1500}"
COSTS = "id: costs, kind: line, allow: [tuition]"
TO_2500 = "changes: [{rule: fund/cap, field: at_most.usd, was: 1500, becomes: 2500}]"


def rules(inputs: Inputs) -> dict[str, Any]:
    return {homed.id: homed.rule for homed in inputs.law.rules}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("a", 2, {"a": 2, "b": {"c.d": 3, "e": [1]}}),
        ("b.c.d", 4, {"a": 1, "b": {"c.d": 4, "e": [1]}}),
        ("b.e", None, {"a": 1, "b": {"c.d": 3}}),
        ("f", 5, {"a": 1, "b": {"c.d": 3, "e": [1]}, "f": 5}),
        ("b.g", 6, {"a": 1, "b": {"c.d": 3, "e": [1], "g": 6}}),
    ],
)
def test_a_value_changes_at_its_path_alone(field: str, value: Any, expected: Any) -> None:
    raw = {"a": 1, "b": {"c.d": 3, "e": [1]}}

    assert with_value(raw, field, value) == expected
    assert value_in(expected, field) == value
    assert raw == {"a": 1, "b": {"c.d": 3, "e": [1]}}


def test_a_number_is_replaced(load: Load) -> None:
    register = entry("wide", TO_2500, "fund/cap")

    assert rules(load(CAP, register=register))["fund/cap"].at_most.usd == 1500
    other = load(CAP, register=register, readings={"wide": "B"})
    assert rules(other)["fund/cap"].at_most.usd == 2500
    assert other.readings == {"wide": "B"}


def test_a_list_gains_and_loses(load: Load) -> None:
    change = "changes: [{rule: fund/costs, field: allow, gains: [care], loses: [tuition]}]"
    inputs = load(COSTS, register=entry("costs", change, "fund/costs"), readings={"costs": "B"})

    assert rules(inputs)["fund/costs"].allow == ("care",)


def test_what_a_rule_does_not_state_was_its_default(load: Load) -> None:
    change = "changes: [{rule: fund/cap, field: counts, was: own, becomes: all_awards}]"
    inputs = load(CAP, register=entry("all", change, "fund/cap"), readings={"all": "B"})

    assert rules(inputs)["fund/cap"].counts == "all_awards"


def test_a_rule_is_taken_away_and_another_added(load: Load) -> None:
    ban = f"{{id: none, kind: line, forbid: [care], {GROUND}}}"
    reading = f"removes: [fund/cap]\nadds: {{fund: [{ban}]}}"
    inputs = load(CAP, COSTS, register=entry("ban", reading, "fund/cap"), readings={"ban": "B"})

    assert list(rules(inputs)) == ["fund/costs", "fund/none"]
    assert inputs.law.of_award["fund"][1].id == "fund/none"


def test_a_waiver_still_replaces_the_number_of_the_other_reading(load: Load) -> None:
    waived = f"{CAP}, waivers: {{more: 9000}}"
    scenario = "rules: {waivers: [more]}\n"
    inputs = load(
        waived, register=entry("wide", TO_2500, "fund/cap"), readings={"wide": "B"},
        scenario=SCENARIO + scenario,
    )  # fmt: skip

    assert rules(inputs)["fund/cap"].at_most.usd == 9000


def test_reading_a_is_the_files_own(load: Load) -> None:
    inputs = load(CAP, register=entry("wide", TO_2500, "fund/cap"), readings={"wide": "A"})

    assert inputs.readings == {}
    assert rules(inputs)["fund/cap"].at_most.usd == Decimal(1500)


def test_inputs_go_from_one_reading_to_another_and_back(load: Load) -> None:
    inputs = load(CAP, register=entry("wide", TO_2500, "fund/cap"))
    other = under(inputs, {"wide": "B"})

    assert rules(other)["fund/cap"].at_most.usd == 2500
    assert under(other, {}).law == inputs.law


def test_how_long_awards_may_last_is_checked_under_the_reading(
    load: Load, refused: Callable[..., list[Problem]]
) -> None:
    ends = "id: ends, kind: timeline, ends: {months: 6}"
    change = "changes: [{rule: fund/ends, field: ends, was: {months: 6}, becomes: {months: 12}}]"
    register = entry("long", change, "fund/ends")

    assert [p.code for p in refused(ends, register=register)] == ["B214"]
    assert load(ends, register=register, readings={"long": "B"}).readings == {"long": "B"}


def test_two_readings_of_the_same_field_are_not_chosen_together(
    refused: Callable[..., list[Problem]],
) -> None:
    whole = "changes: [{rule: fund/cap, field: at_most, was: {usd: 1500}, becomes: {count: 1}}]"
    whole = whole.replace("{count: 1}", "{usd: 1}")
    register = entry("wide", TO_2500, "fund/cap") + entry("bound", whole, "fund/cap")
    problems = refused(CAP, register=register, readings={"wide": "B", "bound": "B"})

    assert [(p.code, p.remedy) for p in problems] == [("B277", "Choose one of them.")]
    assert "'at_most' of 'fund/cap'" in problems[0].message


@pytest.mark.parametrize(
    ("readings", "remedy"),
    [
        ({"wyde": "B"}, "Did you mean 'wide'?"),
        ({"wide": "C"}, "Known: A: As it stands.; B: Otherwise."),
        ({"fact": "B"}, "No rule holds it."),
    ],
)
def test_a_reading_that_there_is_not(
    refused: Callable[..., list[Problem]], readings: dict[str, str], remedy: str
) -> None:
    fact = entry("fact", "", "fund/cap").partition("  readings:")[0]
    fact += "  not_encoded: No rule holds it.\n"
    problems = refused(CAP, register=entry("wide", TO_2500, "fund/cap") + fact, readings=readings)

    assert [(p.code, p.remedy, str(p.place)) for p in problems] == [("B276", remedy, "--reading")]


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        ("field: at_most.usd, was: 1500, becomes: much", "B103", "should be a number"),
        ("field: spend.category, was: care, becomes: cares", "B252", "'cares' is not a category"),
        ("field: at_most.usd, was: 1500, becomes: null", "B258", ""),
    ],
)
def test_what_a_chosen_reading_makes_of_a_rule_must_be_a_rule(
    refused: Callable[..., list[Problem]], change: str, code: str, told: str
) -> None:
    register = entry("wide", f"changes: [{{rule: fund/cap, {change}}}]", "fund/cap")
    problems = refused(CAP, register=register, readings={"wide": "B"})

    assert [p.code for p in problems] == [code]
    assert problems[0].message.startswith("Under this reading of 'fund/cap': ")
    assert told in problems[0].message
    assert str(problems[0].place) == "rules/conflicts.yaml:10:17"


def test_a_folder_of_rules_is_checked_with_all_its_readings(write: Write) -> None:
    wrong = entry("wide", TO_2500.replace("2500", "-1"), "fund/cap")
    lost = entry("gone", "removes: [other/rule]\nadds: {another: []}")
    rules = write(CAP, register=wrong + lost) / "rules"
    problems = check_folder(rules, rules).problems

    assert [(p.code, p.place.line) for p in problems] == [("B258", 10), ("B273", 20), ("B273", 21)]
