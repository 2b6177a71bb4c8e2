"""A collapsed roster: the table of its groups, who is in which, and what became of its columns."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from braid.catalog.rosters.collapse import Cells
from braid.catalog.rosters.groups import Grouping
from braid.catalog.rosters.naming import joined
from braid.problems import Place, Problem
from braid.reading.roster import RosterColumn
from braid.render.words import plural
from braid.render.workbook.safe import like_a_formula
from braid.writing import cell_text

if TYPE_CHECKING:
    from rich.console import Console

    from braid.plan.plan import Plan

QUOTE = '"'
_SPECIAL = re.compile(r'[",\r\n]')
CHUNK = 50_000
WIDE = 200
"""Characters of a text that is laid out in a column; longer ones would waste memory."""
DIGITS = 16
"""Hexadecimal digits of a pseudonym: 64 bits."""
Parts = Sequence[tuple[list[str], NDArray[np.signedinteger[Any]]]]
"""Texts, and of each person the number of the text: the columns of a table of people."""


def groups_csv(grouping: Grouping) -> str:
    """The groups as the table that a scenario names: ``groups: groups.csv``."""
    told = {name: one for name, one in grouping.collapsed.cells.items() if _is_known(one)}
    texts = [([_quoted(value) for value in one.values], one.of_group) for one in told.values()]
    return "\n".join([_line(list(told)), *joined(texts, ","), ""])


def _is_known(column: Cells) -> bool:
    """Whether it is known of any group."""
    known = np.array([value is not None for value in column.values])
    return bool(known[column.of_group].any())


def _quoted(value: Any) -> str:
    """A value as a cell of a CSV file that has several columns, quoted where it must be."""
    text = cell_text(value)
    return f'"{text.replace(QUOTE, QUOTE * 2)}"' if _SPECIAL.search(text) else text


def people_csv(
    grouping: Grouping, plan: Plan | None = None, ids: RosterColumn | None = None,
    key: bytes | None = None,
) -> Iterator[str]:  # fmt: skip
    """A row for each person, in the order of the roster, in pieces: the group, and with a plan who
    serves it.

    ``ids`` is the column that names people; with a ``key`` a pseudonym stands in its place.
    """
    collapsed = grouping.collapsed
    ends = _ends(grouping, plan)
    yield ",".join(["row", *(["id"] if ids is not None else []), ends[0]]) + "\n"
    of_group = [f",{end}\n" for end in ends[1:]]
    texts = [] if ids is None else ["," + _named(text, key) for text in (*ids.texts, "")]
    parts = [(texts, ids.codes)] if ids is not None else []
    parts.append((of_group, collapsed.member_of))
    wide = any(len(text) > WIDE for said, _ in parts for text in said)
    lines = _joined if wide else _laid_out([said for said, _ in parts])
    for first in range(0, collapsed.people, CHUNK):
        yield lines(first, parts)


def _joined(first: int, parts: Parts) -> str:
    """The lines of people from ``first`` on, text by text."""
    texts = ([said[n] for n in numbers[first : first + CHUNK].tolist()] for said, numbers in parts)
    return "".join(
        f"{n}{''.join(line)}" for n, line in enumerate(zip(*texts, strict=True), first + 1)
    )


def _laid_out(said: list[list[str]]) -> Callable[[int, Parts], str]:
    """The same for short texts: bytes in columns as wide as the longest, whose gaps are left out.

    No text holds the character 0.
    """
    tables = []
    for texts in said:
        padded = np.array([text.encode() for text in texts])
        tables.append(padded.view(np.uint8).reshape(len(texts), padded.itemsize))

    def lines(first: int, parts: Parts) -> str:
        chosen = [numbers[first : first + CHUNK] for _, numbers in parts]
        found = [_digits(first + 1, len(chosen[0]))]
        found += [table[numbers] for table, numbers in zip(tables, chosen, strict=True)]
        block = np.concatenate(found, axis=1)
        text: str = block[block != 0].tobytes().decode()
        return text

    return lines


def _digits(first: int, many: int) -> NDArray[np.uint8]:
    """The digits of as many whole numbers from ``first`` on, 0 before the first of each."""
    numbers = np.arange(first, first + many, dtype=np.uint32)
    powers = [10**n for n in reversed(range(len(str(first + many - 1))))]
    found = np.empty((many, len(powers)), dtype=np.uint8)
    for at, power in enumerate(powers):
        found[:, at] = np.where(numbers < power, 0, numbers // power % 10 + ord("0"))
    return found


def _named(text: str, key: bytes | None) -> str:
    if key is not None:
        text = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:DIGITS] if text else ""
    elif like_a_formula(text):
        text = f"'{text}"
    return _line([text])


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _ends(grouping: Grouping, plan: Plan | None) -> list[str]:
    """The end of every row, by group; before them that of the header."""
    cells = grouping.collapsed.cells
    if plan is None:
        return ["group", *cells["id"]]
    served, complete = _served(plan)
    streams = sorted({stream for _, stream in served})
    found = [_line(["group", *streams, "completely_funded"])]
    for name, people in zip(cells["id"], cells["participants"], strict=True):
        parts = [_part(served.get((name, stream), 0), people) for stream in streams]
        found.append(_line([name, *parts, _part(complete.get(name, 0), people)]))
    return found


def _served(plan: Plan) -> tuple[Mapping[tuple[str, str], int], Mapping[str, int]]:
    table = plan.tables["groups"]
    columns = (table[name] for name in ("group", "scope", "name", "served"))
    rows = zip(*columns, strict=True)
    served = {(group, name): count for group, scope, name, count in rows if scope == "stream"}
    complete = dict(zip(table["group"], table["completely_funded"], strict=True))
    return served, complete


def _part(count: int, people: int) -> str:
    """All of a group, nobody, or how many of it: a plan never says which of people alike."""
    return "yes" if count >= people else "no" if count == 0 else f"{count} of {people}"


def of_other_groups(grouping: Grouping, plan: Plan, place: str) -> Problem | None:
    """The problem of a plan that was made for other groups, or None."""
    planned = {name: group.participants for name, group in plan.inputs.groups.items()}
    cells = grouping.collapsed.cells
    if planned == dict(zip(cells["id"], cells["participants"], strict=True)):
        return None
    message = "This plan was made for other groups than this roster has now."
    remedy = "Write the groups again, and solve again."
    return Problem("B067", message, remedy, Place(place))


def roster_report(grouping: Grouping, out: Console) -> None:
    """What was collapsed, by which columns, and what was left unread."""
    collapsed = grouping.collapsed
    sizes = list(collapsed.cells["participants"])
    many = plural(collapsed.people, "person", "people")
    groups = plural(len(sizes), "group")
    out.print(f"{many} in {groups} of {min(sizes):,} to {max(sizes):,}.")
    for title, names in (
        ("Told apart by", grouping.asked),
        ("In the table", collapsed.standing),
        ("No rule of these awards asks", grouping.idle),
        ("Not known to braid and not read", grouping.unread),
        ("Asked by rules and not in the roster, so unknown", grouping.missing),
    ):
        if names:
            out.print(f"{title}: {', '.join(names)}.", markup=False, soft_wrap=False)
