"""What is taken back is what the law takes.

Each test is about a plan that a monitor would laugh at, the optimum of a model in which some law
was missing. It states the partnership, what the missing law would make of it, and what is right,
with the arithmetic. Tiers are dollars of missed floors, unfunded must-lines, unfunded, reporting.
"""

from __future__ import annotations

from draft import dollars, draft, planned, tiers


def test_recapture_is_what_the_law_takes_and_not_what_the_model_could_bear() -> None:
    # Of $10,000, 80% must be obligated in six months; the coach costs $1,000 a quarter, so 2,000
    # are: 6,000 are taken back. 4,000 are left for the year's 4,000, and nothing lapses beside what
    # was taken.
    inputs = draft("""
        costs: [{id: coach, category: case_management, amount: 1000, every: quarter}]
        awards: [{id: grant, stream: fund, amount: 10000}]
        streams:
          fund: {rules: [{kind: timeline, obligate: {share: 0.8, by: {months: 6},
                 recapture: automatic}}]}
    """)
    assert tiers(inputs) == dollars(0, 0, 0, 0)
    plan = planned(inputs)
    row = plan.tables.awards.to_dict("records")[0]
    assert (row["charged"], row["recapture_risk"]) == (400_000, 600_000)
