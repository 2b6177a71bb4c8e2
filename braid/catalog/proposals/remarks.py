"""What of a proposal does nothing in a scenario, told and not refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from braid.catalog.inputs import Inputs
from braid.catalog.library import Library
from braid.catalog.proposals.files import Proposed
from braid.schema.proposal import (
    Addition,
    Item,
    Removal,
    RuleChange,
    StreamChange,
    part_of,
)


def awake(one: Proposed, inputs: Inputs) -> Proposed:
    """The proposal without the items for which the scenario lacks awards (``only_with``)."""
    here = {award.stream for award in inputs.scenario.awards}
    idle = {(section, k) for section, k, item in one.proposal.items() if not of_use(item, here)}
    return replace(one, idle=frozenset(idle))


def of_use(item: Item, here: Collection[str]) -> bool:
    """Whether an item does anything where there are awards of these streams."""
    if not set(item.not_with).isdisjoint(here):
        return False
    wanted = item.only_with
    return wanted is None or len(set(wanted.streams).intersection(here)) >= wanted.at_least


def of_idle(one: Proposed) -> Iterator[str]:
    """A sentence for each part that asks for awards which are not there, or has no use here."""
    told = set()
    for section, k, item in one.proposal.items():
        part = part_of(section, k, item)
        if (section, k) not in one.idle or part not in one.chosen:
            continue
        wanted = item.only_with
        if wanted is None:
            told.add(f"'{part}' is not for who has {', '.join(item.not_with)}.")
            continue
        many = "an award of" if wanted.at_least == 1 else f"awards of {wanted.at_least} streams of"
        told.add(f"'{part}' needs {many} {', '.join(wanted.streams)}; it does nothing here.")
    yield from sorted(told)


def of_rules(proposed: Iterable[Proposed], library: Library) -> Iterator[str]:
    """A sentence for each proposal that changes rules which no award follows."""
    followed = {*library.streams, *library.families, *library.sets}
    for one in proposed:
        sections = ("changes", "removes", "adds")
        items = [item for section in sections for _, item in one.items(section)]
        strange = sorted({home for item in items for home in _homes(item)} - followed)
        if strange:
            yield f"No award here follows {', '.join(strange)}: what changes there does nothing."


def _homes(item: Item) -> Iterator[str]:
    if isinstance(item, StreamChange):
        yield item.stream
    elif isinstance(item, RuleChange):
        yield item.rule.partition("/")[0]
    elif isinstance(item, Removal):
        yield from (name.partition("/")[0] for name in item.rules)
    elif isinstance(item, Addition):
        yield item.to
