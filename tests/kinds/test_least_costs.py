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
