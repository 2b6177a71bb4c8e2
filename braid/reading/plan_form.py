"""The forms that a plan's folder has had, by the schema version that its ``plan.json`` says.

A plan is read in the form of this version and of every one before it; a newer one is refused. The
version rises with every change of the form: of a table's columns, or of what ``plan.json`` holds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from braid.problems import Place, Problem
from braid.version import __version__

PLAN_VERSION = 5
"""The form in which plans are written."""

TOLD_ALIKE = 4
"""The first form whose rules.csv tells what today's does: parts of a year's shared charges in whole
cents (3), and each instance of a limit by a name of its own (4)."""

READ_ALIKE = 4
"""The first form whose plans were all made under today's reading of the rules. Some made before
pay more of a shared year than those served benefit of it at that time, or of what an entitlement
leaves of each person's costs, serve people who cannot be named, or leave out whom an earlier
shared charge was for."""

READ_LINKED = 5
"""The first form whose plans count what was charged of a shared year for those whom several linked
streams serve together, in whatever record systems."""

_LATER_COLUMNS: Mapping[int, Mapping[str, Mapping[str, str | None]]] = {
    2: {"awards": {"given": "0.00", "received": "0.00"}, "pledges": {"rule": None}},
}
"""Columns that tables have only since a version, and what stands for them in plans before it; None
where nothing can, so that only a table without rows is read."""


def version_of(said: Mapping[str, Any]) -> int:
    """The version of a document; raises ValueError, KeyError or TypeError if it says none."""
    version = said["schema_version"]
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise ValueError(f"schema_version is {version!r}, not a whole number from 1 on")
    return version


def newer_than(version: int, said: Mapping[str, Any], place: Place) -> tuple[Problem, ...]:
    """The problem of a document of a later version than the one that is read here; else none."""
    found = version_of(said)
    if found <= version:
        return ()
    run = said.get("run")
    versions = run.get("versions") if isinstance(run, Mapping) else None
    maker = versions.get("braid") if isinstance(versions, Mapping) else None
    by = f"braid {maker}" if isinstance(maker, str) else "a newer braid"
    message = (
        f"This was made by {by}: it has schema version {found}, and this braid ({__version__})"
        f" reads versions up to {version}."
    )
    remedy = "Install the newest braid (pip install --upgrade braid-funding), or solve again here."
    return (Problem("B335", message, remedy, place),)


def stand_ins(version: int, table: str, header: Collection[str]) -> dict[str, str | None]:
    """The columns that a table of an earlier version does not have, with what stands for each."""
    return {
        column: value
        for since, tables in _LATER_COLUMNS.items()
        for column, value in tables.get(table, {}).items()
        if version < since and column not in header
    }


def too_old(column: str, place: Place) -> Problem:
    """The problem of an earlier version's table in whose rows nothing stands for a column."""
    message = f"An earlier braid wrote this table without the column '{column}', which tells what"
    message += " each row is for; it cannot be made up."
    remedy = "Solve the plan's own scenario again: braid solve DIR/inputs/scenario.yaml --out DIR"
    return Problem("B336", message, remedy, place)
