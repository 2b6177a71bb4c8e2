"""What counts as a number, a date, a text, true or false."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from schema_helpers import based, codes, load

from braid.problems import Problem
from braid.schema.wording import as_written


def only(problems: tuple[Problem, ...]) -> Problem:
    (problem,) = problems
    return problem


def test_a_number_where_text_is_meant_is_the_text_as_written(tmp_path: Path) -> None:
    inputs, problems = load(
        tmp_path,
        based(
            "programs: [{id: 2026, weeks: 3}]\n"
            "groups: [{id: 10e1, name: 1.50, program: 2026, participants: 4, start: 2026-10-05}]\n"
            "costs: [{id: 1e3, category: child_care, amount: 5, groups: [fall, 10e1]}]"
        ),
    )
    assert problems == ()
    assert inputs is not None
    assert set(inputs.programs) == {"welding", "2026"}
    assert inputs.groups["10e1"].name == "1.50"
    assert inputs.groups_of(inputs.costs["1e3"]) == ("10e1", "fall")


def test_ids_with_a_leading_zero_stay_as_they_are_in_a_table(tmp_path: Path) -> None:
    inputs, problems = load(
        tmp_path,
        based("costs: c.csv"),
        c="id,category,amount,groups\n007,child_care,9,fall\n8,child_care,9,\n",
    )
    assert problems == ()
    assert inputs is not None
    assert {"007", "8"} <= set(inputs.costs)


def test_a_cell_holds_a_list_parted_by_semicolons(tmp_path: Path) -> None:
    inputs, problems = load(
        tmp_path,
        based("groups: g.csv\ncosts: c.csv"),
        g="id,program,participants,start,active,low_income\n"
        "spring,welding,12,2026-12-07,1; 90%,TRUE\n",
        c="id,category,amount,groups,when.date,when.share\n"
        "care,child_care,90,fall; spring,2026-12-01,1\n",
    )
    assert problems == ()
    assert inputs is not None
    assert inputs.groups["spring"].active == (Decimal(1), Decimal("0.9"))
    assert inputs.groups["spring"].attributes == {"low_income": True}
    assert inputs.costs["care"].groups == ("fall", "spring")
    (moment,) = inputs.costs["care"].when or ()
    assert moment == type(moment)(date=date(2026, 12, 1), share=Decimal(1))


@pytest.mark.parametrize("value", ["yes", "NO", "True", "on", "1", '"true"', "[true]", "{a: b}"])
def test_only_true_and_false_are_booleans(value: str, tmp_path: Path) -> None:
    _, problems = load(tmp_path, based(f"partnership: {{outcomes: {{ui_wage_records: {value}}}}}"))
    assert only(problems).code == "B103"


@pytest.mark.parametrize("value", ["true", '"12"', "twelve", "NaN", "inf", "[12]", "2026-07-01"])
def test_only_numbers_are_numbers(value: str, tmp_path: Path) -> None:
    _, problems = load(tmp_path, based(f"programs: [{{id: nursing, weeks: {value}}}]"))
    assert only(problems).code == "B103"


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("7/1/2026", "Write 2026-07-01, if that is the day meant."),
        ("13/1/2027", "Write 2027-01-13, if that is the day meant."),
        ("2026-7-1", "Write 2026-07-01, if that is the day meant."),
        ("20260701", "Write 2026-07-01, if that is the day meant."),
        ('"July 1, 2026"', "Write 2026-07-01, if that is the day meant."),
        ("2026-07-01T00:00:00", "Write 2026-07-01, if that is the day meant."),
        ("2026-02-30", "Write the date as year-month-day, such as 2026-07-01."),
        ("2026", "Write the date as year-month-day, such as 2026-07-01."),
        ("soon", "Write the date as year-month-day, such as 2026-07-01."),
        ("0026-07-01", "Give a date from 1900 to 2199."),
        ("true", "Write the date as year-month-day, such as 2026-07-01."),
    ],
)
def test_only_iso_dates_are_dates(written: str, remedy: str, tmp_path: Path) -> None:
    group = f"groups: [{{id: g, program: welding, participants: 4, start: {written}}}]"
    _, problems = load(tmp_path, based(group))
    assert only(problems).code == "B110"
    assert only(problems).remedy == remedy


def test_a_fault_is_marked_where_the_value_stands(tmp_path: Path) -> None:
    _, problems = load(
        tmp_path,
        based(
            "awards:\n"
            "  - id: terms\n"
            "    stream: city_fund\n"
            "    amount: 1000\n"
            "    slices: [{from: 2026-07-01, amount: 400}, {from: 2026-10-01, amount: -600}]\n"
        ),
    )
    place = only(problems).place
    assert (place.line, place.column, place.width) == (6, 74, 4)


@pytest.mark.parametrize("key", ["cost", "catgory", "Amount", "per participant"])
def test_a_misspelt_key_is_unknown_even_where_attributes_may_stand(
    key: str, tmp_path: Path
) -> None:
    cost = f"costs: [{{id: care, category: child_care, amount: 5, {key}: 5}}]"
    assert codes(load(tmp_path, based(cost))[1]) == ["B101"]


def test_an_unknown_attribute_value_is_allowed_to_be_empty(tmp_path: Path) -> None:
    group = "groups: [{id: g, program: welding, participants: 4, start: 2026-10-05, age: }]"
    assert load(tmp_path, based(group))[1] == ()


@pytest.mark.parametrize(("value", "told"), [
    (Decimal("0.0750"), "0.075"), (Decimal("1E+3"), "1000"), (True, "true"), (None, "nothing"),
    ([Decimal("0.5"), {"from": "2026-07-01"}], "[0.5, {from: 2026-07-01}]"),
])  # fmt: skip
def test_a_value_is_told_with_all_its_places(value: object, told: str) -> None:
    assert as_written(value) == told
