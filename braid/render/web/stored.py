"""A comparison and a frontier as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from braid.comparison.compare import COMPARISON_VERSION, About, Figure, Moved, PartEffect
from braid.comparison.frontier import FRONTIER_VERSION, Frontier
from braid.comparison.stream_frontier import StreamFrontier
from braid.problems import InputProblems, Place, Problem
from braid.reading.json_reader import read_json, refuse_vast
from braid.reading.plan_form import newer_than
from braid.record import record

FILE = "comparison.json"
FRONTIER = "frontier.json"
COMPARE_AGAIN = "Compare again: braid compare SCENARIO --proposal FILE --out DIR"
Stored = TypeVar("Stored")
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
    path = folder / FILE
    try:
        return _made(StoredComparison, document_in(path, COMPARISON_VERSION))
    except STORED_BADLY as error:
        raise unreadable(path, error, COMPARE_AGAIN) from None


def plans_compared(folder: Path) -> list[tuple[str, str, str, str]]:
    """Of each plan of a stored comparison: proposal, money, scenario, its folder below this one."""
    path = folder / FILE
    try:
        return [
            (str(one["proposal"]), str(one["money"]), str(one["scenario"]), str(one["folder"]))
            for one in document_in(path, COMPARISON_VERSION)["plans"]
        ]
    except STORED_BADLY as error:
        raise unreadable(path, error, COMPARE_AGAIN) from None


def stored_frontier(path: Path) -> Frontier | StreamFrontier:
    """The frontier of a file, by offers or by stream; InputProblems where it cannot be read."""
    remedy = "Make it again: braid frontier SCENARIO --format json"
    try:
        data = document_in(path, FRONTIER_VERSION)
        if "streams" in data:
            return _by_stream(data)
        # what only the making of plans needs is not stored
        points = [{**point, "most": 0.0, "made": {}} for point in data["points"]]
        found = _made(Frontier, {**data, "points": points})
        if len(found.segments) + 1 != len(found.points):
            raise ValueError("points and the ways between them do not fit")
    except STORED_BADLY as error:
        raise unreadable(path, error, remedy) from None
    return found


def _by_stream(data: Mapping[str, Any]) -> StreamFrontier:
    streams = [(one["stream"], one["awards"]) for one in data["streams"]]
    found = _made(StreamFrontier, {**data, "streams": streams})
    if not found.points:
        raise ValueError("there is no point")
    return found


def _made(kind: type[Stored], data: Mapping[str, Any]) -> Stored:
    """What a document says, as it was before it was stored; raises ValueError."""
    from pydantic import TypeAdapter

    found = TypeAdapter(kind).validate_python(data)
    refuse_vast(found)
    return found


def document_in(path: Path, version: int) -> dict[str, Any]:
    """What a stored document says; raises one of ``STORED_BADLY`` if it is of another version.

    Raises InputProblems where that version is a newer one.
    """
    data: dict[str, Any] = read_json(path)
    newer = newer_than(version, data, Place(str(path)))
    if newer:
        raise InputProblems(newer)
    if data["schema_version"] != version:
        raise ValueError(f"schema_version is {data['schema_version']}, not {version}")
    return data


def unreadable(path: Path, error: BaseException, remedy: str) -> InputProblems:
    """That a stored document cannot be read, and how to have it again."""
    what = (str(error).splitlines() or [""])[0]
    message = f"{path.name} cannot be read ({type(error).__name__}: {what})."
    return InputProblems([Problem("B317", message, remedy, Place(str(path)))])
