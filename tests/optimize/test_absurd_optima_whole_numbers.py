"""Use of an award and people are whole numbers, not nearly so.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

from decimal import Decimal

from draft import dollars, draft, paid, planned, tiers, unfunded, used


def test_a_declined_award_is_not_used_by_a_millionth() -> None:
    # At an integrality tolerance of 1e-6 a use of 6.7e-7 would let $90,000,000 pay $60 of books for
    # a report (it may not pay for) of less than a cent. Whole numbers are fixed before anything is
    # read.
    inputs = draft("""
        costs: [{id: book, category: books_supplies, per_participant: 10, when: start}]
        awards:
          - {id: gift, stream: gift, amount: 40}
          - {id: grant, stream: fund, amount: 90000000, status: offered}
        streams:
          gift: {origin: private}
          fund:
            pays_reporting: none
            rules: [{kind: report, report: Annual, every: once, hours: {floor: 0, planning: 2}}]
    """)
    assert tiers(inputs) == dollars(0, 0, 60, 0)
    plan = planned(inputs)
    assert not used(plan, "grant")
    assert paid(plan, award="grant") == 0
    assert unfunded(plan) == 60


def test_a_limit_on_people_counts_whole_people() -> None:
    # At most half of those served attend school; one adult, three pupils. One pupil, not 1.0000001
    # of one; and with 2 of 3 as the share, two.
    def pupils(share: str) -> Decimal:
        return paid(planned(draft(f"""
            groups:
              - {{id: adults, program: welding, participants: 1, start: 2026-07-01,
                  in_school: false}}
              - {{id: pupils, program: welding, participants: 3, start: 2026-07-01,
                  in_school: true}}
            awards: [{{id: grant, stream: fund, amount: 90000}}]
            streams:
              fund: {{rules: [{{kind: limit, serve: {{who: {{in_school: true}}}},
                      at_most: {{share: {share}, of: served}}}}]}}
        """)), group="pupils")  # fmt: skip

    assert [pupils(share) for share in ("0.4", "0.5", "0.66", "0.67")] == [0, 1000, 1000, 2000]
