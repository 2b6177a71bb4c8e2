"""Limits that are a share of the cost: one row per cell, and the least share for each charge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from braid.catalog.law import HomedRule
from braid.catalog.values import value_at
from braid.kinds import selection
from braid.kinds.block import Block
from braid.kinds.grouping import ranked
from braid.kinds.limit_scope import ANYTHING, awards_of, entries_of
from braid.kinds.rows import Context, Entries
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit as Parameters


def per_cell(
    block: Block, homed: HomedRule, rule: Parameters, bound: Bound, context: Context
) -> None:
    """A share of the cost: one row per cell, over all awards of the limit."""
    if bound.share is None:
        return
    entries = entries_of(homed, rule, bound, context, by_period=True)
    entries = entries.take(entries.line >= 0)
    entries = entries.take(selection.selected(rule.spend or ANYTHING, entries, context))
    if not len(entries):
        return
    awards = [context.inputs.awards[a] for a in awards_of(homed, rule, bound, context)]
    unique, rank = ranked(entries.cell)
    sides: list[Fraction] = []
    labels: list[str] = []
    constant = None if hasattr(bound.share, "clock") else Fraction(bound.share)
    for cell in unique.tolist():
        share = constant
        if share is None:
            day = date.fromordinal(int(context.cells.start[cell]))
            held = [value_at(bound.share, context.conditions.clock(a, day)) for a in awards]
            share = min((h for h in held if h is not None), default=Fraction(0))
        sides.append(share * int(context.cells.gross[cell]))
        line, group = context.cells.line[cell], context.cells.group[cell]
        who = context.codes.groups[group] if group >= 0 else "shared"
        labels.append(f"{context.codes.lines[line]} {who} period {context.cells.period[cell]}")
    numbers = block.many("<=", sides, labels)
    block.cell_of.update(zip(numbers.tolist(), unique.tolist(), strict=True))
    block.add(numbers[rank], entries.column, entries.num, entries.den)


def cost_shares(context: Context) -> dict[tuple[int, int], Fraction]:
    """(cell, award) -> the least share of the cost that the award may pay of a direct cell."""
    out: dict[tuple[int, int], Fraction] = {}
    for homed in context.inputs.law.of_kind("limit"):
        rule = homed.rule
        assert isinstance(rule, Parameters)
        bound = rule.at_most
        if bound is None or bound.of != "cost" or bound.share is None:
            continue
        entries = entries_of(homed, rule, bound, context, by_period=False)
        for cell, award, share in shares_of(rule, bound, entries.take(entries.direct), context):
            out[cell, award] = min(share, out.get((cell, award), share))
    return out


def shares_of(
    rule: Parameters, bound: Bound, entries: Entries, context: Context
) -> Iterator[tuple[int, int, Fraction]]:
    """(cell, award, share of the cost) of those of some charges that a limit selects."""
    if bound.share is None:
        return
    entries = entries.take(selection.selected(rule.spend or ANYTHING, entries, context))
    for cell, award in zip(entries.cell.tolist(), entries.award.tolist(), strict=True):
        stated = context.inputs.awards[context.codes.awards[award]]
        day = date.fromordinal(int(context.cells.start[cell]))
        share = value_at(bound.share, context.conditions.clock(stated, day))
        if share is not None:
            yield cell, award, share
