"""Limits on participants: how many may be served, or which share of those who are.

Heads are counted per stream, in a family file per record system; they must be
whole numbers from the start, because the rule counts people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds import selection
from braid.kinds.block import Block
from braid.kinds.numbers import number_at
from braid.kinds.rows import Context
from braid.periods import program_year
from braid.schema.rule_base import Bound, Selector
from braid.schema.rules import Limit


def write(
    block: Block, homed: HomedRule, rule: Limit, bound: Bound, floor: bool, context: Context
) -> None:
    """One row per stream (or record system) that follows the rule."""
    names = context.codes.systems if homed.home == "family" else context.codes.streams
    chosen = selection.who(rule.serve or Selector(), context)
    for scope, year, columns in _cut(_scopes(homed, context), rule, context):
        counted = [c for g, c in columns.items() if chosen[g]]
        if not counted and not floor:
            continue
        terms: dict[int, Fraction] = defaultdict(Fraction)
        for column in counted:
            terms[column] += 100
        side = _against(terms, homed, bound, columns, context)
        label = f"{homed.reach} {names[scope]} heads {year or ''}".strip()
        row = block.row(">=" if floor else "<=", side, label)
        for column, value in sorted(terms.items()):
            if value:
                block.add_one(row, column, value)
                context.whole.add(column)


def held_down(context: Context) -> Iterator[int]:
    """The head counts that limits on people select."""
    for homed in context.inputs.law.of_kind("limit"):
        rule = homed.rule
        if isinstance(rule, Limit) and rule.serve is not None and rule.at_most is not None:
            chosen = selection.who(rule.serve, context)
            for columns in _scopes(homed, context).values():
                yield from (column for group, column in columns.items() if chosen[group])


def _scopes(homed: HomedRule, context: Context) -> dict[int, dict[int, int]]:
    """The head counts of each stream that follows the rule, or of each of their systems."""
    codes = context.codes
    there = np.zeros(len(codes.groups), dtype=bool)
    there[list(context.groups_of(homed.reach))] = True
    followers = [codes.award_index[a] for a in homed.awards if a in codes.award_index]
    streams = sorted({int(codes.stream_of[a]) for a in followers})
    if homed.home == "family":
        systems = sorted({int(codes.system_of[s]) for s in streams})
        return {r: _columns(context.recorded_table[:, r], there) for r in systems}
    return {s: _columns(context.served_table[:, s], there) for s in streams}


def _columns(of_groups: np.ndarray, there: np.ndarray) -> dict[int, int]:
    """Of some groups those that have a head count, with its column."""
    found = np.flatnonzero((of_groups >= 0) & there)
    return dict(zip(found.tolist(), of_groups[found].tolist(), strict=True))


def _against(
    terms: dict[int, Fraction], homed: HomedRule, bound: Bound, columns: dict[int, int],
    context: Context,
) -> Fraction:  # fmt: skip
    """What the heads are held against: a number on the right, or a share of heads on the left."""
    if bound.count is not None:
        return (number_at(bound.count, homed.awards, None, context) or Fraction(0)) * 100
    if bound.share is not None:
        share = number_at(bound.share, homed.awards, None, context) or Fraction(0)
        base = selection.who(bound.base or Selector(), context)
        for group, column in columns.items():
            if base[group]:
                terms[column] -= share * 100
    return Fraction(0)


def _cut(
    scopes: dict[int, dict[int, int]], rule: Limit, context: Context
) -> Iterator[tuple[int, int | None, dict[int, int]]]:
    """Columns of each stream or system, by the year in which the groups start if asked."""
    groups = list(context.inputs.groups.values())
    for scope, columns in sorted(scopes.items()):
        if "program_year" in rule.per:
            years = {g: program_year(groups[g].start) for g in columns}
        elif "calendar_year" in rule.per:
            years = {g: groups[g].start.year for g in columns}
        else:
            yield scope, None, columns
            continue
        for year in sorted(set(years.values())):
            yield scope, year, {g: c for g, c in columns.items() if years[g] == year}
