"""Frontiers and sweeps that the page of a plan or of a comparison carries too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from braid.problems import InputProblems, Place, Problem
from braid.record import record
from braid.render.web.frontier_parts import Part
from braid.render.web.frontiers import frontier_in
from braid.render.web.stored import FRONTIER
from braid.render.web.stored_sweep import SWEEP, stored_sweep
from braid.render.web.sweep import SweepPart, sweep_part


@record
class Parts:
    """What a page carries besides its own."""

    frontiers: tuple[Part, ...] = ()
    sweeps: tuple[SweepPart, ...] = ()

    @property
    def charts(self) -> dict[str, Any]:
        """All their charts by id."""
        found: dict[str, Any] = {}
        for one in self.frontiers:
            found |= one.charts
        for other in self.sweeps:
            found |= other.charts
        return found

    @property
    def data(self) -> Mapping[str, Any]:
        """What their scripts read."""
        return {
            "frontiers": {part.id: part.data for part in self.frontiers},
            "sweeps": {part.id: part.data for part in self.sweeps},
        }

    @property
    def scripts(self) -> tuple[str, ...]:
        """The scripts that they need."""
        wanted = (("frontier.js", self.frontiers), ("sweep.js", self.sweeps))
        return tuple(name for name, parts in wanted if parts)


ALONE = Parts()


def parts_in(paths: Sequence[Path]) -> Parts:
    """The frontiers and sweeps of folders and files; InputProblems where one is neither."""
    frontiers: list[Part] = []
    sweeps: list[SweepPart] = []
    for path in paths:
        if (path / SWEEP).is_file():
            sweeps.append(sweep_part(stored_sweep(path), f"s{len(sweeps) + 1}"))
        elif path.is_file() or (path / FRONTIER).is_file():
            file = path if path.is_file() else path / FRONTIER
            frontiers.append(frontier_in(file, f"f{len(frontiers) + 1}"))
        else:
            message = "There is no frontier and no sweep here."
            remedy = (
                "Make one: braid frontier SCENARIO --out DIR, or braid sweep SWEEP. Then name its"
                " folder after --with."
            )
            raise InputProblems([Problem("B333", message, remedy, Place(str(path)))])
    return Parts(tuple(frontiers), tuple(sweeps))


def refuse(paths: Sequence[Path], page: Path) -> None:
    """A frontier or sweep has nothing beside it: InputProblems where something is named."""
    if paths:
        message = "Only the page of a plan or of a comparison carries a frontier or a sweep too."
        remedy = "Leave --with out, or name the folder of a plan or comparison first."
        raise InputProblems([Problem("B333", message, remedy, Place(str(page)))])
