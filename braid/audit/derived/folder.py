"""The tables of a plan's folder as they are written, for all that follows from them."""

from __future__ import annotations

from pathlib import Path

from braid.audit.csv_form import Tables
from braid.audit.derived.check import FILES
from braid.audit.derived.rules import RULES
from braid.audit.derived.sums import SUMMARY
from braid.audit.derived.table import Stated
from braid.problems import Problem
from braid.reading.json_reader import read_json
from braid.reading.plan_form import TOLD_ALIKE

Written = dict[str, Stated]
"""The rows of each file, by its name."""


def written(folder: Path, version: int) -> tuple[Written, tuple[Problem, ...]]:
    """Every table that is there; a folder may lack some, which then say nothing."""
    tables, found = Tables(folder, version), Written()
    for name in FILES:
        told_otherwise = name == RULES.file and version < TOLD_ALIKE
        if name != SUMMARY.file and not told_otherwise and (folder / name).exists():
            found[name] = tables.rows(name, (), dict)
    summary = _summary(folder / SUMMARY.file)
    if summary:
        found[SUMMARY.file] = [summary]
    return found, tuple(tables.problems)


def _summary(path: Path) -> dict[str, str]:
    """The summary of a plan that could be read, as a line."""
    said = read_json(path).get("summary") if path.is_file() else None
    values = {name: str(value) for name, value in said.items()} if said else {}
    return {"part": "summary", **values} if values else {}
