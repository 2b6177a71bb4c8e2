"""Writing: files whole or not at all, and tables as CSV with the same text for the same value."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Where to write a file that takes the place of ``path`` once it is there to its end.

    ``private``: nobody but its owner can read it. Raises OSError, and then nothing is changed.
    What is no file, such as ``/dev/stdout``, is written to as it is.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    path = path.resolve() if path.is_symlink() else path
    partial = path.with_name(f".{path.name}.{os.urandom(4).hex()}.partial")
    try:
        if private:
            os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield partial
        with partial.open("r+b") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


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
