"""Why each award pays no more of a cost, word for word: one award for each answer."""

from __future__ import annotations

from draft import draft, planned

ANSWERS = """
groups: [{id: adults, program: welding, participants: 10, start: 2026-07-01, sai: 0}]
programs: [{id: welding, weeks: 30, clock_hours: 900}]
costs:
  - {id: tuition, category: tuition_fees, per_participant: 3000, when: start}
awards:
  - {id: aid, stream: pell}
  - {id: grant, stream: fund, amount: 600}
  - {id: hoped, stream: fund, amount: 600, status: offered, probability: 0.5}
  - {id: kind, stream: fund, amount: 600, form: in_kind}
  - {id: late, stream: fund, amount: 600, start: 2026-10-01}
  - {id: offer, stream: costly, amount: 100, status: offered}
  - {id: other, stream: barred, amount: 600}
  - {id: sliced, stream: fund, amount: 600, slices: [{from: 2027-01-01, amount: 600}]}
  - {id: veterans, stream: unknown, amount: 600}
streams:
  barred: {rules: [{id: no-tuition, kind: line, forbid: [tuition_fees]}]}
  costly:
    rules:
      - {kind: report, report: Monthly, every: month, hours: {floor: 1, planning: 90}}
  fund: {origin: private}
  pell:
    entitlement: true
    rules:
      - {id: own-charges, kind: line, allow: [tuition_fees]}
      - kind: formula
        formula: pell_clock_hours
        numbers: {maximum: 740, minimum: 740, sai_ineligible_at: 14790, lifetime_percent: 600}
  unknown: {rules: [{id: who, kind: participant, who: {veteran: true}}]}
"""

TOLD = {
    "veterans": ("unknown/who", "Because. Not stated in the scenario: veteran.", "1 CFR 1"),
    "sliced": (
        "award-slices", "Its later slices have not begun, and the open ones are used up.", "",
    ),
    "grant": ("award-amount", "Its money is used up.", ""),
    "offer": (
        "not-accepted",
        "The plan does not take this offer: it would not lower what is unfunded enough to matter,"
        " or its reports cost more than they bring.",
        "",
    ),
    "kind": ("in-kind", "It is given in kind and cannot pay a bill.", ""),
    "late": (
        "period-of-performance",
        "What falls due from 2026-07-01 to 2026-07-01 is outside its period of performance"
        " (2026-10-01 to 2027-06-30).",
        "2 CFR 200.403(h)",
    ),
    "other": ("barred/no-tuition", "Because.", "1 CFR 1"),
    "hoped": (
        "not-committed", "The money is not committed, so the plan does not count on it.", "",
    ),
    "aid": (
        "entitlement",
        "It is an entitlement: it pays what its formula gives, before everything else.",
        "",
    ),
}  # fmt: skip
"""First the money that only facts keep away, then what may pay, then what may not."""


def test_every_award_says_why_it_pays_no_more() -> None:
    (line,) = planned(draft(ANSWERS)).explanations
    told = [(why.award, (why.rule, why.sentence, why.citation)) for why in line.awards]
    assert told == list(TOLD.items())
