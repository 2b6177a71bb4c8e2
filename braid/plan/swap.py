"""A folder that takes the place of another: all of it or nothing, whenever a run is killed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from braid.writing import make_folder, partial_of, stale

MARKS = ("plan.json", "comparison.json", "frontier.json", "sweep.json")
"""Files by which the folders are known that are written in this way."""
PROOF = "proof.json"
"""A file about the plan that was there, and about no other: it is not kept."""
CURRENT_FOLDER, EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux."""


@contextmanager
def replacing_folder(folder: Path, without: Collection[str] = ()) -> Iterator[Path]:
    """An empty folder to fill, which then takes the place of ``folder``; raises OSError.

    Files of the earlier folder that are not written anew (notes, reports) are kept, also in
    plans that stand in both; but not the proof of an earlier plan, nor those ``without`` which
    the new folder is to be.
    """
    folder = folder.resolve()
    recover(folder)
    partial = partial_of(folder)
    try:
        make_folder(partial)
        for left in stale(folder):
            shutil.rmtree(left, ignore_errors=True)
        yield partial
        if folder.is_dir():
            _keep_others(folder, partial, without)
        _sync(partial)
        _swap(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def recover(folder: Path) -> None:
    """Bring back the earlier folder if a run was killed between the two steps of its swap.

    Once a new one is there, an earlier one that was left behind is taken away, so that it does
    not come back when the new one is deleted.
    """
    folder = folder.resolve()
    previous = _previous(folder)
    if not any((previous / mark).is_file() for mark in MARKS):
        return
    if folder.exists():
        shutil.rmtree(previous, ignore_errors=True)
    else:
        previous.rename(folder)


def _keep_others(folder: Path, partial: Path, without: Collection[str] = ()) -> None:
    ours = {path.name for path in partial.iterdir()}
    for path in folder.iterdir():
        kept = partial / path.name
        if path.name.startswith(".") and path.suffix == ".partial":
            continue  # a file of a run that was killed while it wrote it
        if path.name == PROOF or path.name in without:
            continue
        if path.name not in ours:
            copy = shutil.copytree if path.is_dir() else shutil.copy2
            copy(path, kept)
        elif path.is_dir() and path.name != "inputs":
            _keep_others(path, kept)


def _sync(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        if path.is_dir() and os.name == "nt":
            continue
        handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _previous(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.previous")


def _swap(partial: Path, folder: Path) -> None:
    if not folder.exists():
        partial.rename(folder)
        return
    if exchanged(partial, folder):
        return
    previous = _previous(folder)
    if previous.exists():
        shutil.rmtree(previous)
    folder.rename(previous)
    try:
        partial.rename(folder)
    except OSError:
        previous.rename(folder)
        raise
    shutil.rmtree(previous, ignore_errors=True)


def exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; nothing is done where the system cannot."""
    if sys.platform != "linux":
        return False
    import ctypes

    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    done = rename(CURRENT_FOLDER, paths[0], CURRENT_FOLDER, paths[1], EXCHANGE)
    return bool(done == 0)
