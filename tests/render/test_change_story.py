"""``--since`` tells a finance lead in a few sentences what moved and why."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from changed_plan import plan_with_more_city_money, with_award
from handmade_plan import example_plan

from braid.plan.changes import Change, Changes, InputChange, Moved, what_changed
from braid.plan.plan import Plan
from braid.render.changes import changes_json, story


def told(before: Plan, after: Plan) -> list[str]:
    return story(what_changed(before, after), before, after)


def test_a_larger_award_and_what_it_paid_for() -> None:
    assert told(example_plan(), plan_with_more_city_money()) == [
        "The award city (City sales tax fund) rose by $50,000, from $300,000 to $350,000.",
        "$31,000 of child_care that was unfunded is now paid by city; "
        "$15,000 of it stays unfunded.",
        "city pays $31,000 more, $175,000 in all; $175,000 lapses (was $156,000).",
        "In all, unfunded cost falls by $31,000 to $250,640 and lapsing money rises by $19,000 "
        "to $175,000.",
        "48 of 65 people are completely funded (was 31).",
    ]


def test_a_smaller_award_and_what_it_no_longer_pays_for() -> None:
    assert told(plan_with_more_city_money(), example_plan())[:2] == [
        "The award city (City sales tax fund) fell by $50,000, from $350,000 to $300,000.",
        "$31,000 more of child_care is unfunded, because city pays $31,000 less; $46,000 in all.",
    ]


def test_two_plans_that_are_the_same() -> None:
    assert told(example_plan(), example_plan()) == [
        "Nothing: the inputs and the plan are the same."
    ]


def test_inputs_that_move_no_dollar() -> None:
    before = example_plan()
    after = replace(before, inputs=plan_with_more_city_money().inputs)

    assert told(before, after)[-1] == "No dollar of the plan moved."


def test_a_plan_that_differs_though_its_inputs_do_not() -> None:
    after = replace(plan_with_more_city_money(), inputs=example_plan().inputs)

    assert told(example_plan(), after)[0] == (
        "The inputs are the same; the plan was made with another version or solver."
    )


def test_the_changes_are_also_data() -> None:
    before, after = example_plan(), plan_with_more_city_money()

    data = changes_json(what_changed(before, after), before, after)

    assert data["unfunded"] == [{"id": "child_care", "before": "46000.00", "after": "15000.00"}]
    assert Decimal("31000.00") == Decimal(data["moved"][0]["amount"])  # type: ignore[index]


def test_a_larger_award_that_finds_nothing_to_pay_for_stays_unspent() -> None:
    before = example_plan()
    awards = before.tables["awards"].rows()
    (city,) = (row for row in awards if row["award"] == "city")
    city["left"] += 50_000_00
    tables = before.tables.replaced(awards=awards)
    after = replace(before, tables=tables, inputs=plan_with_more_city_money().inputs)

    assert told(before, after) == [
        "The award city (City sales tax fund) rose by $50,000, from $300,000 to $350,000.",
        "Of city, $206,000 is left unspent (was $156,000).",
    ]


def test_other_parts_that_changed_are_named() -> None:
    before = example_plan()
    inputs = with_award(before.inputs, "city", name="Ready to Work", amount=None)

    assert told(before, replace(before, inputs=inputs))[:2] == [
        "The award city (Ready to Work): amount is now not stated.",
        "The award city (Ready to Work) was changed: name.",
    ]


def changes(
    unfunded: Sequence[tuple[str, str, str]], moved: Sequence[tuple[str, str, str]] = ()
) -> Changes:
    """Changes of nothing but what is unfunded (line, before, after) and what moved."""
    lines = tuple(Change(name, Decimal(a), Decimal(b)) for name, a, b in unfunded)
    parts = tuple(Moved(cost, award, Decimal(by)) for cost, award, by in moved)
    return Changes((), (), (), lines, (), (), parts)


def lines_told(found: Changes) -> list[str]:
    return story(found, example_plan(), example_plan())[1:]


def test_what_a_line_lost_and_gained_adds_up() -> None:
    found = changes(
        [("navigator", "0", "90.00")],
        [("navigator", "city", "-80"), ("navigator", "pell", "-30"), ("navigator", "gift", "20")],
    )

    assert lines_told(found) == [
        "$90 more of navigator is unfunded, because city pays $80 and pell $30 less, "
        "gift $20 more; $90 in all."
    ]


def test_a_line_that_became_dearer_is_the_reason_itself() -> None:
    found = changes([("navigator", "0", "70.00")], [("navigator", "city", "30")])

    assert lines_told(found) == [
        "$70 more of navigator is unfunded, because it costs $100 more, city pays $30 more; "
        "$70 in all."
    ]


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (7, "1 further cost line changed: see unfunded.csv."),
        (8, "2 further cost lines changed: see unfunded.csv."),
    ],
)
def test_more_lines_than_fit_are_counted(lines: int, last: str) -> None:
    found = changes([(f"line_{n}", "0", "100.00") for n in range(lines)])

    assert lines_told(found)[-1] == last


def test_lines_that_moved_by_cents_are_counted_and_not_told() -> None:
    found = changes(
        [("navigator", "0", "100.00"), ("fares", "0", "0.02"), ("exam", "0.40", "0")],
        [("navigator", "city", "-100"), ("fares", "city", "-0.02")],
    )

    assert lines_told(found) == [
        "$100 more of navigator is unfunded, because city pays $100 less; $100 in all.",
        "2 cost lines changed by less than $1: see unfunded.csv.",
    ]


def test_one_change_more_than_fits_is_one_change() -> None:
    found = replace(
        changes([]), inputs=tuple(InputChange("group", f"g{n}", "", "", "is new") for n in range(9))
    )

    assert "And 1 more change of the inputs." in story(found, example_plan(), example_plan())
