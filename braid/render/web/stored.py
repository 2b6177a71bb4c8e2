"""A comparison and a frontier as they are stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from braid.comparison.compare import COMPARISON_VERSION, About, Figure, Moved, PartEffect
from braid.comparison.frontier import FRONTIER_VERSION, Frontier
from braid.problems import InputProblems, Place, Problem
from braid.record import record

FILE = "comparison.json"
FRONTIER = "frontier.json"
STORED_BADLY = (OSError, ValueError, KeyError, TypeError)
"""What reading a document raises that is not as it was written."""


@record
class Measure:
    """What a figure means, whether it is dollars, whether less of it is better."""

    means: str
    dollars: bool
    less_is_better: bool


@record
class StoredComparison:
    """What ``comparison.json`` says."""

    scenarios: dict[str, str]
    proposals: tuple[About, ...]
    floors: str
    measures: dict[str, Measure]
    figures: tuple[Figure, ...]
    effects: tuple[PartEffect, ...]
    moved: tuple[Moved, ...]

    def figure(
        self, measure: str, proposal: str = "", money: str = "", *, scenario: str = "",
        scope: tuple[str, str] = ("all", ""),
    ) -> Figure | None:  # fmt: skip
        """One figure, of all scenarios together unless one is named."""
        return self._by_key.get((scenario, *scope, measure, proposal, money))

    def value(self, measure: str, proposal: str = "", money: str = "") -> Decimal | None:
        """Its value, of all scenarios together."""
        found = self.figure(measure, proposal, money)
        return None if found is None else found.value

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, ...], Figure]:
        return {
            (f.scenario, f.scope, f.id, f.measure, f.proposal, f.money): f for f in self.figures
        }


def stored_comparison(folder: Path) -> StoredComparison:
    """The comparison of a folder; InputProblems where it cannot be read."""
    from pydantic import TypeAdapter

    path = folder / FILE
    try:
        return TypeAdapter(StoredComparison).validate_python(document_in(path, COMPARISON_VERSION))
    except STORED_BADLY as error:
        remedy = "Compare again: braid compare SCENARIO --proposal FILE --out DIR"
        raise unreadable(path, error, remedy) from None


def stored_frontier(path: Path) -> Frontier:
    """The frontier of a file; InputProblems where it cannot be read."""
    from pydantic import TypeAdapter

    remedy = "Make it again: braid frontier SCENARIO --format json"
    try:
        data = document_in(path, FRONTIER_VERSION)
        # what only the making of plans needs is not stored
        points = [{**point, "most": 0.0, "made": {}} for point in data["points"]]
        found = TypeAdapter(Frontier).validate_python({**data, "points": points})
        if len(found.segments) + 1 != len(found.points):
            raise ValueError("points and the ways between them do not fit")
    except STORED_BADLY as error:
        raise unreadable(path, error, remedy) from None
    return found


def document_in(path: Path, version: int) -> dict[str, Any]:
    """What a stored document says; raises one of ``STORED_BADLY`` if it is of another version."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if data["schema_version"] != version:
        raise ValueError(f"schema_version is {data['schema_version']}, not {version}")
    return data


def unreadable(path: Path, error: BaseException, remedy: str) -> InputProblems:
    """That a stored document cannot be read, and how to have it again."""
    what = (str(error).splitlines() or [""])[0]
    message = f"{path.name} cannot be read ({type(error).__name__}: {what})."
    return InputProblems([Problem("B317", message, remedy, Place(str(path)))])
