"""Conditions: what is read, and what is wrong with one, at its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from schema_helpers import NEW_FUND, based, codes, load, with_rule

from braid.catalog.conditions import holds, worth
from braid.catalog.values import Clock
from braid.schema.expression import ConditionFault, DayOf, parse_expression
from braid.schema.predicate import (
    AllOf,
    AnyOf,
    Compare,
    Not,
    attributes_of,
    clocks_of,
    parse_predicate,
)


def test_every_key_of_a_condition_must_hold() -> None:
    read = parse_predicate({"age": {"min": Decimal(18), "below": Decimal(25)}, "low_income": True})
    assert read == AllOf(
        (
            AllOf((Compare("age", "min", Decimal(18)), Compare("age", "below", Decimal(25)))),
            Compare("low_income", "is", True),
        )
    )


def test_a_list_is_a_choice_and_words_join_conditions() -> None:
    read = parse_predicate(
        {"any": [{"status": ["a", "b"]}, {"not": {"age": {"not": {"max": Decimal(17)}}}}]}
    )
    assert read == AnyOf(
        (Compare("status", "in", ("a", "b")), Not(Not(Compare("age", "max", Decimal(17)))))
    )
    assert attributes_of(read) == {"status", "age"}


def test_a_comparison_may_be_with_an_expression_or_a_date() -> None:
    dated = {"clock": "tax_year", "versions": [{"from": "2026-01-01", "value": 2, "cite": "x"}]}
    read = parse_predicate(
        {
            "income": {"max": {"value": {"times": ["line_for_one", {"plus": [1, dated]}]}}},
            "day": {"min": {"day": "employer.since", "plus_days": Decimal(-3)}},
            "age": {"is": {"value": "group.size"}},
        }
    )
    assert attributes_of(read) == {
        "income", "line_for_one", "day", "employer.since", "age", "group.size",
    }  # fmt: skip
    assert clocks_of(read) == {"tax_year"}
    of_day = read.parts[1]
    assert of_day == Compare("day", "min", DayOf("employer.since", -3))


def dated(day: str) -> dict[str, object]:
    """A number that holds from a day on."""
    return {"clock": "cost_date", "versions": [{"from": day, "value": 2, "cite": "x"}]}


AMOUNTS = {"a": Decimal("7"), "b": 3, "c": None, "zero": Decimal(0), "word": "x"}


@pytest.mark.parametrize(
    ("expression", "amount"),
    [
        ("a", 7),
        ({"over": ["a", "b"]}, Fraction(7, 3)),
        ({"over": ["a", "zero"]}, None),
        ({"minus": ["b", "a"]}, -4),
        ({"plus": ["a", "b", Decimal("0.5")]}, Fraction(21, 2)),
        ({"times": ["a", "b", 2]}, 42),
        ({"least": ["a", "b"]}, 3),
        ({"greatest": ["a", {"times": [4, "b"]}]}, 12),
        ({"greatest": ["a", "c"]}, None),
        ({"least": ["a", "missing"]}, None),
        ({"plus": ["word", 1]}, None),
        (
            {"clock": "cost_date", "versions": [{"from": "2026-07-02", "value": 2, "cite": "x"}]},
            None,
        ),
        ({"clock": "cost_date", "versions": [{"from": "2026-07-01", "value": 2, "cite": "x"}]}, 2),
    ],
)
def test_an_expression_is_worked_out_exactly(expression: object, amount: object) -> None:
    first = date(2026, 7, 1)
    assert worth(parse_expression(expression), AMOUNTS.get, Clock(first, first)) == amount


@pytest.mark.parametrize(
    ("signed", "verdict"),
    [(date(2026, 3, 3), True), ("2026-03-03", True), (date(2026, 3, 4), False), (None, None),
     (date(9999, 12, 31), None), (True, None), (5, None)],
)  # fmt: skip
def test_a_date_is_compared_with_another_and_days(signed: object, verdict: object) -> None:
    asked = parse_predicate({"start": {"min": {"day": "signed", "plus_days": 120}}})
    facts = {"start": date(2026, 7, 1), "signed": signed}
    first = date(2026, 7, 1)
    assert holds(asked, facts.get, Clock(first, first)) is verdict


@pytest.mark.parametrize(
    ("condition", "path"),
    [
        ({}, ()),
        ("age", ()),
        ({"age": {"least": 18}}, ("age", "least")),
        ({"age": {}}, ("age",)),
        ({"age": None}, ("age",)),
        ({"age": {"in": 18}}, ("age", "in")),
        ({"any": {"age": 18}}, ("any",)),
        ({"all": [{"age": 1}, {"age": {"min": [1]}}]}, ("all", 1, "age", "min")),
        ({"not": {"age": [[1]]}}, ("not", "age", 0)),
        ({"age": {"min": {"clock": "never", "versions": []}}}, ("age", "min", "clock")),
        ({"age": {"min": {"value": None}}}, ("age", "min", "value")),
        ({"age": {"min": {"value": True}}}, ("age", "min", "value")),
        ({"age": {"min": {"value": "a", "plus_days": 3}}}, ("age", "min", "plus_days")),
        ({"age": {"min": {"value": {"plus": 3}}}}, ("age", "min", "value", "plus")),
        ({"age": {"min": {"value": {"plus": []}}}}, ("age", "min", "value", "plus")),
        ({"age": {"min": {"value": {"by": ["a", 2]}}}}, ("age", "min", "value", "by")),
        ({"age": {"min": {"value": {"over": ["a", 2, 3]}}}}, ("age", "min", "value", "over")),
        (
            {"age": {"min": {"value": {"plus": [1, {"minus": [[1], 2]}]}}}},
            ("age", "min", "value", "plus", 1, "minus", 0),
        ),
        (
            {"age": {"min": {"value": {"plus": [{"clock": "x", "versions": []}]}}}},
            ("age", "min", "value", "plus", 0, "clock"),
        ),
        ({"on": {"max": {"day": 3}}}, ("on", "max", "day")),
        ({"on": {"max": {"day": "start", "days": 3}}}, ("on", "max", "days")),
        (
            {"on": {"max": {"day": "start", "plus_days": Decimal("1.5")}}},
            ("on", "max", "plus_days"),
        ),
        ({"on": {"max": {"day": "start", "plus_days": 40000}}}, ("on", "max", "plus_days")),
        ({"on": {"in": {"value": "start"}}}, ("on", "in")),
    ],
)
def test_a_fault_knows_where_it_stands(condition: object, path: tuple[str | int, ...]) -> None:
    with pytest.raises(ConditionFault) as caught:
        parse_predicate(condition)
    assert caught.value.path == path
    assert caught.value.remedy.endswith(("}", "?", "…", ".", "]"))


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("kind: participant, who: {age: {min: 18}}", []),
        ("kind: participant, who: {group.age: {min: 18}, provider.etpl: true}", []),
        ("kind: participant, who: {start: {min: 2026-07-01}, weeks: {max: 20}}", []),
        ("kind: participant, who: {months_in_tax_year: {min: 7}}", []),
        ("kind: participant, who: {separation_date: {min: 2026-07-01}}", []),
        ("kind: program, where: {program.credential.recognized: true, months_operating: 12}", []),
        ("kind: program, where: {job.employer: mill, provider.type: college}", []),
        ("kind: award, where: {recipient.fiscal_year_start: 07-01, holds: allocation}", []),
        ("kind: line, where: {direct: true, accepts_in_kind: true, round: one}", []),
        ("kind: limit, serve: {who: {age: {min: 18}}}, at_most: {count: 5}", []),
        ("kind: participant, who: {separation_date: {min: 7/1/2026}}", ["B254"]),
        ("kind: participant, who: {low_income: yes}", ["B254"]),
        ("kind: participant, who: {not: {any: [{age: [18, old]}]}}", ["B254"]),
        ("kind: program, where: {credential.recognised: true}", ["B253"]),
        ("kind: program, where: {months_operatin: 12}", ["B253"]),
        ("kind: award, where: {holds: alocation}", ["B254"]),
        ("kind: line, where: {age: {min: 18}}", ["B253"]),
        ("kind: limit, spend: {who: {direct: true}}, at_most: {usd: 5}", ["B253"]),
        (
            "kind: limit, spend: all, at_most: {share: 0.1, of: spent, less: {who: {ag: 5}}}",
            ["B253"],
        ),
    ],
)
def test_conditions_ask_about_what_there_is(rule: str, found: list[str], tmp_path: Path) -> None:
    _, problems = load(tmp_path, based(NEW_FUND), with_rule(rule))
    assert codes(problems) == found
