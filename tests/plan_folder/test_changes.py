"""What changed between two plans, in their inputs and in dollars."""

from decimal import Decimal

from changed_plan import plan_with_more_city_money
from handmade_plan import example_inputs, example_plan

from braid.catalog.inputs import Inputs
from braid.plan.changes import Change, InputChange, Moved, what_changed


def test_nothing_changed_between_a_plan_and_itself() -> None:
    changes = what_changed(example_plan(), example_plan())

    assert changes.nothing


def test_dollars_that_move_are_told_by_award_line_and_unfunded() -> None:
    changes = what_changed(example_plan(), plan_with_more_city_money())

    assert changes.inputs == (InputChange("award", "city", "amount", "300000", "350000"),)
    assert changes.awards == (Change("city", Decimal("144000.00"), Decimal("175000.00")),)
    assert changes.unfunded == (Change("child_care", Decimal("46000.00"), Decimal("15000.00")),)
    assert changes.left == changes.lapses
    assert changes.lapses == (Change("city", Decimal("156000.00"), Decimal("175000.00")),)
    assert changes.moved == (Moved("child_care", "city", Decimal("31000.00")),)
    assert [c.id for c in changes.summary] == [
        "funded", "unfunded", "lapses", "completely_funded",
    ]  # fmt: skip


def changed(**fields: object) -> tuple[InputChange, ...]:
    plan = example_plan()
    scenario = plan.inputs.scenario.model_copy(update=fields)
    other = example_plan(inputs=Inputs(scenario, plan.inputs.law))
    return what_changed(plan, other).inputs


def test_things_that_come_and_go_are_told() -> None:
    scenario = example_inputs().scenario

    assert changed(awards=scenario.awards[1:]) == (
        InputChange("award", "adult_py26", "", before="was there"),
    )
    new = scenario.groups[0].model_copy(update={"id": "second"})
    assert changed(groups=(*scenario.groups, new)) == (
        InputChange("group", "second", "", after="is new"),
    )


def test_a_change_that_is_not_followed_is_still_told() -> None:
    scenario = example_inputs().scenario
    older = scenario.groups[1].model_copy(update={"age": Decimal(18)})

    assert changed(groups=(scenario.groups[0], older)) == (
        InputChange("group", "ma_adult", "other", after="age"),
    )


def test_a_rule_that_changed_is_told() -> None:
    plan = example_plan()
    law = plan.inputs.law
    rules = tuple(r for r in law.rules if r.id != "wioa_adult/support-cap")
    other = example_plan(
        inputs=Inputs(
            plan.inputs.scenario, type(law)(rules, law.streams, law.categories, law.attributes)
        )
    )

    assert what_changed(plan, other).inputs == (
        InputChange("rule", "wioa_adult/support-cap", "", "held", ""),
    )
