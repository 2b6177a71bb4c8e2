"""Whoever a stream serves is served by one of certain other streams too: co-enrolment.

The others need not pay for these people once more (``naming.served_otherwise``): who is paid for by
the first stream may be enrolled with them, at the cost of their records.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds.block import NOTHING, Block
from braid.kinds.following import awards_following
from braid.kinds.permission import in_force
from braid.kinds.rows import Context, Remark
from braid.record import record
from braid.schema.rules import Together as Parameters
from braid.schema.scenario import Award


@record
class Pair:
    """One row: the head count of a group in a stream, and those that it may not exceed together."""

    rule: str
    group: int
    stream: int
    column: int
    others: tuple[tuple[int, int], ...]
    """(stream, column) of each of them."""


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """At most as many people as the other streams serve."""
    found = context.once(pairs)
    for homed in rules:
        block = Block("together", homed.id)
        for pair in found:
            if pair.rule != homed.id:
                continue
            codes = context.codes
            label = f"{codes.groups[pair.group]} {codes.streams[pair.stream]}"
            row = block.row("<=", NOTHING, label)
            block.add_one(row, pair.column, Fraction(100))
            for _, column in pair.others:
                block.add_one(row, column, Fraction(-100))
        yield block


def enrolled_streams(inputs: Inputs) -> frozenset[str]:
    """The streams whose participants are counted because a rule of this kind asks for it."""
    found: set[str] = set()
    for homed in inputs.law.of_kind("together"):
        followers = {award.stream for award in awards_following(inputs, homed)}
        others = _planned(inputs, _parameters(homed).with_)
        if followers and others:
            found |= followers | others
    return frozenset(found)


def pairs(context: Context) -> tuple[Pair, ...]:
    """Every group and stream that a rule concerns; what it cannot ask is remarked."""
    return tuple(
        pair for homed in context.inputs.law.of_kind("together") for pair in _of(homed, context)
    )


def _of(homed: HomedRule, context: Context) -> Iterator[Pair]:
    inputs, rule = context.inputs, _parameters(homed)
    first: dict[str, Award] = {}
    for award in awards_following(inputs, homed):
        first.setdefault(award.stream, award)
    if not first:
        return
    with_ = " or ".join(rule.with_)
    if not _planned(inputs, rule.with_):
        note = f"The plan has no award of {with_}; {homed.id} asks for one beside its own."
        context.remarks.append(Remark(homed.id, note=note))
        return
    left: list[str] = []
    for stream, award in sorted(first.items()):
        for pair in _of_stream(homed, context, stream, award):
            if pair.others:
                yield pair
            else:
                left.append(context.codes.groups[pair.group])
    if left:
        note = (
            f"Nothing is planned that {with_} may pay for {', '.join(sorted(set(left)))};"
            f" {homed.id} is not held for them."
        )
        context.remarks.append(Remark(homed.id, note=note))


def _of_stream(homed: HomedRule, context: Context, stream: str, award: Award) -> Iterator[Pair]:
    """The groups that a stream may serve and the rule concerns, with those who serve them too."""
    codes, inputs, rule = context.codes, context.inputs, _parameters(homed)
    number = codes.streams.index(stream)
    others = [k for k, name in enumerate(codes.streams) if name in rule.with_ and k != number]
    meant = np.ones(len(codes.groups), dtype=bool)
    if rule.who is not None:
        meant = context.conditions.of_groups(rule.who, award)
    for place, name in enumerate(codes.groups):
        group = inputs.groups[name]
        column = context.served.get((place, number))
        if column is None or not in_force(homed, group.start):
            continue
        if any(context.entitled.get((name, other), 0) for other in rule.with_):
            continue
        if not meant[place]:
            assert rule.who is not None
            verdict = context.conditions.ask(
                rule.who, "group", group=group, award=award, day=group.start
            )
            for missing in verdict.unknown:
                context.unstated(homed, missing, name)
            continue
        yield Pair(homed.id, place, number, column, tuple(
            (k, context.served[place, k]) for k in others if (place, k) in context.served
        ))  # fmt: skip


def _planned(inputs: Inputs, named: tuple[str, ...]) -> set[str]:
    """The streams among those named that have a committed award, and are enabled."""
    streams = inputs.law.streams
    committed = {award.stream for award in inputs.committed.values()}
    return {name for name in named if name in committed and name in streams
            and streams[name].enabled}  # fmt: skip


def _parameters(homed: HomedRule) -> Parameters:
    assert isinstance(homed.rule, Parameters)
    return homed.rule
