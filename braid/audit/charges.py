"""The plan as the auditor sees it: who pays what, who is served, what is declined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from braid.record import record

Scope = Literal["stream", "system"]


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
class PlanUnderAudit:
    """A plan to be audited.

    ``served`` counts participants by (group, scope, name): the name of a stream, or of
    the record system that several streams share. ``declined`` are offered awards that
    the plan leaves. ``unfunded`` may be None: then it is whatever the charges leave; ``cash``
    may be None: then nothing is said about it.
    """

    charges: tuple[Charge, ...]
    served: Mapping[tuple[str, Scope, str], int] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    unfunded: tuple[Unfunded, ...] | None = None
    pledges: tuple[Pledge, ...] = ()
    cash: tuple[CashRow, ...] | None = None
