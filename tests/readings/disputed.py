"""A small library with one fund and a register of disagreements: what the tests write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

from braid.catalog.inputs import Inputs

GROUND = "why: W, cite: C, confidence: ambiguous, reviewed: 2026-03-01, authority: statute"
CATEGORIES = """
families: {training: Instruction, support: Help, running: Running the grant}
categories:
  tuition: {means: Tuition, families: [training]}
  care: {means: Care, families: [support]}
  travel: {means: Travel, families: [support]}
  administration: {means: Office, families: [running]}
"""
ATTRIBUTES = """
group:
  age: {type: number, means: Age}
  ready: {type: boolean, means: Ready}
"""
SCENARIO = """
name: Ten people
horizon: {start: 2026-07-01, end: 2027-06-30, period: year}
programs: [{id: welding, weeks: 12}]
groups: [{id: autumn, program: welding, participants: 10, start: 2026-09-14, age: 24}]
costs:
  - {id: tuition, category: tuition, per_participant: 1000, when: start}
  - {id: care, category: care, per_participant: 500, when: start}
awards: [{id: fund, stream: fund, amount: 12000, start: 2026-07-01, end: 2027-06-30}]
"""
"""$15,000 of cost, $12,000 of money."""

Write = Callable[..., Path]
Load = Callable[..., Inputs]


def fund(*rules: str) -> str:
    """The file of the fund, with some rules; each lacks only its ground."""
    lines = "".join(f"  - {{{rule}, {GROUND}}}\n" for rule in rules)
    return f"stream: fund\nname: The fund\norigin: state\nrules:\n{lines}"


def entry(name: str, reading: str, *rules: str, letter: str = "B") -> str:
    """An entry of the register with one other reading."""
    body = dedent(reading).strip("\n")
    indented = "".join(f"      {line}\n" for line in body.splitlines())
    return (
        f"- id: {name}\n  about: Whether {name} is read so\n  sources: [One, Another]\n"
        f"  reading: As it stands.\n  rule: [{', '.join(rules)}]\n  why: W\n"
        f"  readings:\n    {letter}:\n      says: Otherwise.\n{indented}"
    )
