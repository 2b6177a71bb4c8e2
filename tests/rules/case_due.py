"""The reports of organizations that a case tells, as the auditor reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from rule_cases import Case

from braid.audit.books import Books
from braid.audit.charges import DueRow


def with_due(case: Case, books: Books) -> Books:
    """The books with the reports that spending sets off, where a case tells of them."""
    due = case.says.get("due")
    if due is None:
        return books
    return Books(books.inputs, replace(books.plan, due=tuple(_row(entry) for entry in due)))


def _row(entry: Mapping[str, Any]) -> DueRow:
    days = (date.fromisoformat(str(entry[name])) for name in ("from", "to", "due"))
    cents = int(Fraction(entry["amount"]) * 100)
    return DueRow(entry["report"], entry["organization"], *days, 1, cents)
