"""What organizations spend in their fiscal years against the amounts at which a report is due."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from braid.kinds.threshold import Mark
from braid.plan.dollars import dollars
from braid.plan.plan import Threshold
from braid.plan.solution import Solution


def thresholds(solution: Solution) -> tuple[Threshold, ...]:
    """Every amount that an organization's spending in a year may reach, and what it comes to."""
    return tuple(
        Threshold(
            report=mark.report, rule=mark.rule, organization=mark.organization,
            start=mark.start.isoformat(), end=_last(mark), due=mark.due.isoformat(),
            spent=dollars(spent), at=dollars(int(mark.usd)), reached=spent >= mark.usd,
            cost=dollars(mark.price), without_plan=mark.other >= mark.usd,
        )
        for mark, spent in solution.marks
    )  # fmt: skip


def due(solution: Solution) -> list[dict[str, Any]]:
    """A row of ``reports.csv`` for each report that is due."""
    return [
        {
            "report": mark.report, "award": "", "system": "",
            "period_start": mark.start.isoformat(), "period_end": _last(mark),
            "due": mark.due.isoformat(), "filed_by": mark.organization, "performed_by": "",
            "count": Decimal(1), "hours": Decimal(0), "cost": mark.fee,
        }
        for mark, spent in solution.marks
        if spent >= mark.usd
    ]  # fmt: skip


def _last(mark: Mark) -> str:
    return (mark.end - timedelta(days=1)).isoformat()
