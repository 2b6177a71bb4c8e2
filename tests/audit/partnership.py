"""A small partnership for audit tests: one program, one group, and rules written in the test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from textwrap import dedent
from typing import Any

from braid.audit import AuditReport, Charge, PlanUnderAudit, Pledge, Unfunded, audit_plan
from braid.catalog.inputs import Inputs
from braid.catalog.law import apply_law
from braid.catalog.library import Library, load_library, rules_directory
from braid.reading.yaml_reader import parse_yaml
from braid.schema.library import FamilyFile, StreamFile
from braid.schema.scenario import Scenario

Paid = tuple[str, str, str, str, str]
"""Cost, group, first day of the period, award, dollars."""

Pledged = tuple[Paid | tuple[str, str], str, str]
"""A charge as above with the dollars pledged of it, or an award and what of it is in kind;
the award beside which they stand, and its rule."""

SCENARIO = """
name: Welding
horizon: {start: 2026-07-01, end: 2027-06-30, period: quarter}
organizations:
  - {id: college, type: public_college}
programs:
  - {id: welding, weeks: 12, provider: {organization: college}}
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01, age: 30}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
  - {id: coach, category: case_management, amount: 4000, every: once, until: 2026-09-30}
awards:
  - {id: grant, stream: fund, amount: 50000}
"""


def read(text: str) -> Any:
    """YAML as the product reads it."""
    document, problems = parse_yaml(dedent(text).encode(), shown_as="test.yaml")
    assert document is not None, problems
    assert not problems, problems
    return document.data


@lru_cache(maxsize=1)
def _bare() -> Library:
    library, problems = load_library(rules_directory(), ())
    assert library is not None, problems
    return library


def rule(text: str) -> dict[str, Any]:
    """One rule with the envelope that tests do not care about."""
    envelope = {
        "why": "Because.",
        "cite": "1 CFR 1",
        "confidence": "verified",
        "reviewed": "2026-11-22",
    }
    return {**envelope, **read(text)}


def partnership(
    *rules: str,
    change: Mapping[str, Any] | None = None,
    stream: Mapping[str, Any] | None = None,
    streams: Mapping[str, Mapping[str, Any]] | None = None,
    family: Iterable[str] = (),
) -> Inputs:
    """The small partnership under some rules of the stream ``fund``.

    ``change`` replaces top-level keys of the scenario, ``stream`` keys of the stream's
    file; ``streams`` are further streams; ``family`` are rules of the family ``kin``.
    """
    scenario = Scenario.model_validate({**read(SCENARIO), **(change or {})})
    base = {"name": "A fund", "origin": "federal", "rules": []}
    files = {
        "fund": {**base, "rules": [rule(r) for r in rules], **(stream or {})},
        **{name: {**base, **extra} for name, extra in (streams or {}).items()},
    }
    families = {"kin": {"family": "kin", "name": "Kin", "rules": [rule(r) for r in family]}}
    library = replace(
        _bare(),
        streams={s: StreamFile.model_validate({"stream": s, **f}) for s, f in files.items()},
        families={n: FamilyFile.model_validate(f) for n, f in families.items()},
    )
    return Inputs(scenario, apply_law(scenario, library))


def cents(dollars: str) -> int:
    """Whole cents of dollars as text."""
    whole, _, rest = dollars.partition(".")
    return int(whole) * 100 + int((rest + "00")[:2])


def plan(
    inputs: Inputs,
    *paid: Paid,
    served: Mapping[tuple[str, str], int] | None = None,
    declined: Iterable[str] = (),
    unfunded: Iterable[tuple[str, str, str, str]] | None = None,
    category: str | None = None,
    pledged: Iterable[Pledged] = (),
) -> PlanUnderAudit:
    """A plan from charges as text; ``served`` counts by group and stream.

    ``system:name`` is a record system, ``only:a+b`` those whom these streams serve and no others.
    """
    charges = []
    for cost, group, period, award, dollars in paid:
        named = category or (
            inputs.costs[cost].category if cost in inputs.costs else "administration"
        )
        stream = inputs.awards[award].stream if award in inputs.awards else "fund"
        day = date.fromisoformat(period)
        charges.append(Charge(cost, group, named, day, award, stream, cents(dollars)))
    counts = {}
    for (group, name), count in (served or {}).items():
        prefix, _, called = name.rpartition(":")
        scope = {"system": "system", "only": "streams"}.get(prefix, "stream")
        counts[group, scope, called] = count
    short = None
    if unfunded is not None:
        short = tuple(
            Unfunded(c, g, inputs.costs[c].category, date.fromisoformat(t), cents(d))
            for c, g, t, d in unfunded
        )
    pledges = tuple(pledge(inputs, *one) for one in pledged)
    return PlanUnderAudit(tuple(charges), counts, frozenset(declined), short, pledges)  # type: ignore[arg-type]


def pledge(inputs: Inputs, of: Paid | tuple[str, str], award: str, rule: str) -> Pledge:
    """A pledge from text."""
    if len(of) == 2:
        return Pledge(of[0], award, rule, "", "", "", None, cents(of[1]))
    cost, group, period, giver, dollars = of
    category = inputs.costs[cost].category if cost in inputs.costs else "administration"
    day = date.fromisoformat(period)
    return Pledge(giver, award, rule, cost, group, category, day, cents(dollars))


def broken(inputs: Inputs, *paid: Paid, **how: Any) -> set[str]:
    """The rules that a plan breaks."""
    return {finding.rule for finding in report(inputs, *paid, **how).findings}


def report(inputs: Inputs, *paid: Paid, **how: Any) -> AuditReport:
    """The audit of a plan."""
    return audit_plan(inputs, plan(inputs, *paid, **how))


RULES = Path(__file__).resolve().parents[2] / "rules"
