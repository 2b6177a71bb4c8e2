"""Where a file lies that another one names: below the scenario's folder, or somewhere else.

A plan keeps files that lie outside, and those in whose place it keeps something else, below
``elsewhere/``, under names that follow from where they lay: whoever reads the scenario in the
plan's folder finds them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from pathlib import Path

from braid.problems import Place, Problem

ELSEWHERE = "elsewhere"
KEPT_FOLDERS = ("rules", "proposals", "ledger", ELSEWHERE)
"""What a plan keeps beside the files of its scenario."""


def resolve_inside(
    name: str, *, base: Path, root: Path, at: Place, allow_outside: bool, kept: bool = False
) -> tuple[Path | None, list[Problem]]:
    """The file that ``name`` means from ``base``; it may not lie outside ``root``.

    Links are followed to find out where it lies, but it keeps the name that it was given. Of a
    scenario that a plan has ``kept``, files outside are those that were kept with it.
    """
    try:
        path = _without_links(base / name)
        lies = (base / name).resolve()
        inside = lies.is_relative_to(root.resolve()) and lies == path.resolve()
    except (OSError, ValueError, RuntimeError):
        remedy = "Write a file name such as costs.csv."
        return None, [Problem("B003", f"{name!a} cannot be used as a file name.", remedy, at)]
    if inside or allow_outside or (kept and where_kept(path, root) is not None):
        return path, []
    message = f"'{name}' leads outside the scenario's folder."
    remedy = "Put the file into the folder of the scenario, or below it; or say --allow-outside."
    if kept:
        remedy = "The plan's folder has lost what it kept of the file: solve again."
    return None, [Problem("B028", message, remedy, at)]


def content_of(path: Path, root: Path, *, kept: bool) -> Path:
    """The file to open for one that ``resolve_inside`` has found."""
    return (where_kept(path, root) if kept else None) or path


def where_kept(path: Path, root: Path) -> Path | None:
    """Where a plan has kept a file that has not kept its place, if it has."""
    found = (root / name for name in _elsewhere(path, root))
    return next((file for file in found if file.is_file() and not file.is_symlink()), None)


def kept_names(path: Path, root: Path, taken: Collection[str]) -> list[str]:
    """The names below its inputs under which a plan keeps a file of its scenario.

    ``taken`` are names that something else has there.
    """
    name = _seen(path, root)
    first = name.partition("/")[0]
    if first == ".." or Path(name).is_absolute() or first in KEPT_FOLDERS or name in taken:
        return _elsewhere(path, root)
    return [name]


def _without_links(path: Path) -> Path:
    """The whole path by its letters alone: no link in it is followed."""
    return Path(os.path.normpath(path.absolute()))


def _seen(path: Path, root: Path) -> str:
    """A file as its scenario sees it; on another drive, as it is."""
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:
        return path.absolute().as_posix()


def _elsewhere(path: Path, root: Path) -> list[str]:
    """Names for a file, as its scenario sees it and as such: it may be named in both ways."""
    ways = dict.fromkeys((_seen(path, root), _without_links(path).as_posix()))
    marks = (hashlib.sha256(way.encode()).hexdigest()[:12] for way in ways)
    return [f"{ELSEWHERE}/{mark}-{path.name}" for mark in marks]
