"""What cases take over from one another is what each would find by itself, array by array."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from compared import differences

from braid.audit import AuditReport, PlanUnderAudit, Standing, audit_plan
from braid.catalog.inputs import Inputs
from braid.catalog.load import load_inputs
from braid.comparison.sweeping import solving
from braid.comparison.sweeping.law import asks_for_amounts
from braid.comparison.sweeping.loaded import load_sweep
from braid.comparison.sweeping.solving import Solver
from braid.eligibility.build import build_ground, with_other_amounts
from braid.eligibility.ground import Ground
from braid.model.build import build_model
from braid.model.model import Model
from braid.plan.build import make_plan

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
ASKING = {"apprenticeship-carolina", "massachusetts-wctf", "snap-et-college"}
"""Scenarios with rules such as 'an award of at least $50,000'."""
FACTORS = (Decimal("0.37"), Decimal("1.5"), Decimal(40))


def scaled(inputs: Inputs, factor: Decimal) -> Inputs:
    """The inputs with other amounts of awards; what is checked about them is left aside."""
    awards = tuple(
        award if award.amount is None else award.model_copy(update={
            "amount": (award.amount * factor).quantize(Decimal("0.01")),
            "slices": tuple(
                one.model_copy(update={"amount": (one.amount * factor).quantize(Decimal("0.01"))})
                for one in award.slices
            ),
        })
        for award in inputs.scenario.awards
    )  # fmt: skip
    scenario = inputs.scenario.model_copy(update={"awards": awards})
    return replace(inputs, scenario=scenario)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
@pytest.mark.parametrize("factor", FACTORS)
def test_a_model_on_taken_over_ground_is_the_model_built_afresh(
    path: Path, factor: Decimal
) -> None:
    inputs, _ = load_inputs(path)
    assert inputs is not None
    ground = build_ground(inputs)
    other = scaled(inputs, factor)
    fresh = build_ground(other)
    taken = build_ground(other) if asks_for_amounts(inputs) else with_other_amounts(ground, other)
    assert list(differences(fresh, taken, "ground")) == []
    models: list[Model] = [build_model(one) for one in (fresh, taken)]
    assert list(differences(models[0], models[1], "model")) == []
    arrays = [(m.rows.value, m.values, *m.sides, m.upper, m.whole) for m in models]
    for one, two in zip(arrays[0][1:], arrays[1][1:], strict=True):
        assert np.array_equal(one, two)


def test_most_scenarios_ask_no_award_for_its_amount() -> None:
    asked = {path.stem for path in SCENARIOS if asks_for_amounts(_inputs(path))}
    assert asked == ASKING


def _inputs(path: Path) -> Inputs:
    inputs, _ = load_inputs(path)
    assert inputs is not None
    return inputs


def test_the_comparison_sees_a_difference() -> None:
    inputs, _ = load_inputs(SCENARIOS[0])
    assert inputs is not None
    one, other = (build_model(build_ground(i)) for i in (inputs, scaled(inputs, FACTORS[1])))
    assert list(differences(one, other, "model"))


def test_what_is_found_out_is_taken_over_only_where_amounts_of_awards_alone_differ(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built: list[str] = []
    standings: list[object] = []

    def anew(inputs: Inputs) -> Ground:
        built.append("anew")
        return build_ground(inputs)

    def taken_over(ground: Ground, inputs: Inputs) -> Ground:
        built.append("taken over")
        return with_other_amounts(ground, inputs)

    def not_made(inputs: Inputs, *, standing: object, **_: Any) -> Any:
        standings.append(standing)
        raise NotImplementedError

    monkeypatch.setattr(solving, "build_ground", anew)
    monkeypatch.setattr(solving, "with_other_amounts", taken_over)
    monkeypatch.setattr(solving, "make_plan", not_made)
    path = SCENARIOS[0].parent / "sweeps" / "wages-and-wioa.yaml"
    loaded, _ = load_sweep(path)
    assert loaded is not None
    solver = Solver(loaded)
    for number in (1, 4, 7, 2, 10):  # amounts differ in 1, 4 and 7; then people, then a rule
        solver.row(number)
    assert built == ["anew", "taken over", "taken over", "anew", "anew"]
    assert [s is standings[0] for s in standings] == [True, True, True, False, False]


@pytest.mark.parametrize("name", ["project-quest", "ready-to-work", "small-business-consortium"])
def test_a_standing_that_is_taken_over_gives_the_same_audit(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Inputs, PlanUnderAudit]] = []

    def noted(inputs: Inputs, plan: PlanUnderAudit, standing: object = None) -> AuditReport:
        seen.append((inputs, plan))
        return audit_plan(inputs, plan)

    monkeypatch.setattr("braid.audit.audit_plan", noted)
    inputs = _inputs(SCENARIOS[0].parent / f"{name}.yaml")
    make_plan(inputs, explained=False)
    ((_, plan),) = seen
    standing = Standing(inputs)
    assert audit_plan(inputs, plan, standing).passed
    for factor in FACTORS:  # too little money, too much, and then no findings again
        other = replace(scaled(inputs, factor), law=inputs.law)
        assert audit_plan(other, plan, standing) == audit_plan(other, plan)
    assert audit_plan(inputs, plan, standing).passed
    assert not audit_plan(scaled(inputs, FACTORS[0]), plan).passed
