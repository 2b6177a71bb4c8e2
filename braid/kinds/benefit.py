"""A shared cost is paid at most in proportion to the participants whom the stream serves.

2 CFR 200.405(d). Weighted by the periods in which participants are active, summed
over the program year; a person in two streams of one record system counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds.rows import Block, Context
from braid.schema.rules import Benefit as Parameters


def benefit_rule(inputs: Inputs, award: str, category: str) -> HomedRule | None:
    """The benefit rule that an award follows for a category of shared cost."""
    for homed in inputs.law.of_kind("benefit", award):
        rule = homed.rule
        assert isinstance(rule, Parameters)
        if not rule.for_ or category in inputs.law.categories.expand(rule.for_):
            return homed
    return None


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """Per award, per stream, per record system and in all: at most the served part of the share."""
    if not rules:
        return
    charges, spreads, codes = context.charges, context.spreads, context.codes
    pools = np.flatnonzero(charges.spread >= 0)
    by_place: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for column in pools.tolist():
        key = (int(charges.line[column]), int(charges.year[column]), int(charges.group[column]))
        by_place[key].append(column)
    block = Block("benefit", rules[0].id)

    def part(place: tuple[int, int, int], columns: list[int]) -> Fraction:
        members: set[int] = set()
        for column in columns:
            k = int(charges.spread[column])
            members |= {int(c) for c in spreads.cell[spreads.start[k] : spreads.start[k + 1]]}
        return context.benefit_shares.of(sorted(members)).get(place[2], Fraction(0))

    def write(
        place: tuple[int, int, int], columns: list[int], heads: int | None, what: str
    ) -> None:
        line, year, group = place
        name = f"{codes.lines[line]} {year} {codes.groups[group]} {what}"
        share = part(place, columns)
        ones = np.ones(len(columns), dtype=np.int64)
        row = block.row("<=", Fraction(0) if heads is not None else share, name)
        block.add(row, np.array(columns), ones, ones)
        if heads is not None:
            people = context.inputs.groups[codes.groups[group]].participants
            block.add_one(row, heads, -share / people)

    for place, columns in sorted(by_place.items()):
        group = place[2]
        by_stream: dict[int, list[int]] = defaultdict(list)
        by_system: dict[int, list[int]] = defaultdict(list)
        for column in columns:
            stream = int(codes.stream_of[charges.award[column]])
            by_stream[stream].append(column)
            by_system[int(codes.system_of[stream])].append(column)
            write(
                place, [column], context.served[group, stream], codes.awards[charges.award[column]]
            )
        for stream, members in sorted(by_stream.items()):
            if len(members) > 1:
                write(place, members, context.served[group, stream], codes.streams[stream])
        for system, members in sorted(by_system.items()):
            if len(members) > len(by_stream[int(codes.stream_of[charges.award[members[0]]])]):
                write(place, members, context.recorded[group, system], codes.systems[system])
        if len(by_system) > 1:
            write(place, columns, None, "all federal")
    yield block
