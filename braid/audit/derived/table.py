"""How a table that is stated compares with one that is worked out: line by line, column by column.

A table says which columns name a line and what the others mean; lines that are worked out may
leave out columns of which nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from braid.audit.csv_form import Refused, cents_of, count_of, day_of
from braid.audit.findings import Finding, shown, usd
from braid.record import record

Kind = Literal["text", "usd", "count", "number", "day", "flag"]
Value = str | int | Fraction | date | bool | None
"""Whole cents of ``usd``; None where there is nothing."""
Stated = Sequence[Mapping[str, str]]
"""The rows of a table as they are written; a folder may lack some columns."""
Key = tuple[str, ...]
"""What names a line: its values in the columns that do, as written."""
Line = Mapping[str, Value]
"""What columns of a line should be."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?")


@record
class Column:
    """A column that is compared: ``says`` is what a value of it is, in words."""

    name: str
    kind: Kind
    says: str


@record
class Table:
    """The columns of a file that name its lines, and those that are compared.

    ``named`` says what the former are, where a line with one other value tells that it is wrong.
    """

    file: str
    key: Key
    columns: tuple[Column, ...]
    named: tuple[Column, ...] = ()


def value_of(kind: Kind, text: str) -> Value:
    """A value as it is written; raises Refused where it has not the form of its column."""
    if kind == "text":
        return text
    if not text:
        return None
    if kind == "usd":
        return cents_of(text)
    if kind == "count":
        return count_of(text)
    if kind == "day":
        return day_of(text)
    if kind == "flag":
        if text not in ("true", "false"):
            raise Refused(f"'{text}' is neither true nor false.", "Write true or false.")
        return text == "true"
    if _NUMBER.fullmatch(text) is None:
        raise Refused(f"'{text}' is no number.", "Write it such as 12.5.")
    return Fraction(text)


def compared(table: Table, stated: Stated, wanted: Mapping[Key, Line]) -> Iterator[Finding]:
    """Every line that is missing, twice or of nothing, and every value that is not right."""
    found: dict[Key, int] = {}
    for row in stated:
        key = tuple(row.get(name, "") for name in table.key)
        found[key] = found.get(key, 0) + 1
        if key in wanted and found[key] == 1:
            yield from values(table, key, row, wanted[key])
    missing = {key for key in wanted if key not in found}
    near = {
        (column, _without(table, key, column)): key for key in missing for column in table.named
    }
    for key, count in found.items():
        if key not in wanted:
            meant = ((near.get((c, _without(table, key, c))), c) for c in table.named)
            other, column = next((one for one in meant if one[0] in missing), (None, None))
            if other is not None and column is not None:
                missing.discard(other)
                yield _misnamed(table, key, other, column)
                continue
        if count != (key in wanted):
            yield lines(table.file, key, count, int(key in wanted))
    yield from (lines(table.file, key, 0, 1) for key in sorted(missing))


def _without(table: Table, key: Key, column: Column) -> Key:
    """A name without one of its columns."""
    place = table.key.index(column.name)
    return key[:place] + key[place + 1 :]


def _misnamed(table: Table, key: Key, wanted: Key, column: Column) -> Finding:
    place = table.key.index(column.name)
    try:
        both = (value_of(column.kind, of[place]) for of in (key, wanted))
        return _differing(table.file, wanted, column, *both)
    except Refused:
        text = Column(column.name, "text", column.says)
        return _differing(table.file, wanted, text, key[place], wanted[place])


def lines(file: str, key: Key, found: int, wanted: int) -> Finding:
    """That a line is there another number of times than it should be."""
    left, right = Fraction(found), Fraction(wanted)
    says = f"Lines of this name: {shown(left, 'rows')}, but exactly {shown(right, 'rows')}."
    return _differs(file, key, "", left, right, says)


def values(table: Table, key: Key, row: Mapping[str, str], right: Line) -> Iterator[Finding]:
    """The values of one line that are not what they should be."""
    for column in table.columns:
        if column.name not in row or column.name not in right:
            continue
        wanted = right[column.name]
        try:
            stated = value_of(column.kind, row[column.name])
        except Refused as refused:
            says = f"{column.says}: {refused.message} It should be {told(column.kind, wanted)}."
            yield _differs(table.file, key, column.name, Fraction(0), Fraction(1), says)
            continue
        if stated != wanted:
            yield _differing(table.file, key, column, stated, wanted)


def _differing(file: str, key: Key, column: Column, stated: Value, wanted: Value) -> Finding:
    kind = column.kind
    says = f"{column.says}: {told(kind, stated)}, but exactly {told(kind, wanted)}"
    numbers = Fraction(0), Fraction(1)
    if not (stated is None or wanted is None) and kind in ("usd", "count", "number"):
        of = usd if kind == "usd" else Fraction
        numbers = of(stated), of(wanted)  # type: ignore[arg-type]
        by = abs(numbers[0] - numbers[1])
        says += f" (off by {told(kind, int(by * 100) if kind == 'usd' else by)})"
    elif isinstance(stated, date) and isinstance(wanted, date):
        says += f" (off by {days(abs((stated - wanted).days))})"
    return _differs(file, key, column.name, *numbers, f"{says}.")


def _differs(
    file: str, key: Key, column: str, left: Fraction, right: Fraction, says: str
) -> Finding:
    line = ", ".join(part for part in key if part) or "all"
    return Finding(file, line, column, left, right, abs(left - right), says)


def days(number: int) -> str:
    """A number of days in words."""
    return f"{number} day{'' if number == 1 else 's'}"


def told(kind: Kind, value: Value) -> str:
    """A value in words."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind == "usd" and isinstance(value, int):
        return shown(usd(value))
    if isinstance(value, int | Fraction):
        return f"{float(value):,.4f}".rstrip("0").rstrip(".")
    return str(value)
