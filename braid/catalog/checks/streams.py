"""Which streams the library has, without reading its files in full."""

from __future__ import annotations

import re
from pathlib import Path

from braid.catalog.library import index

_STREAM = re.compile(r"^stream\s*:", re.MULTILINE)
_OTHER = re.compile(r"^(family|set)\s*:", re.MULTILINE)


def stream_files(directory: Path) -> dict[str, Path]:
    """Every stream of the library with its file: the files that say ``stream:`` at the start."""
    return {name: path for name, path in index(directory).items() if _declares_stream(path)}


def _declares_stream(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True  # named as a stream: reading it will say what is wrong
    return _STREAM.search(text) is not None or _OTHER.search(text) is None
