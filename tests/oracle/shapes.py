"""Shapes that a rule or a cost may have, each with what a case is without it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from braid.catalog.inputs import Inputs
from braid.schema.rules import Limit


def without_factor(name: str, plain: Any) -> Callable[[Inputs], Inputs]:
    """Limits as if their bounds did not say a factor."""

    def change(inputs: Inputs) -> Inputs:
        def changed(rule: Limit) -> dict[str, Any]:
            sides = {"at_most": rule.at_most, "at_least": rule.at_least}
            return {
                side: bound.model_copy(update={name: plain})
                for side, bound in sides.items()
                if bound is not None and getattr(bound, name) != plain
            }

        return with_limits(inputs, changed)

    return change


def without_lines(inputs: Inputs) -> Inputs:
    """Limits as if they were not cut by line, where no factor needs the line."""

    def changed(rule: Limit) -> dict[str, Any]:
        bound = rule.at_most or rule.at_least
        if bound is None or bound.times or bound.yearly or "line" not in rule.per:
            return {}
        return {"per": tuple(part for part in rule.per if part != "line") or ("award",)}

    return with_limits(inputs, changed)


def by_program_year(inputs: Inputs) -> Inputs:
    """Limits by calendar year as if they were by program year."""

    def changed(rule: Limit) -> dict[str, Any]:
        if "calendar_year" not in rule.per:
            return {}
        return {"per": tuple({"calendar_year": "program_year"}.get(p, p) for p in rule.per)}

    return with_limits(inputs, changed)


def with_limits(inputs: Inputs, changed: Callable[[Limit], dict[str, Any]]) -> Inputs:
    """The case with other limits; the same case where nothing changes."""
    rules = []
    for homed in inputs.law.rules:
        update = changed(homed.rule) if isinstance(homed.rule, Limit) else {}
        rule = homed.rule.model_copy(update=update) if update else homed.rule
        rules.append(replace(homed, rule=rule) if update else homed)
    if all(one is other for one, other in zip(rules, inputs.law.rules, strict=True)):
        return inputs
    return replace(inputs, law=replace(inputs.law, rules=tuple(rules)))


def by_heads(inputs: Inputs) -> Inputs:
    """Shared costs as if they were split by heads."""
    plain = {"basis": "participants", "weights": {}}
    costs = inputs.scenario.costs
    if all(line.basis == "participants" for line in costs):
        return inputs
    update = {"costs": tuple(line.model_copy(update=plain) for line in costs)}
    return replace(inputs, scenario=inputs.scenario.model_copy(update=update))


def without_terms(inputs: Inputs) -> Inputs:
    """Programs as if they had no terms."""
    programs = inputs.scenario.programs
    if all(program.terms is None for program in programs):
        return inputs
    update = {"programs": tuple(p.model_copy(update={"terms": None}) for p in programs)}
    return replace(inputs, scenario=inputs.scenario.model_copy(update=update))


def without_windows(inputs: Inputs) -> Inputs:
    """Timelines as if none spoke of single categories."""
    rules = [r for r in inputs.law.rules if not (r.kind == "timeline" and r.rule.for_)]
    if len(rules) == len(inputs.law.rules):
        return inputs
    return replace(inputs, law=replace(inputs.law, rules=tuple(rules)))


def without_time(inputs: Inputs) -> Inputs:
    """The case without its limits on a part of an award's time."""
    timed = [r for r in inputs.law.rules if r.kind == "limit" and r.rule.spend is not None]
    timed = [r for r in timed if r.rule.spend.within or r.rule.spend.after]
    if not timed:
        return inputs
    rules = tuple(r for r in inputs.law.rules if not any(r is one for one in timed))
    return replace(inputs, law=replace(inputs.law, rules=rules))


SHAPES: dict[str, Callable[[Inputs], Inputs]] = {
    "limit times": without_factor("times", None),
    "limit yearly": without_factor("yearly", False),
    "limit by line": without_lines,
    "limit by calendar year": by_program_year,
    "other basis": by_heads,
    "pell by terms": without_terms,
    "windows of categories": without_windows,
    "limit by time": without_time,
}
