"""Where the parts of a scenario stand in a workbook: one sheet for keys, one for each list.

The schema says which lists there are (``braid/schema/sheets.py``); reading and writing follow it.
"""

from __future__ import annotations

import re

from braid.problems import suggest
from braid.record import record

KEY, VALUE = "key", "value"
"""The headings of the sheet that holds what is no list."""
OWN = "#"
"""What a heading begins with whose column is the user's own, or a sheet's name."""


@record
class ListSheet:
    """A list with a sheet of its own.

    ``of`` is the heading under which each row names the entry that it is of, where the list
    stands inside the entries of another one.
    """

    path: tuple[str, ...]
    name: str
    of: str = ""
    needed: bool = False
    """Whether there is no scenario without it."""


@record
class BookLayout:
    """The sheets of a workbook that holds a scenario; lists inside others come after these."""

    keys: str
    lists: tuple[ListSheet, ...]
    aside: tuple[str, ...] = ()
    """Sheets that hold nothing of the scenario."""

    def found(self, names: list[str]) -> tuple[str | None, dict[ListSheet, str], list[str]]:
        """The sheet of keys, the sheet of each list, and those that are neither."""
        known = {folded(name): name for name in reversed(names)}
        keys = known.pop(folded(self.keys), None)
        lists = {one: known.pop(folded(one.name), None) for one in self.lists}
        taken = {one: name for one, name in lists.items() if name is not None}
        rest = [name for name in names if name not in (keys, *taken.values())]
        aside = {folded(name) for name in self.aside}
        return keys, taken, [n for n in rest if folded(n) not in aside and not n.startswith(OWN)]

    def meant(self, name: str, taken: dict[ListSheet, str]) -> str | None:
        """The sheet that is not there and of whose name this looks like a slip."""
        return suggest(name, [one.name for one in self.lists if one not in taken])


def folded(name: str) -> str:
    """A sheet's name as it is compared: capitals, blanks and hyphens do not matter."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")
