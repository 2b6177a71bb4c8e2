"""Among equally good plans: what expires is spent first, flexible money is kept."""

from __future__ import annotations

import pytest
from draft import draft, paid, planned, served

from braid.catalog.inputs import Inputs

TWO = """
costs:
  - {id: coach, category: case_management, amount: 600, until: 2026-09-30}
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
awards:
  - {id: a, stream: FIRST, amount: 20000, end: 2028-06-30}
  - {id: b, stream: SECOND, amount: 20000, end: ENDS}
streams:
  gift: {origin: private, restricted: 1}
  fund: {restricted: 9, rules: [{kind: benefit}]}
"""


def two(first: str, second: str, ends: str) -> Inputs:
    """Two awards of $20,000 for $10,600 of cost."""
    return draft(TWO.replace("FIRST", first).replace("SECOND", second).replace("ENDS", ends))


@pytest.mark.parametrize(("first", "second", "ends", "pays"), [
    ("gift", "fund", "2027-06-30", "fund"),  # the fund expires first
    ("fund", "gift", "2027-06-30", "gift"),  # the gift expires first
    ("gift", "fund", "2028-06-30", "fund"),  # neither does: the gift may pay anything: kept
    ("fund", "gift", "2028-06-30", "fund"),
])  # fmt: skip
def test_what_expires_is_spent_first_and_flexible_money_is_kept(
    first: str, second: str, ends: str, pays: str
) -> None:
    plan = planned(two(first, second, ends))
    assert paid(plan, stream=pays) == 10_600
    assert paid(plan) == 10_600


def test_nobody_has_a_record_who_is_served_by_no_stream() -> None:
    plan = planned(two("gift", "fund", "2027-06-30"))
    rows = plan.tables.groups.to_dict("records")
    counts = {r["scope"]: r["served"] for r in rows}
    assert counts["system"] == counts["stream"] == served(plan, "adults", "fund")
