"""Whose money and whose cost it is in a portfolio (docs/semantics.md, section 19)."""

from typing import Any

from braid.catalog.inputs import Inputs
from braid.schema.portfolio import State

BELONGING = {
    "partnership", "group", "participant", "credential", "line", "program", "employer", "round",
}  # fmt: skip
"""What cuts a limit and belongs to one partnership."""


def home(inputs: Inputs, thing: str) -> str:
    """The partnership of a group, a line or an award: what stands before the first --."""
    if not isinstance(inputs.scenario, State) or "--" not in thing:
        return ""
    return thing.split("--")[0]


def owner(inputs: Inputs, award: Any) -> str:
    """The partnership that an award is of, or reserved for; empty where it is shared."""
    if not isinstance(inputs.scenario, State):
        return ""
    return home(inputs, award.id) or award.partnership or ""


def reaches(inputs: Inputs, award: Any, partnership: str) -> bool:
    """Whether an award may pay for a partnership."""
    return owner(inputs, award) in ("", partnership)


def homes(inputs: Inputs) -> list[str]:
    """The partnerships, or one without a name."""
    scenario = inputs.scenario
    return [m.id for m in scenario.partnerships] if isinstance(scenario, State) else [""]


def stated_reporting(inputs: Inputs, partnership: str) -> Any:
    """The reporting block of a partnership's file; else of the scenario's own."""
    members = inputs.scenario.partnerships if isinstance(inputs.scenario, State) else ()
    for member in members:
        if member.id == partnership:
            return member.reporting
    return inputs.scenario.reporting


def first_organization(inputs: Inputs, partnership: str) -> str:
    """The first organization that a file states, or the one that stands for none."""
    members = inputs.scenario.partnerships if isinstance(inputs.scenario, State) else ()
    for member in members:
        if member.id == partnership:
            return member.organization
    named = [o.id for o in inputs.scenario.organizations if not home(inputs, o.id)]
    return named[0] if named else "partnership"


def home_of_charge(inputs: Inputs, charge: Any) -> str:
    """The partnership that a charge is for: its line's, else that of the report or the records."""
    if charge.line is not None:
        return home(inputs, charge.line.id)
    return str(charge.cell.home)
