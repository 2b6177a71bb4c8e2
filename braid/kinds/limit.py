"""Caps and floors on dollars and on heads (``docs/semantics.md``, section 6).

Every instance of a limit is a row ``num - share * den <= side``; floors turn the
sign, and a floor on an accepted award may miss only by money that lapses, which a
shortfall in tier 0 makes visible.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from braid.catalog.facts import Subject
from braid.catalog.law import HomedRule
from braid.catalog.values import value_at
from braid.kinds import heads, selection
from braid.kinds.numbers import number_at
from braid.kinds.rows import Block, Context, Entries
from braid.schema.rules import Bound, Selector
from braid.schema.rules import Limit as Parameters

ANYTHING = Selector()
PER_HEAD = ("participant", "credential")


@dataclass(frozen=True)
class Instance:
    """One instance of a limit: its awards, the positions of its entries, and its name."""

    key: selection.Key
    awards: tuple[str, ...]
    positions: np.ndarray
    label: str


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """The rows of all binding limits, rule by rule."""
    for homed in rules:
        rule = homed.rule
        assert isinstance(rule, Parameters)
        block = Block("limit", homed.id)
        for bound, floor in ((rule.at_most, False), (rule.at_least, True)):
            if bound is None:
                continue
            if rule.serve is not None:
                heads.write(block, homed, rule, bound, floor, context)
            elif bound.of == "cost":
                _per_cell(block, homed, rule, bound, context)
            else:
                for instance in _instances(homed, rule, bound, context):
                    _write(block, homed, rule, bound, floor, instance, context)
        yield block


def awards_of(
    homed: HomedRule, rule: Parameters, bound: Bound, context: Context
) -> tuple[str, ...]:
    """The awards that a limit counts; a share of the allocation concerns its holder only."""
    pool = context.codes.awards if rule.counts == "all_awards" else homed.awards
    found = [a for a in pool if a in context.codes.award_index]
    if bound.of == "allocation":
        found = [a for a in found if context.inputs.holds_allocation(context.inputs.awards[a])]
    return tuple(found)


def per_of(homed: HomedRule, rule: Parameters) -> tuple[str, ...]:
    """What the instances of a limit are; the default depends on where the rule lives."""
    if rule.per:
        return tuple(rule.per)
    return ("family", "organization", "funding_year") if homed.home == "family" else ("award",)


def _entries(
    homed: HomedRule, rule: Parameters, bound: Bound, context: Context, *, by_period: bool
) -> Entries:
    """The entries of a limit's awards that its effective dates hold."""
    entries = context.entries(by_period=by_period)
    numbers = [context.codes.award_index[a] for a in awards_of(homed, rule, bound, context)]
    mask = np.isin(entries.award, numbers)
    if homed.rule.from_ is not None:
        mask &= entries.start >= homed.rule.from_.toordinal()
    if homed.rule.until is not None:
        mask &= entries.start < homed.rule.until.toordinal()
    return entries.take(mask)


def _instances(
    homed: HomedRule, rule: Parameters, bound: Bound, context: Context
) -> Iterator[Instance]:
    per = per_of(homed, rule)
    entries = _entries(homed, rule, bound, context, by_period=_by_period(homed, rule))
    names = awards_of(homed, rule, bound, context)
    all_awards = rule.counts == "all_awards"
    used = tuple(p for p in per if not (all_awards and p in PER_HEAD)) + (
        ("group",) if all_awards and set(per) & set(PER_HEAD) else ()
    )
    table = selection.keys(used, entries, context, family=homed.home == "family")
    found = dict(selection.instances(table))
    of_awards_only = set(used) <= {"award", "stream", "family", "organization", "funding_year"}
    if of_awards_only:  # an award without any possible charge still has its own row
        for name in names:
            key = tuple(selection.award_key(p, name, context) for p in used) or (0,)
            found.setdefault(key, np.empty(0, dtype=np.int64))
    for key, positions in sorted(found.items()):
        if of_awards_only:
            members = tuple(
                a for a in names
                if (tuple(selection.award_key(p, a, context) for p in used) or (0,)) == key
            )  # fmt: skip
        else:
            members = tuple(context.codes.awards[k] for k in np.unique(entries.award[positions]))
        shown = ("all awards",) if all_awards else members
        yield Instance(key, members, positions, _label(used, key, shown, context))


def _label(
    used: tuple[str, ...], key: selection.Key, awards: tuple[str, ...], context: Context
) -> str:
    parts: list[str] = []
    at = 0
    for name in used:
        value = key[at]
        if name in ("group", "participant", "credential"):
            parts.append(context.codes.groups[value] if value >= 0 else "shared")
            at += 1 if name == "group" else 2
            continue
        if name in ("program_year", "fiscal_year", "funding_year"):
            parts.append(str(value))
        elif name == "award":
            parts.append(context.codes.awards[value])
        at += 1
    if not any(n == "award" for n in used):
        parts.insert(0, "+".join(awards))
    return " ".join(p for p in parts if p)


