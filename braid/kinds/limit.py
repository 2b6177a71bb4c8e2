"""Caps and floors on dollars and on heads (``docs/semantics.md``, section 6).

Every instance of a limit is a row ``num - share * den <= side``; floors turn the
sign, and a floor on an accepted award may miss only by money that lapses, which a
shortfall in tier 0 makes visible.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds import heads, per_head
from braid.kinds.block import Block, Sense
from braid.kinds.cost_share import per_cell
from braid.kinds.entries import Entries
from braid.kinds.factors import fact_of
from braid.kinds.instance_names import PER_HEAD
from braid.kinds.limit_scope import Instance, Scope, per_of
from braid.kinds.rows import Context
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit as Parameters


def rows(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Block]:
    """The rows of all binding limits, rule by rule."""
    for homed in rules:
        rule = homed.rule
        assert isinstance(rule, Parameters)
        block, beside = Block("limit", homed.id), list[Block]()
        for bound, floor in ((rule.at_most, False), (rule.at_least, True)):
            if bound is None:
                continue
            if rule.serve is not None:
                heads.write(block, homed, rule, bound, floor, context)
            elif bound.of == "cost":
                beside += per_cell(block, homed, rule, bound, context)
            else:
                scope = Scope(homed, rule, bound, context)
                for instance in scope.instances():
                    _write(block, scope, floor, instance)
        yield block
        yield from beside


def _write(block: Block, scope: Scope, floor: bool, instance: Instance) -> None:
    homed, rule, bound, context = scope.homed, scope.rule, scope.bound, scope.context
    here = instance.positions
    num = scope.entries.take(here[scope.spend[here]])
    if set(per_of(homed, rule)) & set(PER_HEAD) or bound.attribute is not None:
        already = scope.charged(rule.spend, instance)
        per_head.write(block, homed, rule, bound, instance, num, context, already)
        return
    before = scope.earlier(rule.spend, instance.awards, instance)
    if bound.usd is not None:
        limit = scope.number(bound.usd, instance, floor=floor)
        if limit is not None:
            _dollars(block, limit * 100 - before, floor, instance, num, context)
        elif len(num) and bound.times and fact_of(bound.times, instance.place, context) is None:
            context.unstated(homed, bound.times, instance.label)
        return
    if bound.share is None:
        return
    share = scope.number(bound.share, instance, floor=floor)
    if share is None:
        return
    if bound.of == "total":
        den = scope.everybody(bound.base, instance)
        less = scope.everybody(bound.less, instance) if bound.less else None
        _of_spent(block, scope, share, floor, instance, num, den, less, context.codes.awards)
    elif bound.of == "spent":
        den, less = scope.entries.take(here[scope.base[here]]), _less(scope, instance)
        _of_spent(block, scope, share, floor, instance, num, den, less, instance.awards)
    else:
        _of_award(block, scope, share, floor, instance, num, before)


def _less(scope: Scope, instance: Instance) -> Entries | None:
    """The entries of an instance that are taken off the base."""
    here = instance.positions
    return None if scope.less is None else scope.entries.take(here[scope.less[here]])


def _row(
    block: Block, sense: Sense, side: Fraction, instance: Instance, context: Context, what: str = ""
) -> int:
    """A row of an instance; what earlier spending already breaks is named and not repaired.

    Where every coefficient is positive nothing more may be spent; where spending elsewhere
    can mend the share, the excess is a shortfall of tier 0.
    """
    label = f"{instance.label} {what}".strip()
    row = block.row(sense, side, label)
    excess = -side if sense == "<=" else side
    if excess > 0:
        past = context.extra(
            f"past:{block.rule}:{label}", excess, tier=0 if what else None,
            label=f"{block.rule} {label}: already broken before the horizon",
        )  # fmt: skip
        block.add_one(row, past, Fraction(-1 if sense == "<=" else 1))
    return row


def _dollars(
    block: Block, side: Fraction, floor: bool, instance: Instance, num: Entries, context: Context
) -> None:
    if not floor:
        if instance.over:
            _tell(block, -side, instance, context)
        elif len(num.column):
            row = _row(block, "<=", side, instance, context)
            block.add(row, num.column, num.num, num.den, num.cell)
        return
    if side <= 0 or not _asked(instance, num):
        return
    row = block.row(">=", side, instance.label)
    block.add(row, num.column, num.num, num.den, num.cell)
    block.add_one(row, _shortfall(block, side, instance, context), Fraction(1))


def _asked(instance: Instance, num: Entries) -> bool:
    """Whether a floor in dollars is asked: where charges decide, only of what may be charged.

    An award of which nothing may be charged is short of its floor all the same.
    """
    return bool(len(num)) or not instance.of_charges


def _tell(block: Block, excess: Fraction, instance: Instance, context: Context) -> None:
    """What was charged already has broken a limit that nothing more is charged to."""
    if excess > 0:
        context.broken.append((f"{block.rule} {instance.label}", excess))


def _shortfall(block: Block, most: Fraction, instance: Instance, context: Context) -> int:
    """How far a statutory floor may be missed: tier 0 keeps it least."""
    return context.extra(
        f"short:{block.rule}:{instance.label}", most, tier=0,
        label=f"shortfall of {block.rule} {instance.label}",
    )  # fmt: skip


def _of_spent(
    block: Block, scope: Scope, share: Fraction, floor: bool, instance: Instance, num: Entries,
    den: Entries, less: Entries | None, base_awards: tuple[str, ...],
) -> None:  # fmt: skip
    """Spending against a share of spending; no shortfall, for spending nothing satisfies it."""
    rule, bound, context = scope.rule, scope.bound, scope.context
    before = scope.earlier(rule.spend, instance.awards, instance)
    all_of = bound.of == "total"
    den_before = scope.earlier(bound.base, base_awards, instance, everybody=all_of)
    less_before = (
        scope.earlier(bound.less, base_awards, instance, everybody=all_of) if bound.less else 0
    )
    side = share * (den_before - less_before) - before
    if instance.over:
        _tell(block, side if floor else -side, instance, context)
        return
    row = _row(block, ">=" if floor else "<=", side, instance, context, "of spent")
    block.add(row, num.column, num.num, num.den, num.cell)
    block.scaled(row, den.column, den.num, den.den, -share, den.cell)
    if less is not None:
        block.scaled(row, less.column, less.num, less.den, share, less.cell)


def amount_of(award: str, bound: Bound, context: Context) -> int:
    """Cents that a share of the award or of its allocation is measured against."""
    stated = context.inputs.awards[award]
    amount = stated.amount or 0
    if bound.of == "allocation" and stated.allocation is not None:
        amount = stated.allocation
    return int(amount * 100)


def _of_award(
    block: Block, scope: Scope, share: Fraction, floor: bool, instance: Instance, num: Entries,
    before: int,
) -> None:  # fmt: skip
    """Spending against a share of whole amounts; an offered award counts when it is used."""
    bound, context = scope.bound, scope.context
    less = _less(scope, instance)
    accepted = tuple(a for a in instance.awards if context.codes.award_index[a] not in context.used)
    if floor:
        den = scope.entries.take(instance.positions)
        _of_spent(block, scope, share, True, instance, num, den, less, instance.awards)
        if accepted:
            _floor_of_amount(block, scope, share, instance, num, less, accepted)
        return
    less_before = scope.earlier(bound.less, instance.awards, instance) if bound.less else 0
    sure = sum(amount_of(a, bound, context) for a in accepted)
    side = share * (sure - less_before) - before
    if instance.over:
        _tell(block, -side, instance, context)
        return
    mends = side < 0 and len(accepted) < len(instance.awards)  # an offer that is taken
    row = _row(block, "<=", side, instance, context, "of amounts" if mends else "")
    block.add(row, num.column, num.num, num.den, num.cell)
    if less is not None:
        block.scaled(row, less.column, less.num, less.den, share, less.cell)
    for award in instance.awards:
        column = context.used.get(context.codes.award_index[award])
        if column is not None:
            block.add_one(row, column, -share * amount_of(award, bound, context))


def _floor_of_amount(
    block: Block, scope: Scope, share: Fraction, instance: Instance, num: Entries,
    less: Entries | None, accepted: tuple[str, ...],
) -> None:  # fmt: skip
    """An accepted award's floor may miss only by money that lapses: a shortfall of tier 0."""
    bound, context = scope.bound, scope.context
    numbers = [context.codes.award_index[a] for a in accepted]
    own = num.take(np.isin(num.award, numbers))
    own_less = less.take(np.isin(less.award, numbers)) if less is not None else None
    total = sum(amount_of(a, bound, context) for a in accepted)
    less_before = scope.earlier(bound.less, accepted, instance) if bound.less else 0
    before = scope.earlier(scope.rule.spend, accepted, instance)
    side = share * (total - less_before) - before
    if side <= 0 or not _asked(instance, own):
        return
    row = block.row(">=", side, instance.label)
    block.add(row, own.column, own.num, own.den, own.cell)
    block.add_one(row, _shortfall(block, side, instance, context), Fraction(1))
    if own_less is not None:
        block.scaled(row, own_less.column, own_less.num, own_less.den, share, own_less.cell)
