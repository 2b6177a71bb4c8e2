"""``groups.csv``: who is served, and how many have all of their own costs paid."""

from __future__ import annotations

from collections.abc import Mapping

from braid.audit.books import Books
from braid.audit.derived.table import Column, Key, Line, Table, Value

GROUPS = Table(
    "groups.csv",
    ("group", "scope", "name"),
    (
        Column("program", "text", "Program of a group"),
        Column("participants", "count", "Participants of a group"),
        Column("served", "count", "Participants whom an entitlement pays for"),
        Column("completely_funded", "count", "Participants none of whose own costs is unfunded"),
    ),
)


def groups(books: Books) -> Mapping[Key, Line]:
    """Every group, by whom it is served; how many the plan serves is the plan's to say."""
    funded = completely_funded(books)
    entitled: set[Key] = {(group, "stream", stream) for stream, group in books.entitlements.paid}
    said: dict[str, set[Key]] = {}
    streams, systems = books.streams.awards, set(books.streams.system.values())
    counted = (
        k for k in books.plan.served
        if k[1] == "streams" or k[2] in (streams if k[1] == "stream" else systems)
    )  # fmt: skip
    for key in (*counted, *entitled):
        said.setdefault(key[0], set()).add(key)
    found: dict[Key, Line] = {}
    for group in books.inputs.groups.values():
        own: dict[str, Value] = {
            "program": group.program,
            "participants": group.participants,
            "completely_funded": funded[group.id],
        }
        for key in said.get(group.id, {(group.id, "", "")}):
            known = key in entitled or not key[1]
            served = {"served": group.participants if key[1] else 0} if known else {}
            found[key] = {**own, **served}
    return found


def completely_funded(books: Books) -> dict[str, int]:
    """By group: participants less those who would have to bear what is unfunded of any cost."""
    lacking = dict.fromkeys(books.inputs.groups, 0)
    for row in books.plan.unfunded or ():
        cell = books.cells.get((row.cost, row.group, row.period))
        if cell is None or cell.group is None or row.cents <= 0 or not books.net(cell):
            continue
        without = -(-row.cents * cell.group.participants // books.net(cell))
        lacking[cell.group.id] = max(lacking[cell.group.id], without)
    groups = books.inputs.groups
    return {name: max(0, groups[name].participants - gone) for name, gone in lacking.items()}
