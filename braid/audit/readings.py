"""The readings of disputed law that a plan was made under, as its folder says."""

from __future__ import annotations

import json
from pathlib import Path

from braid.problems import Place, Problem


def readings_taken(folder: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What ``plan.json`` says of readings other than A; nothing when it says nothing."""
    path = folder / "plan.json"
    if not path.is_file():
        return {}, ()
    try:
        said = json.loads(path.read_bytes()).get("readings", {})
        if not isinstance(said, dict) or not all(isinstance(v, str) for v in said.values()):
            raise ValueError("'readings' does not give entries of the register their letter")
    except (OSError, ValueError, AttributeError) as error:
        message = f"The readings that the plan was made under cannot be read: {error}."
        return {}, (Problem("B706", message, "Solve again.", Place(str(path))),)
    return said, ()
