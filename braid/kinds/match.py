"""Others' dollars that must stand beside an award's own, each dollar once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from braid.catalog.law import HomedRule
from braid.kinds.following import charging
from braid.kinds.needs import Demand
from braid.kinds.numbers import number_at
from braid.kinds.permission import in_force
from braid.kinds.rows import Context
from braid.schema.money_rules import Match as Parameters


def demands(rules: tuple[HomedRule, ...], context: Context) -> Iterator[Demand]:
    """What every rule asks of every award that follows it."""
    for homed, award in charging(rules, context):
        rule = homed.rule
        assert isinstance(rule, Parameters)
        factor, constant = _asked(homed, rule, award, context)
        if factor or constant:
            yield Demand("match", homed, award, rule.per, rule.beside, rule.spend, factor, constant)


def _asked(
    homed: HomedRule, rule: Parameters, award: str, context: Context
) -> tuple[Fraction, Fraction]:
    """Cents per cent charged, and cents whatever is charged; unknown numbers ask nothing."""
    nothing = Fraction(0)
    stated = context.inputs.awards[award]
    number = rule.usd if rule.usd is not None else rule.share
    value = number_at(number, (award,), None, context) if number is not None else None
    if value is None:
        return nothing, nothing
    if rule.of == "spent":
        return value, nothing
    if rule.of == "total":
        return value / (1 - value), nothing
    start = context.inputs.window(stated)[0]
    if not in_force(homed, start):
        return nothing, nothing
    if rule.usd is not None:
        return nothing, value * 100
    return nothing, value * int((stated.amount or 0) * 100)
