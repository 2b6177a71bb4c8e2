"""From people to groups: those whom no rule tells apart, with a head count. Nobody is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
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
PIECE = 1 << 15


@record
class Column:
    """One column of a group table: classes of values that nothing tells apart."""

    name: str
    of_text: NDArray[np.int64]
    """The number of the class of each text; last that of those whose row ends before it."""
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
        counts = _counts(column)
        values, found = _values(roster, name, column, counts, known.get(name), programs)
        problems += found
        columns.append(_classed(name, values, counts, asks))
    if problems:
        return None, problems[:MOST_FAULTS]
    codes = [column.codes for column in roster.columns.values()]
    first, member_of, counts = _kinds(columns, codes, roster.people)
    classes = [column.of_text[one[first]] for column, one in zip(columns, codes, strict=True)]
    table = {
        column.name: [column.values[n] for n in of_group.tolist()]
        for column, of_group in zip(columns, classes, strict=True)
    }
    heads = _heads(table)
    ids, names = _ids(heads, columns, classes), _names(heads, table, columns, classes)
    programs_of, starts, sizes = table["program"], table["start"], counts.tolist()
    key = list(zip(programs_of, starts, ids, strict=True))
    order = sorted(range(len(ids)), key=key.__getitem__)
    stated = [name for name in roster.columns if name not in ("program", "start", "cohort")]
    heading = ("id", "name", "program", "participants", "start", *stated)
    cells = (ids, names, programs_of, sizes, starts, *(table[name] for name in stated))
    made = [dict(zip(heading, row, strict=True)) for row in zip(*cells, strict=True)]
    place = np.argsort(order)
    rows = tuple(made[k] for k in order)
    return Collapsed(heading, rows, place[member_of], roster.people, _standing(columns)), []


def _values(
    roster: Roster, name: str, column: RosterColumn, counts: NDArray[np.int64],
    definition: AttributeDefinition | None, programs: Sequence[str],
) -> tuple[list[Any], list[Problem]]:  # fmt: skip
    """What each text of a column says, and every text that cannot be, where it first stands."""
    texts = (*column.texts, "")
    values: list[Any] = [_value(text, name, definition) for text in texts]
    faults: list[Problem] = []
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


def _classed(name: str, values: list[Any], counts: NDArray[np.int64], asked: Asked) -> Column:
    """A column by classes of values; the commonest value of a class stands for it."""
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
    return Column(name, np.array(of_text, dtype=np.int64), standing, tuple(number), spans)


def _counts(column: RosterColumn) -> NDArray[np.int64]:
    """How many people have each text; those whose row ends before the column come last."""
    found = np.zeros(len(column.texts) + 1, dtype=np.int64)
    for piece in _pieces(len(column.codes)):
        codes = column.codes[piece].astype(np.int64)
        codes[codes < 0] = len(column.texts)
        found += np.bincount(codes, minlength=len(found))
    return found


def _pieces(people: int) -> Iterator[slice]:
    """People in pieces whose numbers stay in the processor's cache."""
    return (slice(first, first + PIECE) for first in range(0, people, PIECE))


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
    columns: list[Column], codes: list[NDArray[Any]], people: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The first person of each kind, the kind of each person, and how many there are of it."""
    import pandas as pd

    mixed = np.zeros(people, dtype=np.int64)
    size = 1
    for column, one in zip(columns, codes, strict=True):
        width = len(column.classes)
        if size * width >= 2**62:
            mixed = pd.factorize(mixed)[0].astype(np.int64)
            size = int(mixed.max(initial=0)) + 1
        worth = column.of_text * size
        for piece in _pieces(people):
            mixed[piece] += worth[one[piece]]
        size *= width
    kinds = pd.factorize(mixed)[0].astype(np.int64, copy=False)
    # kinds are numbered as they are met
    first = np.flatnonzero(np.diff(np.maximum.accumulate(kinds), prepend=-1))
    return first, kinds, np.bincount(kinds)


def _ids(heads: list[str], columns: list[Column], classes: list[NDArray[np.int64]]) -> list[str]:
    """An id for each group that stays the same while the law and its people's facts do."""
    parts = []
    for column, of_group in sorted(zip(columns, classes, strict=True), key=lambda c: c[0].name):
        said = [json.dumps({column.name: one}, default=str)[1:-1] for one in column.classes]
        parts.append([said[n] for n in of_group.tolist()])
    digests = [
        hashlib.sha256(f"{{{', '.join(said)}}}".encode()).hexdigest()
        for said in zip(*parts, strict=True)
    ]
    found: list[str] = []
    digits = LEAST_DIGITS
    while len(set(found)) < len(heads):
        room = 64 - digits - 1
        pairs = zip(heads, digests, strict=True)
        found = [f"{head[:room]}-{digest[:digits]}" for head, digest in pairs]
        digits += 1
    return found


def _heads(table: Mapping[str, list[Any]]) -> list[str]:
    """What each group is called after, in signs that an id may have."""
    programs = table["program"]
    texts = [str(c or p) for c, p in zip(table.get("cohort", programs), programs, strict=True)]
    heads = {text: _head(text) for text in set(texts)}
    return [heads[text] for text in texts]


def _head(text: str) -> str:
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "-" for c in text)
    return kept.strip("-") or "group"


def _names(
    heads: list[str], table: Mapping[str, list[Any]], columns: list[Column],
    classes: list[NDArray[np.int64]],
) -> list[str]:  # fmt: skip
    """What tells each group from the others of its program."""
    alike: dict[tuple[str, str], list[int]] = {}
    cohorts = table.get("cohort", [None] * len(heads))
    for k, (program, cohort) in enumerate(zip(table["program"], cohorts, strict=True)):
        alike.setdefault((str(program), str(cohort or "")), []).append(k)
    spans: list[tuple[list[str], NDArray[np.int64]]] = []
    for column, of_group in zip(columns, classes, strict=True):
        number = {span: n for n, span in enumerate(dict.fromkeys(column.spans))}
        of_class = np.array([number[span] for span in column.spans], dtype=np.int64)
        spans.append(([_said(column.name, span) for span in number], of_class[of_group]))
    found = [""] * len(heads)
    for members in alike.values():
        told = [
            (words, met) for column, (words, of_group) in zip(columns, spans, strict=True)
            if np.ptp(met := of_group[members]) and column.name not in ("active", "cohort")
        ]  # fmt: skip
        parts = [[words[n] for n in met.tolist()] for words, met in told]
        for k, *said in zip(members, *parts, strict=True):
            text = ", ".join([heads[k], *said])
            found[k] = text if len(text) <= 200 else f"{text[:197]}..."
    return found


def _said(name: str, span: str) -> str:
    words = name.replace("_", " ")
    if name == "start":
        return f"from {span}"
    return words if span == "yes" else f"not {words}" if span == "no" else f"{words} {span}"
