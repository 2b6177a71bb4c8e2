"""What an entitlement left open is paid once.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

from draft import dollars, draft, paid, planned, tiers


def test_what_pell_left_is_paid_once_and_not_by_each_later_award() -> None:
    # Pell: 1,000 x 1/4, twice, for each of ten: 5,000, all for the students' own rent. Held against
    # the full cost of 10,000, later awards of the family pay 5,000 together, not 5,000 each.
    inputs = draft("""
        programs: [{id: welding, weeks: 13, clock_hours: 450}]
        groups: [{id: students, program: welding, participants: 10, start: 2026-07-01,
                  max_pell: true}]
        awards:
          - {id: aid, stream: pell}
          - {id: adult, stream: adult, amount: 9000}
          - {id: dislocated, stream: dislocated, amount: 9000}
        streams:
          adult: {family: wioa}
          dislocated: {family: wioa}
          pell:
            entitlement: true
            rules:
              - {kind: line, where: {paid_by: student}}
              - kind: formula
                formula: pell_clock_hours
                numbers: {maximum: 1000, minimum: 100, sai_ineligible_at: 14790,
                          lifetime_percent: 600}
        families:
          wioa: {rules: [{kind: order, for: [training], after: [pell], reading: full_cost}]}
    """)
    assert tiers(inputs) == dollars(0, 0, 5000, 0)
    assert paid(planned(inputs), cost="tuition") == 5000