def _by_period(homed: HomedRule, rule: Parameters) -> bool:
    """Whether a year's shared charge must be cut over its periods to see what belongs where."""
    dated = homed.rule.from_ is not None or homed.rule.until is not None
    return dated or "fiscal_year" in per_of(homed, rule)


def _write(
    block: Block, homed: HomedRule, rule: Parameters, bound: Bound, floor: bool,
    instance: Instance, context: Context,
) -> None:  # fmt: skip
    entries = _entries(homed, rule, bound, context, by_period=_by_period(homed, rule))
    here = entries.take(instance.positions)
    spend = rule.spend or ANYTHING
    num = here.take(selection.selected(spend, here, context))
    if set(per_of(homed, rule)) & set(PER_HEAD) or bound.attribute is not None:
        _per_head(block, homed, rule, bound, instance, num, context)
        return
    dated = _by_period(homed, rule) or "program_year" in per_of(homed, rule)
    before = 0 if dated else _before(spend, instance.awards, context)
    if bound.usd is not None:
        limit = number_at(bound.usd, instance.awards, None, context)
        if limit is not None:
            _dollars(block, limit * 100 - before, floor, instance, num, context)
        return
    if bound.share is None:
        return
    share = number_at(bound.share, instance.awards, None, context)
    if share is None:
        return
    if bound.of in ("spent", "total"):
        pool = here if bound.of == "spent" else _everybody(entries, instance, context)
        den = pool.take(selection.selected(bound.base or ANYTHING, pool, context))
        names = instance.awards if bound.of == "spent" else context.codes.awards
        den_before = 0 if dated else _before(bound.base, names, context)
        _of_spent(
            block, share, floor, instance, num, den, before, den_before, bound, here, context, dated
        )
        return
    _of_award(block, share, floor, instance, num, here, before, bound, context)


def _before(selector: Selector | None, awards: tuple[str, ...], context: Context) -> int:
    return sum(selection.spent_before(selector, context.inputs.awards[a], context) for a in awards)


def _everybody(entries: Entries, instance: Instance, context: Context) -> Entries:
    """All committed awards' charges: what a share of the total is measured against."""
    return context.entries()


def _dollars(
    block: Block, side: Fraction, floor: bool, instance: Instance, num: Entries, context: Context
) -> None:
    if not floor:
        if len(num.column):
            row = block.row("<=", side, instance.label)
            block.add(row, num.column, num.num, num.den)
        return
    if side <= 0:
        return
    short = context.extra(
        f"short:{block.rule}:{instance.label}", side, tier=0,
        label=f"shortfall of {block.rule} {instance.label}",
    )  # fmt: skip
    row = block.row(">=", side, instance.label)
    block.add(row, num.column, num.num, num.den)
    block.add_one(row, short, Fraction(1))


def _of_spent(
    block: Block, share: Fraction, floor: bool, instance: Instance, num: Entries, den: Entries,
    before: int, den_before: int, bound: Bound, here: Entries, context: Context, dated: bool,
) -> None:  # fmt: skip
    less = here.take(selection.selected(bound.less, here, context)) if bound.less else None
    less_before = _before(bound.less, instance.awards, context) if bound.less and not dated else 0
    side = share * (den_before - less_before) - before
    row = block.row(">=" if floor else "<=", side, f"{instance.label} of spent")
    block.add(row, num.column, num.num, num.den)
    block.scaled(row, den.column, den.num, den.den, -share)
    if less is not None:
        block.scaled(row, less.column, less.num, less.den, share)


def amount_of(award: str, bound: Bound, context: Context) -> int:
    """Cents that a share of the award or of its allocation is measured against."""
    stated = context.inputs.awards[award]
    amount = stated.amount or 0
    if bound.of == "allocation" and stated.allocation is not None:
        amount = stated.allocation
    return int(amount * 100)


def _of_award(
    block: Block, share: Fraction, floor: bool, instance: Instance, num: Entries, here: Entries,
    before: int, bound: Bound, context: Context,
) -> None:  # fmt: skip
    less = here.take(selection.selected(bound.less, here, context)) if bound.less else None
    less_before = _before(bound.less, instance.awards, context) if bound.less else 0
    accepted = tuple(a for a in instance.awards if context.codes.award_index[a] not in context.used)
    if not floor:
        sure = sum(amount_of(a, bound, context) for a in accepted)
        row = block.row("<=", share * (sure - less_before) - before, instance.label)
        block.add(row, num.column, num.num, num.den)
        if less is not None:
            block.scaled(row, less.column, less.num, less.den, share)
        for award in instance.awards:
            column = context.used.get(context.codes.award_index[award])
            if column is not None:
                block.add_one(row, column, -share * amount_of(award, bound, context))
        return
    _of_spent(
        block, share, True, instance, num, here, before,
        _before(None, instance.awards, context), bound, here, context, False,
    )  # fmt: skip
    if not accepted:
        return
    numbers = [context.codes.award_index[a] for a in accepted]
    own = num.take(np.isin(num.award, numbers))
    own_before = _before(_spend(block, context), accepted, context)
    own_less = less.take(np.isin(less.award, numbers)) if less is not None else None
    less_own_before = _before(bound.less, accepted, context) if bound.less else 0
    total = sum(amount_of(a, bound, context) for a in accepted)
    side = share * (total - less_own_before) - own_before
    if side <= 0 and own_less is None:
        return
    short = context.extra(
        f"short:{block.rule}:{instance.label}", max(Fraction(0), share * total), tier=0,
        label=f"shortfall of {block.rule} {instance.label}",
    )  # fmt: skip
    row = block.row(">=", side, instance.label)
    block.add(row, own.column, own.num, own.den)
    block.add_one(row, short, Fraction(1))
    if own_less is not None:
        block.scaled(row, own_less.column, own_less.num, own_less.den, share)


