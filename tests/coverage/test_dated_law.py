"""Law that changes on a known day: the versions are there, each from its day on, and say why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rule_library import rule_files

NUMBERS = [
    ("sc_apprentice_credit/credit-amount", "numbers.adult_cap", "2023-12-31", "1000"),
    ("sc_apprentice_credit/credit-amount", "numbers.adult_cap", "2024-12-31", "4000"),
    ("sc_apprentice_credit/credit-amount", "numbers.youth_cap", "2023-12-31", "1000"),
    ("sc_apprentice_credit/credit-amount", "numbers.youth_cap", "2024-12-31", "6000"),
    ("sc_apprentice_credit/credit-amount", "numbers.retention", "2023-12-31", "0"),
    ("sc_apprentice_credit/credit-amount", "numbers.retention", "2024-12-31", "1000"),
    ("pa_industry_partnership/private-match", "share", "2021-07-01", "0.25"),
    ("pa_industry_partnership/private-match", "share", "2025-09-26", "0.25"),
    ("pa_industry_partnership/private-match", "share", "2025-09-27", "0"),
    ("pell/award-formula", "numbers.maximum", "2024-07-01", "7395"),
    ("pell/award-formula", "numbers.maximum", "2025-07-01", "7395"),
    ("pell/award-formula", "numbers.maximum", "2026-07-01", "7395"),
    ("pell/award-formula", "numbers.sai_ineligible_at", "2025-07-01", "1000000"),
    ("pell/award-formula", "numbers.sai_ineligible_at", "2026-07-01", "14790"),
    ("uniform_guidance/indirect-de-minimis", "at_most.share", "2024-09-30", "0.10"),
    ("uniform_guidance/indirect-de-minimis", "at_most.share", "2024-10-01", "0.15"),
    ("uniform_guidance/single-audit", "usd", "2024-09-30", "750000"),
    ("uniform_guidance/single-audit", "usd", "2024-10-01", "1000000"),
]
CLOCKS = {
    "sc_apprentice_credit/credit-amount": "tax_year",
    "pa_industry_partnership/private-match": "award_date",
    "pell/award-formula": "award_year",
    "uniform_guidance/indirect-de-minimis": "award_date",
    "uniform_guidance/single-audit": "fiscal_year",
}
IN_FORCE = [
    ("workforce_pell/placement-rate", "2029-06-30", "2029-07-01"),
    ("workforce_pell/placement-rate-in-occupation", "2029-07-01", "2029-06-30"),
    ("workforce_pell/price-within-earnings", "2030-07-01", "2030-06-30"),
]
WORDS = {
    "sc_apprentice_credit/credit-amount": "May 21, 2024",
    "pa_industry_partnership/private-match": "2025",
    "uniform_guidance/indirect-de-minimis": "October 1, 2024",
    "workforce_pell/placement-rate": "2028-29",
    "workforce_pell/placement-rate-in-occupation": "2029-30",
    "workforce_pell/price-within-earnings": "2030-31",
}


def rule(name: str) -> dict[str, Any]:
    home, _, own = name.partition("/")
    (found,) = (r for r in rule_files()[home]["rules"] if r["id"] == own)
    return dict(found)


@pytest.mark.parametrize(("name", "field", "day", "value"), NUMBERS)
def test_a_number_is_the_one_of_its_day(name: str, field: str, day: str, value: str) -> None:
    number: Any = rule(name)
    for step in field.split("."):
        number = number[step]
    assert number["clock"] == CLOCKS[name]
    begun = [
        v for v in number["versions"] if date.fromisoformat(v["from"]) <= date.fromisoformat(day)
    ]
    assert begun[-1]["value"] == Decimal(value)
    assert begun[-1]["cite"]


def test_each_award_year_of_pell_has_its_own_notice() -> None:
    versions = rule("pell/award-formula")["numbers"]["maximum"]["versions"]
    assert len({v["cite"] for v in versions}) == len(versions) >= 3


@pytest.mark.parametrize(("name", "holds", "not_yet_or_no_more"), IN_FORCE)
def test_a_measure_holds_from_its_award_year(
    name: str, holds: str, not_yet_or_no_more: str
) -> None:
    stated = rule(name)
    begins, ends = stated.get("from", "0001-01-01"), stated.get("until", "9999-12-31")
    assert begins <= holds < ends
    assert not begins <= not_yet_or_no_more < ends


@pytest.mark.parametrize("name", sorted(WORDS))
def test_the_sentence_names_the_change(name: str) -> None:
    assert WORDS[name] in rule(name)["why"]
