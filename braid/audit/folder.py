"""Read a plan folder back: the CSVs are the plan."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from braid.audit.charges import CashRow, Charge, PlanUnderAudit, Pledge, Scope, Unfunded
from braid.audit.findings import AuditReport
from braid.audit.readings import readings_taken
from braid.audit.run import audit_plan
from braid.catalog.load import load_inputs
from braid.catalog.supposed import without
from braid.problems import Place, Problem, did_you_mean, has_errors

T = TypeVar("T")
_AMOUNT = re.compile(r"-?(0|[1-9]\d{0,14})\.\d\d")
_COUNT = re.compile(r"0|[1-9]\d{0,8}")
_CHARGES = ("cost", "group", "category", "period", "award", "stream", "amount")
_UNFUNDED = ("cost", "group", "category", "period", "amount")
_PLEDGES = (
    "award", "pledged_award", "rule", "cost", "group", "category", "period", "amount",
)  # fmt: skip
_CASH = ("organization", "period", "received", "paid", "balance", "loan")
_GROUPS = ("group", "scope", "name", "served")
_AWARDS = ("award", "status", "used")


class _Refused(Exception):
    """A value of a row that has not the form of its column."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass
class _Tables:
    folder: Path
    problems: list[Problem] = field(default_factory=list)

    def rows(
        self, name: str, columns: tuple[str, ...], make: Callable[[dict[str, str]], T]
    ) -> list[T]:
        """A table's rows, made into values; what has not the right form is a problem."""
        text = self._text(name)
        if text is None:
            return []
        shown = str(self.folder / name)
        found: list[T] = []
        for line, record in self._records(shown, text, columns):
            try:
                found.append(make(record))
            except _Refused as refused:
                place = Place(shown, line)
                self.problems.append(Problem("B702", refused.message, refused.remedy, place))
        return found

    def _text(self, name: str) -> str | None:
        path = self.folder / name
        try:
            return path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            message, remedy = f"There is no '{name}' in this folder.", "Name a folder of a plan."
        except (OSError, UnicodeDecodeError) as error:
            message, remedy = f"'{name}' cannot be read: {error}.", "Write it as UTF-8 text."
        self.problems.append(Problem("B701", message, remedy, Place(str(path))))
        return None

    def _records(
        self, shown: str, text: str, columns: tuple[str, ...]
    ) -> Iterator[tuple[int, dict[str, str]]]:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = next(reader, [])
            missing = [c for c in columns if c not in header]
            for column in missing:
                message = f"The column '{column}' is missing."
                place = Place(shown, 1)
                self.problems.append(Problem("B703", message, did_you_mean(column, header), place))
            for values in reader if not missing else ():
                if not values:
                    continue
                if len(values) != len(header):
                    message = f"This row has {len(values)} values for {len(header)} columns."
                    place = Place(shown, reader.line_num)
                    self.problems.append(Problem("B702", message, "Give each column one.", place))
                    continue
                yield reader.line_num, dict(zip(header, values, strict=True))
        except csv.Error as error:
            place = Place(shown, reader.line_num)
            message = f"This is not well-formed CSV: {error}."
            self.problems.append(Problem("B702", message, "Quote the value.", place))


def _cents(text: str) -> int:
    if _AMOUNT.fullmatch(text) is None:
        remedy = "Write dollars with two decimals, such as 120.00."
        raise _Refused(f"'{text}' is no amount.", remedy)
    return int(text.replace(".", ""))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise _Refused(f"'{text}' is no date.", "Write the period's first day, such as 2026-07-01.")
    return day


def _charge(row: dict[str, str]) -> Charge:
    return Charge(
        row["cost"], row["group"], row["category"], _day(row["period"]),
        row["award"], row["stream"], _cents(row["amount"]),
    )  # fmt: skip


def _unfunded(row: dict[str, str]) -> Unfunded:
    day = _day(row["period"])
    return Unfunded(row["cost"], row["group"], row["category"], day, _cents(row["amount"]))


def _pledge(row: dict[str, str]) -> Pledge:
    return Pledge(
        row["award"], row["pledged_award"], row["rule"], row["cost"], row["group"],
        row["category"], _day(row["period"]) if row["cost"] else None, _cents(row["amount"]),
    )  # fmt: skip


