"""Money that pays a share of a claim, once others have paid the rest in the same period."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from braid.catalog.law import HomedRule
from braid.kinds.following import charging
from braid.kinds.needs import Demand
from braid.kinds.numbers import number_at
from braid.kinds.rows import Context
from braid.schema.money_rules import Reimbursement as Parameters


def demands(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Demand]:
    """A claim of 1 is a share of it from the award and the rest from others, period by period."""
    for homed, award in charging(rules, context):
        rule = homed.rule
        assert isinstance(rule, Parameters)
        share = number_at(rule.share, (award,), None, context)
        if share is not None and share < 1:
            rest = Fraction(1 - share) / share
            yield Demand("reimbursement", homed, award, ("period",), rule.beside, rule.spend, rest)
