"""The form of a plan folder's tables: rows and columns, amounts, days and counts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TypeVar

from braid.problems import Place, Problem, did_you_mean
from braid.reading.files import decode, read_bytes
from braid.reading.limits import Limits
from braid.reading.plan_form import PLAN_VERSION, stand_ins, too_old
from braid.record import working_record

T = TypeVar("T")
_AMOUNT = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{2}")
_COUNT = re.compile(r"0|[1-9][0-9]{0,8}")


LATER = frozenset({"refunds.csv", "income.csv"})
"""Tables that plans did not have from the start: a folder without one has no rows of it."""


class Refused(Exception):
    """A value of a row that has not the form of its column."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@working_record
class Tables:
    """The tables of a folder, and the problems that were met in them."""

    folder: Path
    version: int = PLAN_VERSION
    problems: list[Problem] = field(default_factory=list)

    def rows(
        self, name: str, columns: tuple[str, ...], make: Callable[[dict[str, str]], T]
    ) -> list[T]:
        """A table's rows, made into values; what has not the right form is a problem."""
        if name in LATER and not (self.folder / name).exists():
            return []
        text = self._text(name)
        if text is None:
            return []
        shown = str(self.folder / name)
        found: list[T] = []
        for line, record in self._records(name, text, columns):
            try:
                found.append(make(record))
            except Refused as refused:
                place = Place(shown, line)
                self.problems.append(Problem("B702", refused.message, refused.remedy, place))
        return found

    def _text(self, name: str) -> str | None:
        path = self.folder / name
        if not path.exists():
            message, remedy = f"There is no '{name}' in this folder.", "Name a folder of a plan."
            self.problems.append(Problem("B701", message, remedy, Place(str(path))))
            return None
        raw, problems = read_bytes(path, shown_as=str(path), limit=Limits().json_bytes)
        text, more = (None, []) if raw is None else decode(raw, str(path), any_sign=True)
        for problem in (*problems, *more):
            message = f"'{name}' cannot be read: {problem.message}"
            self.problems.append(Problem("B701", message, problem.remedy, problem.place))
        return text

    def _records(
        self, name: str, text: str, columns: tuple[str, ...]
    ) -> Iterator[tuple[int, dict[str, str]]]:
        shown = str(self.folder / name)
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = next(reader, [])
            added = stand_ins(self.version, name.removesuffix(".csv"), header)
            values_added = {c: value for c, value in added.items() if value is not None}
            unsaid = next(iter(added.keys() - values_added), None)
            missing = [c for c in columns if header.count(c) != 1 and c not in added]
            for column in missing:
                message = f"The column '{column}' is missing."
                place, remedy = Place(shown, 1), did_you_mean(column, header)
                if column in header:
                    message, remedy = f"The column '{column}' stands twice.", "Keep one."
                self.problems.append(Problem("B703", message, remedy, place))
            for values in reader if not missing else ():
                if not values:
                    continue
                if len(values) != len(header):
                    message = f"This row has {len(values)} values for {len(header)} columns."
                    place = Place(shown, reader.line_num)
                    self.problems.append(Problem("B702", message, "Give each column one.", place))
                    continue
                if unsaid is not None:
                    self.problems.append(too_old(unsaid, Place(shown, 1)))
                    return
                yield reader.line_num, values_added | dict(zip(header, values, strict=True))
        except csv.Error as error:
            place = Place(shown, reader.line_num)
            message = f"This is not well-formed CSV: {error}."
            self.problems.append(Problem("B702", message, "Quote the value.", place))


def cents_of(text: str) -> int:
    """An amount in whole cents."""
    if _AMOUNT.fullmatch(text) is None:
        remedy = "Write dollars with two decimals, such as 120.00."
        raise Refused(f"'{text}' is no amount.", remedy)
    return int(text.replace(".", ""))


def day_of(text: str) -> date:
    """A day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise Refused(f"'{text}' is no date.", "Write the period's first day, such as 2026-07-01.")
    return day


def count_of(text: str, what: str = "participants") -> int:
    """A count."""
    if _COUNT.fullmatch(text) is None:
        raise Refused(f"'{text}' is no count.", f"Write a whole number of {what}.")
    return int(text)
