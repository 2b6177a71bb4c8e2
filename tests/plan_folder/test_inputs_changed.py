"""Changes of inputs that move no dollars by themselves, each told in its own words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from handmade_plan import example_inputs, example_plan

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import without
from braid.plan.changes import InputChange, what_changed
from braid.schema.scenario import Actuals


def told(before: Inputs, after: Inputs) -> list[InputChange]:
    """What of the inputs is told between two plans that are otherwise the same."""
    return list(what_changed(example_plan(inputs=before), example_plan(inputs=after)).inputs)


def with_fields(inputs: Inputs, **fields: object) -> Inputs:
    return Inputs(inputs.scenario.model_copy(update=fields), inputs.law)


INPUTS = example_inputs()


def test_another_reading_of_disputed_law_is_told_with_both() -> None:
    other = replace(INPUTS, readings={"fte": "B", "same": "A"})

    assert told(INPUTS, other) == [InputChange("reading", "fte", "reading", "A", "B")]
    assert told(other, INPUTS) == [InputChange("reading", "fte", "reading", "B", "A")]


def test_an_award_that_only_one_plan_counts_is_told() -> None:
    other = without(INPUTS, ["city"])

    assert told(INPUTS, other) == [InputChange("award", "city", "left_out", "counted", "left out")]
    assert told(other, INPUTS) == [InputChange("award", "city", "left_out", "left out", "counted")]


@pytest.mark.parametrize(
    ("what", "key", "update"),
    [
        ("program", "programs", {"weeks": Decimal(99)}),
        ("organization", "organizations", {"name": "Another"}),
        ("group", "groups", {"age": Decimal(99)}),
        ("cost line", "costs", {"name": "Another"}),
    ],
)
def test_a_field_that_is_not_followed_is_named(
    what: str, key: str, update: dict[str, object]
) -> None:
    first, *rest = getattr(INPUTS.scenario, key)
    other = with_fields(INPUTS, **{key: (first.model_copy(update=update), *rest)})

    assert told(INPUTS, other) == [InputChange(what, first.id, "other", after=next(iter(update)))]


@pytest.mark.parametrize("part", ["horizon", "partnership", "reporting", "objective"])
def test_a_part_of_the_scenario_that_differs_is_named(part: str) -> None:
    old = getattr(INPUTS.scenario, part)
    name = {"horizon": "period", "partnership": "name", "reporting": "hourly_rate"}.get(
        part, "mode"
    )
    other = with_fields(INPUTS, **{part: old.model_copy(update={name: "another"})})

    assert told(INPUTS, other) == [InputChange("scenario", part, "other")]


def test_an_amount_is_told_in_plain_digits() -> None:
    (city,) = (award for award in INPUTS.scenario.awards if award.id == "city")
    others = tuple(award for award in INPUTS.scenario.awards if award.id != "city")
    large, small = (
        with_fields(INPUTS, awards=(*others, city.model_copy(update={"amount": Decimal(amount)})))
        for amount in ("3E+5", "1")
    )

    assert told(large, small) == [InputChange("award", "city", "amount", "300000", "1")]


def test_other_rules_of_a_state_and_waivers_are_told() -> None:
    rules = INPUTS.scenario.rules
    other = with_fields(INPUTS, rules=rules.model_copy(update={"waivers": ("one", "two")}))

    assert told(INPUTS, other) == [InputChange("scenario", "rules", "choice", "none", "one, two")]


def test_another_ledger_is_told_by_its_day() -> None:
    actuals = Actuals(as_of=date(2026, 9, 30))
    other = with_fields(INPUTS, actuals=actuals)

    assert told(INPUTS, other) == [InputChange("charges", "actuals", "as_of", "", "2026-09-30")]
