"""A plan as the auditor sees it: what its tables will say, and nothing of how it was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from braid.audit import CashRow, Charge, PlanUnderAudit, Pledge, Unfunded
from braid.plan.solution import Solution
from braid.plan.tables import Tables


def under_audit(solution: Solution, tables: Tables) -> PlanUnderAudit:
    """The plan as the auditor sees it."""
    codes = solution.ground.codes
    served: dict[tuple[str, Any, str], int] = {}
    for (group, stream), count in solution.served.items():
        served[codes.groups[group], "stream", codes.streams[stream]] = count
    for (group, system), count in solution.recorded.items():
        served[codes.groups[group], "system", codes.systems[system]] = count

    def rows(name: str, *rest: str) -> Iterator[tuple[Any, ...]]:
        table = tables[name]
        days = {text: date.fromisoformat(text) for text in set(table["period"])}
        periods = [days[text] for text in table["period"]]
        place = (table[column] for column in ("cost", "group", "category"))
        return zip(*place, periods, *(table[column] for column in rest), strict=True)

    charges = tuple(Charge(*row) for row in rows("charges", "award", "stream", "cents"))
    unfunded = tuple(Unfunded(*row) for row in rows("unfunded", "cents"))
    pledges = tuple(_pledges(tables))
    cash = tuple(_cash(tables))
    return PlanUnderAudit(charges, served, solution.declined, unfunded, pledges, cash)


def _pledges(tables: Tables) -> Iterator[Pledge]:
    table = tables["pledges"]
    periods = [date.fromisoformat(text) if text else None for text in table["period"]]
    named = ("award", "pledged_award", "rule", "cost", "group", "category")
    columns = (table[name] for name in named)
    for row in zip(*columns, periods, table["cents"], strict=True):
        yield Pledge(*row)


def _cash(tables: Tables) -> Iterator[CashRow]:
    for row in tables["cash"].rows():
        yield CashRow(**{**row, "period": date.fromisoformat(row["period"])})
