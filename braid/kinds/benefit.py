"""A shared cost is paid at most in proportion to the participants whom the stream serves.

2 CFR 200.405(d). Weighted by the periods in which participants are active, summed
over the program year; a person in two streams of one record system counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.kinds.rows import Block, Context
from braid.schema.rules import Benefit as Parameters

NOTHING = Fraction(0)


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
    block = Block("benefit", rules[0].id)
    writer = _Writer(context, block)
    charges = context.charges
    pools = np.flatnonzero(charges.spread >= 0)
    at = (charges.line[pools], charges.year[pools], charges.group[pools])
    order = np.lexsort((pools, at[2], at[1], at[0]))
    columns = pools[order]
    if len(columns):
        places = np.stack([a[order] for a in at], axis=1)
        cuts = np.flatnonzero((np.diff(places, axis=0) != 0).any(axis=1)) + 1
        for place, members in zip(
            places[np.concatenate([[0], cuts])].tolist(), np.split(columns, cuts), strict=True
        ):
            writer.place((place[0], place[1], place[2]), members.tolist())
    yield block


class _Writer:
    """Writes the rows of one shared line's year for one group after the other."""

    def __init__(self, context: Context, block: Block) -> None:
        codes, spreads = context.codes, context.spreads
        self.context = context
        self.block = block
        self.award: list[int] = context.charges.award.tolist()
        self.spread: list[int] = context.charges.spread.tolist()
        cells, start = spreads.cell.tolist(), spreads.start.tolist()
        self.cells = [tuple(cells[a:b]) for a, b in pairwise(start)]
        self.stream: list[int] = codes.stream_of.tolist()
        self.system: list[int] = codes.system_of.tolist()
        self.people = [g.participants for g in context.inputs.groups.values()]
        self.each: dict[tuple[tuple[int, ...], int], Fraction] = {}

    def place(self, place: tuple[int, int, int], columns: list[int]) -> None:
        """Per award, per stream, per record system and in all."""
        codes, context, group = self.context.codes, self.context, place[2]
        by_stream: dict[int, list[int]] = defaultdict(list)
        by_system: dict[int, list[int]] = defaultdict(list)
        streams_of_system: dict[int, set[int]] = defaultdict(set)
        for column in columns:
            award = self.award[column]
            stream = self.stream[award]
            system = self.system[stream]
            by_stream[stream].append(column)
            by_system[system].append(column)
            streams_of_system[system].add(stream)
            self.write(place, [column], context.served[group, stream], codes.awards[award])
        for stream, members in sorted(by_stream.items()):
            if len(members) > 1:
                self.write(place, members, context.served[group, stream], codes.streams[stream])
        for system, members in sorted(by_system.items()):
            if len(streams_of_system[system]) > 1:
                column = context.recorded[group, system]
                self.write(place, members, column, codes.systems[system])
        if len(by_system) > 1:
            self.write(place, columns, None, "all federal")

    def write(
        self, place: tuple[int, int, int], columns: list[int], heads: int | None, what: str
    ) -> None:
        """Charges at most the part of the cells that is the group's, or of those it serves."""
        line, year, group = place
        codes, block = self.context.codes, self.block
        cells = self.cells[self.spread[columns[0]]]
        if len(columns) > 1 and any(self.cells[self.spread[c]] != cells for c in columns):
            cells = tuple(sorted({n for c in columns for n in self.cells[self.spread[c]]}))
        name = f"{codes.lines[line]} {year} {codes.groups[group]} {what}"
        if heads is None:
            row = block.row("<=", self.context.benefit_shares.of(cells).get(group, NOTHING), name)
        else:
            row = block.row("<=", NOTHING, name)
            block.add_one(row, heads, self._least(cells, group))
        block.ones(row, columns)

    def _least(self, cells: tuple[int, ...], group: int) -> Fraction:
        """Minus the group's part of the cells for each participant."""
        known = self.each.get((cells, group))
        if known is None:
            part = self.context.benefit_shares.of(cells).get(group, NOTHING)
            known = self.each[cells, group] = -part / self.people[group]
        return known
