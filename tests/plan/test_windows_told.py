"""Categories that an award pays longer or shorter than the rest: what a reader is told."""

import io

import pytest
from draft import draft, planned

from braid.plan.plan import Plan
from braid.render.explain import explain_award
from braid.render.output import show

GRANT = """
costs:
  - {id: books, category: books_supplies, amount: 1000, every: quarter}
  - {id: care, category: child_care, amount: 1000, every: quarter}
  - {id: coach, category: case_management, amount: 1000, every: quarter}
awards:
  - {id: grant, stream: fund, amount: 16000, end: 2026-12-31}
streams:
  fund:
    rules:
      - {id: care-later, kind: timeline, for: [child_care], ends: {months_after_end: 3},
         why: Care goes on.}
      - {id: books-early, kind: timeline, for: [books_supplies], SAYS, why: Books are bought early.}
"""


def plan(says: str = "ends: {months: 3}") -> Plan:
    return planned(draft(GRANT.replace("SAYS", says)))


def reasons(of: Plan, cost: str) -> list[tuple[str, str, str]]:
    unfunded = of.tables["unfunded"].where("cost", cost)
    return [(row["period"], row["reason"], row["rule"]) for row in unfunded.rows()]


def test_the_rule_that_ends_a_category_early_is_the_reason() -> None:
    found = reasons(plan(), "books")
    assert [period for period, _, _ in found] == ["2026-10-01", "2027-01-01", "2027-04-01"]
    assert {rule for _, _, rule in found} == {"fund/books-early"}
    assert found[0][1] == (
        "grant: Books are bought early. What falls due from 2026-10-01 to 2026-12-31 is outside the"
        " time in which it may pay this (2026-07-01 to 2026-09-30)."
    )


def test_a_category_that_is_paid_longer_ends_by_its_own_rule() -> None:
    ((period, _, rule),) = reasons(plan(), "care")
    assert (period, rule) == ("2027-04-01", "fund/care-later")
    assert {rule for _, _, rule in reasons(plan(), "coach")} == {"period-of-performance"}


def test_a_category_for_which_no_time_is_left_says_so() -> None:
    found = reasons(plan("begins: {months: 9}"), "books")
    says = "grant: Books are bought early. That leaves this award no time for it."
    assert {reason for _, reason, _ in found[:3]} == {says}


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("ends: {months: 3}",
         "It pays books supplies only from July 1, 2026 to September 30, 2026."),
        ("begins: {months: 9}", "It pays books supplies at no time."),
    ],
)  # fmt: skip
def test_explain_names_the_windows_of_an_award(says: str, told: str) -> None:
    out = io.StringIO()
    show(lambda console: explain_award(plan(says), "grant", console), out, 100)
    assert told in out.getvalue()
    assert "It pays child care only from July 1, 2026 to March 31, 2027." in out.getvalue()
    assert "case management only" not in out.getvalue()
