"""The form of a plan's folder, and the readings of disputed law that it was made under."""

from __future__ import annotations

from pathlib import Path

from braid.problems import Place, Problem
from braid.reading.json_reader import read_json
from braid.reading.plan_form import PLAN_VERSION, newer_than, version_of


def form_and_readings(folder: Path) -> tuple[int, dict[str, str], tuple[Problem, ...]]:
    """What ``plan.json`` says of its version and of readings other than A.

    Where it says nothing, the version is this one's and no reading is another.
    """
    path = folder / "plan.json"
    version, place = PLAN_VERSION, Place(str(path))
    if not path.is_file():
        return version, {}, ()
    try:
        data = read_json(path)
        said = data.get("readings", {})
        if "schema_version" in data:
            version = version_of(data)
            newer = newer_than(PLAN_VERSION, data, place)
            if newer:
                return version, {}, newer
        if not isinstance(said, dict) or not all(isinstance(v, str) for v in said.values()):
            raise ValueError("'readings' does not give entries of the register their letter")
    except (OSError, ValueError, AttributeError) as error:
        message = f"The readings that the plan was made under cannot be read: {error}."
        return version, {}, (Problem("B706", message, "Solve again.", place),)
    return version, said, ()
