"""Limits on participants: how many may be served, or which share of those who are.

Heads are counted per stream, in a family file per record system; they must be
whole numbers from the start, because the rule counts people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from braid.catalog.law import HomedRule
from braid.kinds import selection
from braid.kinds.numbers import number_at
from braid.kinds.rows import Block, Context
from braid.periods import program_year
from braid.schema.rules import Bound, Limit, Selector


def write(
    block: Block, homed: HomedRule, rule: Limit, bound: Bound, floor: bool, context: Context
) -> None:
    """One row per stream (or record system) that follows the rule."""

    codes = context.codes
    streams = sorted({
        int(codes.stream_of[codes.award_index[a]]) for a in homed.awards if a in codes.award_index
    })  # fmt: skip
    scopes: dict[int, dict[int, int]] = defaultdict(dict)
    if homed.home == "family":
        for system in sorted({int(codes.system_of[s]) for s in streams}):
            scopes[system] = {g: c for (g, r), c in context.recorded.items() if r == system}
    else:
        for stream in streams:
            scopes[stream] = {g: c for (g, s), c in context.served.items() if s == stream}
    names = codes.systems if homed.home == "family" else codes.streams
    chosen = selection.who(rule.serve or Selector(), context)
    base = selection.who(bound.base or Selector(), context)
    for scope, year, columns in _cut(scopes, rule, context):
        counted = {g: c for g, c in columns.items() if chosen[g]}
        if not counted and not floor:
            continue
        terms: dict[int, Fraction] = defaultdict(Fraction)
        for column in counted.values():
            terms[column] += 100
        side = Fraction(0)
        if bound.count is not None:
            number = number_at(bound.count, homed.awards, None, context)
            side = (number or Fraction(0)) * 100
        elif bound.share is not None:
            share = number_at(bound.share, homed.awards, None, context) or Fraction(0)
            for group, column in columns.items():
                if base[group]:
                    terms[column] -= share * 100
        label = f"{names[scope]} heads" if year is None else f"{names[scope]} heads {year}"
        row = block.row(">=" if floor else "<=", side, label)
        for column, value in sorted(terms.items()):
            if value:
                block.add_one(row, column, value)
                context.whole.add(column)


def _cut(
    scopes: dict[int, dict[int, int]], rule: Limit, context: Context
) -> Iterator[tuple[int, int | None, dict[int, int]]]:
    """Columns of each stream or system, by the program year in which the groups start if asked."""
    groups = list(context.inputs.groups.values())
    for scope, columns in sorted(scopes.items()):
        if "program_year" not in rule.per:
            yield scope, None, columns
            continue
        years = {g: program_year(groups[g].start) for g in columns}
        for year in sorted(set(years.values())):
            yield scope, year, {g: c for g, c in columns.items() if years[g] == year}
