"""Numbers that change with time: in order, and known for all of the time that is planned."""

from __future__ import annotations

from pathlib import Path

import pytest
from schema_helpers import NEW_FUND, based, codes, load, with_rule


def cap(clock: str, *begins: str, more: str = "") -> str:
    versions = ", ".join(f"{{from: {day}, value: 5, cite: z}}" for day in begins)
    number = f"{{clock: {clock}, versions: [{versions}]}}"
    return with_rule(f"kind: limit, spend: all, at_most: {{usd: {number}}}{more}")


@pytest.mark.parametrize(
    ("clock", "first", "found"),
    [
        ("cost_date", "2026-07-01", []),
        ("cost_date", "2026-07-02", ["B256"]),
        ("program_year", "2026-07-01", []),
        ("tax_year", "2026-12-31", []),
        ("tax_year", "2027-01-01", ["B256"]),
        ("fiscal_year", "2026-07-01", []),
        ("award_date", "2026-07-01", []),
    ],
)
def test_the_first_version_must_have_begun(
    clock: str, first: str, found: list[str], tmp_path: Path
) -> None:
    _, problems = load(tmp_path, based(NEW_FUND), cap(clock, first, "2028-01-01"))
    assert codes(problems) == found


def test_an_award_made_before_the_horizon_needs_the_number_of_its_own_date(tmp_path: Path) -> None:
    award = "awards: [{id: new, stream: new_fund, amount: 9, start: 2025-07-01, end: 2027-06-30}]"
    _, problems = load(tmp_path, based(award), cap("award_date", "2026-07-01"))
    assert codes(problems) == ["B256"]
    assert "July 1, 2025" in problems[0].message


def test_a_rule_that_begins_later_needs_its_number_only_then(tmp_path: Path) -> None:
    rule = cap("cost_date", "2027-01-01", more=", from: 2027-01-01")
    assert load(tmp_path, based(NEW_FUND), rule)[1] == ()


def test_a_recipients_fiscal_year_begins_on_its_own_day(tmp_path: Path) -> None:
    scenario = (
        "organizations: [{id: agency, fiscal_year_start: 10-01}]\n"
        "awards: [{id: new, stream: new_fund, recipient: agency, amount: 9}]"
    )
    _, problems = load(tmp_path, based(scenario), cap("fiscal_year", "2026-07-01"))
    assert codes(problems) == ["B256"]
    assert "October 1, 2025" in problems[0].message


def test_guidance_without_a_number_is_a_warning(tmp_path: Path) -> None:
    rule = cap("cost_date", "2027-01-01", more=", authority: guidance")
    inputs, problems = load(tmp_path, based(NEW_FUND), rule)
    assert inputs is not None
    assert [(p.code, p.severity) for p in problems] == [("B256", "warning")]


@pytest.mark.parametrize("second", ["2025-07-01", "2024-01-01"])
def test_versions_follow_each_other_in_time(second: str, tmp_path: Path) -> None:
    _, problems = load(tmp_path, based(NEW_FUND), cap("cost_date", "2025-07-01", second))
    assert codes(problems) == ["B255"]


def test_versions_inside_a_condition_are_checked_too(tmp_path: Path) -> None:
    number = "{clock: cost_date, versions: [{from: 2027-07-01, value: 18, cite: z}]}"
    rule = with_rule(f"kind: participant, who: {{age: {{min: {number}}}}}")
    assert codes(load(tmp_path, based(NEW_FUND), rule)[1]) == ["B256"]
