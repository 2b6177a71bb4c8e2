"""What the tables of a stored plan name must be in its scenario: pages look it up there."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Container, Iterator
from pathlib import Path

from braid.catalog.inputs import Inputs
from braid.plan.days import is_day
from braid.plan.table_files import odd_value
from braid.plan.tables import TABLES, Tables
from braid.problems import Place, Problem
from braid.reading.files import decode

DAYS = {
    ("reports", "period_start"), ("reports", "period_end"), ("reports", "due"),
    ("refunds", "date"), ("awards", "start"), ("awards", "end"),
}  # fmt: skip
OPTIONAL = {
    ("charges", "group"), ("unfunded", "group"), ("pledges", "group"), ("pledges", "period"),
    ("reports", "award"), ("reports", "period_end"), ("awards", "start"), ("awards", "end"),
}  # fmt: skip
"""What may be empty: a shared cost is no group's, a gift in kind is of no period."""
AT_MOST = 5
"""Values that are told of a column: where all of it is other text, the rest is no news."""


def strangers(tables: Tables, inputs: Inputs, folder: Path) -> tuple[Problem, ...]:
    """A problem for a value of a table that its scenario does not know, or that is no day."""
    periods = {period.start.isoformat() for period in inputs.calendar.periods}
    known: dict[str, Container[str]] = {
        "group": inputs.groups, "award": inputs.awards, "pledged_award": inputs.awards,
        "organization": inputs.organizations, "program": inputs.programs, "period": periods,
    }  # fmt: skip
    found: list[Problem] = []
    for name, columns in TABLES.items():
        for column in columns:
            if (name, column.name) in DAYS:
                fits: Callable[[str], bool] = is_day
                remedy = "Write a day such as 2026-07-01."
            elif column.name in known:
                fits = known[column.name].__contains__
                remedy = f"Write {_one_of(column.name)} of inputs/scenario.yaml, or solve again."
            else:
                continue
            odd = {text for text in set(tables[name][column.name]) if not fits(text)}
            odd -= {""} if (name, column.name) in OPTIONAL else set()
            if odd:
                found += _told(folder / f"{name}.csv", column.heading, odd, remedy)
    return tuple(found)


def _told(path: Path, heading: str, odd: set[str], remedy: str) -> Iterator[Problem]:
    """The rows of the file that say one of these; tables in memory are in another order."""
    whole, _ = decode(path.read_bytes(), str(path), any_sign=True)
    rows = [(r[heading], n) for n, r in enumerate(csv.DictReader(io.StringIO(whole or "")), 2)]
    for text, line in [(text, line) for text, line in rows if text in odd][:AT_MOST]:
        yield odd_value(text, heading, remedy, Place(str(path), line))


def _one_of(column: str) -> str:
    if column == "period":
        return "the first day of a period"
    what = column.removeprefix("pledged_")
    return f"{'an' if what[0] in 'ao' else 'a'} {what}"
