"""The awards that a limit counts, each limit looked at once."""

from __future__ import annotations

import numpy as np

from braid.catalog.law import HomedRule
from braid.kinds.rows import Context
from braid.schema.rule_base import Bound
from braid.schema.rules import Limit


def awards_of(homed: HomedRule, bound: Bound, context: Context) -> tuple[str, ...]:
    """The awards that a limit counts; a share of the allocation concerns its holder only."""
    return context.once(_Counted).names(homed, bound)


def counted_by(homed: HomedRule, bound: Bound, context: Context) -> np.ndarray:
    """For every award whether it is one of them."""
    return context.once(_Counted).mask(homed, bound)


class _Counted:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._names: dict[tuple[int, bool], tuple[HomedRule, tuple[str, ...]]] = {}
        self._masks: dict[tuple[int, bool], np.ndarray] = {}

    def names(self, homed: HomedRule, bound: Bound) -> tuple[str, ...]:
        key = id(homed), bound.of == "allocation"
        if key not in self._names:  # the rule stays here, so that no other one takes its place
            self._names[key] = homed, self._counted(homed, bound)
        return self._names[key][1]

    def mask(self, homed: HomedRule, bound: Bound) -> np.ndarray:
        key = id(homed), bound.of == "allocation"
        if key not in self._masks:
            index = self._context.codes.award_index
            self._masks[key] = self._context.among([index[a] for a in self.names(homed, bound)])
        return self._masks[key]

    def _counted(self, homed: HomedRule, bound: Bound) -> tuple[str, ...]:
        inputs, codes, rule = self._context.inputs, self._context.codes, homed.rule
        assert isinstance(rule, Limit)
        pool = codes.awards if rule.counts == "all_awards" else homed.awards
        if not any(a in inputs.committed for a in homed.awards):
            return ()  # the terms of money that is not committed bind nobody yet
        found = [a for a in pool if a in codes.award_index]
        if bound.of == "allocation":
            found = [a for a in found if inputs.holds_allocation(inputs.awards[a])]
        if homed.reach:
            found = [a for a in found if inputs.owner(a) in ("", homed.reach)]
        return tuple(found)
