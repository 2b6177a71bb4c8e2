"""The same inputs supposing something of their awards: that some are missing, or have landed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from braid.catalog.head_counts import STATED, following
from braid.catalog.inputs import Inputs
from braid.catalog.law import Law
from braid.catalog.library import Library
from braid.schema.scenario import Award, Group

BESIDE_GROUPS = (
    "calendar", "closed", "posted", "derivations", "programs", "costs", "awards", "committed",
    "employers", "organizations", "_posted_to", "_members", "_of_programs", "_of_homes",
    "_homes", "_owners", "_reporting", "_windows",
)  # fmt: skip
"""What inputs have worked out that does not hang on head counts."""


def uncommitted(inputs: Inputs) -> tuple[str, ...]:
    """The awards that the plan does not count on (probability below 1), in order of id."""
    return tuple(i for i in inputs.awards if i not in inputs.committed)


def unsigned(inputs: Inputs) -> tuple[str, ...]:
    """The awards that may still fail to come: offered, or not committed; in order of id."""
    return tuple(
        i for i, a in inputs.awards.items() if a.status == "offered" or i not in inputs.committed
    )


def landed(inputs: Inputs, awards: Iterable[str]) -> Inputs:
    """The inputs as they are once these awards are certain."""
    wanted = set(awards)
    certain = {"probability": Decimal(1)}
    changed = tuple(
        a.model_copy(update=certain) if a.id in wanted else a for a in inputs.scenario.awards
    )
    scenario = inputs.scenario.model_copy(update={"awards": changed})
    return replace(inputs, scenario=scenario)


def enrolling(inputs: Inputs, participants: Mapping[str, int]) -> Inputs:
    """The inputs with other head counts of some groups; what does not hang on them is kept."""

    def changed(group: Group) -> Group:
        people = participants.get(group.id, group.participants)
        return group.model_copy(update={"participants": people})

    groups = tuple(changed(group) for group in inputs.scenario.groups)
    found = replace(inputs, scenario=inputs.scenario.model_copy(update={"groups": groups}))
    found.__dict__.update({name: getattr(inputs, name) for name in BESIDE_GROUPS})
    if following(inputs.derivations) == STATED:  # else what groups derive may be different
        found.__dict__["groups"] = {name: changed(g) for name, g in inputs.groups.items()}
    return found


def without(inputs: Inputs, awards: Iterable[str]) -> Inputs:
    """The inputs as they would be had these awards never stood in the scenario.

    Their own rules go with them, and so do streams, families and sets that no other award
    follows. What other awards may match is never one that is gone. Raises KeyError for an
    award that there is not.
    """
    gone = set(awards)
    if not gone:
        return inputs
    kept = tuple(_unmatched(a, gone) for a in inputs.scenario.awards if a.id not in gone)
    actuals = inputs.scenario.actuals
    if actuals is not None:
        rest = tuple(charge for charge in actuals.charges if charge.award not in gone)
        actuals = actuals.model_copy(update={"charges": rest})
    left_out = {**inputs.left_out, **{name: inputs.awards[name] for name in gone}}
    return replace(
        inputs,
        scenario=inputs.scenario.model_copy(update={"awards": kept, "actuals": actuals}),
        law=_law_of(inputs.law, kept),
        library=_library_of(inputs.library, kept),
        left_out=dict(sorted(left_out.items())),
    )


def within(inputs: Inputs, partnership: str) -> Inputs:
    """What a partnership of a portfolio has to do with: its lines, and the money that is for it."""
    elsewhere = (name for name in inputs.awards if inputs.owner(name) not in ("", partnership))
    found = without(inputs, elsewhere)
    own = tuple(c for c in inputs.scenario.costs if inputs.partnership(c.id) == partnership)
    return replace(found, scenario=found.scenario.model_copy(update={"costs": own}))


def _unmatched(award: Award, gone: set[str]) -> Award:
    if award.match_for is None or gone.isdisjoint(award.match_for):
        return award
    rest = tuple(name for name in award.match_for if name not in gone)
    return award.model_copy(update={"match_for": rest})


def _library_of(library: Library | None, awards: Iterable[Award]) -> Library | None:
    """The library with the streams of these awards alone."""
    if library is None:
        return None
    followed = {award.stream for award in awards}
    streams = {name: file for name, file in library.streams.items() if name in followed}
    return replace(library, streams=streams)


def _law_of(law: Law, awards: Iterable[Award]) -> Law:
    """The part of the law that these awards follow."""
    streams = {award.id: award.stream for award in awards}
    followed = set(streams.values())
    rules = ((homed, tuple(a for a in homed.awards if a in streams)) for homed in law.rules)
    return replace(
        law,
        rules=tuple(
            homed if len(mine) == len(homed.awards) else replace(homed, awards=mine)
            for homed, mine in rules
            if mine
        ),
        streams={name: file for name, file in law.streams.items() if name in followed},
        funding_years={a: year for a, year in law.funding_years.items() if a in streams},
    )
