"""Grounds of changed scenarios that take over from one another are those built anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from compared import differences

from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.comparison.explaining.candidates import raisable
from braid.comparison.explaining.grounds import Grounds
from braid.comparison.explaining.steps import with_steps
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.plan.plan import Step

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def loaded(name: str) -> Inputs:
    inputs, _ = load_inputs(SCENARIOS / f"{name}.yaml")
    assert inputs is not None
    return inputs


def changes(inputs: Inputs) -> list[tuple[Step, ...]]:
    """No change, each sort of change alone, and sorts together, in both orders."""
    awards = [award.id for award in raisable(inputs)][:2]
    raises = [
        Step("raise", name, f"{inputs.awards[name].amount:f}", f"{inputs.awards[name].amount}1")
        for name in awards
    ]
    group = next(iter(inputs.groups.values()))
    fewer = Step("enrol", group.id, str(group.participants), str(group.participants // 2))
    line = next(c for c in inputs.costs.values() if c.priority != "must")
    first = Step("priority", line.id, line.priority, "must")
    return [
        (), (raises[0],), tuple(raises), (fewer,), (first,), (fewer, first), (first, raises[0]),
        (raises[0], fewer), (fewer, raises[0], first), (fewer, raises[0]),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["project-quest", "small-business-consortium", "snap-et-college"])
def test_what_is_taken_over_is_what_would_be_found(name: str) -> None:
    inputs = loaded(name)
    grounds = Grounds(inputs)
    for steps in changes(inputs):
        fresh, taken = build_ground(with_steps(inputs, steps)), grounds.of(steps)
        assert taken.inputs.scenario == fresh.inputs.scenario
        assert list(differences(fresh, taken, "ground")) == []
        models = [build_model(one) for one in (fresh, taken)]
        assert list(differences(models[0], models[1], "model")) == []


def test_the_auditor_takes_over_only_where_awards_alone_are_raised() -> None:
    inputs = loaded("project-quest")
    nothing, raised, both, fewer, *_ = changes(inputs)
    grounds = Grounds(inputs)
    assert grounds.standing(nothing) is grounds.standing(raised) is grounds.standing(both)
    assert grounds.standing(fewer) is not grounds.standing(nothing)


def test_the_auditor_looks_again_where_the_law_asks_for_amounts() -> None:
    inputs = loaded("snap-et-college")
    _, raised, *_ = changes(inputs)
    assert Grounds(inputs).standing(raised) is None
