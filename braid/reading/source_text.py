"""The text of one file, and the place (line, column, excerpt) of any character in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from braid.problems import Place

_LINE_BREAK = re.compile(r"\r\n|\n|\r")


class SourceText:
    """A file's text. Lines are found only when a place is asked for."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._last: tuple[int, str] = (0, "")

    @cached_property
    def starts(self) -> Sequence[int]:
        """The index of the first character of every line."""
        starts = array("Q", [0])
        starts.extend(m.end() for m in _LINE_BREAK.finditer(self.text))
        return starts

    def line_number(self, index: int) -> int:
        """The line, counted from 1, that holds the character at ``index``."""
        return bisect_right(self.starts, index)

    def line(self, number: int) -> str:
        """A line's text, without its end."""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def place(self, index: int, width: int = 1) -> Place:
        """Where a character stands; the mark never runs past the end of its line.

        An index at the end of the text stands behind the last line that has any.
        """
        if index >= len(self.text):
            index = len(self.text.rstrip())
        number = self.line_number(index)
        column = index - self.starts[number - 1]
        if self._last[0] != number:  # many places in one long line share its text
            self._last = number, self.line(number)
        excerpt = self._last[1]
        return Place(
            self.file,
            line=number,
            column=column + 1,
            excerpt=excerpt,
            width=max(1, min(width, len(excerpt) - column)),
        )
