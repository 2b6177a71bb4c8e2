"""Limits in dollars per participant or per credential: the multiplier is a head count."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from braid.catalog.facts import Subject
from braid.catalog.law import HomedRule
from braid.kinds import selection
from braid.kinds.block import Block
from braid.kinds.grouping import ranked
from braid.kinds.limit_scope import ANYTHING, PER_HEAD, Instance, entries_of, per_of
from braid.kinds.numbers import number_at
from braid.kinds.rows import Context, Entries
from braid.schema.rules import Bound
from braid.schema.rules import Limit as Parameters


def dollars_each(
    homed: HomedRule, rule: Parameters, bound: Bound, awards: tuple[str, ...], group: int,
    context: Context,
) -> Fraction | None:  # fmt: skip
    """Dollars for each participant of a group; None when the number or the fact is not known."""
    stated = context.inputs.groups[context.codes.groups[group]]
    if bound.attribute is not None:
        fact = context.conditions.facts.lookup(Subject(group=stated), "group", bound.attribute)
        if fact is None:
            return None
        each: Fraction | None = max(Fraction(0), Fraction(fact) - Fraction(bound.minus))
    elif bound.usd is not None:
        each = number_at(bound.usd, awards, group, context)
    else:
        each = None
    if each is None or "credential" not in per_of(homed, rule):
        return each
    rate = context.inputs.programs[stated.program].completion_rate
    return each * (Fraction(1) if rate is None else Fraction(rate))


def write(
    block: Block, homed: HomedRule, rule: Parameters, bound: Bound, instance: Instance,
    num: Entries, context: Context,
) -> None:  # fmt: skip
    """The row of one instance: of the stream's served, the family's recorded, or everybody."""
    if not len(num.column) or int(num.group[0]) < 0:
        return
    group = int(num.group[0])
    each = dollars_each(homed, rule, bound, instance.awards, group, context)
    if each is None:
        return
    people = context.inputs.groups[context.codes.groups[group]].participants
    everybody = rule.counts == "all_awards"
    row = block.row("<=", each * 100 * people if everybody else Fraction(0), instance.label)
    block.add(row, num.column, num.num, num.den)
    if everybody:
        return
    stream = int(context.codes.stream_of[num.award[0]])
    if homed.home == "family":
        column = context.recorded[group, int(context.codes.system_of[stream])]
    else:
        column = context.served[group, stream]
    block.add_one(row, column, -each * 100)


def per_head_caps(context: Context) -> dict[int, Fraction]:
    """Group x stream code -> the least cents per participant that a limit leaves on a direct cost.

    The code is ``group * number of streams + stream``. Source of the guard that whoever is
    served must be paid for (formulation, served).
    """
    out: dict[int, Fraction] = {}
    width = max(1, len(context.codes.streams))
    for homed in context.inputs.law.of_kind("limit"):
        rule = homed.rule
        assert isinstance(rule, Parameters)
        bound = rule.at_most
        if bound is None or rule.serve is not None:
            continue
        if not set(rule.per) & set(PER_HEAD) and bound.attribute is None:
            continue
        entries = entries_of(homed, rule, bound, context, by_period=False)
        entries = entries.take(entries.direct)
        entries = entries.take(selection.selected(rule.spend or ANYTHING, entries, context))
        code = entries.group.astype(np.int64) * width + context.codes.stream_of[entries.award]
        codes = ranked(code)
        for at, first in zip(codes.values.tolist(), codes.first.tolist(), strict=True):
            awards = (context.codes.awards[entries.award[first]],)
            each = dollars_each(homed, rule, bound, awards, at // width, context)
            if each is not None:
                out[at] = min(each * 100, out.get(at, each * 100))
    return out
