"""``unfunded.csv``: how urgent a line is, and where the rule that is named as the reason stands."""

from __future__ import annotations

from collections.abc import Mapping

from braid.audit.books import Books
from braid.audit.derived.table import Column, Key, Line, Stated, Table, Value

UNFUNDED = Table(
    "unfunded.csv",
    ("cost", "group", "category", "period"),
    (
        Column("priority", "text", "Priority of a cost line"),
        Column("citation", "text", "Where the rule that is named stands in the law"),
    ),
)


def unfunded(books: Books, stated: Stated) -> Mapping[Key, Line]:
    """The lines that are there; which rule is told first is the plan's to say."""
    cites = {homed.id: homed.rule.cite for homed in books.inputs.law.rules}
    costs = books.inputs.costs
    found: dict[Key, Line] = {}
    for row in stated:
        line = costs.get(row.get("cost", ""))
        right: dict[str, Value] = {"priority": "should" if line is None else line.priority}
        if row.get("rule", "") in cites:
            right["citation"] = cites[row["rule"]]
        found[tuple(row.get(name, "") for name in UNFUNDED.key)] = right
    return found
