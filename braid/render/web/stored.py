"""A comparison as its folder keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from braid.comparison.compare import COMPARISON_VERSION, About, Figure, Moved, PartEffect
from braid.problems import InputProblems, Place, Problem

FILE = "comparison.json"


@dataclass(frozen=True)
class Measure:
    """What a figure means, whether it is dollars, whether less of it is better."""

    means: str
    dollars: bool
    less_is_better: bool


@dataclass(frozen=True)
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
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["schema_version"] != COMPARISON_VERSION:
            found = data["schema_version"]
            raise ValueError(f"schema_version is {found}, not {COMPARISON_VERSION}")
        return TypeAdapter(StoredComparison).validate_python(data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = str(error).splitlines()[0]
        message = f"comparison.json cannot be read ({type(error).__name__}: {what})."
        remedy = "Compare again: braid compare SCENARIO --proposal FILE --out DIR"
        raise InputProblems([Problem("B317", message, remedy, Place(str(path)))]) from None
