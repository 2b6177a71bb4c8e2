"""The plan as the auditor sees it: who pays what, who is served, what is declined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

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


@dataclass(frozen=True)
class PlanUnderAudit:
    """A plan to be audited.

    ``served`` counts participants by (group, scope, name): the name of a stream, or of
    the record system that several streams share. ``declined`` are offered awards that
    the plan leaves. ``unfunded`` may be None: then it is whatever the charges leave.
    """

    charges: tuple[Charge, ...]
    served: Mapping[tuple[str, Scope, str], int] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    unfunded: tuple[Unfunded, ...] | None = None
