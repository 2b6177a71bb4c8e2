"""Every table that follows from what a plan decides, worked out again and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from braid.audit.books import Books
from braid.audit.derived.accounts import AWARDS, awards
from braid.audit.derived.duties import REPORTS, reports
from braid.audit.derived.heads import GROUPS, groups
from braid.audit.derived.lacking import UNFUNDED, unfunded
from braid.audit.derived.rules import RULES, RuleLines
from braid.audit.derived.sums import PARTNERSHIPS, SUMMARY, partnerships, summary
from braid.audit.derived.table import Key, Line, Stated, Table, compared
from braid.audit.findings import Finding

WORKED_OUT: tuple[tuple[Table, Callable[[Books], Mapping[Key, Line]]], ...] = (
    (AWARDS, awards),
    (REPORTS, reports),
    (GROUPS, groups),
    (PARTNERSHIPS, partnerships),
    (SUMMARY, summary),
)
"""The tables of which every line can be named beforehand."""

FILES = (*(table.file for table, _ in WORKED_OUT), UNFUNDED.file, RULES.file)
"""The files that are compared."""


class Derived:
    """What the tables of a plan should say."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self._lines = {table.file: (table, lines(books)) for table, lines in WORKED_OUT}
        self._rules = RuleLines(books)

    def differing(self, stated: Mapping[str, Stated]) -> Iterator[Finding]:
        """Everything that some tables say otherwise; of tables that are not there nothing."""
        for file, (table, lines) in self._lines.items():
            if file in stated:
                yield from compared(table, stated[file], lines)
        if UNFUNDED.file in stated:
            rows = stated[UNFUNDED.file]
            yield from compared(UNFUNDED, rows, unfunded(self.books, rows))
        if RULES.file in stated:
            yield from self._rules.compared(stated[RULES.file])
