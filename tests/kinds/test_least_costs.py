"""What a person costs whom a stream serves at least: rows of each stream, by hand."""

from __future__ import annotations

from draft import draft, model_of
from lp_text import rows_text

CAPPED = """
groups: [{id: adults, program: welding, participants: 10, start: 2026-07-01}]
costs:
  - {id: books, category: books_supplies, per_participant: 50, when: start}
  - {id: care, category: child_care, per_participant: 200, when: start}
awards:
  - {id: half, stream: half, amount: 1000}
  - {id: small, stream: small, amount: 1000}
  - {id: whole, stream: whole, amount: 1000}
streams:
  half:
    rules:
      - {id: care-only, kind: line, allow: [supportive_services]}
      - {id: each, kind: limit, spend: all, at_most: {usd: 5000}, per: participant}
      - {id: share, kind: limit, spend: all, at_most: {share: 0.5, of: cost}}
  small:
    rules:
      - id: each
        kind: limit
        spend: {category: books_supplies}
        at_most: {usd: 30}
        per: participant
      - {id: more, kind: limit, spend: all, at_most: {usd: 40}, per: participant}
      - id: yearly
        kind: limit
        spend: {category: child_care}
        at_most: {usd: 20}
        per: [participant, line, calendar_year]
  whole:
    rules: [{id: each, kind: limit, spend: all, at_most: {usd: 5000}, per: participant}]
"""

ENTITLED = """
organizations: [{id: college}]
programs:
  - {id: welding, weeks: 13, clock_hours: 450, provider: {organization: college}}
groups:
  - {id: neighbors, program: welding, participants: 2, start: 2026-07-01, sai: 20000}
  - {id: students, program: welding, participants: 4, start: 2026-07-01, sai: -1500}
costs:
  - {id: books, category: books_supplies, per_participant: 2500, when: start, incurred_by: college}
  - {id: tuition, category: tuition_fees, per_participant: 2000, when: start, incurred_by: college}
awards:
  - {id: aid, stream: pell}
  - {id: gift, stream: another, amount: 9000}
  - {id: grant, stream: fund, amount: 9000}
streams:
  another: {rules: [{id: each, kind: limit, spend: all, at_most: {usd: 5000}, per: participant}]}
  fund:
    rules:
      - {id: pell-first, kind: order, for: [training], after: [pell], reading: full_cost}
      - {id: each, kind: limit, spend: all, at_most: {usd: 5000}, per: participant}
  pell:
    entitlement: true
    rules:
      - {id: tuition-only, kind: line, allow: [tuition_fees]}
      - id: grant
        kind: formula
        formula: pell_clock_hours
        numbers: {maximum: 7395, minimum: 740, sai_ineligible_at: 14790, lifetime_percent: 600}
"""


def least(text: str) -> dict[str, int]:
    """The least cents of one person, by group and stream."""
    found = {}
    for row in rows_text(model_of(draft(text)), "served").strip().split("\n\n"):
        head, *terms, _ = row.splitlines()
        if head.startswith("served-direct"):
            (each,) = (int(term.split()[1]) for term in terms if " served(" in term)
            found[head.partition(": ")[2]] = each
    return found


def test_the_least_is_the_cheapest_line_as_far_as_limits_let_it_be_paid() -> None:
    # half of the care; of a person at most $20 in a year's care; the books
    assert least(CAPPED) == {"adults half": 10000, "adults small": 2000, "adults whole": 5000}


def test_what_an_entitlement_leaves_of_a_person_may_be_less_than_any_line() -> None:
    """Of the second group too: its students cost 4 x $4,500 and are entitled to $14,790.

    $3,210 are left, $802.50 for each; the neighbors are entitled to nothing. For the students
    another stream, which no rule sends behind the entitlement, has the books to pay: their tuition
    is paid.
    """
    assert least(ENTITLED) == {
        "neighbors another": 200000, "neighbors fund": 200000,
        "students another": 250000, "students fund": 80250,
    }  # fmt: skip
