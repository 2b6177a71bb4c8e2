"""Generated cases as plain data that a property may change, and what a plan of them is worth."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from random import Random
from typing import Any

from oracle.adapter import planner_values
from oracle.generated_past import has_past
from oracle.generator import Generator, generate
from oracle.in_memory import build

from braid.catalog.inputs import Inputs

Rule = dict[str, Any]
Values = dict[int, float]


class Drawn:
    """The case of a seed: the scenario, and the rules by the files that they stand in."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(f"property {seed}")
        self.scenario, self.streams, *shared = deepcopy(Generator(seed).parts())
        self.shared: dict[str, list[Rule]] = dict(
            zip(("kin", "guidance", "more", "moves"), shared, strict=True)
        )
        for stream in self.streams.values():
            stream.pop("all_rules", None)  # what the generator looks at while it draws
        if has_past(seed):
            self._add_past()

    def _add_past(self) -> None:
        made = generate(self.seed).scenario
        assert made.actuals is not None
        self.scenario["actuals"] = made.actuals.model_dump(exclude_unset=True)
        entries = {award.id: award.to_date for award in made.awards}
        for award in self.awards:
            award["to_date"] = [e.model_dump(exclude_unset=True) for e in entries[award["id"]]]

    @property
    def awards(self) -> list[dict[str, Any]]:
        """The awards, entitlements among them."""
        return list(self.scenario["awards"])

    def lists(self) -> Iterator[tuple[str, list[Rule]]]:
        """Every list of rules with the name of what it belongs to."""
        for name, stream in self.streams.items():
            yield name, stream["rules"]
        yield from self.shared.items()
        for award in self.awards:
            yield award["id"], award.get("rules", [])

    def rules(self, *kinds: str) -> list[Rule]:
        """Every rule of some kinds."""
        return [r for _, rules in self.lists() for r in rules if r["kind"] in kinds]

    def built(self) -> Inputs:
        """The inputs of this case as it stands now."""
        kin, guidance, more, moves = deepcopy(tuple(self.shared.values()))
        return build(deepcopy(self.scenario), deepcopy(self.streams), kin, guidance, more, moves)


@cache
def values(seed: int) -> Values:
    """The planner's values of the tiers of a case as it was drawn."""
    return planner_values(generate(seed))


def followers(inputs: Inputs) -> dict[str, frozenset[str]]:
    """By the id of each rule, which is one of its own in a case, the awards that follow it."""
    found: dict[str, frozenset[str]] = {}
    for homed in inputs.law.rules:
        if homed.rule.binds:
            found[homed.rule.id] = found.get(homed.rule.id, frozenset()) | set(homed.awards)
    return found


def compared(one: Values, other: Values, within: float = 0.005) -> tuple[int, float]:
    """In which order two plans' values stand, read tier by tier: -1 where the first is better.

    With it the difference that decides.
    """
    assert one.keys() == other.keys()
    for tier in sorted(one):
        apart = one[tier] - other[tier]
        if abs(apart) > within:
            return (-1 if apart < 0 else 1), apart
    return 0, 0.0
