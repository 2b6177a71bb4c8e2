"""What a report is made from: a plan's folder, with what tells it from every other plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from braid.plan.document import differing
from braid.plan.folder import read_plan
from braid.plan.plan import Plan
from braid.plan.tables import TABLES
from braid.problems import InputProblems
from braid.reading.files import fingerprint
from braid.reading.json_reader import read_json
from braid.record import record


@record
class Source:
    """A plan as its folder says it, the SHA-256 of each file read, and when it was made.

    ``edited`` names the parts of plan.json that do not follow from the tables: then somebody has
    changed them since.
    """

    plan: Plan
    files: Mapping[str, str]
    made: datetime
    edited: str = ""

    @property
    def stamp(self) -> str:
        """Plan and moment in one line, with what is enough of its SHA-256 to tell it apart."""
        return (
            f"Made from the plan of {self.made:%Y-%m-%d %H:%M:%S} UTC; the SHA-256 of its"
            f" plan.json begins with {self.files['plan.json'][:16]}"
        )


def plan_in(folder: Path) -> Plan:
    """The plan of a folder; InputProblems where there is none that can be read."""
    plan, problems = read_plan(folder)
    if plan is None:
        raise InputProblems(problems)
    return plan


def source_in(folder: Path) -> Source:
    """The plan of a folder with what tells it from others; InputProblems as ``plan_in``."""
    plan = plan_in(folder)
    names = ["plan.json", *(f"{name}.csv" for name in TABLES)]
    paths = [folder / name for name in names]  # an older plan has not all tables
    files = {path.name: fingerprint(path.read_bytes()) for path in paths if path.exists()}
    stored = read_json(folder / "plan.json")
    return Source(plan, files, _moment(plan.run.started), differing(plan, stored))


def _moment(started: str) -> datetime:
    """When a plan was made; a fixed day where it does not say."""
    try:
        found = datetime.fromisoformat(started)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
