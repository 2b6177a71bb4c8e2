"""Which awards a rule binds: those that the plan counts on, of streams that are in use."""

from __future__ import annotations

from collections.abc import Iterator

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds.rows import Context
from braid.schema.scenario import Award


def awards_following(inputs: Inputs, homed: HomedRule) -> Iterator[Award]:
    """The committed awards of enabled streams that follow a rule, in order of id."""
    streams = inputs.law.streams
    for name in homed.awards:
        award = inputs.committed.get(name)
        if award is not None and award.stream in streams and streams[award.stream].enabled:
            yield award


def charging(rules: tuple[HomedRule, ...], context: Context) -> Iterator[tuple[HomedRule, str]]:
    """Every rule with each award that follows it and may be charged in the plan."""
    for homed in rules:
        for award in homed.awards:
            if award in context.codes.award_index:
                yield homed, award
