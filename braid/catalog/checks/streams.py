"""Which streams the library has, without reading its files in full."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from braid.catalog.library import Library, index

_STREAM = re.compile(r"^stream\s*:", re.MULTILINE)
_OTHER = re.compile(r"^(family|set)\s*:", re.MULTILINE)


def stream_files(directory: Path) -> dict[str, Path]:
    """Every stream of the library with its file: the files that say ``stream:`` at the start."""
    return _streams(index(directory))


def streams_known(library: Library) -> dict[str, Path]:
    """The same of all directories that a library knows."""
    return _streams(library.index)


def _streams(files: Mapping[str, Path]) -> dict[str, Path]:
    return {name: path for name, path in files.items() if _declares_stream(path)}


def _declares_stream(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True  # named as a stream: reading it will say what is wrong
    return _STREAM.search(text) is not None or _OTHER.search(text) is None
