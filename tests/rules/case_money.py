"""What awards give to one another and the income that a case tells, as the auditor reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from rule_cases import Case, CaseError

from braid.audit import AwardRow, IncomeRow
from braid.audit.books import Books
from braid.audit.money_tables import account


def with_money(case: Case, books: Books) -> Books:
    """The books with every award's account, and the rows on income, where a case tells of them."""
    transfers, income = case.says.get("transfers"), case.says.get("income")
    plan, inputs = books.plan, books.inputs
    if transfers is not None:
        given = dict.fromkeys(inputs.awards, 0)
        received = dict.fromkeys(inputs.awards, 0)
        for entry in transfers:
            given[entry["from"]] += _cents(entry["amount"])
            received[entry["to"]] += _cents(entry["amount"])
        moved = [AwardRow(a, None, 0, 0, given[a], received[a], None, 0) for a in given]
        told = Books(inputs, replace(plan, awards=tuple(moved)))
        accounts = tuple(account(told, award) for award in inputs.awards.values())
        plan = replace(plan, awards=accounts)
    if income is not None:
        plan = replace(plan, income=tuple(_income(case, books, row) for row in income))
    return books if plan is books.plan else Books(inputs, plan)


def _income(case: Case, books: Books, row: Mapping[str, Any]) -> IncomeRow:
    award = books.inputs.awards[str(row["award"])]
    return IncomeRow(
        award.id, books.inputs.recipient(award), case.rule, row.get("year"), row.get("people"),
        _cents(row["amount"]),
    )  # fmt: skip


def _cents(amount: Any) -> int:
    cents = Fraction(amount) * 100
    if cents.denominator != 1:
        raise CaseError(f"{amount} is not in whole cents.")
    return int(cents)
