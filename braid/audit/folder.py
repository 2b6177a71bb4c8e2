"""Read a plan folder back: the CSVs are the plan."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from braid.audit.books import Books
from braid.audit.charges import (
    AwardRow,
    BudgetRow,
    CashRow,
    Charge,
    PlanUnderAudit,
    Pledge,
    RefundRow,
    Scope,
    Unfunded,
)
from braid.audit.csv_form import Refused, Tables, cents_of, count_of, day_of
from braid.audit.derived import Derived, Written, written
from braid.audit.findings import AuditReport
from braid.audit.money_rows import MONEY, account, income, organization_report, summary
from braid.audit.readings import form_and_readings
from braid.audit.run import audit_books
from braid.audit.supposed import as_supposed
from braid.catalog.load import load_inputs
from braid.problems import Place, Problem, has_errors
from braid.reading.plan_form import PLAN_VERSION
from braid.reading.scenario_files import kept_scenario

READ_OTHERWISE = (
    "An earlier braid made this plan (schema version {version}), when the rule was read otherwise."
)
_FOUR_DIGITS = re.compile(r"(0|[1-9][0-9]{0,8})\.[0-9]{4}")
_CHARGES = ("cost", "group", "category", "period", "award", "stream", "amount")
_UNFUNDED = ("cost", "group", "category", "period", "amount")
_PLEDGES = (
    "award", "pledged_award", "rule", "cost", "group", "category", "period", "amount",
)  # fmt: skip
_CASH = ("organization", "period", "received", "paid", "balance", "loan")
_REFUNDS = (
    "group", "award", "date", "leavers", "earned", "returned", "by_school", "by_students",
    "kept",
)  # fmt: skip
_BUDGET = ("award", "stream", "category", "actual", "planned", "total")
_GROUPS = ("group", "scope", "name", "served")
_AWARDS = (*MONEY["awards"], "status", "used")


def _charge(row: dict[str, str]) -> Charge:
    return Charge(
        row["cost"], row["group"], row["category"], day_of(row["period"]),
        row["award"], row["stream"], cents_of(row["amount"]),
    )  # fmt: skip


def _unfunded(row: dict[str, str]) -> Unfunded:
    day = day_of(row["period"])
    return Unfunded(row["cost"], row["group"], row["category"], day, cents_of(row["amount"]))


def _pledge(row: dict[str, str]) -> Pledge:
    return Pledge(
        row["award"], row["pledged_award"], row["rule"], row["cost"], row["group"],
        row["category"], day_of(row["period"]) if row["cost"] else None, cents_of(row["amount"]),
    )  # fmt: skip


def _cash(row: dict[str, str]) -> CashRow:
    amounts = (cents_of(row[name]) for name in _CASH[2:])
    return CashRow(row["organization"], day_of(row["period"]), *amounts)


def _budget(row: dict[str, str]) -> BudgetRow:
    amounts = (cents_of(row[name]) for name in _BUDGET[3:])
    return BudgetRow(row["award"], row["stream"], row["category"], *amounts)


def _part(text: str) -> Fraction:
    if _FOUR_DIGITS.fullmatch(text) is None:
        raise Refused(f"'{text}' is no number with four digits.", "Write it such as 2.4000.")
    return Fraction(text)


def _refund(row: dict[str, str]) -> RefundRow:
    amounts = (cents_of(row[name]) for name in _REFUNDS[5:])
    leavers, earned = _part(row["leavers"]), _part(row["earned"])
    return RefundRow(row["group"], row["award"], day_of(row["date"]), leavers, earned, *amounts)


def _served(row: dict[str, str]) -> tuple[tuple[str, Scope, str], int] | None:
    if not row["scope"] and not row["name"]:
        return None
    scopes: dict[str, Scope] = {"stream": "stream", "system": "system", "streams": "streams"}
    if row["scope"] not in scopes:
        raise Refused(f"'{row['scope']}' is no scope.", "Write stream, system or streams.")
    return (row["group"], scopes[row["scope"]], row["name"]), count_of(row["served"])


def _award(row: dict[str, str]) -> tuple[AwardRow, bool]:
    """An award's money, and whether the plan leaves its offer."""
    if row["used"] not in ("true", "false"):
        raise Refused(f"'{row['used']}' is neither true nor false.", "Write true or false.")
    return account(row), row["status"] == "offered" and row["used"] == "false"


