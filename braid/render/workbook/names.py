"""What things are called in the cells of a workbook."""

from __future__ import annotations

from braid.plan.plan import Plan
from braid.render.words import spoken

ALL = "all groups"


def award(plan: Plan, name: str) -> str:
    """An award's own name; its id where it has none."""
    stated = plan.inputs.awards.get(name) or plan.inputs.left_out.get(name)
    return (stated.name if stated is not None else None) or name


def group(plan: Plan, name: str) -> str:
    """A group's own name; its id where it has none."""
    stated = plan.inputs.groups.get(name)
    return (stated.name if stated is not None else None) or name


def category(name: str) -> str:
    """A category as people write it: ``Case management``."""
    words = spoken(name)
    return words[:1].upper() + words[1:]


def entitlement(plan: Plan, name: str) -> bool:
    """Whether an award is money that follows people by a formula."""
    stated = plan.inputs.awards.get(name)
    file = plan.inputs.law.streams.get(stated.stream) if stated is not None else None
    return file is not None and bool(file.entitlement)


def award_order(plan: Plan) -> list[str]:
    """All awards of the plan: those that pay most come first."""
    sums = plan.tables["charges"].sums("award")
    names = plan.tables["awards"]["award"]
    strays = [name for (name,) in sums if name not in set(names)]
    return sorted([*names, *strays], key=lambda name: (-sums.get((name,), 0), name))


def reasons(plan: Plan) -> dict[str, str]:
    """What each rule is for, by its id."""
    return {homed.id: homed.rule.why for homed in plan.inputs.law.rules}
