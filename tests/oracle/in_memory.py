"""From plain data to inputs: the rule library is built in memory."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from braid.catalog.inputs import Inputs
from braid.catalog.law import apply_law
from braid.catalog.library import Categories, Library
from braid.schema.library import (
    AttributesFile,
    CategoriesFile,
    FamilyFile,
    OverlayFile,
    RuleSetFile,
    StreamFile,
)
from braid.schema.portfolio import State
from braid.schema.scenario import Scenario
from oracle.generated_rules import FAMILIES

ENOUGH = {"plus": [200, {"times": [{"over": ["program.weeks", 3]}, "age"]}]}
POOR = {"any": [{"in_school": True}, {"need": {"min": {"value": "income_limit"}}}]}
ATTRIBUTES = {
    "group": {
        "income_limit": {"type": "number", "means": "generated", "derive": {"value": ENOUGH}},
        "low_income": {"type": "boolean", "means": "generated", "derive": {"when": POOR}},
    },
}
"""The generated data dictionary: what follows where a case does not state it."""


def build(
    scenario: dict[str, Any], streams: dict[str, Any], family: list[Any], guidance: list[Any],
    overlay: list[Any], moves: list[Any],
) -> Inputs:  # fmt: skip
    """Inputs from plain data: numbers as decimals, the library in memory."""
    model = State if "partnerships" in scenario else Scenario
    parsed = model.model_validate(exact(scenario))
    files = {
        name: StreamFile.model_validate(exact({k: v for k, v in data.items() if k != "all_rules"}))
        for name, data in streams.items()
    }
    followed = {"family": "kin", "name": "kin", "follows": ["guidance"], "rules": family}
    more = {"overlay": "kin", "name": "more", "rules": overlay}
    overlays = {"kin": (OverlayFile.model_validate(exact(more)),)}
    library = Library(
        Path("generated"),
        Categories(categories()),
        AttributesFile.model_validate(exact(ATTRIBUTES)),
        files,
        {"kin": FamilyFile.model_validate(exact(followed))},
        {"guidance": RuleSetFile.model_validate(
            exact({"set": "guidance", "name": "guidance", "rules": guidance})),
         "moves": RuleSetFile.model_validate(
            exact({"set": "moves", "name": "moves", "rules": moves}))},
        overlays,
    )  # fmt: skip
    return Inputs(parsed, apply_law(parsed, library))


def exact(value: Any) -> Any:
    """Plain data with floats and numbers in text as decimals, as the reader hands them over."""
    if isinstance(value, dict):
        return {k: exact(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [exact(v) for v in value]
    return Decimal(str(value)) if isinstance(value, float) else value


def categories() -> CategoriesFile:
    """The generated rules' own closed list."""
    members = {c: {"means": c, "families": [f]} for f, held in FAMILIES.items() for c in held}
    families = {f: f for f in FAMILIES}
    return CategoriesFile.model_validate({"families": families, "categories": members})
