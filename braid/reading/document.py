"""What reading hands to the schema: plain data, and the place of every value in it.

Data is made of dict, list, str, Decimal, bool and None. Places are kept in a
tree of spots beside the data and worked out only when somebody asks: a valid
scenario never pays for them. One document can hold parts of several files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Protocol, TypeAlias

from braid.problems import Place
from braid.reading.files import Source
from braid.record import record

Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]


class Spot(Protocol):
    """Knows where one value stands, and the spots of the values inside it."""

    def place(self) -> Place:
        """Where the value stands."""

    def text(self) -> str | None:
        """The value as it is written in the file, where it is a single one."""

    def child(self, step: Step) -> Spot | None:
        """The spot of a value inside, or None if there is none."""

    def key_place(self, step: Step) -> Place | None:
        """Where the key (or the column's heading) of a value inside stands."""

    def columns(self) -> tuple[str, ...] | None:
        """The headings, if this is a table; else None."""


@record
class Document:
    """One scenario or rule file with everything it pulls in.

    ``unread`` holds the paths (such as ``("costs",)`` or ``("include",)``) whose
    files could not be read: what is missing there has been reported already.
    """

    file: str
    data: Any
    spot: Spot
    sources: tuple[Source, ...] = ()
    unread: frozenset[Path] = field(default=frozenset())

    def place(self, path: Sequence[Step], *, key: bool = False) -> Place:
        """Where a value (or its key) stands; what is missing is placed at its parent."""
        spot = self.spot
        for depth, step in enumerate(path, 1):
            if key and depth == len(path):
                found = spot.key_place(step)
                if found is not None:
                    return found
            below = spot.child(step)
            if below is None:
                break
            spot = below
        return spot.place()

    def text(self, path: Sequence[Step]) -> str | None:
        """A single value exactly as written: ``2.10`` or ``1e3`` where data has a number."""
        spot = self._spot(path)
        return None if spot is None else spot.text()

    def columns(self, path: Sequence[Step]) -> tuple[str, ...] | None:
        """The headings of the table at ``path``, or None if it is written in YAML."""
        spot = self._spot(path)
        return None if spot is None else spot.columns()

    def part(self, path: Sequence[Step], data: Any = None) -> Document:
        """What stands at ``path`` as a document of its own; with other data, places stay."""
        found = self.data
        for step in path:
            found = found[step]
        spot = self._spot(path)
        return Document(self.file, found if data is None else data, spot or self.spot)

    def _spot(self, path: Sequence[Step]) -> Spot | None:
        spot: Spot | None = self.spot
        for step in path:
            if spot is None:
                return None
            spot = spot.child(step)
        return spot


@record
class Overlay:
    """A spot some of whose values come from elsewhere: another file, or a table.

    ``owners`` are the spots that know the keys of what came from another file.
    """

    base: Spot
    children: Mapping[Step, Spot]
    owners: Mapping[Step, Spot] = field(default_factory=dict)

    def place(self) -> Place:
        return self.base.place()

    def text(self) -> str | None:
        return None

    def child(self, step: Step) -> Spot | None:
        return self.children[step] if step in self.children else self.base.child(step)

    def key_place(self, step: Step) -> Place | None:
        return self.owners.get(step, self.base).key_place(step)

    def columns(self) -> tuple[str, ...] | None:
        return None
