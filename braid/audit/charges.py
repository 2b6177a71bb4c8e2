"""The plan as the auditor sees it: who pays what, who is served, what is declined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from braid.record import record

Scope = Literal["stream", "system", "streams"]


@dataclass(frozen=True, order=True)
class Charge:
    """Whole cents that one award pays of one cost in one period.

    ``group`` is the group of a direct line, the beneficiary of a shared line under a
    benefit rule, and empty otherwise. ``period`` is the period's first day.
    """

    cost: str
    group: str
    category: str
    period: date
    award: str
    stream: str
    cents: int


@dataclass(frozen=True, order=True)
class Unfunded:
    """Whole cents of one cost in one period that no award pays."""

    cost: str
    group: str
    category: str
    period: date
    cents: int


@record
class Pledge:
    """Whole cents of one charge that stand beside another award, as a rule of that award asks.

    ``award`` made the charge, whose other fields say which one it is; ``pledged_award`` is
    the award beside which it stands. What an award gives in kind without a charge has no
    ``cost``, ``group``, ``category`` and ``period``.
    """

    award: str
    pledged_award: str
    rule: str
    cost: str
    group: str
    category: str
    period: date | None
    cents: int


@record
class CashRow:
    """What an organization received and paid in a period, in whole cents.

    ``balance`` and ``loan`` are those at its end; the balance is told without the loan.
    """

    organization: str
    period: date
    received: int
    paid: int
    balance: int
    loan: int


@record
class RefundRow:
    """What goes back of a payment of an entitlement, in whole cents, when participants leave.

    ``leavers`` are the participants who leave, ``earned`` the share of the payment that they
    have earned by then; ``kept`` is what the students need not return.
    """

    group: str
    award: str
    day: date
    leavers: Fraction
    earned: Fraction
    returned: int
    by_school: int
    by_students: int
    kept: int


@record
class AwardRow:
    """What a plan says of an award's money, in whole cents.

    Without an amount there is nothing that could be left.
    """

    award: str
    amount: int | None
    to_date: int
    charged: int
    given: int
    received: int
    left: int | None
    lapses: int


@record
class IncomeRow:
    """Program income that an award may spend, or an allowance for so many people in a year."""

    award: str
    organization: str
    rule: str
    year: int | None
    people: int | None
    cents: int


@record
class DueRow:
    """A report of an organization for one of its fiscal years, and what of its cost is overhead."""

    report: str
    organization: str
    start: date
    last: date
    due: date
    count: int
    cents: int


@record
class BudgetRow:
    """Cents of an award in a category: what was spent already, what the plan charges, both."""

    award: str
    stream: str
    category: str
    actual: int
    planned: int
    total: int


@record
class PlanUnderAudit:
    """A plan to be audited.

    ``served`` counts participants by (group, scope, name): the name of a stream, or of
    the record system that several streams share. ``declined`` are offered awards that
    the plan leaves. ``unfunded`` may be None: then it is whatever the charges leave; ``cash``,
    ``refunds``, ``awards``, ``income``, ``due`` and ``totals`` (the dollars of the summary, in
    cents) may be None: then nothing is said about them, and no award gives anything to another.
    """

    charges: tuple[Charge, ...]
    served: Mapping[tuple[str, Scope, str], int] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    unfunded: tuple[Unfunded, ...] | None = None
    pledges: tuple[Pledge, ...] = ()
    cash: tuple[CashRow, ...] | None = None
    refunds: tuple[RefundRow, ...] | None = None
    awards: tuple[AwardRow, ...] | None = None
    income: tuple[IncomeRow, ...] | None = None
    due: tuple[DueRow, ...] | None = None
    totals: Mapping[str, int] | None = None
    budget: tuple[BudgetRow, ...] | None = None