def read_plan(
    folder: Path, version: int = PLAN_VERSION
) -> tuple[PlanUnderAudit | None, tuple[Problem, ...]]:
    """The plan in a folder, from its CSVs; None with problems when one of them has not the form.

    Amounts are dollars as text with exactly two decimals.
    """
    tables = Tables(folder, version)
    charges = tables.rows("charges.csv", _CHARGES, _charge)
    unfunded = tables.rows("unfunded.csv", _UNFUNDED, _unfunded)
    pledges = tables.rows("pledges.csv", _PLEDGES, _pledge)
    served = [row for row in tables.rows("groups.csv", _GROUPS, _served) if row is not None]
    awards = tables.rows("awards.csv", _AWARDS, _award)
    declined = frozenset(row.award for row, left in awards if left)
    counts = dict(served)
    for name in sorted({key for key, _ in served if [k for k, _ in served].count(key) > 1}):
        place = Place(str(folder / "groups.csv"))
        message = f"'{name[0]}' is counted twice for {name[1]} '{name[2]}'."
        tables.problems.append(Problem("B704", message, "Keep one row.", place))
    cash = tables.rows("cash.csv", _CASH, _cash)
    refunds = tables.rows("refunds.csv", _REFUNDS, _refund)
    budget = None
    if (folder / "budget.csv").exists():
        budget = tuple(tables.rows("budget.csv", _BUDGET, _budget))
    paid_in = tables.rows("income.csv", MONEY["income"], income)
    reports = tables.rows("reports.csv", MONEY["reports"], organization_report)
    due = tuple(row for row in reports if row is not None)
    totals, unsaid = summary(folder)
    problems = tuple(sorted((*tables.problems, *unsaid), key=Problem.sort_key))
    if problems:
        return None, problems
    plan = PlanUnderAudit(
        tuple(charges), counts, declined, tuple(unfunded), tuple(pledges), tuple(cash),
        tuple(refunds), tuple(row for row, _ in awards), tuple(paid_in), due, totals,
        budget,
    )  # fmt: skip
    return plan, ()


def audit_folder(
    folder: Path, rules: Path | None = None
) -> tuple[AuditReport | None, tuple[Problem, ...]]:
    """Audit a plan folder against the inputs inside it, or against another rules directory.

    Under other rules other reports and limits would stand in its tables: then nothing is said
    about those that follow from the law.
    The report is None when the inputs or the tables have errors, which the problems name.
    """
    inside = folder / "inputs"
    version, taken, untold = form_and_readings(folder)
    if version > PLAN_VERSION:
        return None, untold
    inputs, problems = load_inputs(
        kept_scenario(inside), rules or inside / "rules", taken,
        chosen_at=Place(str(folder / "plan.json")), kept=rules is None,
    )  # fmt: skip
    plan, more = read_plan(folder, version)
    unread: tuple[Problem, ...] = ()
    if inputs is not None:
        inputs, unread = as_supposed(inputs, folder)
    stated, unwritten = written(folder, version) if plan is not None else ({}, ())
    every = (*untold, *problems, *more, *unread, *unwritten)
    if inputs is None or plan is None or has_errors(every):
        return None, every
    books = Books(inputs, plan)
    report = _as_of(version, audit_books(books))
    return (report if rules is not None else _with_tables(report, books, stated)), every


def _as_of(version: int, report: AuditReport) -> AuditReport:
    """The same; a finding says so where a plan of this form may have been made without it."""
    found = []
    for one in report.findings:
        if version < one.since:
            message = f"{one.message} {READ_OTHERWISE.format(version=version)}"
            found.append(replace(one, message=message))
        else:
            found.append(replace(one, since=0))
    return replace(report, findings=tuple(found))


def _with_tables(report: AuditReport, books: Books, stated: Written) -> AuditReport:
    """The same with what tables say otherwise than the charges, the scenario and the law."""
    wrong = tuple(Derived(books).differing(stated))
    counted = {name: len(rows) for name, rows in stated.items() if name.endswith(".csv") and rows}
    return replace(report, findings=(*report.findings, *wrong), lines=counted)
