"""Cases of rules need no pledges of their own: the best ones are found."""

from __future__ import annotations

import sys
from pathlib import Path

from partnership import partnership, plan, read

from braid.audit.books import Books
from braid.audit.run import audit_books

CASES = Path(__file__).resolve().parents[1] / "rules"
sys.path.insert(0, str(CASES))

from case_pledges import pledges_for  # noqa: E402

JULY = "2026-07-01"
ANY = "{id: any, kind: match, share: 0.50, of: spent}"
STAFF = "{id: staff, kind: match, share: SHARE, of: spent, beside: {category: case_management}}"
PAID = (
    ("tuition", "adults", JULY, "grant", "1000.00"),
    ("tuition", "adults", JULY, "town", "500.00"),
    ("coach", "", JULY, "town", "500.00"),
)


def found(share: str, *rules: str) -> tuple[set[str], dict[str, int]]:
    """The rules that the best pledges break, and the cents pledged for each rule."""
    change = {"awards": read("""
    - {id: grant, stream: fund, amount: 5000}
    - {id: town, stream: city, amount: 9000}
    """)}  # fmt: skip
    stated = (*rules, ANY, STAFF.replace("SHARE", share))
    inputs = partnership(*stated, change=change, streams={"city": {"origin": "local"}})
    bare = plan(inputs, *PAID)
    pledges = pledges_for(Books(inputs, bare))
    after = type(bare)(bare.charges, bare.served, pledges=pledges)
    broken = {finding.rule for finding in audit_books(Books(inputs, after)).findings}
    cents: dict[str, int] = {}
    for one in pledges:
        cents[one.rule] = cents.get(one.rule, 0) + one.cents
    return broken, cents


def test_money_is_moved_where_only_it_can_stand() -> None:
    # what coaches cost comes first in every list, but the second rule counts nothing else
    assert found("0.50") == (set(), {"fund/any": 50000, "fund/staff": 50000})


def test_a_dollar_too_few_is_missed_by_one_rule() -> None:
    broken, cents = found("0.51")
    assert len(broken) == 1
    assert sum(cents.values()) == 100000


def test_what_must_be_met_comes_before_what_may_be_missed() -> None:
    effort = "{id: effort, kind: match, usd: 700}"
    assert found("0.50", effort) == (set(), {"fund/any": 50000, "fund/staff": 50000})
