"""Conditions: what is read, and what is wrong with one, at its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from schema_helpers import NEW_FUND, based, codes, load, with_rule

from braid.schema.predicate import (
    AllOf,
    AnyOf,
    Compare,
    ConditionFault,
    Not,
    attributes_of,
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
