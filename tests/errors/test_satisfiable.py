"""Which conditions nothing can meet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from braid.catalog.checks.satisfiable import impossible
from braid.schema.predicate import parse_predicate

N = Decimal
VERSION = {"from": "2026-07-01", "value": N(9), "cite": "Act"}
POSSIBLE: list[Any] = [
    {"age": {"min": N(18), "max": N(18)}},
    {"age": {"above": N(17), "below": N(19)}},
    {"tier": {"is": "a", "not": "b"}},
    {"tier": ["a", "b"], "not": {"tier": "a"}},
    {"any": [{"age": {"min": N(25), "max": N(20)}}, {"low": True}]},
    {"age": {"min": N(25)}, "any": [{"age": {"max": N(20)}}, {"age": {"max": N(30)}}]},
    {"all": [{"low": True}, {"poor": False}]},
    {"day": {"min": date(2026, 7, 1), "max": "2026-07-01"}},
    {"income": {"max": {"value": "line"}, "min": N(5)}},
    {"age": {"min": {"clock": "award_date", "versions": [VERSION]}, "max": N(5)}},
    {"not": {"all": [{"low": True}, {"poor": True}]}, "low": True},
    {"name": {"min": "b", "max": "a"}},  # text has no order that counts
]
IMPOSSIBLE: list[Any] = [
    {"age": {"min": N(25), "max": N(20)}},
    {"age": {"min": N(18), "below": N(18)}},
    {"age": {"above": N(18), "max": N(18)}},
    {"age": N(17), "not": {"age": {"below": N(18)}}},
    {"tier": {"is": "a", "in": ["b", "c"]}},
    {"tier": ["a", "b"], "not": {"tier": ["a", "b", "c"]}},
    {"age": [N(16), N(17)], "all": [{"age": {"min": N(18)}}]},
    {"low": True, "not": {"low": True}},
    {"not": {"low": True}, "all": [{"not": {"low": False}}]},
    {"any": [{"age": {"min": N(25), "max": N(20)}}, {"low": True, "all": [{"low": False}]}]},
    {"age": {"min": N(25)}, "any": [{"age": {"max": N(20)}}, {"age": {"below": N(25)}}]},
    {"day": {"above": date(2026, 7, 1), "max": "2026-07-01"}},
    {"not": {"any": [{"low": True}, {"poor": True}]}, "poor": True},
]


@pytest.mark.parametrize("condition", POSSIBLE, ids=str)
def test_somebody_can_meet_it(condition: Any) -> None:
    assert not impossible(parse_predicate(condition))


@pytest.mark.parametrize("condition", IMPOSSIBLE, ids=str)
def test_nobody_can_meet_it(condition: Any) -> None:
    assert impossible(parse_predicate(condition))


def test_two_conditions_are_met_together_or_not() -> None:
    young, adult = ({"age": {"max": N(24)}}, {"age": {"min": N(25)}})
    assert impossible(parse_predicate(young), parse_predicate(adult))
    assert not impossible(parse_predicate(young), parse_predicate({"age": {"min": N(24)}}))


def test_of_very_many_cases_nothing_is_said() -> None:
    wide = [{"any": [{f"a{i}": True}, {f"b{i}": True}]} for i in range(12)]
    never = {"age": {"min": N(25), "max": N(20)}}
    assert not impossible(parse_predicate({"all": [never, *wide]}))
