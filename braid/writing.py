"""Writing: files whole or not at all, and tables as CSV with the same text for the same value."""

from __future__ import annotations

import csv
import glob
import io
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

FILE, FOLDER = 0o600, 0o700
"""Rights of what is written: plans tell of people, so they are their owner's alone."""
PUBLIC = 0o666
"""Rights of what is meant for everybody, less what the system's umask takes away."""
STALE_SECONDS = 3600
_BINARY = getattr(os, "O_BINARY", 0)


@contextmanager
def replacing(path: Path, *, public: bool = False) -> Iterator[Path]:
    """Where to write a file that takes the place of ``path`` once it is there to its end.

    Nobody but its owner can read it, unless ``public``. Raises OSError, and then nothing is
    changed. What is no file, such as ``/dev/stdout``, is written to as it is.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    path = path.resolve() if path.is_symlink() else path
    partial = partial_of(path)
    try:
        new_file(partial, public=public).close()
        for left in stale(path):
            left.unlink(missing_ok=True)
        yield partial
        with partial.open("r+b") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def partial_of(path: Path) -> Path:
    """Under which name, beside it, something is written that then takes its place."""
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}.partial")


def stale(path: Path) -> Iterator[Path]:
    """What runs that were killed have left of it under such names, an hour ago or longer."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.????????.partial"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE_SECONDS:
                yield left


def new_file(path: Path, *, public: bool = False) -> BinaryIO:
    """A file that was not there, open to be written; its owner's alone, unless ``public``."""
    rights = PUBLIC if public else FILE
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, rights), "wb")


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, its owner's alone; what is there stays as it is."""
    for one in (*reversed(path.parents), path):
        one.mkdir(mode=FOLDER, exist_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises OSError."""
    with replacing(path) as partial:
        partial.write_bytes(content)


def cell_text(value: Any) -> str:
    """A value as a cell of a table has it, so that reading it gives the value again.

    Nothing for None, ``true`` and ``false``, numbers with all their places and no exponent,
    the entries of a list set apart by spaces.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return " ".join(map(cell_text, value))
    return str(value)


def csv_text(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table as CSV: a header, then rows of texts, each line ended by LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return out.getvalue()
