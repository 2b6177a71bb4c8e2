"""An entitlement that pays nothing says which facts it asks for and nobody has stated."""

from __future__ import annotations

from pathlib import Path

from braid.catalog.load import load_inputs
from braid.plan.build import make_plan
from braid.plan.plan import WhyNot

SCENARIO = """
name: Unknown students
horizon: {start: 2026-07-01, end: 2027-06-30}
programs: [{id: nursing, weeks: 30, clock_hours: 900, tuition_and_fees: 6000}]
groups: [{id: g, program: nursing, participants: 10, start: 2026-09-01FACTS}]
costs: [{id: tuition, category: tuition_fees, per_participant: 6000, when: start}]
awards: [{id: pell, stream: pell}, {id: gift, stream: foundation_grant, amount: 1000}]
"""


def why(folder: Path, facts: str) -> WhyNot:
    path = folder / "scenario.yaml"
    path.write_text(SCENARIO.replace("FACTS", facts), encoding="utf-8")
    inputs, problems = load_inputs(path)
    assert inputs is not None, problems
    (told,) = (e for e in make_plan(inputs, unsettled=False).explanations if e.cost == "tuition")
    return next(one for one in told.awards if one.award == "pell")


def test_facts_that_nobody_has_stated_are_named(tmp_path: Path) -> None:
    told = why(tmp_path, "")
    assert "Not stated in the scenario: highest_degree (see the transcript" in told.sentence
    assert "fafsa_processed" in told.sentence
    assert told.rule == "pell/no-bachelors-degree"


def test_a_fact_that_is_against_it_is_named_alone(tmp_path: Path) -> None:
    told = why(tmp_path, ", highest_degree: bachelors")
    assert told.rule == "pell/no-bachelors-degree"
    assert "not stated" not in told.sentence.lower()
