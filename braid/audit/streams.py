"""Streams as bookkeeping sees them: tracked ones, and the record system of each."""

from __future__ import annotations

from functools import cached_property

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.catalog.renaming import SEPARATOR
from braid.catalog.supposed import within
from braid.schema.rules import Benefit, Exclusive, Limit, Report, Together


def exclusive_streams(inputs: Inputs, homed: HomedRule) -> tuple[str, ...]:
    """The streams that an exclusive rule sets apart, in order; none where no award follows it."""
    rule, law = homed.rule, inputs.law.streams
    own = {inputs.committed[name].stream for name in homed.awards if name in inputs.committed}
    own = {stream for stream in own if stream in law and law[stream].enabled}
    if not own or not isinstance(rule, Exclusive):
        return ()
    return tuple(sorted(own | set(rule.among if rule.reading == "participants" else ())))


def streams_together(inputs: Inputs, homed: HomedRule) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Streams that serve only together with others, and these; none where a side has no award."""
    rule, law = homed.rule, inputs.law.streams
    if not isinstance(rule, Together):
        return (), ()
    present = {
        award.stream
        for award in inputs.committed.values()
        if award.stream in law and law[award.stream].enabled
    }
    own = {inputs.committed[name].stream for name in homed.awards if name in inputs.committed}
    beside = present & set(rule.with_)
    if not own & present or not beside:
        return (), ()
    return tuple(sorted(own & present)), tuple(sorted(beside))


class Streams:
    """The streams of a scenario's committed awards."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs

    @cached_property
    def awards(self) -> dict[str, tuple[str, ...]]:
        """The committed awards of each stream, in order of id."""
        found: dict[str, list[str]] = {}
        for award in self.inputs.committed.values():
            if award.stream in self.inputs.law.streams:
                found.setdefault(award.stream, []).append(award.id)
        return {stream: tuple(awards) for stream, awards in sorted(found.items())}

    def rules(self, stream: str, kind: str) -> list[HomedRule]:
        """The binding rules of a kind that any award of a stream follows, in order of id."""
        found = {
            r.id: r for award in self.awards[stream] for r in self.inputs.law.of_kind(kind, award)
        }
        return [found[name] for name in sorted(found)]

    @cached_property
    def system(self) -> dict[str, str]:
        """The record system of each stream: its report's, else its family, else itself."""
        return {stream: self._system(stream) for stream in self.awards}

    def _system(self, stream: str) -> str:
        for homed in self.rules(stream, "report"):
            rule = homed.rule
            if isinstance(rule, Report) and rule.per == "participant" and rule.system is not None:
                return rule.system
        return self.inputs.law.streams[stream].family or stream

    def members(self, system: str) -> list[str]:
        """The streams that share a record system."""
        return [stream for stream, name in self.system.items() if name == system]

    def counts(self, group: str, stream: str) -> bool:
        """Whether a stream's participants are counted in a group."""
        home = self.inputs.partnership(group)
        if not home:
            return stream in self.tracked
        if home not in self._parts:
            self._parts[home] = Streams(within(self.inputs, home))
        return stream in self._parts[home].whole_tracked

    @cached_property
    def _parts(self) -> dict[str, Streams]:
        return {}

    @cached_property
    def tracked(self) -> frozenset[str]:
        """Streams whose participants the plan must count anywhere."""
        homes = [member.id for member in self.inputs.partnerships]
        if not homes:
            return self.whole_tracked
        groups = [f"{home}{SEPARATOR}" for home in homes]
        return frozenset(s for s in self.awards if any(self.counts(g, s) for g in groups))

    @cached_property
    def whole_tracked(self) -> frozenset[str]:
        """Streams whose participants the plan must count; entitlements count by themselves."""
        return frozenset(
            stream
            for stream in self.awards
            if not self.inputs.law.streams[stream].entitlement and self._tracked(stream)
        )

    def _tracked(self, stream: str) -> bool:
        shared = {c.category for c in self.inputs.costs.values() if c.per_participant is None}
        expand = self.inputs.law.categories.expand
        for homed in self.rules(stream, "benefit"):
            rule = homed.rule
            if isinstance(rule, Benefit) and shared & (expand(rule.for_) if rule.for_ else shared):
                return True
        for homed in self.rules(stream, "report"):
            if isinstance(homed.rule, Report) and homed.rule.per == "participant":
                return True
        for homed in self.rules(stream, "limit"):
            rule = homed.rule
            if isinstance(rule, Limit):
                heads = rule.serve is not None
                if heads or "participant" in rule.per or "credential" in rule.per:
                    return True
        return stream in self._exclusive or stream in self._together

    @cached_property
    def _exclusive(self) -> frozenset[str]:
        """Streams of which a rule says that they serve some people and leave others."""
        rules = (homed for homed in self.inputs.law.of_kind("exclusive"))
        return frozenset(name for homed in rules for name in exclusive_streams(self.inputs, homed))

    @cached_property
    def _together(self) -> frozenset[str]:
        """Streams of which a rule says that they serve the same people."""
        pairs = (streams_together(self.inputs, r) for r in self.inputs.law.of_kind("together"))
        return frozenset(name for own, beside in pairs for name in (*own, *beside))
