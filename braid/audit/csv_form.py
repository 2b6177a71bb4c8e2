"""The form of a plan folder's tables: rows and columns, amounts, days and counts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from braid.problems import Place, Problem, did_you_mean

T = TypeVar("T")
_AMOUNT = re.compile(r"-?(0|[1-9]\d{0,14})\.\d\d")
_COUNT = re.compile(r"0|[1-9]\d{0,8}")


LATER = frozenset({"refunds.csv", "income.csv"})
"""Tables that plans did not have from the start: a folder without one has no rows of it."""


class Refused(Exception):
    """A value of a row that has not the form of its column."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass
class Tables:
    """The tables of a folder, and the problems that were met in them."""

    folder: Path
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
        for line, record in self._records(shown, text, columns):
            try:
                found.append(make(record))
            except Refused as refused:
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
