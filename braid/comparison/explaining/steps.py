"""Single changes of a scenario: an award, a waiver, a date, a priority, a head count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from braid.catalog.checks import check_scenario
from braid.catalog.inputs import Inputs
from braid.catalog.readings import law_under
from braid.catalog.supposed import enrolling, landed
from braid.plan.plan import Step
from braid.problems import has_errors
from braid.schema.scenario import Award


def with_steps(inputs: Inputs, steps: Iterable[Step]) -> Inputs:
    """The inputs with these changes made, one after the other."""
    for step in steps:
        inputs = _with(inputs, step)
    return inputs


def allowed(inputs: Inputs) -> bool:
    """Whether changed inputs are without mistakes, as far as anything but rule files decides."""
    if inputs.library is None or inputs.document is None:
        return True
    found = check_scenario(
        inputs.scenario, inputs.library, inputs.document, inputs.readings, rules=False
    )
    return not has_errors(found)


def with_amount(inputs: Inputs, award: str, amount: Decimal) -> Inputs:
    """The inputs with another amount of an award; the first slices take the difference."""
    return _award(inputs, award, **_amount(inputs.awards[award], amount))


def _amount(award: Award, amount: Decimal) -> dict[str, Any]:
    slices = []
    over = amount - (award.amount or Decimal(0))
    for one in award.slices:
        changed = max(Decimal(0), one.amount + over)
        over -= changed - one.amount
        slices.append(one.model_copy(update={"amount": changed}))
    return {"amount": amount, "slices": tuple(slices)}


def parted(steps: Iterable[Step]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The steps that raise awards, and the others; each step changes something of its own."""
    found = tuple(steps)
    raises = tuple(step for step in found if step.what == "raise")
    return raises, tuple(step for step in found if step.what != "raise")


def _with(inputs: Inputs, step: Step) -> Inputs:
    if step.what == "raise":
        return with_amount(inputs, step.of, Decimal(step.after))
    if step.what == "lands":
        return landed(inputs, [step.of])
    if step.what == "end":
        return _award(inputs, step.of, end=date.fromisoformat(step.after))
    if step.what == "start":
        day = date.fromisoformat(step.after)
        opening = tuple(  # what opens with the award opens with it still
            s.model_copy(update={"from_": day}) if s.from_.isoformat() == step.before else s
            for s in inputs.awards[step.of].slices
        )
        return _award(inputs, step.of, start=day, slices=opening)
    if step.what == "slices":
        day = date.fromisoformat(step.after)
        slices = inputs.awards[step.of].slices
        earlier = [s.model_copy(update={"from_": min(day, s.from_)}) for s in slices]
        return _award(inputs, step.of, slices=tuple(earlier))
    if step.what == "enrol":
        return enrolling(inputs, {step.of: int(step.after)})
    if step.what == "priority":
        costs = tuple(
            c.model_copy(update={"priority": step.after}) if c.id == step.of else c
            for c in inputs.scenario.costs
        )
        return replace(inputs, scenario=inputs.scenario.model_copy(update={"costs": costs}))
    assert step.what == "waiver", step.what
    return _waived(inputs, step.of)


def _award(inputs: Inputs, award: str, **changes: Any) -> Inputs:
    awards = tuple(
        a.model_copy(update=changes) if a.id == award else a for a in inputs.scenario.awards
    )
    return replace(inputs, scenario=inputs.scenario.model_copy(update={"awards": awards}))


def _waived(inputs: Inputs, waiver: str) -> Inputs:
    assert inputs.library is not None
    rules = inputs.scenario.rules
    chosen = rules.model_copy(update={"waivers": (*rules.waivers, waiver)})
    scenario = inputs.scenario.model_copy(update={"rules": chosen})
    law = law_under(scenario, inputs.library, inputs.readings)
    return replace(inputs, scenario=scenario, law=law)
