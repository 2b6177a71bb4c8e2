"""Derived attributes: stated ones count, the rest follow, and what is missing is named."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from schema_helpers import based, codes, load, with_rule

from braid.catalog.facts import Facts
from braid.catalog.inputs import Inputs
from braid.kinds.permission import Conditions

LINE = {
    "clock": "cost_date",
    "versions": [
        {"from": "2025-01-01", "value": 100, "cite": "x"},
        {"from": "2026-09-01", "value": 200, "cite": "y"},
    ],
}
OF_YEAR = {
    "clock": "fiscal_year",
    "versions": [
        {"from": "2025-10-01", "value": 1, "cite": "x"},
        {"from": "2026-07-01", "value": 2, "cite": "y"},
    ],
}
OF_AWARD = {
    "clock": "award_date",
    "versions": [
        {"from": "2020-01-01", "value": 5, "cite": "x"},
        {"from": "2026-03-01", "value": 6, "cite": "y"},
    ],
}
NUMBER, BOOLEAN = ("number", "value"), ("boolean", "when")


def follows(kind: tuple[str, str], derivation: object) -> dict[str, Any]:
    """An entry of the dictionary that follows from others."""
    return {"type": kind[0], "means": "For these tests", "derive": {kind[1]: derivation}}


def stated(kind: tuple[str, str]) -> dict[str, Any]:
    """An entry of the dictionary that a scenario may state."""
    return {"type": kind[0], "means": "For these tests"}


DICTIONARY: dict[str, dict[str, dict[str, Any]]] = {
    "group": {
        "age": stated(NUMBER),
        "size": stated(NUMBER),
        "income": stated(NUMBER),
        "helped": stated(BOOLEAN),
        "limit": follows(NUMBER, {"times": [LINE, "size"]}),
        "low": follows(
            BOOLEAN, {"any": [{"helped": True}, {"income": {"max": {"value": "limit"}}}]}
        ),
        "third": follows(NUMBER, {"over": ["age", 3]}),
        "listed": follows(BOOLEAN, {"provider.etpl": True}),
        "long": follows(BOOLEAN, {"program.weeks": {"min": 10}}),
    },
    "program": {
        "enrolled": stated(NUMBER),
        "done": stated(NUMBER),
        "completion_rate": follows(NUMBER, {"over": ["done", "enrolled"]}),
        "taught": follows(BOOLEAN, {"provider.accredited": True}),
    },
    "provider": {
        "etpl": stated(BOOLEAN),
        "accredited": follows(BOOLEAN, {"etpl": True}),
    },
    "organization": {
        "accredited": follows(BOOLEAN, {"audited": True}),
        "audited": stated(BOOLEAN),
    },
    "award": {
        "share": follows(NUMBER, {"plus": [OF_AWARD, {"times": [100, OF_YEAR]}]}),
        "sound": follows(BOOLEAN, {"recipient.audited": True}),
    },
    "employer": {"big": follows(BOOLEAN, {"size": {"min": 100}})},
    "line": {
        "unit_cost": stated(NUMBER),
        "cheap": follows(BOOLEAN, {"unit_cost": {"max": 10}}),
    },
}


def inputs_of(folder: Path, scenario: str, rules: str | None = None) -> Inputs:
    """The inputs of a scenario on the base, with the dictionary above."""
    inputs, problems = load(folder, based(scenario), rules, attributes=yaml.safe_dump(DICTIONARY))
    assert inputs is not None, problems
    return inputs


def group(**said: object) -> str:
    """One more group of the base."""
    entry = {"id": "more", "program": "welding", "participants": 5, "start": "2026-09-07", **said}
    return f"groups: [{yaml.safe_dump(entry, default_flow_style=True).strip()}]"


def of_group(folder: Path, **said: object) -> dict[str, Any]:
    """The attributes of a group that states these."""
    return inputs_of(folder, group(**said)).groups["more"].attributes


def test_what_follows_stands_as_if_stated(tmp_path: Path) -> None:
    found = of_group(tmp_path, size=3, income=600, age=20)
    assert (found["limit"], found["low"]) == (Decimal(600), True)
    assert str(found["limit"]) == "600"
    assert found["third"] == Decimal("6.6666666667")
    assert (found["listed"], found["long"]) == (True, True)


def test_what_is_stated_counts(tmp_path: Path) -> None:
    found = of_group(tmp_path, size=3, income=600, limit=599, helped=False)
    assert (found["limit"], found["low"]) == (Decimal(599), False)
    assert of_group(tmp_path, size=3, income=600, low=False)["low"] is False


def test_a_derivation_is_unknown_until_enough_is_stated(tmp_path: Path) -> None:
    assert "low" not in of_group(tmp_path, income=600)


def test_one_part_may_decide(tmp_path: Path) -> None:
    assert of_group(tmp_path, helped=True)["low"] is True


@pytest.mark.parametrize(("start", "limit"), [("2026-08-31", 100), ("2026-09-01", 200)])
def test_numbers_with_versions_are_of_the_day_on_which_the_group_starts(
    start: str, limit: int, tmp_path: Path
) -> None:
    assert of_group(tmp_path, size=1, start=start)["limit"] == limit


def test_a_field_of_the_format_may_follow_and_counts_as_the_field(tmp_path: Path) -> None:
    program = "{id: nursing, weeks: 10, done: 9, enrolled: 12}"
    inputs = inputs_of(tmp_path, f"programs: [{program}]")
    assert inputs.programs["nursing"].completion_rate == Decimal("0.75")
    assert inputs.programs["welding"].completion_rate is None


def test_a_provider_has_its_organizations_value_before_what_follows(tmp_path: Path) -> None:
    organization = "organizations: [{id: school, audited: false}]"
    programs = "programs: [{id: a, weeks: 9, provider: {organization: school, etpl: true}}]"
    inputs = inputs_of(tmp_path, f"{organization}\n{programs}")
    assert inputs.organizations["school"].attributes["accredited"] is False
    assert inputs.programs["a"].attributes["taught"] is False
    assert inputs.programs["welding"].attributes["taught"] is True  # college says nothing
    assert inputs.programs["welding"].provider is not None
    assert inputs.programs["welding"].provider.attributes["accredited"] is True


@pytest.mark.parametrize(
    ("dates", "share"),
    [
        ("start: 2026-07-01", 206),
        ("start: 2026-07-01, award_date: 2026-02-28", 205),
        ("start: 2026-07-01, recipient: federal", 106),
    ],
)
def test_an_award_has_its_own_dates_and_its_recipients_year(
    dates: str, share: int, tmp_path: Path
) -> None:
    federal = "organizations: [{id: federal, fiscal_year_start: 10-01, audited: true}]"
    awards = f"awards: [{{id: new, stream: city_fund, amount: 1000, {dates}}}]"
    award = inputs_of(tmp_path, f"{federal}\n{awards}").awards["new"]
    assert award.attributes["share"] == share
    assert ("sound" in award.attributes) == (award.recipient == "federal")


def test_employers_and_lines_see_themselves(tmp_path: Path) -> None:
    employers = "partnership: {employers: [{id: yard, size: 100}]}"
    cost = "{id: kit, category: books_supplies, per_participant: 10, unit_cost: 11}"
    inputs = inputs_of(tmp_path, f"{employers}\ncosts: [{cost}]")
    assert inputs.employers["yard"].attributes["big"] is True
    assert inputs.costs["kit"].attributes["cheap"] is False


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, ("helped", "income", "size")),
        ({"helped": False}, ("income", "size")),
        ({"helped": False, "size": 2}, ("income",)),
        ({"helped": False, "limit": 200}, ("income",)),
    ],
)
def test_who_is_refused_is_told_what_is_missing_behind(
    said: dict[str, object], missing: tuple[str, ...], tmp_path: Path
) -> None:
    rule = with_rule("kind: participant, who: {low: true}")
    scenario = f"{group(**said)}\nawards: [{{id: new, stream: new_fund, amount: 1000}}]"
    inputs = inputs_of(tmp_path, scenario, rule)
    who = next(r for r in inputs.law.rules if r.id == "new_fund/one").rule.who  # type: ignore[attr-defined]
    verdict = Conditions(Facts(inputs)).ask(who, "group", group=inputs.groups["more"])
    assert not verdict.permits
    assert verdict.unknown == missing


def test_from_another_entity_the_names_say_whose_they_are(tmp_path: Path) -> None:
    facts = Facts(inputs_of(tmp_path, group()))
    assert facts.behind("group", "low") == ("helped", "income", "limit")
    assert facts.behind("line", "group.low") == ("group.helped", "group.income", "group.limit")
    assert facts.behind("program", "taught") == ("provider.accredited",)
    assert facts.behind("group", "income") == ()


def test_an_attribute_that_nobody_declared_has_no_derivation(tmp_path: Path) -> None:
    _, problems = load(tmp_path, based(group(poor=True)))
    assert codes(problems) == ["B101"]
