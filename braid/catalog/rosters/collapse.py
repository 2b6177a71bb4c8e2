"""From people to groups: those whom no rule tells apart, with a head count. Nobody is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from braid.catalog.checks.attributes import attribute_fault, known_attributes
from braid.catalog.rosters.asked import Asked
from braid.catalog.rosters.naming import heads_of, ids_of, names_of
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
class Cells:
    """One column of the table of groups: each group's is one of a few values."""

    values: Sequence[Any]
    of_group: NDArray[np.int64]
    """The number of the value of each group."""

    def __iter__(self) -> Iterator[Any]:
        """The value of each group."""
        return map(self.values.__getitem__, self.of_group.tolist())


@record
class Collapsed:
    """Groups by column, and the group of each person, by its number."""

    cells: Mapping[str, Cells]
    member_of: NDArray[np.int64]
    people: int
    standing: tuple[str, ...] = ()
    """Values that stand for others too, in words: those of a class that people have."""

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.cells["id"].of_group)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The groups one by one."""
        names = tuple(self.cells)
        rows = zip(*self.cells.values(), strict=True)
        return (dict(zip(names, row, strict=True)) for row in rows)


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
    cells = {
        column.name: Cells(column.values, column.of_text[one[first]])
        for column, one in zip(columns, codes, strict=True)
    }
    heads = heads_of(cells)
    ids = ids_of(heads, cells, {column.name: column.classes for column in columns})
    names = names_of(heads, cells, {column.name: column.spans for column in columns})
    each = np.arange(len(ids))
    heading = {
        "id": Cells(ids, each), "name": Cells(names, each), "program": cells["program"],
        "participants": Cells(*_numbered(counts)), "start": cells["start"],
    }  # fmt: skip
    stated = {name: one for name, one in cells.items() if name not in (*heading, "cohort")}
    order = _order(cells, ids)
    table = {
        name: Cells(one.values, one.of_group[order]) for name, one in (heading | stated).items()
    }
    place = np.empty(len(ids), dtype=np.int64)
    place[order] = each
    return Collapsed(table, place[member_of], roster.people, _standing(columns)), []


def _numbered(counts: NDArray[np.int64]) -> tuple[list[int], NDArray[np.int64]]:
    values, of_group = np.unique(counts, return_inverse=True)
    return values.tolist(), of_group


def _order(cells: Mapping[str, Cells], ids: Sequence[str]) -> NDArray[np.int64]:
    """Groups by program, first day and id."""
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    for name in ("start", "program"):
        values = [str(value) for value in cells[name].values]
        rank = np.empty(len(values), dtype=np.int64)
        rank[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
        order = order[np.argsort(rank[cells[name].of_group][order], kind="stable")]
    return order


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
