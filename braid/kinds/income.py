"""Program income, which an award may spend beside its amount, and what schools get per recipient.

The first widens what an award may spend; the second pays nothing in the plan, it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from braid.catalog.inputs import Inputs
from braid.catalog.law import HomedRule
from braid.catalog.values import value_at
from braid.kinds.permission import Conditions, in_force
from braid.schema.money_rules import Income as Parameters
from braid.schema.scenario import Award


def adding(inputs: Inputs, award: Award) -> HomedRule | None:
    """The first rule, by id, that adds an award's program income to it."""
    stream = inputs.law.streams.get(award.stream)
    if stream is None or stream.entitlement or not stream.enabled:
        return None
    if not award.program_income or award.amount is None:
        return None
    start = inputs.window(award)[0]
    rules = (r for r in of_use(inputs, award, "addition") if in_force(r, start))
    return next(rules, None)


def added(inputs: Inputs, award: Award) -> int:
    """Cents of program income that an award may spend beside its amount."""
    return int(award.program_income * 100) if adding(inputs, award) is not None else 0


def still_there(inputs: Inputs, award: Award, cents: int) -> int:
    """Cents of an award that may still be spent when ``cents`` of its amount have come.

    Program income makes up first for what was spent beyond them.
    """
    return max(0, cents + added(inputs, award) - inputs.spent(award))


def allowances(inputs: Inputs, award: Award) -> Iterator[HomedRule]:
    """The rules that give the recipient of an entitlement something for each participant."""
    return of_use(inputs, award, "allowance")


def allowance(homed: HomedRule, award: Award, year: int, conditions: Conditions) -> Fraction:
    """Cents for each participant in one award year: the number of its July 1."""
    rule = homed.rule
    assert isinstance(rule, Parameters)
    clock = conditions.clock(award, date(year, 7, 1))
    dollars = None if rule.usd is None else value_at(rule.usd, clock)
    return (dollars or Fraction(0)) * 100


def of_use(inputs: Inputs, award: Award, use: str) -> Iterator[HomedRule]:
    """An award's rules on one use of income, in order of id."""
    for homed in inputs.law.of_kind("income", award.id):
        rule = homed.rule
        assert isinstance(rule, Parameters)
        if rule.use == use:
            yield homed
