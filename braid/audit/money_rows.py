"""What a plan folder tells of its money: accounts of awards, income, reports due, sums."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from braid.audit.charges import AwardRow, DueRow, IncomeRow
from braid.audit.csv_form import Refused, cents_of, count_of, day_of
from braid.problems import Place, Problem
from braid.reading.json_reader import read_json

MONEY: Mapping[str, tuple[str, ...]] = {
    "awards": ("award", "amount", "to_date", "charged", "given", "received", "left", "lapses"),
    "income": ("award", "organization", "rule", "year", "people", "amount"),
    "reports": (
        "report", "award", "system", "period_start", "period_end", "due", "count", "cost",
        "filed_by",
    ),
}  # fmt: skip
"""The columns that are read of each table."""

_SUMMARY = (
    "cost", "paid_by_entitlements", "funded", "unfunded", "overhead_dollars", "lapses",
)  # fmt: skip


def account(row: dict[str, str]) -> AwardRow:
    """An award's row; without an amount nothing is left."""
    columns = MONEY["awards"]
    amounts = {name: cents_of(row[name]) if row[name] else None for name in columns[1:]}
    for name in ("to_date", "charged", "given", "received", "lapses"):
        if amounts[name] is None:
            raise Refused(f"There is no '{name}'.", "Write dollars with two decimals.")
    return AwardRow(row["award"], **amounts)  # type: ignore[arg-type]


def income(row: dict[str, str]) -> IncomeRow:
    """A row on program income or on an allowance, which is of a year and so many people."""
    year = count_of(row["year"], "a year") if row["year"] else None
    people = count_of(row["people"]) if row["people"] else None
    named = (row["award"], row["organization"], row["rule"])
    return IncomeRow(*named, year, people, cents_of(row["amount"]))


def organization_report(row: dict[str, str]) -> DueRow | None:
    """A report of an organization; None for what an award or a record system causes."""
    if row["award"] or row["system"]:
        return None
    start, last, due = (day_of(row[name]) for name in ("period_start", "period_end", "due"))
    count, cents = count_of(row["count"], "reports"), cents_of(row["cost"])
    return DueRow(row["report"], row["filed_by"], start, last, due, count, cents)


def summary(folder: Path) -> tuple[dict[str, int] | None, tuple[Problem, ...]]:
    """The dollars of the summary in ``plan.json``, in cents; None when there is no such file."""
    path = folder / "plan.json"
    if not path.is_file():
        return None, ()
    try:
        said = read_json(path).get("summary", {})
        if not isinstance(said, dict):
            raise ValueError("'summary' does not give names their dollars")
        found = {name: cents_of(said[name]) for name in _SUMMARY if name in said}
    except (OSError, ValueError, AttributeError, TypeError, Refused) as error:
        message = f"The summary of the plan cannot be read: {error}."
        return None, (Problem("B707", message, "Solve again.", Place(str(path))),)
    return found, ()
