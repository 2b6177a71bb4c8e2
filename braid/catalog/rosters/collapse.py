"""From people to groups: those whom no rule tells apart, with a head count. Nobody is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from braid.catalog.checks.attributes import attribute_fault, known_attributes
from braid.catalog.rosters.asked import Asked
from braid.problems import Problem, did_you_mean
from braid.reading.roster import Roster, RosterColumn
from braid.reading.scalars import cell_value
from braid.record import record
from braid.schema.days import day_fault
from braid.schema.library import AttributeDefinition, AttributesFile

FIXED = ("program", "start", "end", "active", "cohort")
"""Columns that part people whatever the rules ask; ``cohort`` is a name for those of one class."""
REQUIRED = ("program", "start")
MOST_FAULTS = 20
LEAST_DIGITS = 6


@record
class Column:
    """One column of a group table: its values, and of each person the number of the value."""

    name: str
    numbers: NDArray[np.int64]
    values: tuple[Any, ...]
    """What stands for each class of values; None for what is not known."""
    classes: tuple[Any, ...]
    spans: tuple[str, ...]
    """The values of each class that people have, in words."""


@record
class Collapsed:
    """Groups, and the group of each person, by its number."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    member_of: NDArray[np.int64]
    people: int
    standing: tuple[str, ...] = ()
    """Values that stand for others too, in words: those of a class that people have."""


def collapse(
    roster: Roster, asked: Mapping[str, Asked], attributes: AttributesFile,
    programs: Sequence[str], keep: Sequence[str] = (),
) -> tuple[Collapsed | None, list[Problem]]:  # fmt: skip
    """Collapse a roster. ``keep`` are attributes to tell people apart by that no rule asks for."""
    problems = [
        Problem(
            "B061", f"The roster has no column '{name}'.",
            f"Each person needs {' and '.join(REQUIRED)}: the program of the scenario, and the "
            "first day of training, such as 2026-09-14.", roster.place(-1),
        )
        for name in REQUIRED if name not in roster.columns
    ]  # fmt: skip
    if problems:
        return None, problems
    known, columns = known_attributes(attributes, "group"), []
    for name, column in roster.columns.items():
        asks = Asked(exact=True) if name in (*FIXED, *keep) else asked[name]
        values, found = _values(roster, name, column, known.get(name), programs)
        problems += found
        columns.append(_classed(name, column, values, asks))
    if problems:
        return None, problems[:MOST_FAULTS]
    first, member_of, counts = _kinds([column.numbers for column in columns], roster.people)
    rows = [
        {column.name: column.values[column.numbers[person]] for column in columns}
        for person in first.tolist()
    ]
    signatures = [
        {column.name: column.classes[column.numbers[person]] for column in columns}
        for person in first.tolist()
    ]
    spans = [
        {column.name: column.spans[column.numbers[person]] for column in columns}
        for person in first.tolist()
    ]
    ids, names = _ids(rows, signatures), _names(rows, spans)
    order = sorted(range(len(rows)), key=lambda k: (rows[k]["program"], rows[k]["start"], ids[k]))
    stated = [name for name in roster.columns if name not in ("program", "start", "cohort")]
    made = tuple(
        {"id": ids[k], "name": names[k], "program": rows[k]["program"],
         "participants": int(counts[k]), "start": rows[k]["start"],
         **{name: rows[k][name] for name in stated}}
        for k in order
    )  # fmt: skip
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    heads = ("id", "name", "program", "participants", "start", *stated)
    return Collapsed(heads, made, place[member_of], roster.people, _standing(columns)), []


def _values(
    roster: Roster, name: str, column: RosterColumn, definition: AttributeDefinition | None,
    programs: Sequence[str],
) -> tuple[list[Any], list[Problem]]:  # fmt: skip
    """What each text of a column says, and every text that cannot be, where it first stands."""
    texts = (*column.texts, "")
    values: list[Any] = [_value(text, name, definition) for text in texts]
    faults: list[Problem] = []
    counts = _counts(column, len(texts))
    met = np.flatnonzero(counts)
    for code in met.tolist():
        fault = _fault(name, texts[code], values[code], definition, programs)
        if fault is not None:
            person = int(np.argmax(column.codes == code))
            what, message, remedy = fault
            if counts[code] > 1:
                remedy += f" It stands in {counts[code]:,} rows."
            faults.append(Problem(what, message, remedy, roster.place(person)))
    return values, faults


def _value(text: str, name: str, definition: AttributeDefinition | None) -> Any:
    if not text:
        return None
    if name in FIXED or (definition is not None and definition.type in ("text", "date", "choice")):
        return text
    return cell_value(text)


def _fault(
    name: str, text: str, value: Any, definition: AttributeDefinition | None,
    programs: Sequence[str],
) -> tuple[str, str, str] | None:  # fmt: skip
    if value is None:
        if name not in REQUIRED:
            return None
        remedy = "Fill it in, or delete the row if nobody is in it."
        return "B062", f"This person has no '{name}'.", remedy
    if name == "program" and text not in programs:
        # what stands in a row may be somebody's name in the wrong column: it is never quoted
        message = "The scenario has no such program as this row's."
        return "B063", message, did_you_mean(text, programs)
    if name in ("start", "end"):
        fault, remedy = day_fault(value)
        return ("B064", f"'{name}' is no day: {fault}.", remedy) if fault else None
    wrong = None if definition is None else attribute_fault(name, value, definition)
    if wrong is None:
        return None
    code, message, remedy = wrong
    said = message.partition(", not '")[0].removesuffix(".")
    return code, f"{said}; what stands here is something else.", remedy


