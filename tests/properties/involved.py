"""Which awards of a case stand under rules that a change of something else may tighten."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from properties.drawn import Drawn, Rule, followers

PER_PERSON = {"participant", "credential"}


class Involved:
    """The awards of a case by what their rules ask of others."""

    def __init__(self, case: Drawn) -> None:
        self.case = case
        self.follow = followers(case.built())
        self.stream_of = {a["id"]: a["stream"] for a in case.awards}

    def followers(self, rule: Rule) -> frozenset[str]:
        """The awards that a rule binds."""
        return self.follow.get(rule["id"], frozenset())

    def following(self, kind: str) -> bool:
        """Whether a rule of a kind binds any award."""
        return any(map(self.followers, self.case.rules(kind)))

    def of_streams(self, names: Any) -> frozenset[str]:
        """The awards of some streams."""
        wanted = set(names)
        return frozenset(a for a, stream in self.stream_of.items() if stream in wanted)

    @cached_property
    def entitled(self) -> frozenset[str]:
        """Awards of entitlements."""
        return self.of_streams(n for n, s in self.case.streams.items() if s["entitlement"])

    @cached_property
    def in_turn(self) -> frozenset[str]:
        """Awards for which others wait, and of which some groups get first."""
        found: frozenset[str] = frozenset()
        for rule in self.case.rules("order"):
            if not self.followers(rule):
                continue
            if rule["reading"] == "used_up":
                found |= self.of_streams(rule["after"])
            elif rule["reading"] == "priority":
                found |= self.followers(rule)
        return found

    @cached_property
    def set_apart(self) -> frozenset[str]:
        """Awards of streams whose people are counted together or apart."""
        found: frozenset[str] = frozenset()
        for rule in self.case.rules("exclusive", "together"):
            if self.followers(rule):
                names = [*rule.get("among", ()), *rule.get("with", ())]
                found |= self.followers(rule) | self.of_streams(names)
        return self.of_streams({self.stream_of[a] for a in found})

    @cached_property
    def guarded(self) -> frozenset[str]:
        """Awards of streams that serve only whom they pay for."""
        return self.of_streams(
            name for name, s in self.case.streams.items() if s.get("served") != "enrolled"
        )

    def shares_with(self, award: str) -> frozenset[str]:
        """The awards that follow a limit which this one follows too."""
        found = frozenset({award})
        for rule in self.case.rules("limit"):
            if award in self.followers(rule):
                found |= self.followers(rule)
        return found
