"""The table of cash and the bridge loans of a plan, by hand: from charges to repayment.

quest has $200 and pays $1,000 for a coach in each month from July to October. The city repays its
part 45 days after the month: July's on September 14, August's on October 15, September's on
November 14, October's on December 15. A gift of $900 comes on July 1 and lends what it has.
"""

from __future__ import annotations

from decimal import Decimal

from draft import draft, planned

from braid.plan.plan import Bridge, Plan, Repayment

MONTHS = """
horizon: {start: 2026-07-01, end: END, period: month}
organizations: [{id: quest, cash: {opening: 200}}]
groups: [{id: adults, program: welding, participants: 10, start: 2026-07-01, end: 2026-10-31}]
costs: [{id: coach, category: case_management, amount: 1000, every: month, until: 2026-10-31}]
awards: AWARDS
streams:
  city: {origin: local, payment: {method: reimbursement, lag_days: 45}}
  gift: {origin: private, restricted: 1, payment: {method: upfront}}
"""
CITY = "\n  - {id: city, stream: city, amount: 4000}"
GIFT = "\n  - {id: gift, stream: gift, amount: 900, to_date: [{category: child_care, amount: 100}]}"


def months(awards: str, end: str = "2026-12-31") -> Plan:
    return planned(draft(MONTHS.replace("AWARDS", awards).replace("END", end)))


def table(plan: Plan) -> list[tuple[int, ...]]:
    """Received, paid, balance and loan of each month, in whole dollars."""
    columns = ("received", "paid", "balance", "loan")
    rows = [[row[name] for name in columns] for row in plan.tables["cash"].rows()]
    assert not any(cents % 100 for row in rows for cents in row)
    return [tuple(cents // 100 for cents in row) for row in rows]


def test_claims_are_fronted_until_they_are_paid() -> None:
    plan = months(CITY)
    assert table(plan) == [
        (0, 1000, -800, 800),
        (0, 1000, -1800, 1800),
        (1000, 1000, -1800, 1800),
        (1000, 1000, -1800, 1800),
        (1000, 0, -800, 800),
        (1000, 0, 200, 0),
    ]
    assert plan.bridges == (
        Bridge(
            "quest", Decimal("1800.00"), "2026-07-01", "2026-12-31",
            (
                Repayment("city", "2026-11-01", Decimal("1000.00")),
                Repayment("city", "2026-12-01", Decimal("800.00")),
            ),
            Decimal("0.00"),
        ),
    )  # fmt: skip
    assert plan.tiers[-1].value == 800 + 3 * 1800 + 800


def test_what_the_horizon_leaves_open_is_repaid_after_it() -> None:
    plan = months(CITY, end="2026-11-30")
    (bridge,) = plan.bridges
    assert bridge.end == "2026-11-30"
    assert bridge.open == 800
    assert bridge.repaid_by[-1] == Repayment("city", "", Decimal("800.00"))


def test_what_came_up_front_and_is_not_spent_stands_in() -> None:
    # The gift's $800 lie there from July on: the loan is $1,000 less wherever the city pays alone.
    plan = months(CITY + GIFT)
    received = [row[0] for row in table(plan)]
    assert received[0] == 800
    claims = plan.tables["charges"].where("award", "city").sums("period")
    gift = plan.tables["charges"].where("award", "gift").sums("period")
    fronted = [claims.get((day,), 0) for day in ("2026-07-01", "2026-08-01")]
    lent = 80000 - sum(gift.get((day,), 0) for day in ("2026-07-01", "2026-08-01"))
    august = plan.tables["cash"].rows()[1]
    assert august["loan"] == max(0, sum(fronted) - lent - 20000) == 80000 + 20000


def test_what_may_be_given_to_another_award_does_not_stand_in() -> None:
    # The gift's $800 stand in for the city from July on, unless they may be transferred to it: then
    # they stand in nowhere, and are best spent in October, which repays as much of the loan.
    text = MONTHS.replace("AWARDS", CITY + GIFT).replace("END", "2026-12-31")
    moves = "{id: moves, kind: transfer, between: [gift, city], share: 0.1}"
    may_move = text.replace("method: upfront}}", f"method: upfront}}, rules: [{moves}]}}")
    loans = [[row[3] for row in table(planned(draft(given)))] for given in (text, may_move)]
    assert loans == [[0, 1000, 1000, 1000, 0, 0], [800, 1800, 1800, 1000, 0, 0]]


def test_two_loans_are_two() -> None:
    # Two months in July and October with rest between them.
    text = MONTHS.replace("until: 2026-10-31", "when: [{date: 2026-07-05, share: 0.5},"
                          " {date: 2026-10-05, share: 0.5}]")  # fmt: skip
    text = text.replace("amount: 1000, every: month", "amount: 2000")
    plan = planned(draft(text.replace("AWARDS", CITY).replace("END", "2026-12-31")))
    assert [(b.start, b.end, b.most) for b in plan.bridges] == [
        ("2026-07-01", "2026-09-30", 800),
        ("2026-10-01", "2026-12-31", 800),
    ]


def test_the_repayment_names_awards_in_order_of_their_ids() -> None:
    awards = (
        "\n  - {id: beta, stream: city, amount: 2000}\n  - {id: alpha, stream: city, amount: 2000}"
    )
    (bridge,) = months(awards).bridges
    assert sum(r.amount for r in bridge.repaid_by) == 1800
    per_month = [(r.period, r.award) for r in bridge.repaid_by]
    assert per_month == sorted(per_month)


def test_no_award_repays_what_stands_for_the_minimum() -> None:
    text = MONTHS.replace("opening: 200", "opening: 200, minimum: 500")
    plan = planned(draft(text.replace("AWARDS", CITY).replace("END", "2026-12-31")))
    (bridge,) = plan.bridges
    assert bridge.open == 300
    assert not [r for r in bridge.repaid_by if not r.period]


def test_only_organizations_that_state_their_cash_are_followed() -> None:
    text = MONTHS.replace(", cash: {opening: 200}", "")
    plan = planned(draft(text.replace("AWARDS", CITY).replace("END", "2026-12-31")))
    assert len(plan.tables["cash"]) == 0
    assert plan.bridges == ()
    assert len(plan.tiers) == 4