def _spend(block: Block, context: Context) -> Selector:
    for homed in context.inputs.law.rules:
        if homed.id == block.rule and isinstance(homed.rule, Parameters):
            return homed.rule.spend or ANYTHING
    return ANYTHING


def _per_head(
    block: Block, homed: HomedRule, rule: Parameters, bound: Bound, instance: Instance,
    num: Entries, context: Context,
) -> None:  # fmt: skip
    """Dollars per participant or per credential: the multiplier is a head count."""
    if not len(num.column):
        return
    group = int(num.group[0])
    if group < 0:
        return
    name = context.codes.groups[group]
    stated = context.inputs.groups[name]
    if bound.attribute is not None:
        fact = context.conditions.facts.lookup(Subject(group=stated), "group", bound.attribute)
        if fact is None:
            return
        each: Fraction | None = Fraction(fact) - Fraction(bound.minus)
    else:
        each = (
            number_at(bound.usd, instance.awards, group, context) if bound.usd is not None else None
        )
    if each is None:
        return
    if "credential" in per_of(homed, rule):
        rate = context.inputs.programs[stated.program].completion_rate
        each *= Fraction(1) if rate is None else Fraction(rate)
    label = f"{instance.label}"
    if rule.counts == "all_awards":
        if not _concerned(homed, name, context):
            return
        row = block.row("<=", each * 100 * stated.participants, label)
        block.add(row, num.column, num.num, num.den)
        return
    stream = int(context.codes.stream_of[num.award[0]])
    if homed.home == "family":
        column = context.recorded[group, int(context.codes.system_of[stream])]
    else:
        column = context.served[group, stream]
    row = block.row("<=", Fraction(0), label)
    block.add(row, num.column, num.num, num.den)
    block.add_one(row, column, -each * 100)


def _concerned(homed: HomedRule, group: str, context: Context) -> bool:
    """A limit that only entitlements follow concerns the groups whom one of them pays."""
    streams = {context.inputs.awards[a].stream for a in homed.awards}
    if not all(context.inputs.law.streams[s].entitlement for s in streams):
        return True
    return any(context.entitled.get((group, s), 0) > 0 for s in streams)


def _per_cell(
    block: Block, homed: HomedRule, rule: Parameters, bound: Bound, context: Context
) -> None:
    """A share of the cost: one row per cell, over all awards of the limit."""
    if bound.share is None:
        return
    entries = _entries(homed, rule, bound, context, by_period=True)
    entries = entries.take(entries.line >= 0)
    entries = entries.take(selection.selected(rule.spend or ANYTHING, entries, context))
    if not len(entries.column):
        return
    names = awards_of(homed, rule, bound, context)
    award = context.inputs.awards[names[0]]
    unique, inverse = np.unique(entries.cell, return_inverse=True)
    sides: list[Fraction] = []
    labels: list[str] = []
    constant = None if hasattr(bound.share, "clock") else Fraction(bound.share)
    for cell in unique:
        share = constant
        if share is None:
            day = date.fromordinal(int(context.cells.start[cell]))
            share = value_at(bound.share, context.conditions.clock(award, day)) or Fraction(0)
        sides.append(share * int(context.cells.gross[cell]))
        line, group = context.cells.line[cell], context.cells.group[cell]
        who = context.codes.groups[group] if group >= 0 else "shared"
        labels.append(f"{context.codes.lines[line]} {who} period {context.cells.period[cell]}")
    numbers = block.many("<=", sides, labels)
    block.add(numbers[inverse], entries.column, entries.num, entries.den)


def cost_shares(context: Context) -> dict[tuple[int, int], Fraction]:
    """(cell, award) -> the least share of the cost that the award may pay of a direct cell."""
    out: dict[tuple[int, int], Fraction] = {}
    for homed in context.inputs.law.of_kind("limit"):
        rule = homed.rule
        assert isinstance(rule, Parameters)
        bound = rule.at_most
        if bound is None or bound.of != "cost" or bound.share is None:
            continue
        entries = _entries(homed, rule, bound, context, by_period=False)
        entries = entries.take(selection.selected(rule.spend or ANYTHING, entries, context))
        entries = entries.take(entries.direct)
        for award, cell in zip(entries.award, entries.cell, strict=True):
            stated = context.inputs.awards[context.codes.awards[award]]
            day = date.fromordinal(int(context.cells.start[cell]))
            share = value_at(bound.share, context.conditions.clock(stated, day))
            if share is not None:
                key = (int(cell), int(award))
                out[key] = min(share, out.get(key, share))
    return out
