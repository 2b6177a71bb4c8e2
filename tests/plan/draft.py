"""Drafts: whole partnerships of a few lines, with their own law, planned and read in dollars.

A draft is one YAML text: a scenario, plus ``streams``, ``families`` and ``sets`` with their
rules. What it does not say it takes from :data:`ORDINARY`; rules need only say what they rule.
Nothing here reads the rule library of the product.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from braid.catalog.inputs import Inputs
from braid.catalog.law import apply_law
from braid.catalog.library import Library, load_library
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.model.model import Model
from braid.optimize.engines import engine_named
from braid.optimize.tiers import tier_values
from braid.plan.build import make_plan
from braid.plan.plan import Plan
from braid.reading.yaml_reader import parse_yaml
from braid.schema.library import FamilyFile, RuleSetFile, StreamFile
from braid.schema.scenario import Scenario

LAW = Path(__file__).parent / "law"
HALF_A_CENT = 0.005

ORDINARY = """
name: Draft
horizon: {start: 2026-07-01, end: 2027-06-30, period: quarter}
programs:
  - {id: welding, weeks: 12}
groups:
  - {id: adults, program: welding, participants: 10, start: 2026-07-01}
costs:
  - {id: tuition, category: tuition_fees, per_participant: 1000, when: start}
awards:
  - {id: grant, stream: fund, amount: 6000}
reporting: {hourly_rate: 50}
streams:
  fund: {origin: private}
"""
ENVELOPE = {
    "why": "Because.",
    "cite": "1 CFR 1",
    "confidence": "verified",
    "reviewed": "2026-11-22",
}


def read(text: str) -> dict[str, Any]:
    """YAML as the product reads it."""
    document, problems = parse_yaml(dedent(text).encode(), shown_as="draft.yaml")
    assert document is not None, problems
    assert not problems, problems
    return dict(document.data)


@lru_cache(maxsize=1)
def _bare() -> Library:
    library, problems = load_library(LAW, ())
    assert library is not None, problems
    return library


@lru_cache(maxsize=1)
def _ordinary() -> dict[str, Any]:
    return read(ORDINARY)


def _rules(rules: Any) -> list[dict[str, Any]]:
    return [{**ENVELOPE, "id": rule["kind"], **rule} for rule in rules or ()]


def draft(text: str = "", **change: Any) -> Inputs:
    """The inputs of a draft. ``change`` replaces top-level keys, after the text."""
    data = {**_ordinary(), **read(text or "{}"), **change}
    return inputs_of(data)


def inputs_of(data: Mapping[str, Any]) -> Inputs:
    """The inputs of a draft that is data already."""
    data = dict(data)
    files = {name: data.pop(name, None) or {} for name in ("streams", "families", "sets")}
    data["awards"] = [
        {**award, "rules": _rules(award.get("rules"))} for award in data.get("awards", ())
    ]
    scenario = Scenario.model_validate(data)

    def each(key: str, model: Any, **defaults: Any) -> dict[str, Any]:
        return {
            name: model.model_validate(
                {key: name, "name": name, **defaults, **file, "rules": _rules(file.get("rules"))}
            )
            for name, file in files[f"{key}s" if key != "family" else "families"].items()
        }

    library = replace(
        _bare(),
        streams=each("stream", StreamFile, origin="federal"),
        families=each("family", FamilyFile),
        sets=each("set", RuleSetFile),
    )
    missing = {a.stream for a in scenario.awards} - set(library.streams)
    assert not missing, f"the draft has no stream {missing}"
    return Inputs(scenario, apply_law(scenario, library))


def model_of(inputs: Inputs) -> Model:
    """The model of a draft."""
    return build_model(build_ground(inputs))


Tiers = tuple[float, ...]


def tiers(inputs: Inputs, solver: str = "highs") -> Tiers:
    """Dollars of floors missed, must-lines, unfunded, reporting; before people and cents."""
    model = model_of(inputs)
    found = tier_values(model, engine_named(solver))
    return tuple(
        value + float(model.constants.get(name, Fraction(0))) / 100 for name, value in found.items()
    )


def dollars(*values: float) -> Any:
    """Tier values as written in a test, to half a cent."""
    return pytest.approx(values, abs=HALF_A_CENT)


def compared(left: Tiers, right: Tiers, within: float = HALF_A_CENT) -> int:
    """-1 when ``left`` is the better plan, read tier by tier; 0 within half a cent; else 1."""
    for a, b in zip(left, right, strict=True):
        if abs(a - b) > within:
            return -1 if a < b else 1
    return 0


def planned(inputs: Inputs, **how: Any) -> Plan:
    """The plan of a draft, which must pass the audit."""
    plan = make_plan(inputs, **how)
    assert plan.audit_passed, plan.audit_findings
    assert not plan.stopped
    return plan


def _sum(rows: Iterator[dict[str, Any]]) -> Decimal:
    return Decimal(sum(int(row["cents"]) for row in rows)) / 100


def _where(plan: Plan, table: str, **wanted: str) -> Iterator[dict[str, Any]]:
    for row in getattr(plan.tables, table).to_dict("records"):
        if all(row[key] == value for key, value in wanted.items()):
            yield row


def paid(plan: Plan, **wanted: str) -> Decimal:
    """Dollars charged, of the charges whose columns are as wanted (cost, group, award, ...)."""
    return _sum(_where(plan, "charges", **wanted))


def unfunded(plan: Plan, **wanted: str) -> Decimal:
    """Dollars that nobody pays, of the cells whose columns are as wanted."""
    return _sum(_where(plan, "unfunded", **wanted))


def served(plan: Plan, group: str, name: str) -> int:
    """How many of a group are served in a stream (or have a record in a system)."""
    rows = plan.tables.groups.to_dict("records")
    found = [r["served"] for r in rows if r["group"] == group and r["name"] == name]
    return int(found[0]) if found else 0


def used(plan: Plan, award: str) -> bool:
    """Whether the plan uses an offered award."""
    return bool(next(r["used"] for r in _where(plan, "awards", award=award)))
