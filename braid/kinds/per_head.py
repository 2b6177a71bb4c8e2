"""Limits in dollars per participant or per credential: the multiplier is a head count."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds import selection
from braid.kinds.block import Block
from braid.kinds.entries import Entries
from braid.kinds.factors import YEARS, Place, fact_of, number_of
from braid.kinds.grouping import combined, ranked
from braid.kinds.instance_names import PER_HEAD
from braid.kinds.limit_scope import ANYTHING, Instance, entries_of, per_of
from braid.kinds.rows import Context
from braid.schema.base import Number
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit as Parameters


def dollars_each(
    homed: HomedRule, rule: Parameters, bound: Bound, awards: tuple[str, ...], place: Place,
    context: Context,
) -> Fraction | None:  # fmt: skip
    """Dollars for each participant of a group; None when the number or a fact is not known."""
    stated = context.inputs.groups[context.codes.groups[place.group]]
    number: Number | Fraction | None = bound.usd
    if bound.attribute is not None:
        fact = fact_of(bound.attribute, place, context)
        number = None if fact is None else max(Fraction(0), fact - Fraction(bound.minus))
    each = None if number is None else number_of(number, bound, awards, place, context)
    if each is None or "credential" not in per_of(homed, rule):
        return each
    rate = context.inputs.programs[stated.program].completion_rate
    return each * (Fraction(1) if rate is None else Fraction(rate))


def write(
    block: Block, homed: HomedRule, rule: Parameters, bound: Bound, instance: Instance,
    num: Entries, context: Context, already: int = 0,
) -> None:  # fmt: skip
    """The row of one instance: of the stream's served, the family's recorded, or everybody.

    What was charged already counts as if it had been for all of the group alike.
    """
    group = instance.place.group if not len(num) and already else -1
    group = int(num.group[0]) if len(num) else group
    if group < 0:
        return
    place = replace(instance.place, group=group)
    each = dollars_each(homed, rule, bound, instance.asked, place, context)
    if each is None:
        for name in filter(None, (bound.attribute, bound.times)):
            if fact_of(name, place, context) is None:
                context.unstated(homed, name, instance.label)
        return
    people = context.inputs.groups[context.codes.groups[group]].participants
    everybody = rule.counts == "all_awards"
    left = each * 100 - Fraction(already, people)
    if already and left < 0:
        context.broken.append((f"{block.rule} {instance.label}", -left * people))
        left = Fraction(0)
    if not len(num):
        return
    row = block.row("<=", left * people if everybody else Fraction(0), instance.label)
    block.add(row, num.column, num.num, num.den, num.cell)
    if everybody:
        return
    stream = int(context.codes.stream_of[num.award[0]])
    if homed.home == "family":
        column = context.recorded[group, int(context.codes.system_of[stream])]
    else:
        column = context.served[group, stream]
    block.add_one(row, column, -left)


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
        cut = tuple(name for name in rule.per if name == "line" or name in YEARS)
        table = selection.keys(cut, entries, context, family=False)
        for first in ranked(combined([code, *table])).first.tolist():
            at = int(code[first])
            said = {name: int(column[first]) for name, column in zip(cut, table, strict=False)}
            line = said.pop("line", -1)
            place = Place(at // width, line, next(iter(said.items()), None))
            awards = (context.codes.awards[entries.award[first]],)
            each = dollars_each(homed, rule, bound, awards, place, context)
            if each is not None:
                out[at] = min(each * 100, out.get(at, each * 100))
    return out
