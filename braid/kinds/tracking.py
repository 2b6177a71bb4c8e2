"""Which streams need head counts: those whose law looks at the number of people served."""

from __future__ import annotations

from collections.abc import Mapping

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import within
from braid.kinds.benefit import benefit_rule
from braid.kinds.exclusive import counted_streams
from braid.kinds.together import enrolled_streams
from braid.schema.rules import Limit, Report
from braid.schema.scenario import Award

Tracked = frozenset[tuple[str, str]]
"""Streams, each with a partnership whose participants it counts (empty text: everybody)."""


def tracked_streams(inputs: Inputs, awards: Mapping[str, Award]) -> Tracked:
    """The streams whose participants are counted; in a portfolio for each partnership apart."""
    if not inputs.partnerships:
        return frozenset((stream, "") for stream in _tracked(inputs, awards))
    found: set[tuple[str, str]] = set()
    for member in inputs.partnerships:
        part = within(inputs, member.id)
        own = {name: award for name, award in awards.items() if name in part.awards}
        found |= {(stream, member.id) for stream in _tracked(part, own)}
    return frozenset(found)


def _tracked(inputs: Inputs, awards: Mapping[str, Award]) -> set[str]:
    """Streams with a benefit rule on a shared line, records, limits per head, rivals, partners."""
    shared = {c.category for c in inputs.costs.values() if c.per_participant is None}
    asked = counted_streams(inputs) | enrolled_streams(inputs)
    found = {award.stream for award in awards.values()} & asked
    for award in awards.values():
        if award.stream in found:
            continue
        for homed in inputs.law.of_award.get(award.id, ()):
            rule = homed.rule
            if not rule.binds:
                continue
            counts_heads = (isinstance(rule, Report) and rule.per == "participant") or (
                isinstance(rule, Limit)
                and (rule.serve is not None or bool({"participant", "credential"} & set(rule.per)))
            )
            if counts_heads or any(benefit_rule(inputs, award.id, c) for c in shared):
                found.add(award.stream)
                break
    return found