def _classed(name: str, column: RosterColumn, values: list[Any], asked: Asked) -> Column:
    """A column by classes of values; the commonest value of a class stands for it."""
    counts = _counts(column, len(values))
    number: dict[Any, int] = {}
    of_text: list[int] = []
    members: list[dict[str, int]] = []
    shown: dict[str, Any] = {}
    for value, count in zip(values, counts.tolist(), strict=True):
        kind = asked.class_of(value)
        at = number.setdefault(kind, len(number))
        of_text.append(at)
        if at == len(members):
            members.append({})
        if count:
            shown[str(value)] = value
            members[at][str(value)] = members[at].get(str(value), 0) + count
    standing = tuple(
        shown[min(found, key=lambda text: (-found[text], text))] if found else None
        for found in members
    )
    spans = tuple(_span([shown[text] for text in found]) for found in members)
    numbers = np.array(of_text, dtype=np.int64)[column.codes]
    return Column(name, numbers, standing, tuple(number), spans)


def _counts(column: RosterColumn, texts: int) -> NDArray[np.int64]:
    """How many people have each text; those whose row ends before the column come last."""
    found = np.bincount(column.codes + 1, minlength=texts)
    return np.append(found[1:], found[0])


def _span(values: list[Any]) -> str:
    """The values of a class in words: a range of numbers, else the values themselves."""
    known = [value for value in values if value is not None]
    if not known:
        return "not known"
    if all(not isinstance(value, str | bool) for value in known):
        least, most = min(known), max(known)
        return f"{least:f}" if least == most else f"{least:f} to {most:f}"
    words = sorted("yes" if v is True else "no" if v is False else str(v) for v in known)
    return " or ".join(words[:3]) + (f" or {len(words) - 3} more" if len(words) > 3 else "")


def _standing(columns: list[Column]) -> tuple[str, ...]:
    """Each value that stands for several, with all of them."""
    return tuple(
        f"{column.name} {value} for {span}"
        for column in columns
        for value, span in zip(column.values, column.spans, strict=True)
        if value is not None and span != _span([value])
    )


def _kinds(
    columns: list[NDArray[np.int64]], people: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The first person of each kind, the kind of each person, and how many there are of it."""
    import pandas as pd

    mixed = np.zeros(people, dtype=np.int64)
    size = 1
    for column in columns:
        width = int(column.max(initial=0)) + 1
        if size * width >= 2**62:
            mixed = pd.factorize(mixed)[0].astype(np.int64)
            size = int(mixed.max(initial=0)) + 1
        mixed, size = mixed * width + column, size * width
    kinds = pd.factorize(mixed)[0].astype(np.int64)
    counts = np.bincount(kinds)
    first = np.full(len(counts), people, dtype=np.int64)
    np.minimum.at(first, kinds, np.arange(people))
    return first, kinds, counts


def _ids(rows: list[dict[str, Any]], signatures: list[dict[str, Any]]) -> list[str]:
    """An id for each group that stays the same while the law and its people's facts do."""
    digests = [
        hashlib.sha256(json.dumps(one, sort_keys=True, default=str).encode()).hexdigest()
        for one in signatures
    ]
    heads = [_head(row) for row in rows]
    found: list[str] = []
    digits = LEAST_DIGITS
    while len(set(found)) < len(rows):
        room = 64 - digits - 1
        pairs = zip(heads, digests, strict=True)
        found = [f"{head[:room]}-{digest[:digits]}" for head, digest in pairs]
        digits += 1
    return found


def _head(row: Mapping[str, Any]) -> str:
    """What a group is called after, in signs that an id may have."""
    text = str(row.get("cohort") or row["program"])
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "-" for c in text)
    return kept.strip("-") or "group"


def _names(rows: list[dict[str, Any]], spans: list[dict[str, str]]) -> list[str]:
    """What tells each group from the others of its program."""
    found: list[str] = []
    alike: dict[tuple[str, str], list[int]] = {}
    for k, row in enumerate(rows):
        alike.setdefault((str(row["program"]), str(row.get("cohort") or "")), []).append(k)
    differing: dict[int, list[str]] = {}
    for members in alike.values():
        names = [n for n in spans[members[0]] if len({spans[k][n] for k in members}) > 1]
        differing |= dict.fromkeys(members, names)
    for k, row in enumerate(rows):
        said = [_said(n, spans[k][n]) for n in differing[k] if n not in ("active", "cohort")]
        text = ", ".join([_head(row), *said])
        found.append(text if len(text) <= 200 else f"{text[:197]}...")
    return found


def _said(name: str, span: str) -> str:
    words = name.replace("_", " ")
    if name == "start":
        return f"from {span}"
    return words if span == "yes" else f"not {words}" if span == "no" else f"{words} {span}"
