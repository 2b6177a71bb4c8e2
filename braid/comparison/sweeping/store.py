"""What is done of a sweep, on disk: every chunk once, whole, so that a run can go on from it.

``done-KEY.jsonl`` has a line for each chunk, appended and synced when the chunk is done. A line
that a killed run has left half written is cut off by the next one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from io import BufferedRandom
from pathlib import Path
from types import TracebackType

from braid.comparison.sweeping.written import line, of_line
from braid.problems import Place, Problem
from braid.writing import make_folder, new_file

MARK = "sweep.json"
"""The file by which a folder is known to hold a sweep's results."""


class InUse(Exception):
    """Another run is writing to the same folder."""


class Store:
    """The chunks of a sweep that are done. For use in ``with``."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self.path = folder / f"done-{key[:16]}.jsonl"
        self._places: dict[int, int] = {}

    def __enter__(self) -> Store:
        make_folder(self.folder)
        with suppress(FileExistsError):
            new_file(self.path).close()
        self._file: BufferedRandom = open(self.path, "a+b")  # noqa: PTH123
        if not _locked(self._file):
            self._file.close()
            raise InUse
        self._file.seek(0)
        end = 0
        for raw in self._file:
            found = of_line(raw)
            if found is None:
                break
            self._places[found[0]] = end
            end += len(raw)
        self._file.truncate(end)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._file.close()

    def __contains__(self, chunk: int) -> bool:
        return chunk in self._places

    def __len__(self) -> int:
        return len(self._places)

    def add(self, chunk: int, rows: list[list[str]]) -> None:
        """Keep the rows of a chunk; they are on disk when this returns."""
        if chunk in self._places:
            return
        place = self._file.seek(0, os.SEEK_END)
        self._file.write(line(chunk, rows))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._places[chunk] = place

    def rows(self) -> Iterator[list[str]]:
        """All rows in order of their cases, one after the other."""
        for chunk in sorted(self._places):
            self._file.seek(self._places[chunk])
            found = of_line(self._file.readline())
            assert found is not None
            yield from found[1]


def _locked(file: BufferedRandom) -> bool:
    """Take the file for this run alone; where the system has no such locks, believe it."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def cannot_use(folder: Path) -> tuple[Problem, ...]:
    """What forbids to keep results in a folder: something else is there."""
    place = Place(str(folder))
    if folder.exists() and not folder.is_dir():
        message, remedy = "There is a file of this name.", "Name another folder with --out."
        return (Problem("B614", message, remedy, place),)
    files = list(folder.iterdir()) if folder.is_dir() else []
    ours = ("done-", f".{MARK}.")  # of a run that was killed before it said what the folder is
    if (folder / MARK) not in files and any(not p.name.startswith(ours) for p in files):
        message = "The folder holds files, but no sweep; braid does not write among them."
        remedy = "Name a new or an empty folder with --out."
        return (Problem("B614", message, remedy, place),)
    return ()
