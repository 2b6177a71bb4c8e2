"""What a finance lead reads of cash: who must bridge how much and when, and who repays it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "plan"))

from draft import draft, planned
from test_cash_flow import CITY, MONTHS

from braid.plan.plan import Plan
from braid.render import cash
from braid.render.console import SECTIONS
from braid.render.explain import explain_award
from braid.render.output import show


def plan(awards: str = CITY, **change: str) -> Plan:
    text = MONTHS.replace("AWARDS", awards).replace("END", "2026-12-31")
    for old, new in change.items():
        text = text.replace(old, new)
    return planned(draft(text))


def section(of: Plan) -> str:
    out = io.StringIO()
    show(lambda console: cash.cash(of, console), out, 100)
    return out.getvalue()


def test_a_loan_is_told_in_one_sentence() -> None:
    assert " ".join(section(plan()).split()) == (
        "Cash at the end of each month; cash.csv has them all"
        " quest must bridge up to $1,800 from July 2026 to December 2026;"
        " repaid by city (reimbursed 45 days after the month)."
    )


def test_what_comes_after_the_plan_and_what_is_kept_are_told() -> None:
    of = plan(opening="minimum: 50, opening")
    text = " ".join(section(of).split())
    assert "no award repays" not in text  # 200 of its own cover the 50
    text = " ".join(section(plan(opening="minimum: 500, opening")).split())
    assert "; no award repays $300, which stands for the balance that it keeps." in text


def test_an_organization_without_a_loan_has_its_lowest_balance_told() -> None:
    text = section(plan(**{"opening: 200": "opening: 5000"}))
    assert "quest needs no bridge loan; its balance is lowest in August 2026: $3,000." in text


def test_the_report_has_the_section_only_where_cash_is_followed() -> None:
    assert cash.cash in SECTIONS
    assert section(plan(**{", cash: {opening: 200}": ""})) == ""


def test_awards_with_the_same_terms_are_told_together() -> None:
    awards = (
        "\n  - {id: beta, stream: city, amount: 1000, start: 2026-10-01}"
        "\n  - {id: alpha, stream: city, amount: 3000}"
    )
    assert "; repaid by alpha and beta (reimbursed 45 days after the month)." in " ".join(
        section(plan(awards)).split()
    )


@pytest.mark.parametrize(
    ("award", "says"),
    [
        ("city", "To quest, reimbursed 45 days after the month."),
        ("city", "It repays $1,000 in November 2026 of the loan that begins in July 2026."),
        ("gift", "To quest, paid up front."),
    ],
)
def test_explain_says_how_an_award_pays_and_what_it_repays(award: str, says: str) -> None:
    restricted = {"restricted: 1": "restricted: 9"}
    of = plan(CITY + "\n  - {id: gift, stream: gift, amount: 90}", **restricted)
    out = io.StringIO()
    show(lambda console: explain_award(of, award, console), out, 100)
    assert says in out.getvalue()
