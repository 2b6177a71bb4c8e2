"""What goes back of an entitlement when some of a group leave before the end (34 CFR 668.22).

Those who leave have earned of a payment the share of its part of the training that they were
there for; after ``earned_after`` of it they have earned all. A payment for a part that begins
after they have left is never made to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from math import floor

from braid.catalog.facts import Facts, Subject
from braid.catalog.law import HomedRule
from braid.kinds.formulas.payment import GoesBack, Part, Payment
from braid.kinds.permission import in_force
from braid.schema.money_rules import Refund as Parameters
from braid.schema.scenario import Award, Group


def after_leaving(
    rules: Iterable[HomedRule], facts: Facts, award: Award, group: Group, paid: Iterable[Payment]
) -> tuple[Payment, ...]:
    """The payments of a group, less what those who leave have not earned."""
    paid = tuple(paid)
    rule = next((r.rule for r in rules if in_force(r, group.start)), None)
    when = facts.lookup(Subject(group=group, award=award), "group", "withdraw_at")
    rate = facts.inputs.programs[group.program].completion_rate
    if not isinstance(rule, Parameters) or when is None or rate is None:
        return paid
    return tuple(_less(p, rule, Fraction(when), 1 - Fraction(rate)) for p in paid)


def _less(payment: Payment, rule: Parameters, when: Fraction, leavers: Fraction) -> Payment:
    if payment.part is None:
        return payment
    unearned = _unearned(payment.part, when, Fraction(rule.earned_after))
    if not unearned or not leavers:
        return payment
    back = GoesBack(payment.cents, unearned, leavers, Fraction(rule.students_keep))
    return replace(payment, cents=floor(payment.cents * (1 - leavers * unearned)), goes_back=back)


def _unearned(part: Part, when: Fraction, earned_after: Fraction) -> Fraction:
    """The share of a payment that those have not earned who leave at ``when``."""
    if when <= part.begins:
        return Fraction(1)
    earned = (when - part.begins) / (part.ends - part.begins)
    return Fraction(0) if when >= part.ends or earned > earned_after else 1 - earned
