"""A small library of rules, written into a folder: for the tests of ``braid rules``."""

from __future__ import annotations

from pathlib import Path

GROUND = "cite: C, confidence: verified, reviewed: 2026-03-01, authority: statute"
ADVICE = GROUND.replace("statute", "practice")
FILES = {
    "categories.yaml": """
families: {training: Instruction, support: Help}
categories:
  tuition: {means: Tuition, families: [training], also: [fees]}
  books: {means: Books, families: [training]}
  care: {means: "Care | of *children*", families: [support]}
  office: {means: Office, families: []}
""",
    "attributes.yaml": """
group:
  age: {type: number, means: Age, document: birth certificate}
""",
    "conflicts.yaml": """
- id: how-old
  about: How old an adult is
  sources: ["Act 1: 18", "Act 2: 21"]
  reading: Eighteen.
  rule: [fund/adults]
  why: Act 1 is newer.
""",
    "fund.yaml": f"""
stream: fund
name: The fund
origin: state
family: money
follows: [general]
rules:
  - {{id: adults, kind: participant, who: {{age: {{min: 18}}}}, why: "<b>Adults</b>", {GROUND}}}
  - {{id: costs, kind: line, allow: [training, care], why: What it pays, {GROUND}}}
  - {{id: need, kind: program, for: [books], where: {{weeks: {{min: 4}}}}, why: Long, {GROUND}}}
  - id: amount
    kind: limit
    spend: {{category: care}}
    at_most:
      usd:
        clock: award_year
        versions:
          - {{from: 2025-07-01, value: 700, cite: Notice of 2025}}
          - {{from: 2026-07-01, value: 750, cite: Notice of 2026}}
    waivers: {{more_care: 900}}
    why: Care is capped
    note: A planning number.
    {GROUND.replace(", ", chr(10) + "    ").replace("2026-03-01", "2026-06-01")}
  - {{id: pilot, kind: line, forbid: [care], until: 2026-01-01, why: Pilot, {GROUND}}}
  - {{id: next, kind: line, where: {{amount: {{max: 9}}}}, until: 2027-01-01, why: Next, {GROUND}}}
""",
    "money.yaml": f"""
family: money
name: Money
rules:
  - {{id: advice, kind: line, forbid: [tuition], why: Advice, {ADVICE}}}
""",
    "general.yaml": f"""
set: general
name: General rules
note: For all money.
rules:
  - {{id: no-office, kind: line, forbid: [office], why: No office, {GROUND}}}
""",
    "state/tx/overlays/money_tx.yaml": f"""
overlay: money
name: Money in Texas
rules:
  - {{id: tighter, kind: limit, spend: all, at_most: {{usd: 5}}, why: Tight, {GROUND}}}
""",
}


def small_rules(folder: Path) -> Path:
    """The library in a folder of its own below ``folder``."""
    for name, text in FILES.items():
        path = folder / "rules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")
    return folder / "rules"
