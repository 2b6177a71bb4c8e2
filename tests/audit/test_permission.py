"""One person too young, one program unlisted, one cost not on the list."""

from __future__ import annotations

from typing import Any

import pytest
from partnership import broken, partnership, plan, read, report

from braid.audit.run import audit_plan
from braid.audit.standing import Standing

TUITION = ("tuition", "adults", "2026-07-01", "grant", "10000.00")
COACH = ("coach", "", "2026-07-01", "grant", "1.00")

AGE = "{id: age, kind: participant, who: {age: {min: 18}}}"
LISTED = "{id: listed, kind: program, for: [training], where: {provider.etpl: true}}"
SIZE = "{id: small, kind: employer, where: {size: {max: 50}}}"
LISTS = "{id: list, kind: line, allow: [training, case_management]}"
AWARD = "{id: agreement, kind: award, where: {signed: true}}"


def people(**facts: Any) -> dict[str, Any]:
    base = {"id": "adults", "program": "welding", "participants": 10, "start": "2026-07-01"}
    return {"groups": [{**base, **facts}]}


def test_a_participant_rule_asks_for_the_fact() -> None:
    assert broken(partnership(AGE, change=people(age=18)), TUITION) == set()
    assert broken(partnership(AGE, change=people(age=17)), TUITION) == {"fund/age"}
    assert broken(partnership(AGE, change=people()), TUITION) == {"fund/age"}


def test_a_program_rule_asks_only_about_what_it_is_for() -> None:
    listed = read("[{id: welding, weeks: 12, provider: {organization: college, etpl: true}}]")
    assert broken(partnership(LISTED, change={"programs": listed}), TUITION) == set()
    assert broken(partnership(LISTED), TUITION) == {"fund/listed"}
    assert broken(partnership(LISTED), COACH) == set()
    assert report(partnership(LISTED), COACH).checked["fund/listed"] == 0


@pytest.mark.parametrize(("size", "found"), [(50, set()), (51, {"fund/small"})])
def test_an_employer_rule_asks_the_employer_of_the_job(size: int, found: set[str]) -> None:
    change = {
        "partnership": {"employers": [{"id": "yard", "size": size}]},
        "programs": [{"id": "welding", "weeks": 12, "job": {"employer": "yard"}}],
    }
    assert broken(partnership(SIZE, change=change), TUITION) == found


def test_an_award_rule_asks_the_award() -> None:
    signed = read("[{id: grant, stream: fund, amount: 50000, signed: true}]")
    assert broken(partnership(AWARD, change={"awards": signed}), TUITION) == set()
    assert broken(partnership(AWARD), TUITION) == {"fund/agreement"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{id: list, kind: line, allow: [training]}", set()),
        ("{id: list, kind: line, allow: [case_management]}", {"fund/list"}),
        ("{id: list, kind: line, forbid: [tuition_fees]}", {"fund/list"}),
        ("{id: list, kind: line, forbid: [case_management]}", set()),
        ("{id: list, kind: line, for: [tuition_fees], where: {approved: true}}", {"fund/list"}),
        ("{id: list, kind: line, where: {line.direct: true}}", set()),
        ("{id: list, kind: line, allow: [case_management], from: 2026-07-02}", set()),
        ("{id: list, kind: line, allow: [case_management], until: 2026-07-01}", set()),
        ("{id: list, kind: line, allow: [case_management], until: 2026-07-02}", {"fund/list"}),
    ],
)
def test_a_line_rule_allows_forbids_or_asks(line: str, found: set[str]) -> None:
    assert broken(partnership(line), TUITION) == found


def test_a_shared_cost_without_a_benefit_rule_needs_one_group_that_qualifies() -> None:
    young = {
        "id": "young",
        "program": "welding",
        "participants": 1,
        "start": "2026-07-01",
        "age": 16,
    }
    adults = {**young, "id": "adults", "age": 30}
    assert broken(partnership(AGE, change={"groups": [young, adults]}), COACH) == set()
    assert broken(partnership(AGE, change={"groups": [young]}), COACH) == {"fund/age"}


@pytest.mark.parametrize(("since", "found"), [("2026-07-02", set()), ("2026-07-01", {"fund/age"})])
@pytest.mark.parametrize("split", [True, False])
def test_a_group_qualifies_on_its_own_first_day(split: bool, since: str, found: set[str]) -> None:
    adults = "{id: age, kind: participant, from: SINCE, who: {age: {min: 18}}}"
    benefit = ["{id: part, kind: benefit}"] if split else []
    change = {
        **people(age=17),
        "costs": read("[{id: coach, category: case_management, amount: 4000, every: year}]"),
    }
    inputs = partnership(adults.replace("SINCE", since), *benefit, change=change)
    later = ("coach", "adults" if split else "", "2027-01-01", "grant", "0.01")
    assert broken(inputs, later, served={("adults", "fund"): 10}) >= found
    assert ("fund/age" in broken(inputs, later)) == bool(found)


def test_guidance_warns() -> None:
    rule = "{id: age, kind: participant, authority: guidance, who: {age: {min: 31}}}"
    found = report(partnership(rule), TUITION)
    assert found.passed
    assert [w.rule for w in found.warnings] == ["fund/age"]
    assert found.warnings[0].citation == "1 CFR 1"


def test_what_one_plan_may_pay_is_asked_again_only_where_the_next_pays_something_else() -> None:
    inputs = partnership(LISTED, LISTS)
    standing = Standing(inputs)
    for paid in ((COACH,), (COACH, TUITION), (TUITION,), (COACH,)):
        one = plan(inputs, *paid)
        assert audit_plan(inputs, one, standing) == audit_plan(inputs, one)
        found = audit_plan(inputs, one, standing)
        assert ("fund/listed" in {finding.rule for finding in found.findings}) == (TUITION in paid)
        assert found.checked["fund/listed"] == paid.count(TUITION)
