"""Entitlement money that goes back when some leave early, and by whom (34 CFR 668.22(g)-(h)).

What the plan counts on is less by it already; this says who pays it back. The school returns
the unearned share of what it charges for the part of the training, at most what is returned;
of the rest the students keep a share of what they were paid and owe what is more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from math import floor

from braid.catalog.inputs import Inputs
from braid.eligibility.cells import Piece
from braid.eligibility.entitlements import Entitled, charged_by_school, may_pay
from braid.eligibility.permissions import Permissions
from braid.eligibility.verdicts import Verdicts
from braid.kinds.formulas.payment import Payment
from braid.kinds.windows import windows_of
from braid.record import record


@record
class Refund:
    """What goes back of one payment to a group, in whole cents, and who pays it back."""

    group: str
    award: str
    day: date
    leavers: Fraction
    earned: Fraction
    returned: int
    by_school: int
    by_students: int
    kept: int
    """What is not asked back of the students."""


Charges = list[tuple[date, int]]
"""First days and cents of what the school charges a group."""


def refunds(
    inputs: Inputs,
    asks: Permissions,
    verdicts: Verdicts,
    cells: list[Piece],
    entitled: Iterable[Entitled],
) -> Iterator[Refund]:
    """Of every payment that some have not wholly earned, in order of award, group and date."""
    of_group: dict[str | None, list[Piece]] = defaultdict(list)
    for given in entitled:
        partly = [p for p in given.payments if p.goes_back and p.goes_back.unearned < 1]
        if not partly:
            continue
        if not of_group:
            for cell in cells:
                of_group[cell.group].append(cell)
        award, group = inputs.awards[given.award], inputs.groups[given.group]
        windows = windows_of(inputs, award)
        charges = [
            (cell.start, cell.cents)
            for cell in of_group[group.id]
            if charged_by_school(inputs, award, group, cell)
            and may_pay(inputs, asks, verdicts, cell, award, group.id, windows)
        ]
        found = (_refund(given, group.participants, payment, charges) for payment in partly)
        yield from (refund for refund in found if refund.returned)


def _refund(given: Entitled, heads: int, payment: Payment, charges: Charges) -> Refund:
    back = payment.goes_back
    assert back is not None
    returned = heads * (back.before - payment.cents)
    charged = _charged(payment, charges)
    by_school = min(returned, floor(back.unearned * back.leavers * charged))
    leavers = heads * back.leavers
    kept = min(returned - by_school, floor(back.students_keep * leavers * back.before))
    by_students = returned - by_school - kept
    return Refund(
        given.group, given.award, payment.day, leavers, 1 - back.unearned, returned, by_school,
        by_students, kept,
    )  # fmt: skip


def _charged(payment: Payment, charges: Charges) -> Fraction:
    """What the school charges for a part: what falls in it, at least its share of all."""
    part = payment.part
    assert part is not None
    inside = sum(
        cents
        for day, cents in charges
        if (part.begins == 0 or payment.day <= day) and (part.until is None or day < part.until)
    )
    whole = sum(cents for _, cents in charges)
    return max(Fraction(inside), (part.ends - part.begins) * whole)
