"""A library of four streams and a scenario whose plans can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from braid.catalog.inputs import Inputs

Under = Callable[..., Inputs]
GROUND = "why: W, cite: C, confidence: verified, reviewed: 2026-11-22"
STATUTE = f"{GROUND}, authority: statute"
BREAK = "\n    "
REPORT = (
    "kind: report, report: Quarterly report, per: award, every: quarter, due_days: 30,"
    " hours: {planning: 2, floor: 1}"
)
LIBRARY = {
    "categories.yaml": """
families: {training: Training, support: Support}
categories:
  tuition: {means: Tuition, families: [training]}
  care: {means: Care, families: [support]}
  administration: {means: Administration, families: []}
""",
    "attributes.yaml": """
group:
  age: {type: number, means: Age}
  youth: {type: boolean, means: Under 25}
""",
    # pays tuition; at least a fifth of it for youth; 15% of the allotment stays with the state
    "alpha.yaml": f"""
stream: alpha
name: Alpha
origin: federal
reserved: [{{name: state, share: 0.15, cite: C}}]
rules:
  - {{id: costs, kind: line, allow: [tuition], {STATUTE}}}
  - {{id: who, kind: participant, who: {{age: {{min: 16}}}}, unwaivable: U, {STATUTE}}}
  - id: youth
    kind: limit
    spend: {{who: {{youth: true}}}}
    at_least: {{share: 0.20, of: award}}
    {STATUTE.replace(", ", BREAK)}
  - id: half
    kind: limit
    spend: {{category: tuition}}
    at_most: {{share: 0.50, of: cost}}
    waivers: {{more: 0.75}}
    {GROUND.replace(", ", BREAK)}
  - {{id: quarterly, {REPORT}, {GROUND}}}
""",
    "beta.yaml": f"""
stream: beta
name: Beta
origin: federal
rules:
  - {{id: costs, kind: line, allow: [care], {STATUTE}}}
  - {{id: quarterly, {REPORT}, {GROUND}}}
""",
    # pays half of what others pay first
    "half.yaml": f"""
stream: half
name: Half
origin: federal
payment: {{method: reimbursement, lag_days: 30}}
rules:
  - {{id: costs, kind: line, allow: [administration], {STATUTE}}}
  - id: share
    kind: reimbursement
    share: 0.50
    beside: {{origin: [state, local, private], category: [administration]}}
    {STATUTE.replace(", ", BREAK)}
""",
    "free.yaml": """
stream: free
name: Free
origin: local
rules: []
""",
    "pell_like.yaml": f"""
stream: pell_like
name: Pell-like
origin: federal
entitlement: true
rules:
  - {{id: costs, kind: line, allow: [tuition], {STATUTE}}}
""",
}
SCENARIO = """
name: Small
horizon: {start: 2026-07-01, end: 2028-06-30}
organizations: [{id: board}]
programs: [{id: welding, weeks: 10, completion_rate: 0.8, placement_rate: 0.5}]
groups:
  - {id: young, program: welding, participants: 10, start: 2026-09-07, age: 20, youth: true}
  - {id: old, program: welding, participants: 10, start: 2027-09-06, age: 40, youth: false}
costs:
  - {id: tuition, category: tuition, per_participant: 100, when: start}
  - {id: care, category: care, per_participant: 50, when: start}
  - {id: office, category: administration, amount: 400, from: 2026-07-01, until: 2026-09-30}
awards:
  - {id: a, stream: alpha, amount: 1000, start: 2026-07-01, end: 2028-06-30, rules: []}
  - {id: b, stream: beta, amount: 400, start: 2026-07-01, end: 2028-06-30}
  - {id: h, stream: half, amount: 500, start: 2026-07-01, end: 2028-06-30}
  - {id: f, stream: free, amount: 150, start: 2026-07-01, end: 2028-06-30}
reporting: {hourly_rate: 0.00}
"""
HEAD = """
proposal: reform
title: A reform
author: The tests
reference: none
status: idea
date: 2026-11-01
summary: It changes what it says.
authority: congress
"""
ONE = f"""
streams:
  - stream: one
    name: One fund
    origin: federal
    rules:
      - {{id: costs, kind: line, allow: [tuition, care, administration], {STATUTE}}}
"""


def small(folder: Path, scenario: str = SCENARIO) -> Path:
    """The library and the scenario in a folder; the scenario's path."""
    rules = folder / "rules"
    rules.mkdir(parents=True, exist_ok=True)
    for name, text in LIBRARY.items():
        (rules / name).write_text(text.lstrip("\n"), encoding="utf-8")
    path = folder / "small.yaml"
    path.write_text(scenario.lstrip("\n"), encoding="utf-8")
    return path


def reform(folder: Path, text: str, head: str = HEAD) -> Path:
    """A proposal's file."""
    path = folder / "reform.yaml"
    path.write_text(head.lstrip("\n") + text.lstrip("\n"), encoding="utf-8")
    return path
