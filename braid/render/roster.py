"""A collapsed roster: the table of its groups, who is in which, and what became of its columns."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from braid.catalog.rosters.groups import Grouping
from braid.problems import Place, Problem
from braid.reading.roster import RosterColumn
from braid.render.words import plural
from braid.render.workbook.safe import like_a_formula
from braid.writing import cell_text, csv_text

if TYPE_CHECKING:
    from rich.console import Console

    from braid.plan.plan import Plan

CHUNK = 100_000
DIGITS = 16
"""Hexadecimal digits of a pseudonym: 64 bits."""


def groups_csv(grouping: Grouping) -> str:
    """The groups as the table that a scenario names: ``groups: groups.csv``."""
    collapsed = grouping.collapsed
    heads = [h for h in collapsed.columns if any(row[h] is not None for row in collapsed.rows)]
    return csv_text(heads, ([cell_text(row[head]) for head in heads] for row in collapsed.rows))


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
    texts = None if ids is None else ["," + _named(text, key) for text in (*ids.texts, "")]
    for first in range(0, collapsed.people, CHUNK):
        members = collapsed.member_of[first : first + CHUNK].tolist()
        if texts is None or ids is None:
            yield "".join(f"{n}{of_group[g]}" for n, g in enumerate(members, first + 1))
        else:
            named = ids.codes[first : first + CHUNK].tolist()
            pairs = enumerate(zip(named, members, strict=True), first + 1)
            yield "".join(f"{n}{texts[name]}{of_group[g]}" for n, (name, g) in pairs)


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
    rows = grouping.collapsed.rows
    if plan is None:
        return [_line(["group"]), *(_line([row["id"]]) for row in rows)]
    served, complete = _served(plan)
    streams = sorted({stream for _, stream in served})
    found = [_line(["group", *streams, "completely_funded"])]
    for row in rows:
        name, people = row["id"], row["participants"]
        cells = [_part(served.get((name, stream), 0), people) for stream in streams]
        found.append(_line([name, *cells, _part(complete.get(name, 0), people)]))
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
    if planned == {row["id"]: row["participants"] for row in grouping.collapsed.rows}:
        return None
    message = "This plan was made for other groups than this roster has now."
    remedy = "Write the groups again, and solve again."
    return Problem("B067", message, remedy, Place(place))


def roster_report(grouping: Grouping, out: Console) -> None:
    """What was collapsed, by which columns, and what was left unread."""
    collapsed = grouping.collapsed
    sizes = [row["participants"] for row in collapsed.rows]
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
