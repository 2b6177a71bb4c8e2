"""What goes back of an entitlement's payment when some participants leave during the training."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from braid.audit.payment import Payment
from braid.catalog.inputs import Inputs
from braid.record import record
from braid.schema.scenario import Group


@record
class Leaving:
    """When in the training some of a group leave, and how many of it, both as shares."""

    at: Fraction
    share: Fraction


def leaving(inputs: Inputs, group: Group) -> Leaving | None:
    """What the scenario says about those who leave; None where it does not say enough."""
    rate = inputs.programs[group.program].completion_rate
    at = group.attributes.get("withdraw_at")
    if rate is None or isinstance(at, bool) or not isinstance(at, int | Decimal):
        return None
    return Leaving(Fraction(at), 1 - Fraction(rate)) if 0 < at < 1 else None


def without_unearned(payment: Payment, gone: Leaving, earned_after: Fraction) -> Payment:
    """A payment less what those who leave have not earned of it."""
    if payment.part is None:
        return payment
    unearned = _unearned(payment.part.begins, payment.part.ends, gone.at, earned_after)
    left = floor(payment.cents * (1 - gone.share * unearned))
    return replace(payment, cents=left, unearned=unearned, returned=payment.cents - left)


def _unearned(
    begins: Fraction, ends: Fraction, left_at: Fraction, earned_after: Fraction
) -> Fraction:
    """The share of a payment that is not earned by whoever leaves at a point of the training."""
    if left_at <= begins:
        return Fraction(1)
    earned = (left_at - begins) / (ends - begins)
    return Fraction(0) if earned >= 1 or earned > earned_after else 1 - earned
