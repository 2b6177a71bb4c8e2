"""Pieces of Markdown: text that stays text, headings with anchors, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*\[\]<|~&]|(?<!\w)_|_(?!\w))")
_LINE_START = re.compile(r"^([-+=>#]|\d+[.)])")


def text(words: str) -> str:
    """Words in one line that no reader of Markdown takes for markup."""
    line = " ".join(words.split())
    return _LINE_START.sub(_held, _SPECIAL.sub(r"\\\1", line))


def _held(found: re.Match[str]) -> str:
    """What would begin a list or underline a heading, as plain characters."""
    return f"{found[0][:-1]}\\{found[0][-1]}"


def code(name: str) -> str:
    """An id as it is written in files."""
    return f"`{name.replace('`', '')}`"


def anchor(heading: str) -> str:
    """The anchor that GitHub and the HTML page give to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def link(words: str, heading: str) -> str:
    """A link to a heading of the same document; ``words`` are Markdown."""
    return f"[{words}](#{anchor(heading)})"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table; its cells are Markdown."""
    lines = [list(heads), ["---"] * len(heads), *(list(row) for row in rows)]
    return ["", *(f"| {' | '.join(line)} |" for line in lines), ""]
