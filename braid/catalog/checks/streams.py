"""Which streams the library has, without reading its files in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from braid.catalog.library import Library, index
from braid.problems import did_you_mean

_STREAM = re.compile(r"^stream\s*:", re.MULTILINE)
_OTHER = re.compile(r"^(family|set)\s*:", re.MULTILINE)


def stream_files(directory: Path) -> dict[str, Path]:
    """Every stream of the library with its file: the files that say ``stream:`` at the start."""
    files = index(directory)
    return streams_among(files, files)


def streams_among(names: Iterable[str], files: Mapping[str, Path]) -> dict[str, Path]:
    """Those of some names that are streams, with their files; no other file is looked into."""
    return {n: files[n] for n in names if n in files and _declares_stream(files[n])}


def stream_fault(name: str, library: Library) -> tuple[str, str] | None:
    """What is wrong with a stream's name, and what to write; None if the library has it.

    Only a name that the library has not read yet costs a look into its file.
    """
    if name in library.streams or streams_among([name], library.index):
        return None
    known = streams_among(library.index, library.index)
    return f"The rule library has no stream '{name}'.", did_you_mean(name, known)


def sort_of(path: Path) -> str:
    """What a rule file holds, by its first key: ``stream``, ``family`` or ``set``."""
    if _declares_stream(path):
        return "stream"
    found = _OTHER.search(path.read_text(encoding="utf-8", errors="replace"))
    return found.group(1) if found else "stream"


def _declares_stream(path: Path) -> bool:
    """Whether a file says ``stream:`` at the start."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True  # named as a stream: reading it will say what is wrong
    return _STREAM.search(text) is not None or _OTHER.search(text) is None
