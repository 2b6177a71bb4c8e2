"""What is paid back in part: others have paid the rest, in the same period and in cash."""

from __future__ import annotations

from partnership import Paid, Pledged, broken, partnership, read

from braid.catalog.inputs import Inputs

JULY, OCTOBER = "2026-07-01", "2026-10-01"
AWARDS = """
- {id: grant, stream: fund, amount: 5000}
- {id: town, stream: city, amount: 9000}
- {id: tools, stream: city, amount: 9000, form: in_kind}
"""


def case(share: str = "0.60", more: str = "") -> Inputs:
    """A fund that pays so much of a claim back, beside a city."""
    back = f"{{id: back, kind: reimbursement, share: {share}{more}}}"
    costs = read("[{id: coach, category: case_management, amount: 4000, every: year}]")
    change = {"awards": read(AWARDS), "costs": costs}
    return partnership(back, change=change, streams={"city": {"origin": "local"}})


def coach(award: str, dollars: str, period: str = JULY) -> Paid:
    return ("coach", "", period, award, dollars)


def beside(of: Paid | tuple[str, str]) -> Pledged:
    return (of, "grant", "fund/back")


def test_a_cent_short_of_the_rest() -> None:
    claim, rest = coach("grant", "300.00"), coach("town", "200.00")
    assert broken(case(), claim, rest, pledged=[beside(rest)]) == set()
    less = [beside(coach("town", "199.99"))]
    assert broken(case(), claim, rest, pledged=less) == {"fund/back"}
    assert broken(case("0.50"), claim, rest, pledged=[beside(rest)]) == {"fund/back"}


def test_another_period_does_not_pay_the_rest() -> None:
    claim, late = coach("grant", "300.00"), coach("town", "200.00", OCTOBER)
    assert broken(case(), claim, late, pledged=[beside(late)]) == {"fund/back"}


def test_what_is_in_kind_pays_no_rest() -> None:
    claim, rest = coach("grant", "300.00"), beside(("tools", "200.00"))
    assert broken(case(), claim, pledged=[rest]) == {"fund/back"}
    # even where the rule lets it count, it is of no period
    kind = case(more=", beside: {form: in_kind}")
    assert broken(kind, claim, pledged=[rest]) == {"fund/back"}


def test_a_claim_that_is_paid_whole_needs_nobody() -> None:
    assert broken(case("1.00"), coach("grant", "300.00")) == set()
