"""Places of what a proposal makes: in the scenario's or the rules' files, or in its own."""

from __future__ import annotations

from braid.problems import Place
from braid.reading.document import Document, Path, Spot, Step
from braid.record import record


@record
class Listed:
    """A list whose entries stand in several places."""

    base: Spot
    entries: tuple[Spot, ...]

    def place(self) -> Place:
        """Where the list stands."""
        return self.base.place()

    def text(self) -> str | None:
        """Nothing: it is no single value."""
        return None

    def child(self, step: Step) -> Spot | None:
        """The spot of an entry."""
        return self.entries[step] if isinstance(step, int) and step < len(self.entries) else None

    def key_place(self, step: Step) -> Place | None:
        """Where an entry stands."""
        found = self.child(step)
        return None if found is None else found.place()

    def columns(self) -> tuple[str, ...] | None:
        """The headings of the table that the list comes from, if it does."""
        return self.base.columns()


def spot_at(document: Document, path: Path) -> Spot:
    """The spot of what stands at a path; of what holds it where it has none of its own."""
    spot = document.spot
    for step in path:
        below = spot.child(step)
        if below is None:
            break
        spot = below
    return spot
