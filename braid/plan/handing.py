"""A plan as the auditor sees it: what its tables will say, and nothing of how it was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from braid.audit import (
    AwardRow,
    CashRow,
    Charge,
    IncomeRow,
    PlanUnderAudit,
    Pledge,
    Unfunded,
)
from braid.audit.charges import DueRow, RefundRow
from braid.kinds.naming import name_of
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
    for (group, streams), count in solution.named.items():
        if count:
            served[codes.groups[group], "streams", name_of(streams, codes.streams)] = count

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
    return PlanUnderAudit(
        charges, served, solution.declined, unfunded, pledges, cash, tuple(_refunds(tables)),
        awards=tuple(_awards(tables)), income=tuple(_income(tables)),
        due=tuple(_due(tables)),
    )  # fmt: skip


def _pledges(tables: Tables) -> Iterator[Pledge]:
    table = tables["pledges"]
    periods = [date.fromisoformat(text) if text else None for text in table["period"]]
    named = ("award", "pledged_award", "rule", "cost", "group", "category")
    columns = (table[name] for name in named)
    for row in zip(*columns, periods, table["cents"], strict=True):
        yield Pledge(*row)


def _awards(tables: Tables) -> Iterator[AwardRow]:
    table = tables["awards"]
    names = ("award", "cents", "to_date", "charged", "given", "received", "left", "lapses")
    for row in zip(*(table[name] for name in names), strict=True):
        yield AwardRow(*row)


def _income(tables: Tables) -> Iterator[IncomeRow]:
    for row in tables["income"].rows():
        yield IncomeRow(**{**row, "year": int(row["year"]) if row["year"] else None})


def _due(tables: Tables) -> Iterator[DueRow]:
    """The reports of organizations: those that no award and no record system asks for."""
    for row in tables["reports"].rows():
        if not row["award"] and not row["system"]:
            first, last, due = (
                date.fromisoformat(row[name]) for name in ("period_start", "period_end", "due")
            )
            yield DueRow(
                row["report"], row["filed_by"], first, last, due, int(row["count"]), row["cost"]
            )


def _refunds(tables: Tables) -> Iterator[RefundRow]:
    for row in tables["refunds"].rows():
        day = date.fromisoformat(row.pop("date"))
        parts = {name: Fraction(row[name]) for name in ("leavers", "earned")}
        yield RefundRow(**{**row, **parts, "day": day})


def _cash(tables: Tables) -> Iterator[CashRow]:
    for row in tables["cash"].rows():
        yield CashRow(**{**row, "period": date.fromisoformat(row["period"])})
