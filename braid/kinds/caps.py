"""The limits in dollars that may stop an award before its money has run out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from fractions import Fraction

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds import selection
from braid.kinds.block import NOTHING
from braid.kinds.instance_names import PER_HEAD
from braid.kinds.limit import amount_of
from braid.kinds.limit_awards import counted_by
from braid.kinds.limit_scope import ANYTHING, Instance, Scope, per_of
from braid.kinds.per_head import dollars_each
from braid.kinds.rows import Context
from braid.record import record, working_record
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit


@record
class Cap:
    """One instance of a limit that may stop an award, with what it selects."""

    name: str
    scope: Scope
    instance: Instance
    side: Fraction
    """Cents that it allows when no offer is taken."""
    offers: tuple[tuple[int, Fraction], ...]
    """Columns of offers, and the cents that each adds."""
    share: Fraction
    """Of what is taken off the base: it counts as spent."""

    @property
    def most(self) -> Fraction:
        """Cents that it allows when every offer is taken."""
        return max(NOTHING, self.side + sum(cents for _, cents in self.offers))


@working_record
class Caps:
    """The caps of all awards that somebody has asked for."""

    context: Context
    _on_cells: dict[int, dict[int, list[Cap]]] = field(default_factory=dict)
    _of_limits: dict[tuple[str, str], list[Cap]] = field(default_factory=dict)

    def on_cells(self, award: int) -> dict[int, list[Cap]]:
        """The caps that may stop an award, by the direct cells that they select."""
        known = self._on_cells.get(award)
        if known is None:
            known = self._on_cells[award] = {}
            for cap in self._caps(award):
                entries = cap.scope.entries.take(cap.instance.positions)
                mine = cap.scope.spend[cap.instance.positions] & (entries.award == award)
                for number in np.unique(entries.cell[mine & entries.direct]).tolist():
                    known.setdefault(number, []).append(cap)
        return known

    def _caps(self, award: int) -> Iterator[Cap]:
        """The instances of limits in dollars that may stop an award."""
        context = self.context
        name = context.codes.awards[award]
        own = context.of_award(award)
        direct = own.take(own.direct)
        for homed in context.inputs.law.of_kind("limit", name):
            rule = homed.rule
            assert isinstance(rule, Limit)
            bound = rule.at_most
            if bound is None or rule.serve is not None:
                continue
            if bound.share is not None and bound.of not in ("award", "allocation"):
                continue
            if not counted_by(homed, bound, context)[award]:
                continue
            if selection.selected(rule.spend or ANYTHING, direct, context).any():
                caps = self._of_limit(homed, rule, bound)
                yield from (cap for cap in caps if name in cap.instance.asked)

    def _of_limit(self, homed: HomedRule, rule: Limit, bound: Bound) -> list[Cap]:
        """The instances of one limit."""
        key = homed.id, homed.reach
        if key not in self._of_limits:
            scope = Scope(homed, rule, bound, self.context, cut=True)
            found = (_cap(scope, at, f"{homed.id} {at.label}") for at in scope.instances())
            self._of_limits[key] = [cap for cap in found if cap is not None]
        return self._of_limits[key]


def _cap(scope: Scope, instance: Instance, name: str) -> Cap | None:
    rule, bound, context = scope.rule, scope.bound, scope.context
    if set(per_of(scope.homed, rule)) & set(PER_HEAD) or bound.attribute is not None:
        num = scope.entries.take(instance.positions[scope.spend[instance.positions]])
        group = int(num.group[0]) if len(num) else -1
        already = scope.charged(rule.spend, instance)
        place = replace(instance.place, group=group)
        each = (
            dollars_each(scope.homed, rule, bound, instance.asked, place, context)
            if group >= 0
            else None
        )
        if each is None:
            return None
        people = context.inputs.groups[context.codes.groups[group]].participants
        return Cap(name, scope, instance, each * 100 * people - already, (), NOTHING)
    before = scope.earlier(rule.spend, instance.awards, instance)
    if bound.usd is not None:
        dollars = scope.number(bound.usd, instance)
        if dollars is None:
            return None
        return Cap(name, scope, instance, dollars * 100 - before, (), NOTHING)
    share = None
    if bound.share is not None:
        share = scope.number(bound.share, instance)
    if share is None:
        return None
    used = {a: context.used.get(context.codes.award_index[a]) for a in instance.awards}
    sure = sum(amount_of(a, bound, context) for a, column in used.items() if column is None)
    offers = tuple(
        (column, share * amount_of(a, bound, context))
        for a, column in used.items()
        if column is not None
    )
    less = scope.earlier(bound.less, instance.awards, instance) if bound.less else 0
    return Cap(name, scope, instance, share * (sure - less) - before, offers, share)