def _cash(row: dict[str, str]) -> CashRow:
    amounts = (_cents(row[name]) for name in _CASH[2:])
    return CashRow(row["organization"], _day(row["period"]), *amounts)


def _served(row: dict[str, str]) -> tuple[tuple[str, Scope, str], int] | None:
    if not row["scope"] and not row["name"]:
        return None
    scopes: dict[str, Scope] = {"stream": "stream", "system": "system"}
    if row["scope"] not in scopes:
        raise _Refused(f"'{row['scope']}' is no scope.", "Write stream or system.")
    if _COUNT.fullmatch(row["served"]) is None:
        raise _Refused(f"'{row['served']}' is no count.", "Write a whole number of participants.")
    return (row["group"], scopes[row["scope"]], row["name"]), int(row["served"])


def _declined(row: dict[str, str]) -> str | None:
    if row["used"] not in ("true", "false"):
        raise _Refused(f"'{row['used']}' is neither true nor false.", "Write true or false.")
    return row["award"] if row["status"] == "offered" and row["used"] == "false" else None


def read_plan(folder: Path) -> tuple[PlanUnderAudit | None, tuple[Problem, ...]]:
    """The plan in a folder, from its CSVs; None with problems when one of them has not the form.

    Amounts are dollars as text with exactly two decimals.
    """
    tables = _Tables(folder)
    charges = tables.rows("charges.csv", _CHARGES, _charge)
    unfunded = tables.rows("unfunded.csv", _UNFUNDED, _unfunded)
    pledges = tables.rows("pledges.csv", _PLEDGES, _pledge)
    served = [row for row in tables.rows("groups.csv", _GROUPS, _served) if row is not None]
    declined = [name for name in tables.rows("awards.csv", _AWARDS, _declined) if name is not None]
    counts = dict(served)
    for name in sorted({key for key, _ in served if [k for k, _ in served].count(key) > 1}):
        place = Place(str(folder / "groups.csv"))
        message = f"'{name[0]}' is counted twice for {name[1]} '{name[2]}'."
        tables.problems.append(Problem("B704", message, "Keep one row.", place))
    cash = tables.rows("cash.csv", _CASH, _cash)
    problems = tuple(sorted(tables.problems, key=Problem.sort_key))
    if problems:
        return None, problems
    plan = PlanUnderAudit(
        tuple(charges), counts, frozenset(declined), tuple(unfunded), tuple(pledges), tuple(cash)
    )
    return plan, ()


def audit_folder(
    folder: Path, rules: Path | None = None
) -> tuple[AuditReport | None, tuple[Problem, ...]]:
    """Audit a plan folder against the inputs inside it, or against another rules directory.

    The report is None when the inputs or the tables have errors, which the problems name.
    """
    inside = folder / "inputs"
    taken, untold = readings_taken(folder)
    inputs, problems = load_inputs(
        inside / "scenario.yaml", rules or inside / "rules", taken,
        chosen_at=Place(str(folder / "plan.json")), kept=rules is None,
    )  # fmt: skip
    plan, more = read_plan(folder)
    left_out, unread = awards_left_out(folder, inputs.awards if inputs is not None else ())
    every = (*untold, *problems, *more, *unread)
    if inputs is None or plan is None or has_errors(every):
        return None, every
    return audit_plan(without(inputs, left_out), plan), every


def awards_left_out(
    folder: Path, awards: Collection[str]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The awards that ``plan.json`` says the plan was made without; none when it says nothing."""
    path = folder / "plan.json"
    if not path.is_file():
        return (), ()
    place = Place(str(path))
    try:
        data = json.loads(path.read_bytes())
        said = data.get("without", [])
        if not isinstance(said, list) or not all(isinstance(name, str) for name in said):
            raise ValueError("'without' is not a list of awards")
    except (OSError, ValueError, AttributeError) as error:
        message = f"The awards that the plan leaves out cannot be read: {error}."
        return (), (Problem("B705", message, "Solve again.", place),)
    unknown = sorted(set(said) - set(awards)) if awards else []
    if unknown:
        message = f"The plan leaves out '{unknown[0]}', which is no award of its scenario."
        return (), (Problem("B705", message, did_you_mean(unknown[0], awards), place),)
    return tuple(said), ()
