"""The hook for rule cases says no when a case does not come out as it says."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[1] / "rules"
sys.path.insert(0, str(CASES))

from case_planner import planner_agrees  # noqa: E402
from case_verdict import run  # noqa: E402
from rule_cases import Case, CaseError, cases_of, changed  # noqa: E402

from braid.reading.yaml_reader import read_yaml  # noqa: E402


def adult_age() -> tuple[Case, Case]:
    """A case that keeps the age rule of WIOA Adult, and one that breaks it."""
    document, problems = read_yaml(CASES / "wioa_adult.yaml")
    assert document is not None, problems
    cases = [c for c in cases_of(document.data) if c.rule == "wioa_adult/adult-age"]
    return next(c for c in cases if c.passing), next(c for c in cases if c.failing)


def test_changes_find_list_items_by_id() -> None:
    base = {"groups": [{"id": "a", "age": 17, "sex": "f"}], "awards": [{"id": "x"}]}
    change = {"groups.a.age": 18, "groups.a.sex": None, "+groups": [{"id": "b"}], "awards.x": None}
    assert changed(base, change) == {"groups": [{"id": "a", "age": 18}, {"id": "b"}], "awards": []}
    assert base["groups"][0]["age"] == 17


def test_a_change_of_nothing_is_an_error() -> None:
    with pytest.raises(CaseError, match="there is no 'b'"):
        changed({"groups": [{"id": "a"}]}, {"groups.b.age": 18})


def test_a_case_that_keeps_a_rule_does_not_break_it_and_the_reverse() -> None:
    kept, broken = adult_age()
    run(kept)
    run(broken)
    with pytest.raises(CaseError, match="should name"):
        run(replace(kept, says={"breaks": True}))
    with pytest.raises(CaseError, match="should pass"):
        run(replace(broken, says={"passes": True}))


def test_a_case_needs_its_rule_to_be_in_force() -> None:
    kept, _ = adult_age()
    with pytest.raises(CaseError, match="not in force"):
        run(replace(kept, rule="wioa_adult/no-such-rule"))


def test_a_case_that_is_written_wrongly_says_what_is_wrong() -> None:
    kept, _ = adult_age()
    with pytest.raises(CaseError, match="needs a 'rule' and a 'name'"):
        cases_of({"base": {}, "cases": [{"rule": "wioa_adult/adult-age", "passes": True}]})
    with pytest.raises(CaseError, match="'expects' has 'reports' or 'risk'"):
        run(replace(kept, says={"expects": {"report": 4}}))
    with pytest.raises(CaseError, match="'reports' is a list"):
        run(replace(kept, says={"expects": {"reports": 4}}))


def test_a_plan_that_never_meets_a_rule_does_not_pass_it() -> None:
    kept, _ = adult_age()
    with pytest.raises(CaseError, match="nothing in it puts this rule to the test"):
        run(replace(kept, charges=()))


def test_the_planner_and_the_auditor_agree_on_both_sides_of_a_rule() -> None:
    for case in adult_age():
        assert planner_agrees(case) in ([], None)
